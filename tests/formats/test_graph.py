"""Graphs with scheme nodes: what becomes of them in a map, and what comes back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from formats_support import aifdb_graph, example
from hypothesis import given, settings
from hypothesis import strategies as st

from argmap.errors import FormatError
from argmap.formats import dumps, loads
from argmap.formats.graph import SKELETON, from_map
from argmap.model import ArgumentMap, RelationKind, Role


def aif(nodes: str, *edges: tuple[int, int]) -> bytes:
    """A nodeset from `1:I 2:RA` and pairs of numbers."""
    value = {
        "nodes": [
            {"nodeID": name, "type": kind, "text": f"text {name}" if kind == "I" else "Default"}
            for name, kind in (part.split(":") for part in nodes.split())
        ],
        "edges": [
            {"edgeID": str(number), "fromID": str(first), "toID": str(second)}
            for number, (first, second) in enumerate(edges, start=1)
        ],
        "locutions": [],
    }
    return json.dumps(value).encode()


def told(map_: ArgumentMap) -> list[tuple[str, str, str, str]]:
    return [(item.id, item.source, item.kind.value, item.target) for item in map_.relations]


def shape(data: bytes) -> tuple[Any, Any]:
    """Nodes with kind and scheme text, and edges, whatever their order."""
    value = json.loads(data)
    nodes = {
        node["nodeID"]: (node["type"], node["text"], node.get("scheme"), node.get("timestamp"))
        for node in value["nodes"]
    }
    return nodes, sorted((edge["fromID"], edge["toID"]) for edge in value["edges"])


def test_graph_linked_premises_are_supports_and_come_back_as_one_scheme() -> None:
    data = aif("1:I 2:I 3:I 4:RA", (1, 4), (2, 4), (4, 3))
    map_ = loads(data, "aif")
    assert told(map_) == [("4.1", "1", "support", "3"), ("4.2", "2", "support", "3")]
    assert [unit.role for unit in map_.units] == [Role.PREMISE, Role.PREMISE, Role.MAJOR_CLAIM]
    back = json.loads(dumps(map_, "aif"))
    assert [node["type"] for node in back["nodes"]] == ["I", "I", "I", "RA"]
    assert len(back["edges"]) == 3


def test_graph_undercuts_point_at_the_first_relation_of_a_scheme() -> None:
    map_ = loads(aif("1:I 2:I 3:RA 4:I 5:CA", (1, 3), (3, 2), (4, 5), (5, 3)), "aif")
    assert told(map_) == [("3", "1", "support", "2"), ("5", "4", "undercut", "3")]


def test_graph_undercuts_of_undercuts_and_in_circles() -> None:
    map_ = loads(aif("1:I 2:I 3:CA 4:CA", (1, 3), (3, 4), (2, 4), (4, 3)), "aif")
    assert told(map_) == [("3", "1", "undercut", "4"), ("4", "2", "undercut", "3")]


def test_graph_undercut_of_a_scheme_that_says_nothing_is_kept_aside() -> None:
    notes: list[str] = []
    map_ = loads(
        aif("1:I 2:RA 3:CA 4:CA", (1, 3), (3, 2), (1, 4), (4, 3)), "aif", notes=notes.append
    )
    assert told(map_) == []
    assert "2 undercuts of nothing" in notes[0]
    assert len(json.loads(dumps(map_, "aif"))["nodes"]) == 4


def test_graph_says_what_has_no_place_in_a_map() -> None:
    notes: list[str] = []
    data = aif("1:I 2:I 3:MA 4:L 5:YA 6:TA 7:PA 8:", (1, 3), (3, 2), (4, 5), (5, 1), (1, 2))
    map_ = loads(data, "aif", notes=notes.append, where="a.json")
    assert told(map_) == [("e5", "1", "support", "2")]
    assert notes == [
        "a.json: 1 edge straight from a unit to a unit: read as support",
        "a.json: kept aside, for a map has no place for them: 1 rephrase, 1 locution, "
        "1 illocution, 1 transition, 1 preference, 1 scheme of no kind",
    ]
    assert shape(dumps(map_, "aif"))[1] == shape(data)[1]


def test_graph_of_argmap_itself_needs_no_skeleton() -> None:
    assert SKELETON not in loads(dumps(example(), "aif"), "aif").made_by.settings


@pytest.mark.parametrize("name", ["aif", "xaif", "sadface", "arguebuf"])
def test_graph_crosses_from_format_to_format(name: str) -> None:
    for seed in range(40):
        data = json.dumps(aifdb_graph(seed)).encode()
        first = loads(data, "aif")
        other = loads(dumps(first, name), name)
        assert [unit.text for unit in other.units] == [unit.text for unit in first.units]
        assert [item.kind for item in other.relations] == [item.kind for item in first.relations]
        nodes, edges = shape(dumps(other, "aif"))
        assert len(edges) == len(shape(data)[1])
        if name in ("aif", "xaif"):
            assert (nodes, edges) == shape(data)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000))
def test_graph_in_the_manner_of_aifdb_comes_back_as_it_was(seed: int) -> None:
    data = json.dumps(aifdb_graph(seed)).encode()
    map_ = loads(data, "aif")
    once = dumps(map_, "aif")
    assert shape(once) == shape(data)
    assert loads(once, "aif") == map_
    assert json.loads(once)["locutions"] == json.loads(data)["locutions"]


def without_unit(map_: ArgumentMap, name: str) -> ArgumentMap:
    gone = {name}
    relations = list(map_.relations)
    while True:
        left = [r for r in relations if r.source not in gone and r.target not in gone]
        gone |= {r.id for r in relations} - {r.id for r in left}
        if len(left) == len(relations):
            break
        relations = left
    units = tuple(unit for unit in map_.units if unit.id != name)
    return map_.model_copy(update={"units": units, "relations": tuple(relations)})


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_graph_follows_changes_of_the_map(seed: int, rng: Any) -> None:
    map_ = loads(json.dumps(aifdb_graph(seed)).encode(), "aif")
    if map_.units:
        map_ = without_unit(map_, rng.choice(map_.units).id)
    undercut = {r.target for r in map_.relations if r.kind is RelationKind.UNDERCUT}
    free = [r for r in map_.relations if r.id not in undercut]
    if free:
        gone = rng.choice(free)
        map_ = map_.model_copy(
            update={"relations": tuple(r for r in map_.relations if r.id != gone.id)}
        )
    back = loads(dumps(map_, "aif"), "aif")
    assert [unit.text for unit in back.units] == [unit.text for unit in map_.units]

    def ends(which: ArgumentMap) -> list[tuple[str, str, str]]:
        texts = {unit.id: unit.text for unit in which.units}
        return sorted(
            (texts[r.source], r.kind.value, texts[r.target])
            for r in which.relations
            if r.kind is not RelationKind.UNDERCUT
        )

    assert ends(back) == ends(map_)
    assert len(back.relations) == len(map_.relations)


def test_graph_new_relations_enter_and_straight_edges_may_be_undercut() -> None:
    map_ = loads(aif("1:I 2:I 3:I", (1, 2)), "aif")
    first = map_.relations[0]
    undercut = first.model_copy(
        update={"id": "r9", "source": "3", "target": "e1", "kind": RelationKind.UNDERCUT}
    )
    changed = map_.model_copy(update={"relations": (first, undercut)})
    back = loads(dumps(changed, "aif"), "aif")
    assert told(back) == [("e1", "1", "support", "2"), ("r9", "3", "undercut", "e1")]


@pytest.mark.parametrize(
    "skeleton",
    [
        None,
        1,
        {},
        {"nodes": 1, "edges": []},
        {"nodes": [1], "edges": []},
        {"nodes": [["1", "I"]], "edges": []},
        {"nodes": [["1", "I", 5]], "edges": []},
        {"nodes": [["1", "I", "u1"], ["1", "I", "u2"]], "edges": []},
        {"nodes": [["1", "I", "u1"], ["2", "I", "u1"]], "edges": []},
        {"nodes": [], "edges": [["1", "2", "3"]]},
        {"nodes": [["1", "I", "u1", 4, 5]], "edges": [], "format": "aif", "rest": 7},
        {"nodes": [["9", "RA", "x", {}, {"id": 5}]], "edges": [], "format": "aif"},
        {"nodes": [["1", "I", "elsewhere"]], "edges": [], "format": "aif"},
    ],
)
def test_graph_takes_no_broken_skeleton_on(skeleton: Any) -> None:
    made_by = example().made_by.model_copy(update={"settings": {SKELETON: skeleton}})
    map_ = example().model_copy(update={"made_by": made_by})
    back = loads(dumps(map_, "aif"), "aif")
    assert back.units == example().units
    assert back.relations == example().relations


def test_graph_ids_are_numbers_where_the_format_wants_them() -> None:
    data = (
        b'{"nodes": {"uuid-a": {"atom": {"text": "a"}}, "uuid-b": {"atom": {"text": "b"}},'
        b'"uuid-s": {"scheme": {"support": "SUPPORT_EXPERT_OPINION"}}},'
        b'"edges": {"x": {"source": "uuid-a", "target": "uuid-s"},'
        b'"y": {"source": "uuid-s", "target": "uuid-b"}}}'
    )
    map_ = loads(data, "arguebuf")
    assert told(map_) == [("uuid-s", "uuid-a", "support", "uuid-b")]
    out = json.loads(dumps(map_, "aif"))
    assert [node["nodeID"] for node in out["nodes"]] == ["1", "2", "3"]
    assert out["nodes"][2]["text"] == "Expert Opinion"
    assert loads(dumps(map_, "aif"), "aif").relations == map_.relations
    again = json.loads(dumps(map_, "arguebuf"))
    assert again["nodes"]["uuid-s"]["scheme"] == {"support": "SUPPORT_EXPERT_OPINION"}


def test_graph_refuses_more_pairs_than_any_tool_writes() -> None:
    nodes = [{"nodeID": n, "type": "I", "text": ""} for n in range(1000)]
    nodes.append({"nodeID": 1000, "type": "RA", "text": ""})
    edges = [{"edgeID": n, "fromID": n, "toID": 1000} for n in range(500)]
    edges += [{"edgeID": n, "fromID": 1000, "toID": n} for n in range(500, 1000)]
    with pytest.raises(FormatError, match=r"nodes\[1000\]: the schemes join more than 200,000"):
        loads(json.dumps({"nodes": nodes, "edges": edges}).encode(), "aif")


def test_graph_from_map_numbers_nodes_past_the_ids_in_use() -> None:
    graph = from_map(example(), families=("aif",))
    assert [node.id for node in graph.nodes][:2] == ["u1", "u2"]
