"""Weakness that travels: what rests on claims that do not stand."""

from __future__ import annotations

from argmap.model import ArgumentMap, Article, Block, Flag, Relation, Unit
from argmap.report.footing import doubts, footings
from argmap.report.markdown import report_markdown

LINES = ["Trains", "T.", "Costs", "C1.", "P1.", "P2.", "P3.", "Safety", "C2.", "P4."]
TEXT = "\n\n".join(LINES)


def made(flagged: dict[str, str], strengths: dict[str, float] | None = None) -> ArgumentMap:
    """Thesis T; section 2 has C1 on P1, P2 and (through P2) P3; section 3 has C2 on P4."""
    at = {line: TEXT.index(line) for line in LINES}
    blocks = tuple(
        Block(
            kind="heading" if line in {"Trains", "Costs", "Safety"} else "paragraph",
            start=at[line],
            end=at[line] + len(line),
        )
        for line in LINES
    )
    roles = {"T.": "major_claim", "C1.": "claim", "C2.": "claim"}
    units = tuple(
        Unit(
            id=line[:-1],
            start=at[line],
            end=at[line] + len(line) - 1,
            text=line[:-1],
            role=roles.get(line, "premise"),
            strength=(strengths or {}).get(line[:-1]),
        )
        for line in LINES
        if line.endswith(".")
    )
    links = [("C1", "T"), ("C2", "T"), ("P1", "C1"), ("P2", "C1"), ("P3", "P2"), ("P4", "C2")]
    return ArgumentMap(
        article=Article(id="a", text=TEXT, blocks=blocks),
        units=units,
        relations=tuple(
            Relation(id=f"r{n}", source=s, target=t, kind="support")
            for n, (s, t) in enumerate(links)
        ),
        flags=tuple(
            Flag(
                id=f"f{n}", check=code, unit=unit, start=at[f"{unit}."], end=at[f"{unit}."] + 2,
                severity="error" if code == "disputed" else "warning", message="m",
            )
            for n, (unit, code) in enumerate(flagged.items())
        ),
    )  # fmt: skip


def test_footing_says_what_the_conclusion_of_a_section_rests_on() -> None:
    map_ = made({"P1": "disputed", "P3": "unsourced-fact"})
    said = [one.sentence() for one in footings(map_)]
    assert said == [
        "The thesis, “T”, rests on two claims that do not stand, of 6 in all: “P1” (disputed); "
        "“P3” (unsourced-fact).",
        "The conclusion of section 2 (“Costs”), “C1”, rests on two claims that do not stand, of 3 "
        "in all: “P1” (disputed); “P3” (unsourced-fact).",
    ]
    report = report_markdown(map_)
    assert "## What rests on claims that do not stand" in report
    assert "rests on two claims that do not stand" in report


def test_footing_is_silent_where_all_stands() -> None:
    for flagged in ({}, {"P1": "loaded-language"}, {"C2": "unsourced-fact"}):
        sections = [one.section for one in footings(made(flagged))]
        assert 2 not in sections
    assert footings(made({})) == []
    assert "do not stand" not in report_markdown(made({}))


def test_footing_counts_one_alone() -> None:
    (thesis, safety) = footings(made({"P4": "disputed"}))
    assert thesis.section is None
    assert safety.sentence().startswith(
        "The conclusion of section 3 (“Safety”), “C2”, rests on one claim that does not stand: "
    )


def test_footing_strength_makes_up_for_a_doubt_but_not_for_a_dispute() -> None:
    strong = made({"P1": "unsourced-fact", "P4": "disputed"}, {"P1": 0.7, "P4": 0.7})
    assert doubts(strong, strong.unit("P1")) == ()
    assert doubts(strong, strong.unit("P4")) == ("disputed",)
    weak = made({"P1": "unsourced-fact"}, {"P1": 0.3})
    assert doubts(weak, weak.unit("P1")) == ("unsourced-fact",)


def test_footing_ends_on_a_cycle() -> None:
    map_ = made({"P1": "disputed"})
    loop = Relation(id="loop", source="C1", target="P3", kind="support")
    map_ = map_.model_copy(update={"relations": (*map_.relations, loop)})
    # C1 and P3 rest on each other; the thesis still names what does not stand, once.
    (thesis, *_) = footings(map_)
    assert [unit.id for unit, _ in thesis.fallen] == ["P1"]
