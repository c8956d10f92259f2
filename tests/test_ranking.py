"""The order in which a fact-checker should look at claims."""

from __future__ import annotations

import pytest

from argmap import ranking
from argmap.model import ArgumentMap, Article, Flag, Unit
from argmap.ranking import ranked

WORTH = {"Jobs fell by 9 percent": 0.9, "Trams are lovely": 0.1, "NATO sank it": 0.2}


def made(flags: dict[str, str], strengths: dict[str, float] | None = None) -> ArgumentMap:
    text = ". ".join(WORTH) + "."
    units = tuple(
        Unit(
            id=f"u{n}",
            start=text.index(words),
            end=text.index(words) + len(words),
            text=words,
            role="claim",
            strength=(strengths or {}).get(f"u{n}"),
        )
        for n, words in enumerate(WORTH)
    )
    return ArgumentMap(
        article=Article(id="a", text=text),
        units=units,
        flags=tuple(
            Flag(id=f"f{n}", check="c", unit=unit, start=0, end=1, severity=level, message="m")
            for n, (unit, level) in enumerate(flags.items())
        ),
    )


def order(map_: ArgumentMap) -> list[str]:
    return [one.unit.id for one in ranked(map_)]


@pytest.fixture
def _worth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "check_worthiness", WORTH.get)


@pytest.mark.usefixtures("_worth")
def test_ranking_puts_what_is_worth_checking_first() -> None:
    assert order(made({})) == ["u0", "u2", "u1"]


@pytest.mark.usefixtures("_worth")
def test_ranking_an_error_outweighs_all_else() -> None:
    assert order(made({"u1": "error", "u0": "warning"}, {"u1": 1.0, "u0": 0.0}))[0] == "u1"


@pytest.mark.usefixtures("_worth")
def test_ranking_weighs_a_warning_against_worth() -> None:
    # A matter of taste with a warning does not go before a figure that nobody has questioned ...
    assert order(made({"u1": "warning"})) == ["u0", "u1", "u2"]
    # ... but with a warning of its own the figure is the first of all.
    assert order(made({"u1": "warning", "u0": "info"}))[0] == "u0"


@pytest.mark.usefixtures("_worth")
def test_ranking_low_strength_goes_first_among_equals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "check_worthiness", lambda text: None)
    assert order(made({}, {"u2": 0.1, "u1": 0.4, "u0": 0.9})) == ["u2", "u1", "u0"]
    assert [one.check_worthiness for one in ranked(made({}))] == [None] * 3


def test_ranking_by_the_model_prefers_what_can_be_looked_up() -> None:
    if ranking.check_worthiness("x") is None:
        pytest.skip("the critic's weights are not there")
    figure = ranking.check_worthiness("Unemployment fell by 9 percent under the last government.")
    wish = ranking.check_worthiness("I hope we can all agree on that.")
    assert figure is not None
    assert wish is not None
    assert figure > wish
    assert ranking.check_worthiness("lone \ud800 surrogate") is not None


def test_ranking_reads_each_claim_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from argmap import critic

    read: list[str] = []

    class Counting:
        def judge(self, texts: list[str]) -> list[object]:
            read.extend(texts)
            return [type("J", (), {"checkworthy": 0.5})() for _ in texts]

    monkeypatch.setattr(critic, "available", lambda: True)
    monkeypatch.setattr(critic, "load_critic", Counting)
    ranking.check_worthiness.cache_clear()
    try:
        for _ in range(3):
            ranked(made({}))
        assert len(read) == len(set(read)) == 3
    finally:
        ranking.check_worthiness.cache_clear()
