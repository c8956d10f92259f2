"""Finds indicators in the words before and at the start of a unit, from connectives.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from argmap.language.lexicon import alternatives

ANYWHERE = ("opponent", "undercut", "thesis", "announcement")
LEADING = (
    "summary",
    "conclusion",
    "reason",
    "example",
    "contrast_weak",
    "contrast",
    "addition",
)
AHEAD = ("reason_ahead", "concession")
LEAD = 80
"""Code points before a unit in which the words that introduce it are looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """One indicator in the article: `kind` is its table in connectives.toml."""

    kind: str
    start: int
    end: int


@lru_cache(maxsize=1)
def connectives() -> dict[str, tuple[str, ...]]:
    """Phrases by kind, longest first."""
    path = files("argmap.lexicons") / "connectives.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        kind: tuple(sorted(table["phrases"], key=lambda phrase: (-len(phrase), phrase)))
        for kind, table in tables.items()
        if "phrases" in table
    }


def _alternatives(kind: str) -> str:
    return alternatives(
        connectives()[kind],
        lambda phrase: re.escape(phrase).replace("'", "['’]").replace(r"\ ", r"\s+"),
    )


_BEFORE = r"[\s\"'“‘(—–,;:-]*(?:and\s+)?"
"""What may stand between the start of a clause and its indicator."""


@lru_cache(maxsize=32)
def leading_pattern(kind: str) -> re.Pattern[str]:
    """Matches an indicator of this kind where a sentence or clause begins."""
    return re.compile(
        rf"{_BEFORE}(?P<cue>{_alternatives(kind)})(?!\w)[,:]?\s*",
        re.IGNORECASE,
    )


@lru_cache(maxsize=32)
def anywhere_pattern(kind: str) -> re.Pattern[str]:
    """Matches an indicator of this kind wherever it stands."""
    return re.compile(rf"(?<!\w)(?P<cue>{_alternatives(kind)})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _any_leading() -> re.Pattern[str]:
    """Matches where a `leading_pattern` does; most units begin with no indicator."""
    kinds = (*LEADING, *AHEAD)
    return re.compile(
        rf"{_BEFORE}(?:{'|'.join(_alternatives(kind) for kind in kinds)})(?!\w)", re.IGNORECASE
    )


@lru_cache(maxsize=1)
def inner_pattern() -> re.Pattern[str]:
    """Matches ", for instance," and its like inside a unit: an indicator set off by commas."""
    return re.compile(
        rf",\s*(?P<cue>{_alternatives('example')}|{_alternatives('contrast_weak')}"
        rf"|however|therefore|thus|hence|nevertheless|moreover|furthermore|consequently)\s*,",
        re.IGNORECASE,
    )


@lru_cache(maxsize=512)
def kind_of(phrase: str) -> str | None:
    """The kind of an indicator, or none; the first in the order of `LEADING`."""
    lowered = re.sub(r"\s+", " ", phrase.lower().replace("’", "'"))
    return next((kind for kind in LEADING if lowered in connectives()[kind]), None)


def lead_start(text: str, floor: int, start: int) -> int:
    """Where the words begin that lead to a unit: after the last sentence or clause that ends before
    it, not before ``floor``.

    >>> text = "It rains. However, we go"
    >>> text[lead_start(text, 0, 19):]
    'However, we go'
    """
    stretch = text[floor:start].rstrip()
    for mark in ".!?;\n":
        cut = stretch.rfind(mark)
        if cut >= 0:
            stretch = " " * (cut + 1) + stretch[cut + 1 :]
    begin = floor + len(stretch) - len(stretch.lstrip())
    while begin < start and text[begin].isspace():
        begin += 1
    return min(begin, start)


def cues_of(text: str, floor: int, start: int, end: int) -> list[Found]:
    """Indicators of the unit `text[start:end]`, those in the words that lead to it among them.

    Args:
        text: The article's text.
        floor: Where its paragraph begins, or the unit before it ends.
        start: Where the unit begins.
        end: Where it ends.
    """
    return find_cues(text, lead_start(text, max(floor, start - LEAD), start), start, end)


def find_cues(text: str, lead_start: int, start: int, end: int) -> list[Found]:
    """Indicators of the unit `text[start:end]`.

    Args:
        text: The article's text.
        lead_start: Where the words that lead to the unit begin: the start of its sentence, or the
            end of the unit before it in the same sentence.
        start: Where the unit begins.
        end: Where it ends.

    Returns:
        What was found, in the order of the text; no two overlap.
    """
    found: list[Found] = []
    for begin in dict.fromkeys((lead_start, start)):
        position = begin
        for _ in range(3):  # "But, for example, given that ...": a few may stand in a row
            match, kind = _longest(text, position, end)
            if match is None or kind is None or match.start("cue") >= end:
                break
            found.append(Found(kind, match.start("cue"), match.end("cue")))
            position = match.end()
    for kind in ANYWHERE:
        found += [
            Found(kind, match.start("cue"), match.end("cue"))
            for match in anywhere_pattern(kind).finditer(text, lead_start, end)
        ]
    for match in inner_pattern().finditer(text, start, end):
        inner = kind_of(match["cue"])
        if inner:
            found.append(Found(inner, match.start("cue"), match.end("cue")))
    kept: list[Found] = []
    for cue in sorted(found, key=lambda cue: (cue.start, -(cue.end - cue.start), cue.kind)):
        if not kept or cue.start >= kept[-1].end:
            kept.append(cue)
    return kept


def _longest(text: str, position: int, end: int) -> tuple[re.Match[str] | None, str | None]:
    best: re.Match[str] | None = None
    best_kind: str | None = None
    if not _any_leading().match(text, position, end):
        return None, None
    for kind in (*LEADING, *AHEAD):
        match = leading_pattern(kind).match(text, position, end)
        if match is None or (best is not None and len(match["cue"]) <= len(best["cue"])):
            continue
        if (
            match["cue"].lower() in connectives()["needs_comma"]
            and "," not in text[match.end("cue") : match.end("cue") + 1]
        ):
            continue  # "First, ..." counts items; "First World War veterans ..." does not
        best, best_kind = match, kind
    return best, best_kind
