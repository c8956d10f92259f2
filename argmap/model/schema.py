"""The published JSON schema of the map file.

`python -m argmap.model.schema` writes docs/schema/map.schema.json; a test says when it is old.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from argmap.model.map import SCHEMA_VERSION, ArgumentMap

PLACE = Path("docs/schema/map.schema.json")


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the map file.

    >>> json_schema()["properties"]["schema_version"]["const"]
    1
    """
    schema = ArgumentMap.model_json_schema(mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "argmap map file"
    schema["description"] = "Units, relations and flags of one article. Offsets are code points."
    schema["properties"]["schema_version"] = {"const": SCHEMA_VERSION, "type": "integer"}
    schema["required"] = ["article", "flags", "made_by", "relations", "schema_version", "units"]
    _shorten(schema)
    return schema


def _shorten(node: Any) -> None:
    """Keep the first paragraph of each docstring: examples in Python say nothing to a validator."""
    if isinstance(node, dict):
        if isinstance(node.get("description"), str):
            node["description"] = node["description"].split("\n\n")[0]
        for value in node.values():
            _shorten(value)


def schema_text() -> str:
    """The schema file's text."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    PLACE.write_text(schema_text(), encoding="utf-8")
