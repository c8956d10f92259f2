"""DOT as an interchange format."""

from __future__ import annotations

import re

import pygraphviz
import pytest
from formats_support import HOSTILE, Kept, example

from argmap.errors import FormatError
from argmap.formats import dumps, loads
from argmap.model import Unit


def test_dot_is_read_by_graphviz() -> None:
    graph = pygraphviz.AGraph(dumps(example(), "dot").decode())
    assert graph.number_of_nodes() == 7
    assert [edge.attr["kind"] for edge in graph.edges()].count("support") == 2
    assert graph.get_node("n1").attr["role"] == "major_claim"


def test_dot_written_again_by_graphviz_is_read_back() -> None:
    texts = [text for text in HOSTILE if "\x00" not in text]
    units = [
        Unit(id=f"u{number}", start=0, end=len(text), text=text, role="claim")
        for number, text in enumerate(texts, start=1)
    ]
    for map_ in (example(), Kept("dot", units, []).joined()):
        again = pygraphviz.AGraph(dumps(map_, "dot").decode()).to_string()
        assert loads(again.encode(), "dot") == map_


def test_dot_reads_files_of_others() -> None:
    notes: list[str] = []
    text = """
    // a comment
    strict digraph "Pets" {
      # a preprocessor's line
      graph [rankdir=LR]; node [shape=box, label="\\N!"]; edge [label="pro"];
      a [label="Keep \\"cats\\"\\nnow"]; b; "c d" [label=<<b>They bite</b>>, role=premise]
      subgraph cluster_1 { e; f [label="so" + " on"] } -> a
      b -> a:n -> "c d" [kind=con]; rank = same
      /* another
         comment */
      a -> b [label=""]
    }"""
    map_ = loads(text.encode(), "dot", notes=notes.append)
    assert {unit.id: unit.text for unit in map_.units} == {
        "a": 'Keep "cats"\nnow',
        "b": "b!",
        "c d": "<b>They bite</b>",
        "e": "e!",
        "f": "so on",
    }
    assert [(r.source, r.kind.value, r.target) for r in map_.relations] == [
        ("e", "support", "a"),
        ("f", "support", "a"),
        ("b", "attack", "a"),
        ("a", "attack", "c d"),
        ("a", "support", "b"),
    ]
    assert notes == ["1 edge of no known kind: read as support"]


def test_dot_label_holds_no_escape_of_graphviz() -> None:
    unit = Unit(id="u", start=0, end=14, text='\\N &lt; "\\n" \\', role="claim")
    data = dumps(Kept("dot", [unit], []).joined(), "dot").decode()
    assert 'label="\\\\N &amp;lt; \\"\\\\n\\" \\\\"' in data


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: no DOT: graph or digraph is needed"),
        ("digraph {\n a", "line 2: no DOT: a brace is not closed"),
        ("digraph {\n a [x=", "line 2: no DOT: a name is needed"),
        ("digraph {\n ! }", "line 2: no DOT: '! }'"),
        ('digraph { a [label="x] }', "line 1: no DOT: '\"x] }'"),
        ("digraph { a [label=<x] }", "an HTML label without an end"),
        ("digraph " + "{" * 200, "subgraphs nested too deep"),
        ('digraph { a [label="x" + y] }', "a quoted text is needed behind +"),
        ('digraph { a [argmap="{"] }', "line 1: what argmap noted is not JSON"),
        ("digraph {\n a -> b [kind=undercut] }", "line 2: an undercut points at a relation"),
        ('digraph { a [argmap="{\\"id\\": \\"b\\"}"]; b }', "two units have the same id"),
    ],
)
def test_dot_errors_name_the_line(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=re.escape(message)):
        loads(text.encode(), "dot")
