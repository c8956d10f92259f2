"""Counts what peers find in files: run by an interpreter that has arguebuf and xaif.

Reads from stdin `[[format, path], ...]`, writes to stdout a list of counts, or of errors.
"""

from __future__ import annotations

import collections
import json
import logging
import sys
from pathlib import Path
from typing import Any


def arguebuf_counts(format: str, path: str) -> dict[str, Any]:
    """Atoms, schemes by kind and name, edges and texts, as arguebuf loads the file."""
    import arguebuf

    logging.disable(logging.CRITICAL)
    if format == "brat":
        graph = arguebuf.load.file(path)
    else:
        value = json.loads(Path(path).read_text(encoding="utf-8"))
        load = {
            "aif": arguebuf.load.aif,
            "xaif": arguebuf.load.xaif,
            "sadface": arguebuf.load.sadface,
            "arguebuf": arguebuf.load.dict,
            "argdown": arguebuf.load.argdown,
        }[format]
        graph = load(value)
    schemes: collections.Counter[str] = collections.Counter(
        f"{type(node.scheme).__name__}.{node.scheme.name}" if node.scheme else "none"
        for node in graph.scheme_nodes.values()
    )
    kinds = dict.fromkeys(graph.atom_nodes, "atom") | {
        name: type(node.scheme).__name__ for name, node in graph.scheme_nodes.items()
    }
    return {
        "atoms": len(graph.atom_nodes),
        "texts": sorted(str(node.text) for node in graph.atom_nodes.values()),
        "schemes": dict(sorted(schemes.items())),
        "edges": len(graph.edges),
        "ends": dict(
            sorted(
                collections.Counter(
                    f"{kinds[edge.source.id]} {kinds[edge.target.id]}"
                    for edge in graph.edges.values()
                ).items()
            )
        ),
        "major": str(graph.major_claim.text) if graph.major_claim else None,
        "resources": [str(resource.text) for resource in graph.resources.values()],
    }


def xaif_counts(path: str) -> dict[str, Any]:
    """Propositions and relations between two of them, as the xaif package finds them."""
    from xaif import AIF

    aif = AIF(json.loads(Path(path).read_text(encoding="utf-8")))
    if not aif.is_valid_json_aif():
        raise ValueError("xaif says that it is not valid")
    relations: collections.Counter[str] = collections.Counter()
    if aif.nodes and aif.aif["edges"]:
        table = aif._get_relations_argument(aif.nodes, aif.aif["edges"], "argument-relation")
        relations.update(table["relation"])
    aif.get_next_max_id("nodes", "nodeID")
    return {
        "texts": sorted(node["text"] for node in aif.nodes if node["type"] == "I"),
        "relations": dict(sorted(relations.items())),
    }


def main() -> None:
    """Judge each file; an error is an answer too."""
    answers = []
    for kind, path in json.load(sys.stdin):
        try:
            answers.append(
                xaif_counts(path) if kind == "xaif-package" else arguebuf_counts(kind, path)
            )
        except Exception as error:
            answers.append({"error": f"{type(error).__name__}: {error}"})
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
