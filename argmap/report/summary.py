"""The figures of a map in a few words, for the terminal, the report and programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from argmap.model import ArgumentMap, RelationKind, Role, Severity
from argmap.ranking import worst_first, worst_severity
from argmap.report.text import plural

_ROLE_WORDS = {
    Role.MAJOR_CLAIM: ("major claim", "major claims"),
    Role.CLAIM: ("claim", "claims"),
    Role.PREMISE: ("premise", "premises"),
}


@dataclass(frozen=True)
class Worst:
    """One of the claims that stand worst."""

    unit: str
    role: str
    text: str
    severity: str
    checks: tuple[str, ...]
    strength: float | None
    """0..1; none where it was not weighed."""
    start: int
    end: int
    """`[start, end)` in code points of the article's text."""


@dataclass(frozen=True)
class Summary:
    """Counts of a map, its thesis and the claims that stand worst."""

    article: str
    path: str | None
    title: str | None
    thesis: str | None
    units: int
    roles: dict[str, int]
    """Role to number of units; every role is there."""
    relations: dict[str, int]
    """Kind to number of relations; every kind is there."""
    severities: dict[str, int]
    """Severity to number of flags, the worst first; every severity is there."""
    checks: dict[str, int]
    """Code to number of flags, the most frequent first; only checks that raised one."""
    flagged_units: int
    worst: tuple[Worst, ...]
    """Only flagged ones, in the order to check them."""
    model: str

    def as_dict(self) -> dict[str, Any]:
        """The summary as plain JSON values."""
        return asdict(self)


def summarize(map_: ArgumentMap, *, worst: int = 5) -> Summary:
    """Count what the map holds and pick the `worst` claims.

    >>> from argmap.model import Article, Unit
    >>> text = "Cats purr."
    >>> unit = Unit(id="u1", start=0, end=9, text="Cats purr", role="major_claim")
    >>> summary = summarize(ArgumentMap(article=Article(id="cats", text=text), units=(unit,)))
    >>> summary.roles, summary.thesis
    ({'major_claim': 1, 'claim': 0, 'premise': 0}, 'Cats purr')
    """
    checks = Counter(flag.check for flag in map_.flags)
    return Summary(
        article=map_.article.id,
        path=map_.article.path,
        title=map_.article.title,
        thesis=map_.thesis.text if map_.thesis else None,
        units=len(map_.units),
        roles={str(role): sum(u.role is role for u in map_.units) for role in Role},
        relations={str(kind): sum(r.kind is kind for r in map_.relations) for kind in RelationKind},
        severities={
            str(severity): sum(f.severity is severity for f in map_.flags)
            for severity in reversed(Severity)
        },
        checks=dict(sorted(checks.items(), key=lambda item: (-item[1], item[0]))),
        flagged_units=len({flag.unit for flag in map_.flags}),
        worst=tuple(_worst(map_, worst)),
        model=map_.made_by.model,
    )


def _worst(map_: ArgumentMap, count: int) -> list[Worst]:
    found: list[Worst] = []
    for unit in worst_first(map_):
        severity = worst_severity(map_, unit)
        if len(found) >= count:
            break
        if severity is None:
            continue
        found.append(
            Worst(
                unit=unit.id,
                role=str(unit.role),
                text=unit.text,
                severity=str(severity),
                checks=tuple(flag.check for flag in map_.flags_of(unit.id)),
                strength=unit.strength,
                start=unit.start,
                end=unit.end,
            )
        )
    return found


def in_words(map_: ArgumentMap) -> str:
    """One paragraph of plain sentences with the map's figures.

    >>> from argmap.model import Article
    >>> in_words(ArgumentMap(article=Article(id="empty", text="")))
    'No argument was found in this article.'
    """
    if not map_.units:
        return "No argument was found in this article."
    summary = summarize(map_)
    roles = [plural(summary.roles[role], *words) for role, words in _ROLE_WORDS.items()]
    kinds = [
        plural(summary.relations[kind], kind) for kind in RelationKind if summary.relations[kind]
    ]
    sentences = [
        f"The article has {plural(summary.units, 'unit')}: {_listed(roles)}"
        + (f", linked by {_listed(kinds)}." if kinds else ", none of them linked.")
    ]
    if not map_.flags:
        ran = len(map_.made_by.checks)
        sentences.append(
            f"{plural(ran, 'check')} ran and none raised a flag."
            if ran
            else "No checks ran on it, so nothing is said about how its claims stand."
        )
    else:
        severities = [
            severity_count(severity, count)
            for severity, count in summary.severities.items()
            if count
        ]
        sentences.append(
            f"{summary.flagged_units} of {plural(summary.units, 'unit')} "
            f"{'is' if summary.flagged_units == 1 else 'are'} flagged, with "
            f"{plural(len(map_.flags), 'flag')} in all ({_listed(severities)})."
        )
    sentences.append(
        "A flag says what a careful reader would ask about; it does not say that a claim is false."
    )
    return " ".join(sentences)


def severity_count(severity: str, count: int) -> str:
    """A number of flags of one severity.

    >>> severity_count("error", 2), severity_count("info", 2)
    ('2 errors', '2 info')
    """
    return plural(count, severity, "info" if severity == "info" else None)


def role_name(role: Role) -> str:
    """A role as people say it.

    >>> role_name(Role.MAJOR_CLAIM)
    'major claim'
    """
    return _ROLE_WORDS[role][0]


def _listed(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
