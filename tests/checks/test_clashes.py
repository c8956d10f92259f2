"""Pairs of clauses of the same thing, and the written pairs that contradict each other or do not."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from argmap.checks import clashes, run
from argmap.critic import available
from argmap.mining.parse import parse
from argmap.model import ArgumentMap, Article, Role, Unit

PAIRS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("pairs").joinpath("contradictions.toml").read_text(encoding="utf-8")
)["pair"]
BETWEEN = "There was much talk of it in the papers."


def pair_of(first: str, second: str) -> str | None:
    doc = parse(Article(id="a", text=f"{first} {BETWEEN} {second}"))
    found = clashes.candidates(doc.sents, lambda verb: True)
    return found[0].what if found else None


def is_flagged(first: str, second: str) -> bool:
    text = f"{first} {BETWEEN}\n\n{second}"
    places = [(text.index(s), text.index(s) + len(s) - 1) for s in (first, second)]
    units = tuple(
        Unit(id=f"u{n}", start=s, end=e, text=text[s:e], role=Role.CLAIM)
        for n, (s, e) in enumerate(places)
    )
    map_ = ArgumentMap(article=Article(id="a", text=text), units=units)
    flags = run(map_, parse(map_.article), select=["contradiction"]).flags
    for flag in flags:
        assert flag.unit == "u1"
        assert flag.evidence[0].quote in text
        assert flag.evidence[0].end <= flag.start
    return bool(flags)


@pytest.mark.parametrize(
    ("first", "second", "what"),
    [
        ("The company pays taxes here.", "No taxes are paid by the company here.", "none do"),
        ("All farms use the canal.", "None of the farms use the canal.", "all do"),
        ("The council has nine members.", "The council has 12 members.", "9 and as 12"),
        ("The stadium cost 80 million crowns.", "The stadium cost 1,200 crowns.", "80,000,000"),
        ("The water of the lake is clean.", "The lake's water is polluted.", "are opposites"),
        ("The factory closed in 1998.", "In 2004 the factory closed.", "two years"),
    ],
)
def test_clashes_say_what_sets_two_clauses_against_each_other(
    first: str, second: str, what: str
) -> None:
    assert what in (pair_of(first, second) or "")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The eastern bridge is open.", "The western bridge is not open."),
        ("Small farms lose money.", "Large farms gain money."),
        ("Rents in the country are rising.", "Rents in our street are not rising."),
        ("The council can refuse the permit.", "The council did not refuse the permit."),
        ("The lake is clean now.", "The lake was not clean then."),
        ("The fleet has about forty boats.", "The fleet has 44 boats."),
        ("The firm sold 40 boats.", "The firm sold 50 boats."),
        ("The bridge is safe when it is dry.", "The bridge is not safe."),
        ("The harbour used to be safe.", "The harbour is not safe."),
        ("The ferry that Anna built is safe.", "The ferry is not safe."),
        ("The law does not only protect owners.", "The law protects owners."),
        ("Some teachers welcome the exam.", "Some teachers do not welcome the exam."),
    ],
)
def test_clashes_let_be_what_can_stand_together(first: str, second: str) -> None:
    assert pair_of(first, second) is None


def test_clashes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clashes, "MOST_PAIRS", 3)
    text = "The bridge is safe. The bridge is not safe. " * 6
    doc = parse(Article(id="a", text=text))
    assert len(clashes.candidates(doc.sents, lambda verb: True)) == 3


def test_clashes_without_the_model_leave_the_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("argmap.critic.available", lambda: False)
    assert is_flagged("The old bridge is safe.", "The old bridge is not safe.")
    assert not is_flagged("The company pays taxes.", "No taxes are paid by the company.")


# The least that each part must reach; a flag accuses, so precision stands far above recall.
@pytest.mark.parametrize(("part", "least"), [("dev", 0.8), ("held-out", 0.6)])
def test_clashes_on_written_pairs(part: str, least: float) -> None:
    if not available():
        pytest.skip("the critic's weights are not there")
    right = wrong = every = 0
    for pair in (p for p in PAIRS if p["part"] == part):
        flagged = is_flagged(pair["first"], pair["second"])
        clash = pair["clash"] != "none"
        every += clash
        right += flagged and clash
        wrong += flagged and not clash
    assert right / (right + wrong) >= 0.95
    assert right / every >= least


def test_clashes_pairs_are_whole() -> None:
    kinds = {"negation", "antonym", "number", "date", "quantifier", "agent", "none"}
    assert {p["clash"] for p in PAIRS} == kinds
    parts = [p["part"] for p in PAIRS]
    assert parts.count("dev") == parts.count("held-out") == len(parts) / 2
    assert all(p.get("why") for p in PAIRS if p["clash"] == "none")
