"""Argdown: its markup and its JSON."""

from __future__ import annotations

import json
import re

import pytest
from formats_support import Kept, example, maps, thorough
from hypothesis import given

from argmap.errors import FormatError
from argmap.formats import dumps, loads
from argmap.formats.argdown import escaped, parse_data, plain
from argmap.model import ArgumentMap, Relation, RelationKind


def expected(map_: ArgumentMap) -> ArgumentMap:
    """What Argdown keeps: relations stand below their target, in the order of the units."""
    source = {item.id: item.source for item in map_.relations}
    order: list[Relation] = []
    for unit in map_.units:
        for item in map_.relations:
            undercut = item.kind is RelationKind.UNDERCUT
            if (source[item.target] if undercut else item.target) == unit.id:
                order.append(item)
    names = {item.id: f"r{number}" for number, item in enumerate(order, start=1)}
    relations = [
        Relation(
            id=names[item.id],
            source=item.source,
            target=names[item.target] if item.kind is RelationKind.UNDERCUT else item.target,
            kind=item.kind,
        )
        for item in order
    ]
    units = [unit.model_copy(update={"cues": ()}) for unit in map_.units]
    return Kept("argdown", units, relations, map_.article.title or None).joined()


@thorough
@given(map_=maps(twins=False))
def test_argdown_round_trip_keeps_units_titles_and_relations(map_: ArgumentMap) -> None:
    assert loads(dumps(map_, "argdown"), "argdown") == expected(map_)


def test_argdown_reads_well() -> None:
    blocks = dumps(example(), "argdown").decode().split("\n\n")
    assert blocks[0] == '===\ntitle: "Cats: in offices"\n==='
    assert blocks[1].splitlines() == [
        "[u1]: Every office should keep a cat {role: major_claim, strength: 0.8}",
        "  + [u2]",
        "  + [u3]",
        "  - [u4]",
    ]
    assert blocks[3] == '[u3]: "people smile" \\[1\\] {role: premise, type: testimony}'
    assert blocks[4].endswith("\n  _ [u5]")


def test_argdown_merges_a_relation_that_is_there_twice() -> None:
    map_ = example()
    twin = map_.relations[0].model_copy(update={"id": "r9"})
    doubled = ArgumentMap(article=map_.article, units=map_.units, relations=(*map_.relations, twin))
    assert len(loads(dumps(doubled, "argdown"), "argdown").relations) == 4


@pytest.mark.parametrize(
    "text",
    [
        "see http://a.b//c and /* this",
        "[x]: <y> {z} *b* _i_ #t @[m]",
        "=== a ===",
        "U.S. :x: a.b.c",
        "back\\slash \\[",
        "- a -- b",
    ],
)
def test_argdown_text_survives_its_escapes(text: str) -> None:
    assert plain(escaped(text)) == text


def test_argdown_reads_the_markup_of_others() -> None:
    notes: list[str] = []
    markup = """===
title: Pets
author: nobody
===

# A heading

[Cats]: Keep **cats**, see [here](http://x.y), // a comment
  on two lines. {role: "claim"}
  + <Purr>: They purr. #sound
    - [Deaf]: Some are deaf.
      + [Old]
  >< [Dogs]: Keep dogs.
  +> [Peace]

/* a comment
over two lines */
[Deaf]
  _ They see.

* an item
"""
    map_ = loads(markup.encode(), "argdown", notes=notes.append)
    assert map_.article.title == "Pets"
    assert {unit.id: unit.text for unit in map_.units} == {
        "Cats": "Keep cats, see here, on two lines.",
        "Purr": "They purr. #sound",
        "Deaf": "Some are deaf.",
        "Old": "Old",
        "Dogs": "Keep dogs.",
        "Peace": "Peace",
        "Untitled 1": "They see.",
        "Untitled 2": "an item",
    }
    assert [(r.source, r.kind.value, r.target) for r in map_.relations] == [
        ("Purr", "support", "Cats"),
        ("Deaf", "attack", "Purr"),
        ("Old", "support", "Deaf"),
        ("Dogs", "attack", "Cats"),
        ("Cats", "attack", "Dogs"),
        ("Cats", "support", "Peace"),
        ("Untitled 1", "undercut", "r2"),
    ]
    assert notes == ["1 contradiction: read as attacks both ways"]


def test_argdown_reads_premises_and_conclusions() -> None:
    markup = """<Kind>

(1) [A]: Cats feel.
(2) [B]: What feels is owed kindness.
-- Modus ponens --
(3) [C]: Cats are owed kindness.
  - [D]: They are not.

<Kind>
  _ [E]: That is too quick.
  +> [F]: Be kind.
"""
    map_ = loads(markup.encode(), "argdown")
    assert [unit.id for unit in map_.units] == ["A", "B", "C", "D", "E", "F"]
    assert [(r.source, r.kind.value, r.target) for r in map_.relations] == [
        ("A", "support", "C"),
        ("B", "support", "C"),
        ("D", "attack", "C"),
        ("E", "undercut", "r1"),
        ("C", "support", "F"),
    ]


def test_argdown_reads_an_undercut_of_nothing_as_an_attack() -> None:
    notes: list[str] = []
    map_ = loads(b"[A]: a\n  _ [B]: b\n", "argdown", notes=notes.append)
    assert map_.relations[0].kind is RelationKind.ATTACK
    assert notes == ["1 undercut of a statement that supports nothing: read as attack"]


def test_argdown_reads_the_json_of_its_command_line() -> None:
    value = {
        "statements": {
            "A": {"members": [{"text": "Keep cats. "}, {"isReference": True}], "data": {}},
            "B": {"members": [{"text": "They purr."}], "data": {"role": "premise"}},
        },
        "arguments": {"A": {"members": [{"text": "Old saw."}], "pcs": []}},
        "relations": [
            {"relationType": "support", "from": "B", "to": "A", "toType": "equivalence-class"},
            {"relationType": "contrary", "from": "A", "fromType": "argument", "to": "B"},
        ],
    }
    map_ = loads(json.dumps(value).encode(), "argdown")
    assert [(unit.id, unit.text) for unit in map_.units] == [
        ("A", "Keep cats."),
        ("B", "They purr."),
        ("<A>", "Old saw."),
    ]
    assert [(r.source, r.kind.value, r.target) for r in map_.relations] == [
        ("B", "support", "A"),
        ("<A>", "attack", "B"),
    ]


def test_argdown_data_is_yaml_in_small() -> None:
    assert parse_data('{a: "x, y", b: [1, two], c: {d: true}, e: null}') == {
        "a": "x, y",
        "b": [1, "two"],
        "c": {"d": True},
        "e": None,
    }


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ("  + [A]: a\n", "line 1: a relation without a statement above it"),
        ("[A]: a {x: 1\n", "line 1: the data in braces has no end"),
        ("(1) a\n", "the end: the argument above has no conclusion"),
        ("[A]: a\n--\n", "line 2: an inference without a premise"),
        ("(1) a\n--\n", "an inference without a conclusion"),
    ],
)
def test_argdown_errors_name_the_line(markup: str, message: str) -> None:
    with pytest.raises(FormatError, match=re.escape(message)):
        loads(markup.encode(), "argdown")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"a": 1}, "it has no statements"),
        ({"statements": []}, "statements: an object is needed, a list"),
        ({"statements": {"A": 1}}, "statements.A: an object is needed, a number"),
        (
            {"statements": {}, "relations": [{"relationType": "x"}]},
            "relations[0]: no relation is called 'x'",
        ),
        (
            {"statements": {}, "relations": [{"relationType": "support", "from": "A"}]},
            "relations[0].from: there is no 'A'",
        ),
        (
            {"statements": {}, "arguments": {"A": {"pcs": [{"title": "x", "role": "conclusion"}]}}},
            "arguments.A: there is no statement 'x'",
        ),
    ],
)
def test_argdown_json_errors_name_the_place(value: object, message: str) -> None:
    if isinstance(value, dict) and value.get("statements") == []:
        value = {"statements": [1]}
    with pytest.raises(FormatError, match=re.escape(message)):
        loads(json.dumps(value).encode(), "argdown")
