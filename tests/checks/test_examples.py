"""Every check against its table of examples."""

from __future__ import annotations

import pytest

from argmap.checks import checks, find_check, run
from argmap.checks.examples import Example, example_map, examples
from argmap.mining.parse import parse

# The checks of the group `sources` need a folder of sources: their examples are tests/evidence.
ALL = [check.code for check in checks() if check.group != "sources"]
LEAST = 8


def _cases(kind: str) -> list[object]:
    cases: list[object] = []
    for code in ALL:
        table = examples(code)
        for number, example in enumerate(getattr(table, kind) if table else ()):
            cases.append(pytest.param(code, example, id=f"{code}-{number}"))
    return cases


def _flagged_words(code: str, example: Example) -> list[str]:
    map_ = example_map(example)
    # weak-support reads the flags of the others, so all run that run by default.
    select = () if find_check(code).on_by_default else (code,)
    result = run(map_, parse(map_.article), select=select)
    unit = next(u for u in result.units if u.text == example.unit)
    return [
        map_.article.text[flag.start : flag.end]
        for flag in result.flags_of(unit.id)
        if flag.check == code
    ]


@pytest.mark.parametrize("code", ALL)
def test_examples_there_is_a_table_for_every_check(code: str) -> None:
    table = examples(code)
    assert table is not None, f"write argmap/checks/examples/{code}.toml"
    assert len(table.flagged) >= LEAST
    assert len(table.let_be) >= LEAST
    assert len({(e.text, e.unit, e.role) for e in (*table.flagged, *table.let_be)}) == len(
        table.flagged
    ) + len(table.let_be)


@pytest.mark.parametrize(("code", "example"), _cases("flagged"))
def test_examples_flagged(code: str, example: Example) -> None:
    assert _flagged_words(code, example) == [example.words]


@pytest.mark.parametrize(("code", "example"), _cases("let_be"))
def test_examples_let_be(code: str, example: Example) -> None:
    assert _flagged_words(code, example) == []
