"""Titles and headings where the format marks them."""

from __future__ import annotations

import pytest

from argmap.model import BlockKind
from argmap.reading.content import Draft, Source, assemble
from argmap.reading.headings import settle, title_of

PROSE = "Bees need hedges, because wheat feeds them for a week in June and for no longer."
KINDS = {"h": BlockKind.HEADING, "p": BlockKind.PARAGRAPH, "t": BlockKind.TITLE}


def settled(*drafts: tuple[str, str]) -> tuple[list[str], str | None]:
    built = [Draft(KINDS[code[0]], words, int(code[1:] or 0)) for code, words in drafts]
    text, blocks = assemble(built, Source())
    named = settle(text, blocks)
    return [block.kind.value[0] for block in named], title_of(text, named)


@pytest.mark.parametrize(
    ("drafts", "kinds", "title"),
    [
        ([("h1", "Hedges"), ("p", PROSE)], "tp", "Hedges"),
        ([("h1", "Hedges"), ("h2", "hedges."), ("p", PROSE)], "ttp", "Hedges"),
        ([("p", PROSE), ("h1", "Hedges"), ("p", PROSE)], "ptp", "Hedges"),
        ([("h2", "Hedges"), ("p", PROSE), ("h2", "Bees"), ("p", PROSE)], "hphp", None),
        ([("h2", "Hedges"), ("p", PROSE), ("h3", "Bees"), ("p", PROSE)], "tphp", "Hedges"),
        ([("h2", "Hedges"), ("h2", "Hedges"), ("p", PROSE)], "ttp", "Hedges"),
        ([("h1", "Introduction"), ("p", PROSE), ("h1", "Costs"), ("p", PROSE)], "hphp", None),
        ([("h1", "1. Bees"), ("p", PROSE), ("h1", "2. Costs"), ("p", PROSE)], "hphp", None),
        ([("h1", "Conclusion"), ("p", PROSE)], "hp", None),
        ([("t", "Hedges"), ("h1", "Bees"), ("p", PROSE)], "thp", "Hedges"),
        (
            [("h1", "Hedges"), ("p", "By Ann Lee"), ("p", "3 May 2024"), ("p", PROSE)],
            "tp",
            "Hedges",
        ),
        ([("p", "Plant Hedges"), ("p", PROSE)], "tp", "Plant Hedges"),
        ([("p", PROSE)], "p", None),
    ],
)
def test_headings_tell_the_title(
    drafts: list[tuple[str, str]], kinds: str, title: str | None
) -> None:
    found, name = settled(*drafts)
    assert "".join(found) == kinds
    assert name == title
