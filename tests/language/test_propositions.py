"""What a clause says of what."""

from __future__ import annotations

from argmap.language.propositions import Proposition, propositions
from argmap.mining.parse import parse
from argmap.model import Article


def _all(text: str) -> list[Proposition]:
    doc = parse(Article(id="a", text=text))
    return [p for sentence in doc.sents for p in propositions(sentence)]


def test_propositions_know_subject_denial_and_complements() -> None:
    (p,) = _all("The old bridge does not carry lorries.")
    assert (p.subject, p.predicate, p.denied) == ({"old", "bridge"}, "carry", True)
    assert p.rest == {"lorry"} and p.quantifier == "the"


def test_propositions_count_and_date() -> None:
    (p,) = _all("The harbour owned forty boats in 1911.")
    assert p.counts == (("boat", 40.0),) and p.years == {1911} and p.past


def test_propositions_two_denials_affirm() -> None:
    (p,) = _all("No teacher does not vote.")
    assert not p.denied


def test_propositions_leave_pronouns_out() -> None:
    assert _all("They sleep.") == []
