"""arguebuf's JSON."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from formats_support import example

from argmap.errors import FormatError
from argmap.formats import dumps, loads
from argmap.model import Role

GRAPH: dict[str, Any] = {
    "schemaVersion": 1,
    "libraryVersion": "1.2",
    "resources": {"r": {"text": "So: keep cats, they purr.", "title": "Pets"}},
    "nodes": {
        "a": {
            "metadata": {"created": "2020-01-01T00:00:00Z"},
            "atom": {
                "text": "keep cats",
                "reference": {"resource": "r", "offset": 4, "text": "keep cats"},
            },
        },
        "b": {
            "userdata": {"mine": 1.0},
            "atom": {
                "text": "they purr",
                "reference": {"resource": "r", "offset": 15, "text": "they purr"},
                "participant": "p",
            },
        },
        "s": {"scheme": {"attack": "ATTACK_DEFAULT", "premiseDescriptors": ["x"]}},
    },
    "edges": {"e": {"source": "b", "target": "s"}, "f": {"source": "s", "target": "a"}},
    "majorClaim": "a",
    "participants": {"p": {"name": "Bob"}},
}


def test_arguebuf_units_stand_in_the_resource() -> None:
    map_ = loads(json.dumps(GRAPH).encode(), "arguebuf")
    assert map_.article.text == "So: keep cats, they purr."
    assert map_.article.title == "Pets"
    assert [(unit.start, unit.role) for unit in map_.units] == [
        (4, Role.MAJOR_CLAIM),
        (15, Role.PREMISE),
    ]
    assert map_.relations[0].kind.value == "attack"


def test_arguebuf_gives_back_what_it_only_carries() -> None:
    out = json.loads(dumps(loads(json.dumps(GRAPH).encode(), "arguebuf"), "arguebuf"))
    assert out["nodes"]["b"]["userdata"]["mine"] == 1.0
    assert out["nodes"]["b"]["atom"] == GRAPH["nodes"]["b"]["atom"]
    assert out["nodes"]["a"]["metadata"] == GRAPH["nodes"]["a"]["metadata"]
    assert out["nodes"]["s"]["scheme"] == GRAPH["nodes"]["s"]["scheme"]
    assert out["participants"] == GRAPH["participants"]
    assert out["resources"]["r"] == GRAPH["resources"]["r"]
    assert out["majorClaim"] == "a"
    assert out["edges"] == GRAPH["edges"]


def test_arguebuf_reads_protobuf_spelling_and_numbers() -> None:
    value = json.loads(dumps(example(), "arguebuf"))
    value["major_claim"] = value.pop("majorClaim")
    floats = json.loads(json.dumps(value), parse_int=float)
    floats["schemaVersion"] = 1
    floats["userdata"] = value["userdata"]
    assert loads(json.dumps(floats).encode(), "arguebuf") == example()


def test_arguebuf_ids_that_are_there_twice_are_told() -> None:
    data = b'{"nodes": {"a": {"atom": {"text": "x"}}, "a": {"atom": {"text": "y"}}}}'
    with pytest.raises(FormatError, match="the key 'a' stands twice in one object"):
        loads(data, "arguebuf")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"nodes": []}, "no arguebuf graph: its nodes are no object"),
        ({"nodes": {"a": {}}}, "nodes.a: a node holds an atom or a scheme"),
        ({"nodes": {"a": {"atom": {"text": 5}}}}, "nodes.a.atom.text: text is needed, a number"),
        ({"nodes": {"a": {"atom": []}}, "edges": {"e": {}}}, "edges.e.source: an id is needed"),
        ({"nodes": {"a": {"atom": {}, "userdata": {"argmap": 5}}}}, "nodes.a.userdata.argmap: an"),
        ({"nodes": {}, "edges": {"e": {"source": "a", "target": "b"}}}, "edges.e: the edge leads"),
        ({"nodes": {}, "resources": []}, "resources"),
    ],
)
def test_arguebuf_errors_name_the_place(value: Any, message: str) -> None:
    if value.get("resources") == []:
        value["resources"] = [1]
    with pytest.raises(FormatError, match=re.escape(message)):
        loads(json.dumps(value).encode(), "arguebuf")
