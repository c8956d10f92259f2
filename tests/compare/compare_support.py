"""Maps to compare, written for these tests."""

from __future__ import annotations

from argmap.model import ArgumentMap, Article, Flag, MadeBy, Relation, Unit

BEFORE = [
    ("The town should keep its old harbour crane", "major_claim", 0.8),
    ("The crane draws many visitors to the quay", "claim", 0.7),
    ("Restoring the crane costs 300,000 euros", "premise", 0.5),
    ("The crane is safe", "premise", 0.6),
    ("Schools use it for lessons in physics", "premise", 0.5),
    ("The mayor opened the quay in 1998", "premise", 0.5),
]
AFTER = [
    ("The town should keep its historic harbour crane", "major_claim", 0.6),
    ("The crane draws many visitors to the quay", "claim", 0.5),
    ("Restoring the crane costs 450,000 euros", "premise", 0.5),
    ("The crane is not safe", "premise", 0.6),
    ("A new crane would be quieter at night", "claim", 0.5),
]


def make(
    rows: list[tuple[str, str, float | None]],
    links: list[tuple[int, int, str]] = (),
    flags: list[tuple[int, str]] = (),
    *,
    name: str = "crane",
    prefix: str = "u",
) -> ArgumentMap:
    """A map of these units, one a line."""
    text, units = "", []
    for number, (words, role, strength) in enumerate(rows, 1):
        start = len(text)
        units.append(
            Unit(id=f"{prefix}{number}", start=start, end=start + len(words), text=words, role=role,
                 strength=strength)
        )  # fmt: skip
        text += words + ".\n\n"
    return ArgumentMap(
        article=Article(id=name, title=f"On the {name}", path=f"{name}.txt", text=text),
        units=tuple(units),
        relations=tuple(
            Relation(id=f"r{n}", source=f"{prefix}{a}", target=f"{prefix}{b}", kind=kind)
            for n, (a, b, kind) in enumerate(links, 1)
        ),
        flags=tuple(
            Flag(id=f"f{n}", check=check, unit=f"{prefix}{at}", start=units[at - 1].start,
                 end=units[at - 1].end, severity="warning", message="Hm.")
            for n, (at, check) in enumerate(flags, 1)
        ),
        made_by=MadeBy(argmap="0", model="rules 1"),
    )  # fmt: skip
