"""What can be seen of units without any network: the words in and around them, their place, their
connectives, and what two of them share.

The features are those that Stab & Gurevych 2017 found to carry most (lexical, structural,
indicators, contextual); one place for training and for run time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from argmap.mining.cues import cues_of
from argmap.mining.neural.decoding import ROLES
from argmap.mining.neural.model import sections_of
from argmap.model import Article

LEAD_WORDS = 8
"""Words before a unit, after the unit before it, that are looked at: its connective is there."""
AFTER_WORDS = 6
STEM = 5
"""Letters that two words share when they count as the same for overlap."""
WORD = re.compile(r"[a-z']+|[.,;:!?]|\d+")
_SENTENCE_END = re.compile(r"[.!?]")
_ENDS = frozenset(".!?")
_COMMON_WORDS = """
a an the of to in on at for and or but is are was were be been it its this that these those with as
by from we they i you he she not can will would should their our his her them there have has had do
does which who what when where so if than then more most also
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_EXAMPLE = re.compile("example|instance")
_REASON = frozenset({"because", "since", "as", "for", "due"})
_RESULT = frozenset({"therefore", "thus", "hence", "consequently", "so", "result", "conclusion"})
_ADDITION = frozenset(
    {"moreover", "furthermore", "addition", "also", "besides", "secondly", "first", "firstly",
     "finally", "another"}
)  # fmt: skip
_CONTRAST = frozenset({"however", "but", "although", "though", "while", "despite", "nevertheless"})
_POINTS_BACK = frozenset(
    {"this", "these", "they", "it", "he", "she", "those", "that", "such", "their"}
)
SEEN_OF_KIND = ("cue:", "lead:", "first:")
SEEN_OF_NEIGHBOURS = (*SEEN_OF_KIND, "opens sentence")
Features = dict[str, float]


@dataclass(frozen=True)
class Sight:
    """One unit as it stands in the text.

    ``section`` is its paragraph's number, ``rank`` its place among the ``size`` units there;
    ``lead``, ``words`` and ``after`` are the words before, in and after it.
    """

    section: int
    rank: int
    size: int
    lead: tuple[str, ...]
    lead_length: int
    words: tuple[str, ...]
    after: tuple[str, ...]
    cues: frozenset[str]
    content: frozenset[str]
    stems: frozenset[str]
    start: int
    end: int

    @property
    def opens_sentence(self) -> bool:
        """Does nothing of its own sentence stand before it?"""
        return not self.lead or self.lead[-1] in _ENDS


@dataclass(frozen=True)
class View:
    """All units of an article, with what its paragraphs and title say."""

    text: str
    units: tuple[Sight, ...]
    sections: int
    title: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]

    def beside(self, i: int) -> list[int]:
        """The units of the paragraph of unit ``i``, itself among them."""
        first = i - self.units[i].rank
        return list(range(first, first + self.units[i].size))


def look(article: Article, spans: Sequence[tuple[int, int]]) -> View:
    """See the units ``[start, end)`` of an article, given in the order of the text."""
    text = article.text
    lower = _plain(text)
    prose = [(s.start, s.end) for s in sections_of(article) if s.prose] or [(0, len(text))]
    places = [_section(prose, start) for start, _ in spans]
    units = []
    for i, (start, end) in enumerate(spans):
        section = places[i]
        before = i > 0 and places[i - 1] == section
        behind = i + 1 < len(spans) and places[i + 1] == section
        floor = spans[i - 1][1] if before else prose[section][0]
        ceiling = spans[i + 1][0] if behind else prose[section][1]
        lead = WORD.findall(lower, floor, start)
        words = tuple(WORD.findall(lower, start, end))
        content = frozenset(w for w in words if w not in _COMMON and len(w) > 2)
        units.append(
            Sight(
                section=section,
                rank=i - places.index(section),
                size=places.count(section),
                lead=tuple(lead[-LEAD_WORDS:]),
                lead_length=len(lead),
                words=words,
                after=tuple(WORD.findall(lower, end, ceiling)[:AFTER_WORDS]),
                cues=frozenset(c.kind for c in cues_of(text, floor, start, end)),
                content=content,
                stems=frozenset(w[:STEM] for w in content),
                start=start,
                end=end,
            )
        )
    return View(
        text=text,
        units=tuple(units),
        sections=len(prose),
        title=frozenset(WORD.findall(_plain(article.title or ""))),
        opening=frozenset(WORD.findall(lower, *prose[0])),
        closing=frozenset(WORD.findall(lower, *prose[-1])),
    )


def _plain(text: str) -> str:
    """In lower case and with plain apostrophes, as long as it was: some letters grow otherwise.

    >>> _plain("It ISN’T so in İzmir")
    "it isn't so in İzmir"
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    return lower.replace("’", "'")


def _section(prose: Sequence[tuple[int, int]], start: int) -> int:
    for k, (_, end) in enumerate(prose):
        if start < end:
            return k
    return len(prose) - 1


def unit_features(view: View) -> list[Features]:
    """Named features of each unit, for a linear model; a neighbour in the same paragraph lends its
    own under ``before:`` and ``after:``."""
    own = [_own(view, unit) for unit in view.units]
    lent = [{k: v for k, v in f.items() if k.startswith(SEEN_OF_NEIGHBOURS)} for f in own]
    found = []
    for i, features in enumerate(own):
        whole = dict(features)
        for name, j in (("before", i - 1), ("after", i + 1)):
            if 0 <= j < len(own) and view.units[j].section == view.units[i].section:
                whole |= {f"{name}:{k}": v for k, v in lent[j].items()}
            else:
                whole[f"{name}:none"] = 1.0
        found.append(whole)
    return found


def _own(view: View, unit: Sight) -> Features:
    f: Features = {f"word:{w}": 1.0 for w in unit.words}
    lead = unit.lead
    f |= {f"lead:{w}": 1.0 for w in lead}
    f |= {f"lead:{a} {b}": 1.0 for a, b in pairwise(lead)}
    f |= {f"lead:{a} {b} {c}": 1.0 for a, b, c in zip(lead, lead[1:], lead[2:], strict=False)}
    f |= {f"next:{w}": 1.0 for w in unit.after}
    f[f"first:{' '.join(unit.words[:1])}"] = 1.0
    f[f"first:{' '.join(unit.words[:2])}"] = 1.0
    place = _place(view, unit)
    back = unit.size - 1 - unit.rank
    f[f"paragraph:{place}"] = 1.0
    f[f"paragraph:{place} rank {min(unit.rank, 4)}"] = 1.0
    f[f"paragraph:{place} back {min(back, 4)}"] = 1.0
    f[f"paragraph:{place} size {min(unit.size, 6)}"] = 1.0
    f[f"paragraph number {min(unit.section, 5)}"] = 1.0
    f |= _measures(view, unit)
    # In one order always: sums hang on it in their last bits, and trees ask for thresholds.
    for kind in sorted(unit.cues):
        f[f"cue:{kind}"] = 1.0
        f[f"cue:{kind} {place}"] = 1.0
    return f


def _place(view: View, unit: Sight) -> str:
    if unit.section == 0:
        return "first"
    return "last" if unit.section == view.sections - 1 else "middle"


def _measures(view: View, unit: Sight) -> Features:
    words = set(unit.words)
    many = max(1, len(words))
    return {
        "length": min(len(unit.words), 40) / 20,
        "lead length": min(unit.lead_length, 40) / 20,
        "no lead": float(len(unit.lead) < 2),
        "opens sentence": float(unit.opens_sentence),
        "ends sentence": float(bool(unit.after) and unit.after[0] in _ENDS),
        "shares with title": len(words & view.title) / max(1, len(view.title)),
        "shares with opening": len(words & view.opening) / many,
        "shares with closing": len(words & view.closing) / many,
    }


MEASURES = (
    "length", "lead length", "opens sentence", "ends sentence", "shares with title",
    "shares with opening", "shares with closing",
)  # fmt: skip


def unit_rows(view: View, features: Sequence[Features], roles: np.ndarray) -> np.ndarray:
    """A row of numbers for each unit [n, F], for trees: what the linear model said of it and of
    the units around it, and its place.

    Args:
        view: The units.
        features: Of each, by `unit_features`.
        roles: Their log-probabilities by the linear model [n, 3].
    """
    p = np.exp(roles)
    rows = []
    for i, unit in enumerate(view.units):
        same = view.beside(i)
        around = [
            p[same[k]] if 0 <= k < len(same) else np.full(len(ROLES), -1.0)
            for k in (unit.rank - 1, unit.rank + 1, unit.rank - 2, unit.rank + 2)
        ]
        rest = [j for j in same if j != i]
        rows.append(
            [
                *roles[i],
                *np.concatenate(around),
                max((p[j, 1] for j in rest), default=-1.0),
                max((p[j, 0] for j in rest), default=-1.0),
                sum(p[j, 2] for j in rest),
                unit.rank,
                unit.size - 1 - unit.rank,
                unit.size,
                unit.section == 0,
                unit.section == view.sections - 1,
                unit.section,
                view.sections,
                p[:, 0].max() - p[i, 0],
                *(features[i][name] for name in MEASURES),
            ]
        )
    return np.array(rows, dtype=float)


def pair_rows(view: View, roles: np.ndarray) -> tuple[list[tuple[int, int]], np.ndarray]:
    """All ordered pairs (child, parent) of units in one paragraph, with a row of numbers each
    [m, F], for trees.

    Args:
        view: The units.
        roles: Their log-probabilities [n, 3].
    """
    p = np.exp(roles)
    told = [_told(view, unit) for unit in view.units]
    pairs, rows = [], []
    for i, child in enumerate(view.units):
        same = view.beside(i)
        shared = {j: len(child.stems & view.units[j].stems) for j in same if j != i}
        after = told[i + 1] if child.rank + 1 < child.size else None
        for j, both in shared.items():
            parent = view.units[j]
            low, high = min(i, j), max(i, j)
            between = view.text[view.units[low].end : view.units[high].start]
            rivals = [p[k, 1] for k in same if k not in (i, j)]
            pairs.append((i, j))
            rows.append(
                [
                    j - i,
                    abs(j - i),
                    child.rank,
                    parent.rank,
                    child.size,
                    child.size - 1 - child.rank,
                    child.size - 1 - parent.rank,
                    child.section == 0,
                    child.section == view.sections - 1,
                    _SENTENCE_END.search(between) is None,
                    len(child.content & parent.content),
                    both / max(1, min(len(child.stems), len(parent.stems))),
                    *p[i],
                    *p[j],
                    p[same[0], 1],
                    p[same, 1].max(),
                    p[j, 1] - max(rivals, default=0.0),
                    p[same, 2].sum(),
                    *told[i],
                    *told[j],
                    *told[low + 1],
                    *(after[:7] if after else [-1.0] * 7),
                    both - max(shared.values()),
                    sum(p[k, 1] for k in range(low + 1, high)),
                ]
            )
    return pairs, np.array(rows, dtype=float) if rows else np.zeros((0, 0))


def _told(view: View, unit: Sight) -> list[float]:
    """What a unit and the words that lead to it say of links."""
    lead = set(unit.lead)
    return [
        bool(_EXAMPLE.search(" ".join(unit.lead))),
        bool(lead & _REASON),
        bool(lead & _RESULT),
        unit.opens_sentence,
        bool(unit.words) and unit.words[0] in _POINTS_BACK,
        bool(lead & _ADDITION),
        bool(lead & _CONTRAST),
        unit.lead_length,
        any(c.isdigit() for c in view.text[unit.start : unit.end]),
        len(unit.words),
    ]


def kind_features(
    features: Sequence[Mapping[str, float]],
) -> tuple[list[Features], list[Features]]:
    """From `unit_features`: what each unit lends to the kind of a relation as its child, and as
    its parent; a linear model adds up the two."""
    child = [dict(f) for f in features]
    parent = [
        {f"parent {k}": v for k, v in f.items() if k.startswith(SEEN_OF_KIND)} for f in features
    ]
    return child, parent
