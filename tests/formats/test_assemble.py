"""Building maps from what files hold: places and roles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.errors import FormatError
from argmap.formats.assemble import Draft, Frame, Fresh, Link, assemble, paragraphs
from argmap.formats.intake import Intake
from argmap.model import ArgumentMap, RelationKind


def built(texts: str, *links: tuple[str, str], text: str | None = None, **more: str) -> ArgumentMap:
    """A map of units called by their texts, and supports (or attacks, with `-` before)."""
    drafts = [Draft(name, name, role=more.get(name)) for name in texts.split()]
    made = [
        Link(
            f"r{number}",
            source.removeprefix("-"),
            target,
            RelationKind.ATTACK if source.startswith("-") else RelationKind.SUPPORT,
        )
        for number, (source, target) in enumerate(links)
    ]
    return assemble(drafts, made, Frame(text=text), Intake(), format="test")


@pytest.mark.parametrize(
    ("texts", "links", "roles"),
    [
        ("a", [], ["major_claim"]),
        ("a b", [("b", "a")], ["major_claim", "premise"]),
        ("a b c", [("b", "a"), ("c", "b")], ["major_claim", "claim", "premise"]),
        ("a b", [], ["claim", "claim"]),
        ("a b c", [("-b", "a"), ("-c", "b")], ["major_claim", "premise", "premise"]),
        ("a b", [("a", "b"), ("b", "a")], ["claim", "claim"]),
        ("a b c d", [("b", "a"), ("d", "c")], ["claim", "premise", "claim", "premise"]),
    ],
)
def test_assemble_infers_roles(texts: str, links: list[tuple[str, str]], roles: list[str]) -> None:
    assert [unit.role.value for unit in built(texts, *links).units] == roles


def test_assemble_takes_the_role_that_the_file_gives() -> None:
    assert [unit.role.value for unit in built("a b", ("b", "a"), b="claim").units] == [
        "major_claim",
        "claim",
    ]


def test_assemble_finds_equal_texts_one_after_the_other() -> None:
    drafts = [Draft("1", "so"), Draft("2", "so"), Draft("3", "so")]
    map_ = assemble(drafts, [], Frame(text="so and so"), Intake(), format="test")
    assert [(unit.id, unit.start) for unit in map_.units] == [("1", 0), ("3", 0), ("2", 7)]


def test_assemble_puts_behind_the_text_what_is_not_in_it() -> None:
    map_ = built("a b c d", text="a b c.")
    assert map_.article.text == "a b c.\n\nd"
    assert [(block.start, block.end) for block in map_.article.blocks] == [(0, 6), (8, 9)]


def test_assemble_makes_an_article_where_most_units_are_not_in_the_text() -> None:
    assert built("a b c", text="x a y").article.text == "a\n\nb\n\nc"


@given(st.text(max_size=80))
def test_assemble_paragraphs_hold_all_but_white_space(text: str) -> None:
    blocks = paragraphs(text)
    covered = "".join(text[b.start : b.end] for b in blocks)
    assert "".join(covered.split()) == "".join(text.split())
    for block in blocks:
        part = text[block.start : block.end]
        assert part == part.strip()
        assert all(line.strip() for line in part.splitlines())


def test_assemble_errors_name_the_unit() -> None:
    with pytest.raises(FormatError, match="unit 'u': confidence: "):
        assemble([Draft("u", "x", rest={"confidence": 9})], [], Frame(), Intake(), format="test")
    link = Link("r", "u", "v", RelationKind.SUPPORT)
    with pytest.raises(FormatError, match="relation 'r': no target 'v'"):
        assemble([Draft("u", "x")], [link], Frame(), Intake(), format="test")


def test_assemble_fresh_ids_never_repeat() -> None:
    fresh = Fresh(["a"])
    assert [fresh(name) for name in ("a", "a", "a.2", "b", "a")] == [
        "a.2",
        "a.3",
        "a.2.2",
        "b",
        "a.4",
    ]
