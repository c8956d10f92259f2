"""How far reviewers agree with one another, and the machine with them.

Krippendorff's alpha (Krippendorff 2018, "Content Analysis", 4th ed., ch. 12), nominal, through
NLTK: 1 is full agreement, 0 what chance would give. Its interval is a bootstrap over the items.
Whoever reviews starts from the machine's map, so that on roles and relations two reviewers agree
more than two who start from a blank page; verdicts on flags have no such pull.

A check's precision is the share of its flags, among those that people judged, that they confirmed,
with the Wilson interval (Wilson 1927). A flag that several judged counts once, by majority; an even
split counts as neither.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from importlib import import_module
from math import sqrt

from argmap.errors import MissingRequirement
from argmap.model import ArgumentMap, RelationKind, Unit
from argmap.model.records import Record
from argmap.review.anchors import trimmed
from argmap.review.decisions import Decision
from argmap.review.fold import Fold, fold
from argmap.review.store import Store

SAMPLES = 200
_Z = 1.959964

Ratings = Sequence[tuple[str, str, str]]
"""(reviewer, item, value)."""


class Alpha(Record):
    """Agreement on one thing. `value` is none where alpha is not defined: fewer than two items
    that two people judged, or one value alone."""

    about: str
    items: int
    """Items that at least two people judged."""
    reviewers: int
    value: float | None
    low: float | None
    high: float | None
    """95 % bootstrap interval."""
    same: float | None
    """Share of the items on which all who judged it say the same."""


class Precision(Record):
    """One check as people saw it."""

    check: str
    confirmed: int
    dismissed: int
    split: int
    value: float | None
    low: float
    high: float
    """95 % Wilson interval."""
    models: tuple[str, ...]
    """What made the maps with these flags."""


class Agreement(Record):
    """Reviewers with one another, and the machine with them."""

    reviewers: tuple[str, ...]
    articles: int
    alphas: tuple[Alpha, ...]
    checks: tuple[Precision, ...]


def agreement(store: Store, *, samples: int = SAMPLES) -> Agreement:
    """Measure a review.

    Raises:
        MissingRequirement: NLTK is not installed.
    """
    folds: dict[tuple[str, str], Fold] = {}
    grouped: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for decision in store.decisions():
        grouped[decision.article, decision.reviewer].append(decision)
    for pair, decisions in grouped.items():
        base = decisions[-1].base
        folds[pair] = fold(store.map(base), decisions, base=base)
    verdicts, models = _verdicts(folds)
    roles, links = _structure(folds)
    return Agreement(
        reviewers=tuple(sorted({reviewer for _, reviewer in folds})),
        articles=len({article for article, _ in folds}),
        alphas=(
            alpha("flags: confirmed or dismissed", verdicts, samples=samples),
            alpha("units: role, or no unit", roles, samples=samples),
            alpha("units: what they bear on, and how", links, samples=samples),
        ),
        checks=tuple(_precisions(verdicts, models)),
    )


def alpha(about: str, ratings: Ratings, *, samples: int = SAMPLES) -> Alpha:
    """Krippendorff's alpha of nominal ratings.

    >>> same = [(who, str(item), "xy"[item % 2]) for who in ("ada", "ben") for item in range(4)]
    >>> alpha("letters", same).value
    1.0
    """
    by_item: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for reviewer, item, value in ratings:
        by_item[item].append((reviewer, value))
    shared = {item: found for item, found in by_item.items() if len(found) > 1}
    reviewers = len({reviewer for found in shared.values() for reviewer, _ in found})
    items = sorted(shared)
    alike = sum(len({value for _, value in shared[item]}) == 1 for item in items)
    measured = _alpha([shared[item] for item in items])
    low = high = None
    if measured is not None and samples:
        # Seeded: the same review gives the same figures.
        draw = random.Random(len(items))  # noqa: S311 - no secret
        found = [
            _alpha([shared[one] for one in draw.choices(items, k=len(items))])
            for _ in range(samples)
        ]
        # A sample in which everybody says one thing has no disagreement to speak of.
        known = sorted(1.0 if one is None else one for one in found)
        low, high = known[int(0.025 * samples)], known[min(int(0.975 * samples), samples - 1)]
    return Alpha(
        about=about,
        items=len(items),
        reviewers=reviewers,
        value=_rounded(measured),
        low=_rounded(low),
        high=_rounded(high),
        same=_rounded(alike / len(items)) if items else None,
    )


def _alpha(items: Sequence[Sequence[tuple[str, str]]]) -> float | None:
    values = {value for found in items for _, value in found}
    if len(items) < 2 or len(values) < 2:
        return None
    try:
        task = import_module("nltk.metrics.agreement").AnnotationTask
    except ModuleNotFoundError as error:
        raise MissingRequirement(
            "NLTK, which measures agreement, is not installed",
            hint="pip install 'argmap[review]'",
        ) from error
    data = [(who, number, value) for number, found in enumerate(items) for who, value in found]
    return float(task(data).alpha())


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % Wilson interval of a share.

    >>> wilson(8, 10)
    (0.49, 0.943)
    >>> wilson(0, 0)
    (0.0, 1.0)
    """
    if not total:
        return 0.0, 1.0
    share, square = hits / total, _Z * _Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = (
        _Z * sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    )
    return round(max(0.0, middle - half), 3), round(min(1.0, middle + half), 3)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


# What was said of what ----------------------------------------------------------------------------


def _verdicts(
    folds: Mapping[tuple[str, str], Fold],
) -> tuple[list[tuple[str, str, str]], dict[str, set[str]]]:
    """Verdicts on flags, and by check what made the maps.

    Read from the decisions, so that a verdict counts too whose flag is gone by now.
    """
    ratings: dict[tuple[str, str], str] = {}
    models: dict[str, set[str]] = defaultdict(set)
    for (article, reviewer), now in folds.items():
        for decision in now.done:
            anchor = decision.body.get("anchors", {}).get("flag")
            if anchor is None:
                continue
            # The same words flagged twice in one article are two flags: the place tells them apart.
            item = "\x1f".join(
                (anchor["check"], article, anchor["words"], anchor["unit"]["text"],
                 anchor["unit"]["before"])
            )  # fmt: skip
            ratings[reviewer, item] = decision.kind.value
            models[anchor["check"]].add(decision.model)
    return [(who, item, value) for (who, item), value in sorted(ratings.items())], models


def _precisions(ratings: Ratings, models: Mapping[str, set[str]]) -> list[Precision]:
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for _, item, value in ratings:
        votes[item][value] += 1
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for item, found in votes.items():
        yes, no = found["confirm"], found["dismiss"]
        side = "split" if yes == no else "yes" if yes > no else "no"
        counted[item.split("\x1f")[0]][side] += 1
    made = []
    for check, sides in sorted(counted.items()):
        total = sides["yes"] + sides["no"]
        low, high = wilson(sides["yes"], total)
        made.append(
            Precision(
                check=check,
                confirmed=sides["yes"],
                dismissed=sides["no"],
                split=sides["split"],
                value=_rounded(sides["yes"] / total) if total else None,
                low=low,
                high=high,
                models=tuple(sorted(models[check])),
            )
        )
    return made


def _structure(
    folds: Mapping[tuple[str, str], Fold],
) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    roles: list[tuple[str, str, str]] = []
    links: list[tuple[str, str, str]] = []
    by_article: dict[str, list[tuple[str, ArgumentMap]]] = defaultdict(list)
    for (article, reviewer), now in sorted(folds.items(), key=lambda pair: pair[0]):
        by_article[article].append((reviewer, now.map))
    for article, maps in by_article.items():
        # Only those who saw the same text can be compared unit by unit.
        texts = Counter(map_.article.sha256 for _, map_ in maps)
        common = max(sorted(texts), key=lambda sha: texts[sha])
        same = [(who, map_) for who, map_ in maps if map_.article.sha256 == common]
        places = sorted({_place(map_, u) for _, map_ in same for u in map_.units})
        tables = [{_place(map_, unit): unit for unit in map_.units} for _, map_ in same]
        for (who, map_), here in zip(same, tables, strict=True):
            for place in places:
                item = f"{article}\x1f{place}"
                unit = here.get(place)
                roles.append((who, item, unit.role.value if unit else "no unit"))
                if all(place in table for table in tables):
                    links.append((who, item, _links(map_, here[place].id)))
    return roles, links


def _place(map_: ArgumentMap, unit: Unit) -> tuple[int, int]:
    return trimmed(map_.article.text, unit.start, unit.end)


def _links(map_: ArgumentMap, unit_id: str) -> str:
    found = []
    for relation in map_.outgoing(unit_id):
        target = relation.target
        if relation.kind is RelationKind.UNDERCUT:
            target = map_.relation(target).source
        found.append(f"{relation.kind.value} {_place(map_, map_.unit(target))}")
    return "; ".join(sorted(found)) or "nothing"
