"""Running checks: what comes out, in which order, and what goes wrong."""

from __future__ import annotations

import pytest

from argmap.checks import Check, Finding, Subject, checks, run, runner
from argmap.checks.examples import Example, example_map
from argmap.errors import ArgmapError, UsageError
from argmap.mining.parse import parse
from argmap.model import ArgumentMap, Article, Block, Flag, Relation, Role, Severity, Unit

TEXT = (
    "The council must drop its shameless cronies. Officials say that it is safe.\n\n"
    "Experts warn that costs will rise. Some 40,000 families have left the valley."
)
UNITS = (
    "The council must drop its shameless cronies.",
    "Officials say that it is safe.",
    "Experts warn that costs will rise.",
    "Some 40,000 families have left the valley.",
)


def make(text: str = TEXT, quotes: tuple[str, ...] = UNITS) -> ArgumentMap:
    units = tuple(
        Unit(
            id=f"u{i}",
            start=text.index(q),
            end=text.index(q) + len(q),
            text=q,
            role="claim" if i == 1 else "premise",  # type: ignore[arg-type]
        )
        for i, q in enumerate(quotes, 1)
    )
    relations = (Relation(id="r1", source="u2", target="u1", kind="support"),)  # type: ignore[arg-type]
    return ArgumentMap(article=Article(id="a", text=text), units=units, relations=relations)


def test_runner_flags_are_numbered_in_the_order_of_the_text() -> None:
    map_ = make()
    result = run(map_, parse(map_.article))
    assert [f.id for f in result.flags] == [f"f{i}" for i in range(1, len(result.flags) + 1)]
    assert [f.start for f in result.flags] == sorted(f.start for f in result.flags)
    assert {f.check for f in result.flags} >= {
        "loaded-language",
        "vague-source",
        "unsourced-number",
    }


def test_runner_is_the_same_twice_and_does_not_change_its_input() -> None:
    map_ = make()
    doc = parse(map_.article)
    before = map_.to_json()
    first, second = run(map_, doc), run(map_, doc)
    assert first.to_json() == second.to_json()
    assert run(first, doc).to_json() == first.to_json(), "old flags are replaced"
    assert map_.to_json() == before


def test_runner_every_flag_stands_inside_its_unit_and_says_why() -> None:
    map_ = make()
    for flag in run(map_, parse(map_.article)).flags:
        unit = map_.unit(flag.unit)
        assert unit.start <= flag.start < flag.end <= unit.end
        assert "“" in flag.message and flag.suggestion


def test_runner_fills_strengths_and_says_what_ran() -> None:
    map_ = make()
    result = run(map_, parse(map_.article), ignore=["loaded-language"])
    assert all(unit.strength is not None for unit in result.units)
    assert "loaded-language" not in result.made_by.checks
    assert "vague-source" in result.made_by.checks
    flagged, clean = (
        result.unit("u2"),
        run(map_, parse(map_.article), select=["unsupported"]).unit("u2"),
    )
    assert flagged.strength is not None and clean.strength is not None
    assert flagged.strength < clean.strength


def test_runner_select_ignore_and_severities() -> None:
    map_ = make()
    result = run(
        map_,
        parse(map_.article),
        select=["vague-source", "loaded-language"],
        ignore=["loaded-language"],
        severities={"vague-source": "error"},
    )
    assert {f.check for f in result.flags} == {"vague-source"}
    assert {f.severity for f in result.flags} == {Severity.ERROR}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"select": ["vague-sources"]}, "did you mean 'vague-source'"),
        ({"ignore": ["zzz"]}, "there are unsupported"),
        ({"severities": {"vague-source": "fatal"}}, "use one of info, warning, error"),
        ({"severities": {"loaded": "info"}}, "loaded-language"),
    ],
)
def test_runner_wrong_use_says_what_to_do(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        run(make(), None, **arguments)  # type: ignore[arg-type]


def test_runner_without_a_parse_runs_what_reads_the_map_alone() -> None:
    result = run(make())
    assert set(result.made_by.checks) == {c.code for c in checks() if not c.needs_parse}


def test_runner_refuses_the_parse_of_another_text() -> None:
    with pytest.raises(UsageError, match="another text"):
        run(make(), parse(Article(id="b", text="Another text.")))


def test_runner_an_empty_map_stays_empty() -> None:
    map_ = ArgumentMap(article=Article(id="e", text=""))
    assert run(map_, parse(map_.article)).flags == ()


def test_runner_catches_a_check_that_flags_outside_its_unit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad = Check(
        code="bad",
        group="structure",
        severity=Severity.INFO,
        question="?",
        source="-",
        explanation="Bad.",
        find=lambda subject: iter([Finding("u1", 0, 10_000, "m")]),
        needs_parse=False,
    )
    monkeypatch.setattr(runner, "choose", lambda select, ignore: (bad,))
    with pytest.raises(ArgmapError, match="outside its unit"):
        run(make())


def test_runner_keeps_one_finding_a_unit_and_yields_to_the_more_specific(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def check(code: str, yields_to: frozenset[str] = frozenset()) -> Check:
        return Check(
            code, "language", Severity.INFO, "?", "-", "A check.",
            lambda subject: iter([Finding("u1", 4, 6, "late"), Finding("u1", 0, 3, "early")]),
            needs_parse=False, yields_to=yields_to,
        )  # fmt: skip

    pair = (check("wide", frozenset({"narrow"})), check("narrow"))
    monkeypatch.setattr(runner, "choose", lambda select, ignore: pair)
    flags = run(make()).flags
    assert [(f.check, f.message) for f in flags] == [("narrow", "early")]


def test_runner_weakness_travels_up_the_map() -> None:
    text = (
        "The reform undermines the schools. The teachers will leave the towns. "
        "Officials say that the pay is low."
    )
    top, middle, low = (s if s.endswith(".") else s + "." for s in text.split(". "))
    map_ = make(text, (top, middle, low))
    units = tuple(
        u.model_copy(update={"role": Role.CLAIM if u.id != "u3" else Role.PREMISE})
        for u in map_.units
    )
    relations = (
        Relation(id="r1", source="u2", target="u1", kind="support"),  # type: ignore[arg-type]
        Relation(id="r2", source="u3", target="u2", kind="support"),  # type: ignore[arg-type]
    )
    map_ = ArgumentMap.from_data(
        {
            **map_.model_dump(),
            "units": [u.model_dump() for u in units],
            "relations": [r.model_dump() for r in relations],
        }
    )
    result = run(map_, parse(map_.article))
    assert {f.unit for f in result.flags if f.check == "weak-support"} == {"u1", "u2"}


@pytest.mark.parametrize("text", ["😀" * 5, "مرحبا بالعالم.", "e\u0301" * 4, "A\r\n\r\nB said so.", "ALL CAPS AND NO STOP", "\u202eabc\u202c", "x" * 3000])  # fmt: skip
def test_runner_odd_texts(text: str) -> None:
    unit = Unit(id="u1", start=0, end=len(text), text=text, role="claim")  # type: ignore[arg-type]
    map_ = ArgumentMap(article=Article(id="o", text=text), units=(unit,))
    for flag in run(map_, parse(map_.article)).flags:
        assert 0 <= flag.start < flag.end <= len(text)


def test_subject_a_quote_block_is_somebody_elses() -> None:
    text = "The plan was made by cronies."
    block = Block(kind="quote", start=0, end=len(text))  # type: ignore[arg-type]
    unit = Unit(id="u1", start=0, end=len(text), text=text, role="premise")  # type: ignore[arg-type]
    plain = ArgumentMap(article=Article(id="q", text=text), units=(unit,))
    quoted = ArgumentMap(article=Article(id="q", text=text, blocks=(block,)), units=(unit,))
    doc = parse(plain.article)
    assert len(run(plain, doc).flags) == 1
    assert run(quoted, doc).flags == ()


def test_subject_words_are_short_and_on_one_line() -> None:
    text = "word\n" * 100
    unit = Unit(id="u1", start=0, end=len(text), text=text, role="premise")  # type: ignore[arg-type]
    words = Subject(ArgumentMap(article=Article(id="w", text=text), units=(unit,))).words(
        0, len(text)
    )
    assert "\n" not in words
    assert len(words) < 100


def test_examples_a_unit_that_is_not_in_its_text_is_an_error() -> None:
    with pytest.raises(ArgmapError, match="does not stand"):
        example_map(Example("A.", None, "B.", "claim", (), None, None))


def test_runner_flags_are_plain_records() -> None:
    map_ = make()
    assert all(type(flag) is Flag for flag in run(map_, parse(map_.article)).flags)


def test_runner_a_finding_may_be_milder_than_its_check() -> None:
    text = "Opponents say that the dam is unsafe. Experts say that it is old."
    map_ = make(text, ("Opponents say that the dam is unsafe.", "Experts say that it is old."))
    found = run(map_, parse(map_.article), select=["vague-source"]).flags
    assert [f.severity for f in found] == [Severity.INFO, Severity.WARNING]
    raised = run(
        map_, parse(map_.article), select=["vague-source"], severities={"vague-source": "error"}
    ).flags
    assert {f.severity for f in raised} == {Severity.ERROR}
