"""Articles out of templates, for measuring: any number, of any length, the same for a seed."""

from __future__ import annotations

import random
from pathlib import Path

_THINGS = (
    "night trains", "the new port", "a tax on sugar", "public libraries",
    "the tram to the hospital", "school uniforms", "the reservoir above the town", "free museums",
    "the old airfield", "smaller classes", "a bridge for cyclists", "rent control",
    "the ban on fireworks",
)  # fmt: skip
_GROUPS = (
    "families", "the council", "many experts", "officials", "nurses", "small firms", "students",
    "the mayor of Lindow", "farmers", "the Harbour Board", "pensioners", "the transport minister",
)  # fmt: skip
_FRAMES = (
    "The city should pay for {thing} because {group} depend on it.",
    "{Group} say that {thing} will cost {number} million euros by {year}.",
    "However, {group} doubt that {thing} can be built before {year}.",
    "Since {year}, {group} have lost {number} per cent of their income.",
    "This shows that {thing} must not be put off again.",
    "For example, {group} in Karlsdorf waited {number} days for an answer.",
    "Everyone knows that {thing} is a scandal, and {group} know it best.",
    "If {thing} is given up, {group} will have to leave the town.",
    "According to the 2019 census, {number} in a hundred households need {thing}.",
    "Although {group} were asked in {year}, nobody has told them what became of it.",
    "Critics claim that {thing} helps only {group}, but that is a misunderstanding.",
    "Therefore {thing} deserves the support of {group}.",
    "{Group} are always against {thing}.",
    "It is important that {group} and {other} agree on {thing}.",
)  # fmt: skip


def article(seed: int, characters: int = 4000) -> str:
    """A text with a title, paragraphs and about this many code points."""
    draw = random.Random(seed)
    thing = draw.choice(_THINGS)
    parts = [f"Why {thing} matters", ""]
    length = 0
    while length < characters:
        paragraph = " ".join(_sentence(draw) for _ in range(draw.randint(3, 7)))
        parts += [paragraph, ""]
        length += len(paragraph) + 2
    return "\n".join(parts)[: max(characters, 80)].rstrip() + ".\n"


def _sentence(draw: random.Random) -> str:
    group = draw.choice(_GROUPS)
    return draw.choice(_FRAMES).format(
        thing=draw.choice(_THINGS),
        group=group,
        Group=group[0].upper() + group[1:],
        other=draw.choice(_GROUPS),
        number=draw.randint(2, 97),
        year=draw.randint(1990, 2024),
    )


def folder_of(place: Path, count: int, characters: int = 4000, seed: int = 0) -> Path:
    """A folder of articles, in five folders, with dates in their names."""
    for number in range(count):
        year, month = 2015 + number % 8, 1 + number % 12
        path = place / f"source-{number % 5}" / f"{year}-{month:02}-{number:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(seed + number, characters), encoding="utf-8")
    return place
