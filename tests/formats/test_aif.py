"""AIF JSON."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from formats_support import example

from argmap.errors import FormatError
from argmap.formats import dumps, loads


def test_aif_is_what_its_readers_want() -> None:
    value = json.loads(dumps(example(), "aif"))
    assert value["locutions"] == []
    for node in value["nodes"]:
        assert {"nodeID", "text", "type", "timestamp"} <= set(node)
        assert re.fullmatch(r"\d+", node["nodeID"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", node["timestamp"])
    for edge in value["edges"]:
        assert set(edge) == {"edgeID", "fromID", "toID", "formEdgeID"}
    texts = {node["type"]: node["text"] for node in value["nodes"]}
    assert texts["RA"] == "Default Inference"
    assert texts["CA"] == "Default Conflict"


def test_aif_undercut_is_a_conflict_with_an_inference_or_a_conflict() -> None:
    value = json.loads(dumps(example(), "aif"))
    kind = {node["nodeID"]: node["type"] for node in value["nodes"]}
    pairs = [(kind[edge["fromID"]], kind[edge["toID"]]) for edge in value["edges"]]
    assert pairs.count(("CA", "CA")) == 1


def test_aif_keeps_the_article_when_another_tool_adds_a_unit() -> None:
    value = json.loads(dumps(example(), "aif"))
    value["nodes"].append({"nodeID": "77", "text": "Cats are clean", "type": "I"})
    notes: list[str] = []
    map_ = loads(json.dumps(value).encode(), "aif", notes=notes.append)
    assert map_.article.text == example().article.text + "\n\nCats are clean"
    assert map_.units[:6] == example().units
    assert map_.flags == example().flags
    assert notes == ["1 of 7 units not in the text of the file: put behind it"]


def test_aif_finds_a_unit_whose_offsets_another_tool_dropped() -> None:
    value = json.loads(dumps(example(), "aif"))
    for node in value["nodes"]:
        node.pop("argmap", None)
    map_ = loads(json.dumps(value).encode(), "aif")
    assert [unit.start for unit in map_.units] == [unit.start for unit in example().units]


def test_aif_drops_flags_of_units_that_are_gone() -> None:
    value = json.loads(dumps(example(), "aif"))
    gone = next(n["nodeID"] for n in value["nodes"] if n["text"] == "some are allergic")
    value["nodes"] = [node for node in value["nodes"] if node["nodeID"] != gone]
    value["edges"] = [edge for edge in value["edges"] if gone not in (edge["fromID"], edge["toID"])]
    notes: list[str] = []
    map_ = loads(json.dumps(value).encode(), "aif", notes=notes.append)
    assert map_.flags == ()
    assert "1 flag dropped: on a unit that is gone" in notes


def test_aif_takes_missing_fields_integers_and_empty_graphs() -> None:
    notes: list[str] = []
    value: dict[str, Any] = {
        "nodes": [
            {"nodeID": 0, "type": "I", "text": "a"},
            {"nodeID": 1, "type": "I", "text": None},
            {"nodeID": 2, "type": "RA"},
        ],
        "edges": [{"fromID": 0, "toID": 2}, {"edgeID": "1", "fromID": "2", "toID": 1}],
        "participants": None,
    }
    map_ = loads(json.dumps(value).encode(), "aif", notes=notes.append)
    assert [unit.text for unit in map_.units] == ["a", ""]
    assert [(item.source, item.target) for item in map_.relations] == [("0", "1")]
    assert notes == ["1 edge without an id: numbered"]
    empty = loads(b'{"nodes": [], "edges": [], "locutions": []}', "aif")
    assert (empty.units, empty.article.text) == ((), "")
    assert loads(dumps(empty, "aif"), "aif") == empty


def test_aif_edges_of_the_dialogue_may_lead_out_of_the_file() -> None:
    value = {
        "nodes": [{"nodeID": "1", "type": "TA", "text": ""}, {"nodeID": "2", "type": "I"}],
        "edges": [{"edgeID": "1", "fromID": "8", "toID": "1"}],
    }
    notes: list[str] = []
    loads(json.dumps(value).encode(), "aif", notes=notes.append)
    assert notes[0] == "1 edge dropped, to no node or there twice (the first is edges[0])"


def test_aif_dangling_edges_are_refused_unless_one_is_lenient() -> None:
    value = {
        "nodes": [{"nodeID": "1", "type": "I", "text": "a"}],
        "edges": [{"edgeID": "5", "fromID": "1", "toID": "2"}],
    }
    data = json.dumps(value).encode()
    with pytest.raises(FormatError, match=r"a.json: edges\[0\]: .* there is no '2'"):
        loads(data, "aif", where="a.json")
    notes: list[str] = []
    assert loads(data, "aif", lenient=True, notes=notes.append).relations == ()
    assert len(notes) == 1


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({}, "no AIF: it has no nodes"),
        ({"AIF": {}}, "for OVA3 files name the format xaif"),
        ({"nodes": {}}, "nodes: a list is needed, an object was found"),
        ({"nodes": [5]}, "nodes[0]: an object is needed, a number was found"),
        ({"nodes": [{"type": "I"}]}, "nodes[0].nodeID: an id is needed, nothing was found"),
        ({"nodes": [{"nodeID": True}]}, "nodes[0].nodeID: an id is needed, true or false"),
        ({"nodes": [{"nodeID": "1", "text": []}]}, "nodes[0].text: text is needed, a list"),
        ({"nodes": [{"nodeID": "1", "type": {}}]}, "nodes[0].type: text is needed, an object"),
        ({"nodes": [{"nodeID": "1"}, {"nodeID": 1}]}, "nodes[1]: a second node has the id '1'"),
        ({"nodes": [], "edges": "x"}, "edges: a list is needed, text was found"),
        ({"nodes": [], "edges": [{"edgeID": "1"}]}, "edges[0].fromID: an id is needed"),
        ({"nodes": [{"nodeID": "1", "argmap": 1}]}, "nodes[0].argmap: an object is needed"),
        (
            {"nodes": [{"nodeID": "1", "type": "I", "argmap": {"role": "king"}}]},
            "nodes[0]: no role is called 'king'",
        ),
        (
            {"nodes": [{"nodeID": "1", "type": "I", "argmap": {"role": []}}]},
            "nodes[0]: no role is called []",
        ),
        (
            {"nodes": [{"nodeID": "1", "type": "I", "argmap": {"confidence": "high"}}]},
            "nodes[0]: confidence",
        ),
        ({"nodes": [], "argmap": 3}, "argmap: the keys of argmap are no object"),
        ({"nodes": [], "argmap": {"article": {"id": 5}}}, "argmap: id: "),
        ({"nodes": [], "argmap": {"flags": 5}}, "argmap: "),
        (
            {
                "nodes": [{"nodeID": "1", "type": "I"}, {"nodeID": "2", "type": "I"}],
                "edges": [
                    {"edgeID": "1", "fromID": "1", "toID": "2"},
                    {"edgeID": "1", "fromID": "2", "toID": "1"},
                ],
            },
            "edges[1]: a second edge has the id '1'",
        ),
    ],
)
def test_aif_errors_name_the_place(value: Any, message: str) -> None:
    with pytest.raises(FormatError, match=re.escape(message)):
        loads(json.dumps(value).encode(), "aif")
