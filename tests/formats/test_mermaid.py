"""Mermaid flowcharts."""

from __future__ import annotations

import re

import pytest
from formats_support import Kept, bare, example, maps, numbered, thorough
from hypothesis import given

from argmap.errors import FormatError
from argmap.formats import dumps, loads
from argmap.formats.mermaid import decoded, encoded
from argmap.model import ArgumentMap


@thorough
@given(map_=maps())
def test_mermaid_round_trip_keeps_texts_roles_and_relations(map_: ArgumentMap) -> None:
    back = loads(dumps(map_, "mermaid"), "mermaid")
    names = {old.id: new.id for old, new in zip(map_.units, back.units, strict=True)}
    for old, new in names.items():
        if re.fullmatch("[a-z][0-9]+", old):
            assert new == old
    units = [bare(unit, id=names[unit.id]) for unit in map_.units]
    kept = Kept("mermaid", units, numbered(list(map_.relations), names), back.article.title)
    assert back == kept.joined()


def test_mermaid_reads_well() -> None:
    lines = dumps(example(), "mermaid").decode().splitlines()
    assert lines[:4] == ["---", 'title: "Cats  in offices"', "---", "flowchart RL"]
    assert '  u3["#34;people smile#34; [1]"]:::premise' in lines
    assert "  u2 -->|support| u1" in lines
    assert "  u4 --- j3" in lines
    assert "  j3 --x|attack| u1" in lines
    assert "  u5 -.->|undercut| j3" in lines


def test_mermaid_labels_survive_their_codes() -> None:
    for text in ('a "b" #c; &d <e> `f` \\n', "style: #x;", " \n\t é😀 "):
        assert decoded(encoded(text)) == text
        assert not set(encoded(text)) & set('"<>`\\\n')


def test_mermaid_reads_charts_of_others() -> None:
    notes: list[str] = []
    chart = b"""```mermaid
graph TD; A[Keep cats] ; B(They purr)
%% a comment
B -- supports --> A & C{{Be kind}}
D(["They bite"]) --x A
E --> D --o F[[odd]]
subgraph one
class A,C claim
end
style A fill:#fff
G>flag] -. attacks .-> A
```"""
    map_ = loads(chart, "mermaid", notes=notes.append)
    assert {unit.id: unit.text for unit in map_.units} == {
        "A": "Keep cats",
        "B": "They purr",
        "C": "Be kind",
        "D": "They bite",
        "E": "E",
        "F": "odd",
        "G": "flag",
    }
    assert [(r.source, r.kind.value, r.target) for r in map_.relations] == [
        ("B", "support", "A"),
        ("B", "support", "C"),
        ("D", "attack", "A"),
        ("E", "support", "D"),
        ("D", "support", "F"),
        ("G", "attack", "A"),
    ]
    assert notes == ["2 arrows of no known kind: read as support"]


@pytest.mark.parametrize(
    ("chart", "message"),
    [
        ("", "it is empty"),
        ("sequenceDiagram\n", "line 1: no Mermaid flowchart"),
        ('flowchart RL\na["x', "line 2: the quote is not closed"),
        ('flowchart RL\na["x"', "line 2: ']' is needed behind the quote"),
        ("flowchart RL\na[x", "line 2: the label has no ']'"),
        ("flowchart RL\na -->", "line 2: a node is needed"),
        ("flowchart RL\na ??? b", "line 2: not understood: '??? b'"),
        ("flowchart RL\na:::", "line 2: a class is needed behind :::"),
        ("---\ntitle: x\n", "line 1: the front matter has no end"),
        ("flowchart RL\na -->|undercut| b", "an undercut points at a relation"),
        ("flowchart RL\nj:::relation", "no edge enters"),
        ("flowchart RL\na --- j:::relation", "no edge leaves the node of the relation"),
    ],
)
def test_mermaid_errors_name_the_line(chart: str, message: str) -> None:
    with pytest.raises(FormatError, match=re.escape(message)):
        loads(chart.encode(), "mermaid")
