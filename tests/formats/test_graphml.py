"""GraphML."""

from __future__ import annotations

import re

import pytest
from formats_support import example

from argmap.errors import FormatError
from argmap.formats import dumps, loads

networkx = pytest.importorskip("networkx")


def test_graphml_is_read_by_networkx() -> None:
    graph = networkx.parse_graphml(dumps(example(), "graphml").decode())
    texts = {data.get("label") for _, data in graph.nodes(data=True)}
    assert {unit.text for unit in example().units} <= texts
    assert sorted(data["kind"] for _, _, data in graph.edges(data=True)) == [
        "attack",
        "attack",
        "support",
        "support",
        "undercut",
    ]
    assert graph.nodes["n2"]["confidence"] == 0.75


def test_graphml_of_networkx_is_read() -> None:
    graph = networkx.DiGraph()
    graph.add_node("a", label="Keep cats.", role="Claim")
    graph.add_node("b", text="They bite.")
    graph.add_edge("b", "a", type="con")
    graph.add_edge("a", "b")
    notes: list[str] = []
    data = "".join(networkx.generate_graphml(graph)).encode()
    map_ = loads(data, "graphml", notes=notes.append)
    assert [(unit.id, unit.text, unit.role.value) for unit in map_.units] == [
        ("a", "Keep cats.", "claim"),
        ("b", "They bite.", "claim"),
    ]
    assert [item.kind.value for item in map_.relations] == ["support", "attack"] or [
        item.kind.value for item in map_.relations
    ] == ["attack", "support"]
    assert notes == ["1 edge of no known kind: read as support"]


def test_graphml_expands_no_entity_and_fetches_nothing(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    for doctype in (
        f'<!DOCTYPE graphml [<!ENTITY x SYSTEM "file://{secret}">]>',
        '<!DOCTYPE graphml [<!ENTITY a "aaaaaaaaaa"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE graphml SYSTEM "http://127.0.0.1:1/x.dtd">',
    ):
        node = '<graph><node id="a"><data key="label">&x;</data></node></graph>'
        data = f"{doctype}<graphml>{node}</graphml>".encode()
        with pytest.raises(FormatError):
            loads(data, "graphml")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "not XML"),
        ("<graphml><graph>", "line 1, column"),
        ("<html/>", "no GraphML: the root is called 'html'"),
        ("<graphml/>", "it has no graph"),
        ("<graphml><graph><node/></graph></graphml>", "line 1: a node without an id"),
        (
            '<graphml><graph><node id="a"/>\n<node id="a"/></graph></graphml>',
            "line 2: a second node has the id 'a'",
        ),
        (
            '<graphml><graph><node id="a"/>\n<edge source="a" target="b"/></graph></graphml>',
            "line 2: the edge leads to no node: there is no 'b'",
        ),
        ("<graphml><graph>\n<edge/></graph></graphml>", "line 2: an edge without a source"),
        (
            '<graphml><graph><node id="a"><data key="argmap">{</data></node></graph></graphml>',
            "line 1: what argmap noted is not JSON",
        ),
        (
            '<graphml><graph><node id="a"><data key="argmap">[]</data></node></graph></graphml>',
            "line 1: what argmap noted is a list, no object",
        ),
        (
            '<graphml><graph><node id="a"><data key="argmap">{"joint": "r"}</data></node></graph>'
            "</graphml>",
            "no edge enters the node of the relation 'r'",
        ),
    ],
)
def test_graphml_errors_name_the_line(data: str, message: str) -> None:
    with pytest.raises(FormatError, match=re.escape(message)):
        loads(data.encode(), "graphml")
