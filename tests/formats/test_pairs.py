"""Pairs in CSV."""

from __future__ import annotations

import csv
import io

import pytest
from formats_support import Kept, bare, example, maps, thorough
from hypothesis import given

from argmap.errors import FormatError
from argmap.formats import dumps, loads
from argmap.formats.pairs import COLUMNS
from argmap.model import ArgumentMap, Relation, RelationKind


@thorough
@given(map_=maps())
def test_pairs_round_trip_keeps_texts_roles_and_relations(map_: ArgumentMap) -> None:
    order: list[str] = []
    for item in map_.relations:
        order.append(item.source)
        if item.kind is not RelationKind.UNDERCUT:
            order.append(item.target)
    order = list(dict.fromkeys(order + [unit.id for unit in map_.units]))
    units = sorted((map_.unit(name) for name in order), key=lambda unit: (unit.start, unit.end))
    relations = [
        Relation(
            id=item.id,
            source=item.source,
            target=item.target,
            kind=item.kind,
            confidence=item.confidence,
        )
        for item in map_.relations
    ]
    kept = Kept("pairs", [bare(unit) for unit in units], relations)
    assert loads(dumps(map_, "pairs"), "pairs") == kept.joined()


def test_pairs_have_a_row_a_relation_and_one_for_a_lone_unit() -> None:
    rows = list(csv.DictReader(io.StringIO(dumps(example(), "pairs").decode(), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [row["kind"] for row in rows] == ["support", "support", "attack", "undercut", ""]
    assert rows[1]["source_text"] == '"people smile" [1]'
    assert rows[1]["target_role"] == "major_claim"
    assert rows[3]["target"] == "r3"
    assert rows[4]["source_text"] == "So be it"


def test_pairs_defuse_formulas() -> None:
    map_ = loads(b"source_text,kind,target_text\n=1+1,support,@SUM(A1)\n", "pairs")
    assert [unit.text for unit in map_.units] == ["=1+1", "@SUM(A1)"]
    cells = next(csv.DictReader(io.StringIO(dumps(map_, "pairs").decode(), newline="")))
    assert cells["source_text"] == "'=1+1"
    assert cells["target_text"] == "'@SUM(A1)"


def test_pairs_read_tables_of_others() -> None:
    notes: list[str] = []
    data = (
        b"proposition1_id;proposition1_text;proposition2_id;proposition2_text;relation_label\n"
        b"1;They purr.;2;Keep cats.;Default Inference\n"
        b"3;They bite.;2;Keep cats.;Default Conflict\n"
        b"1;They purr.;3;They bite.;None\n"
        b"1;They purr.;3;They bite.;Default Rephrase\n"
    )
    map_ = loads(data, "pairs", notes=notes.append)
    assert [(r.source, r.kind.value, r.target) for r in map_.relations] == [
        ("1", "support", "2"),
        ("3", "attack", "2"),
    ]
    assert [unit.role.value for unit in map_.units] == ["premise", "major_claim", "premise"]
    assert notes == [
        "1 pair without a relation: units alone read",
        "1 pair of an unknown kind ('default rephrase'): units alone",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the table is empty"),
        (b"a,b\n1,2\n", "line 1: no column is called source_text"),
        (b"source_text,kind,target_text\nx,support\n", "line 2: 3 columns are needed, 2 found"),
        (b'source_text,kind,target_text\n"x,support', "line 2: not CSV"),
        (b"source,source_text,kind,target_text\n1,x,attack,y\n1,z,attack,y\n", "line 3: the unit"),
        (b"source_text,kind,target_text,confidence\nx,attack,y,high\n", "line 2: 'high' is no co"),
        (b"source_text,kind,target_text,confidence\nx,attack,y,7\n", "line 2: confidence"),
        (b"source_text,kind,target_text,target\nx,undercut,,r9\n", "line 2: there is no relation"),
        (b"source_text,kind,target_text,source_role\nx,attack,y,king\n", "line 2: no role"),
    ],
)
def test_pairs_errors_name_the_line(data: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        loads(data, "pairs")
