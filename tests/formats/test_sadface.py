"""SADFace."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from formats_support import example

from argmap.errors import FormatError
from argmap.formats import dumps, loads


def document(*names: str, **more: Any) -> bytes:
    """A document as SADFace's own builder writes it: schemes with these names from a to b."""
    nodes: list[dict[str, Any]] = [
        {"id": name, "metadata": {}, "sources": [], "text": f"text {name}", "type": "atom"}
        for name in "ab"
    ]
    edges = []
    for number, name in enumerate(names):
        nodes.append({"id": f"s{number}", "metadata": {}, "name": name, "type": "scheme"})
        edges.append({"id": f"e{number}", "source_id": "a", "target_id": f"s{number}"})
        edges.append({"id": f"f{number}", "source_id": f"s{number}", "target_id": "b"})
    return json.dumps({"edges": edges, "metadata": {}, "nodes": nodes, **more}).encode()


def test_sadface_has_the_keys_that_arguebuf_wants() -> None:
    value = json.loads(dumps(example(), "sadface"))
    core = value["metadata"]["core"]
    wanted = "analyst_email analyst_name created edited description notes title version id"
    assert set(wanted.split()) == set(core)
    names = {node["name"] for node in value["nodes"] if node["type"] == "scheme"}
    assert names == {"support", "attack"}
    assert all("metadata" in node for node in value["nodes"])


@pytest.mark.parametrize(
    ("name", "kind"), [("support", "support"), ("attack", "attack"), ("Conflict", "attack")]
)
def test_sadface_reads_old_names_and_gives_them_back(name: str, kind: str) -> None:
    map_ = loads(document(name), "sadface")
    assert [item.kind.value for item in map_.relations] == [kind]
    out = json.loads(dumps(map_, "sadface"))
    assert [node["name"] for node in out["nodes"] if node["type"] == "scheme"] == [name]


def test_sadface_keeps_schemes_of_other_names_aside() -> None:
    notes: list[str] = []
    map_ = loads(document("Expert Opinion", "rephrase"), "sadface", notes=notes.append)
    assert map_.relations == ()
    assert "1 scheme of no kind, 1 rephrase" in notes[0]
    names = [n.get("name") for n in json.loads(dumps(map_, "sadface"))["nodes"]]
    assert names == [None, None, "Expert Opinion", "rephrase"]


def test_sadface_gives_back_metadata_of_others() -> None:
    more = {"metadata": {"core": {"title": "Pets", "id": "x"}, "mine": {"a": 1}}, "resources": [{}]}
    map_ = loads(document("support", **more), "sadface")
    assert map_.article.title == "Pets"
    out = json.loads(dumps(map_, "sadface"))
    assert out["metadata"]["core"]["title"] == "Pets"
    assert out["metadata"]["core"]["created"]
    assert out["metadata"]["mine"] == {"a": 1}
    assert out["resources"] == [{}]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({}, "no SADFace: it has no nodes"),
        ({"nodes": [{"id": "a", "type": "idea"}]}, "nodes[0].type: a node is an atom or a scheme"),
        ({"nodes": [{"type": "atom"}]}, "nodes[0].id: an id is needed"),
        ({"nodes": [{"id": "a", "type": "atom", "metadata": 5}]}, "nodes[0].metadata: an object"),
        ({"nodes": [], "metadata": {"argmap": []}}, "metadata.argmap: an object is needed"),
        ({"nodes": [], "edges": [{"id": "e", "source_id": "a", "target_id": "b"}]}, "edges[0]: th"),
    ],
)
def test_sadface_errors_name_the_place(value: Any, message: str) -> None:
    with pytest.raises(FormatError, match=re.escape(message)):
        loads(json.dumps(value).encode(), "sadface")
