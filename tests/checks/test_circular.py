"""Rings of reasons, and reasons that restate their claim."""

from __future__ import annotations

from argmap.checks import run
from argmap.mining.parse import parse
from argmap.model import ArgumentMap, Article, Relation, RelationKind, Role, Unit

WORDS = ("Trams pay.", "Towns grow.", "Shops open.", "Birds sing.")


def _map(links: list[tuple[int, int]], kind: RelationKind = RelationKind.SUPPORT) -> ArgumentMap:
    text = " ".join(WORDS)
    units = []
    for number, words in enumerate(WORDS):
        start = text.index(words)
        end = start + len(words)
        units.append(Unit(id=f"u{number}", start=start, end=end, text=words, role=Role.CLAIM))
    relations = tuple(
        Relation(id=f"r{n}", source=f"u{a}", target=f"u{b}", kind=kind)
        for n, (a, b) in enumerate(links)
    )
    return ArgumentMap(article=Article(id="a", text=text), units=tuple(units), relations=relations)


def test_circular_finds_a_ring_without_a_parse() -> None:
    flags = run(_map([(0, 1), (1, 2), (2, 0)]), select=["circular"]).flags
    assert [flag.unit for flag in flags] == ["u0"]
    assert [e.quote for e in flags[0].evidence] == ["Towns grow.", "Shops open."]


def test_circular_names_each_ring_once() -> None:
    flags = run(_map([(0, 1), (1, 0), (2, 3), (3, 2)]), select=["circular"]).flags
    assert [flag.unit for flag in flags] == ["u0", "u2"]


def test_circular_a_unit_that_leads_into_a_ring_is_not_in_it() -> None:
    flags = run(_map([(0, 1), (1, 2), (2, 1)]), select=["circular"]).flags
    assert [flag.unit for flag in flags] == ["u1"]


def test_circular_a_chain_is_no_ring_and_attacks_make_none() -> None:
    assert run(_map([(0, 1), (1, 2), (0, 2)]), select=["circular"]).flags == ()
    ring = _map([(0, 1), (1, 0)], RelationKind.ATTACK)
    assert run(ring, select=["circular"]).flags == ()


def test_circular_quotes_the_claim_that_is_said_again() -> None:
    text = "The rule is unfair, because such a rule is unjust."
    unit = Unit(id="u1", start=0, end=len(text), text=text, role=Role.CLAIM)
    map_ = ArgumentMap(article=Article(id="a", text=text), units=(unit,))
    (flag,) = run(map_, parse(map_.article), select=["circular"]).flags
    assert flag.evidence[0].quote == "The rule is unfair"
    assert text[flag.start : flag.end] == "such a rule is unjust"
