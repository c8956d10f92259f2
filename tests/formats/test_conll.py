"""CoNLL columns."""

from __future__ import annotations

from itertools import pairwise

import pytest
from formats_support import WORD, Kept, bare, example, maps, thorough
from hypothesis import given

from argmap.errors import FormatError
from argmap.formats import dumps, loads
from argmap.model import ArgumentMap, Relation, RelationKind, Unit


def expected(map_: ArgumentMap) -> ArgumentMap:
    """What CoNLL keeps: words, the first of units that overlap, the first relation of each."""
    text, units, at = map_.article.text, [], 0
    for unit in map_.units:
        if unit.start >= at and WORD.search(unit.text):
            units.append(unit)
            at = unit.end
    cuts = sorted({0, len(text)} | {end for unit in units for end in (unit.start, unit.end)})
    made, starts, ends = "", {}, {}
    for first, last in pairwise(cuts):
        for match in WORD.finditer(text, first, last):
            gap = made and text[match.start() - 1].isspace()
            made += " " if gap else ""
            starts.setdefault(match.start(), len(made))
            made += match.group()
            ends[match.end()] = len(made)
    names = {unit.id: f"u{number}" for number, unit in enumerate(units, start=1)}
    kept: list[Unit] = []
    for unit in units:
        words = list(WORD.finditer(text, unit.start, unit.end))
        start, end = starts[words[0].start()], ends[words[-1].end()]
        kept.append(bare(unit, id=names[unit.id], start=start, end=end, text=made[start:end]))
    first_of: dict[str, Relation] = {}
    for item in map_.relations:
        if item.kind is RelationKind.UNDERCUT or item.source not in names:
            continue
        if item.target in names:
            first_of.setdefault(item.source, item)
    relations = []
    for unit in units:
        item = first_of.get(unit.id)
        if item is None:
            continue
        relations.append(
            Relation(
                id=f"r{len(relations) + 1}",
                source=names[item.source],
                target=names[item.target],
                kind=item.kind,
            )
        )
    return Kept("conll", kept, relations).on(made)


@thorough
@given(map_=maps())
def test_conll_round_trip_keeps_words_and_first_relations(map_: ArgumentMap) -> None:
    assert loads(dumps(map_, "conll"), "conll") == expected(map_)


def test_conll_writes_the_labels_of_eger_et_al() -> None:
    lines = dumps(example(), "conll").decode().splitlines()
    cells = [line.split("\t") for line in lines]
    assert {len(row) for row in cells} == {5}
    assert [row[0] for row in cells] == [str(number) for number in range(1, len(cells) + 1)]
    labels = [row[-1] for row in cells if row[-1].startswith("B-")]
    assert labels == [
        "B-MajorClaim",
        "B-Premise:-1:Support",
        "B-Premise:-2:Support",
        "B-Claim:Against",
        "B-Premise",
        "B-Claim",
    ]


def test_conll_reads_essays_by_paragraph() -> None:
    rows = [
        ("Cats", "B-MajorClaim"),
        ("rule", "I-MajorClaim"),
        (".", "O"),
        ("", ""),
        ("Mice", "B-Premise:1:Support"),
        ("fear", "B-Claim:For"),
        ("No", "B-Claim:Against"),
    ]
    data = "\n".join(
        f"{i}\t{word}\t_\t_\t{tag}" if word else "" for i, (word, tag) in enumerate(rows)
    )
    map_ = loads(data.encode(), "conll")
    assert map_.article.text == "Cats rule .\n\nMice fear No"
    assert [(r.source, r.kind.value, r.target) for r in map_.relations] == [
        ("u2", "support", "u3"),
        ("u3", "support", "u1"),
        ("u4", "attack", "u1"),
    ]


def test_conll_reads_two_columns_and_loose_beginnings() -> None:
    notes: list[str] = []
    map_ = loads(b"Cats\tI-Claim\nrule\tI-Claim\n.\tO\n", "conll", notes=notes.append)
    assert [unit.text for unit in map_.units] == ["Cats rule"]
    assert notes == ["1 unit beginning with I-, not B-: read all the same"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("alone", "a token and a label are needed"),
        ("1\tx\t_\t_\tX-Claim", "a label begins with B-, I- or O"),
        ("1\tx\t_\t_\tB-Mood", "no role is called 'Mood'"),
        ("1\tx\t_\t_\tB-Premise:-3:Support", "the distance -3 leads to no unit"),
        ("1\tx\t_\t_\tB-Premise:a:Support", "no relation reads 'a:Support'"),
        ("1\t\t_\t_\tO", "an empty token"),
    ],
)
def test_conll_errors_name_the_line(line: str, message: str) -> None:
    with pytest.raises(FormatError, match=f"line 2: {message}"):
        loads(f"0\tSo\t_\t_\tO\n{line}\n".encode(), "conll")
