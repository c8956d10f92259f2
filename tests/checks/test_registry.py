"""Which checks there are, and their explanations."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from argmap.checks import Check, checks, explain, find_check, registry
from argmap.checks.registry import BUILT_IN
from argmap.errors import UsageError
from argmap.model import Severity

GROUPS = {"structure", "evidence", "reasoning", "language", "sources"}


@pytest.fixture
def fresh():  # type: ignore[no-untyped-def]
    checks.cache_clear()
    yield
    checks.cache_clear()


@pytest.mark.parametrize("check", checks(), ids=lambda c: c.code)
def test_registry_every_check_says_what_it_is(check: Check) -> None:
    assert check.group in GROUPS
    assert check.question.endswith("?")
    assert check.source
    assert check.summary.endswith(".")
    assert "How it decides:" in check.explanation


def test_registry_a_check_lives_in_the_file_of_its_name() -> None:
    assert [c.code.replace("-", "_") for c in checks()][: len(BUILT_IN)] == list(BUILT_IN)


def test_registry_explain_prints_the_file_and_examples() -> None:
    text = explain("vague-source")
    assert "Asks: Who, by name" in text
    assert "Flagged:" in text and "Let be:" in text
    assert find_check("vague-source").explanation.strip() in text


def _offer(monkeypatch: pytest.MonkeyPatch, value: object) -> None:
    point = EntryPoint(name="other", value="other:CHECK", group="argmap.checks")
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])
    monkeypatch.setattr(EntryPoint, "load", lambda self: value)


def _check(code: str) -> Check:
    return Check(code, "language", Severity.INFO, "?", "-", "A check.", lambda subject: iter(()))


@pytest.mark.usefixtures("fresh")
def test_registry_takes_checks_of_other_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    _offer(monkeypatch, _check("other-check"))
    assert find_check("other-check").summary == "A check."
    assert explain("other-check").startswith("other-check (language, info)")


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize(
    ("value", "words"),
    [("nothing", "gives str, not a Check"), (_check("vague-source"), "two checks")],
)
def test_registry_refuses_what_is_no_check(
    monkeypatch: pytest.MonkeyPatch, value: object, words: str
) -> None:
    _offer(monkeypatch, value)
    with pytest.raises(UsageError, match=words):
        checks()
