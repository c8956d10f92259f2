"""Whether an attribution names nobody in particular: a small head on the critic's states.

A source may be missing for many reasons that only the words around the cue tell: a passive without
an agent ("was accused of"), hearsay ("reportedly"), an expletive ("it is clear that"). The head
reads the encoder's states of cue and source, the scores of the attribution, and a few marks of the
words themselves; its answer is the mean of several small networks, trained by
`argmap.training_critic.vague` on PolNeAR.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from argmap.critic.decoding import Span
from argmap.critic.holders import is_generic_source

FILE = "vague.npz"
LOWER = 2.5
"""How much lower the bar for a cue lies here than for attributions at large."""
_WORD = re.compile(r"[\w’'-]+")
_BE = frozenset({"is", "are", "was", "were", "been", "be", "being"})
_HEARSAY = frozenset(
    {"reportedly", "allegedly", "apparently", "supposedly", "purportedly", "presumably"}
)
_TELLING = frozenset(
    {"seem", "seems", "seemed", "appears", "appear", "appeared", "looks", "look", "looked", "clear",
     "unclear", "expected", "considered", "known", "accused", "criticized", "charges",
     "allegations", "concerns", "questions", "speculation", "criticism"}
)  # fmt: skip
_PARTICIPLES = frozenset({"said", "known", "seen", "thought", "held", "told", "drawn"})
_OPENERS = frozenset({"the", "a", "an", "more", "those", "all", "both"})
_NARROWING = frozenset(
    {"of", "in", "at", "from", "with", "on", "who", "whose", "briefed", "familiar", "close"}
)
_FUNCTION = frozenset(
    {"that", "and", "but", "as", "to", "by", "the", "some", "many", "what", "while", "which"}
)


@dataclass(frozen=True)
class Candidate:
    """A possible attribution, with what the critic's encoder says about it."""

    cue: Span
    source: Span | None
    """The best stretch to be the source, likely or not."""
    content: Span
    source_score: float
    content_score: float
    confidence: float
    """Probability of the cue."""
    is_cue: bool
    """Is it a cue by the bar for attributions at large?"""
    cue_state: np.ndarray
    source_state: np.ndarray


class VagueHead:
    """Says how likely a candidate is an attribution whose holder is nobody in particular.

    Args:
        path: The weights: `w1` [k, h, d], `b1` [k, h], `w2` [k, h], `b2` [k] and `limit`.
    """

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as held:
            self._w1 = held["w1"].astype(np.float32)
            self._b1 = held["b1"].astype(np.float32)
            self._w2 = held["w2"].astype(np.float32)
            self._b2 = held["b2"].astype(np.float32)
            self.limit = float(held["limit"])

    def score(self, text: str, candidate: Candidate) -> float:
        """Log odds of "nobody in particular", the mean over the networks."""
        return float(self.scores(features(text, candidate)[None])[0])

    def scores(self, rows: np.ndarray) -> np.ndarray:
        """The same for rows [n, d] of `features`."""
        hidden = gelu(np.einsum("khd,nd->nkh", self._w1, rows) + self._b1)
        return np.asarray((np.einsum("nkh,kh->nk", hidden, self._w2) + self._b2).mean(1))

    def is_vague(self, text: str, candidate: Candidate) -> bool:
        """Is it, at the precision that the limit was chosen for?"""
        return self.score(text, candidate) >= self.limit


def features(text: str, candidate: Candidate) -> np.ndarray:
    """What the head reads of a candidate: states, scores, and marks of its words."""
    has = candidate.source_score > 0
    source = candidate.source
    generic = source is not None and is_generic_source(text[slice(*source)])
    sure = candidate.confidence
    scores = [
        float(np.clip(candidate.source_score, -15, 15)) / 5, has, generic and has,
        generic and not has, sure, np.log(sure + 1e-4) - np.log(1 - sure + 1e-4),
        min(candidate.content_score, 40) / 10, candidate.is_cue,
    ]  # fmt: skip
    marks = _marks(text, candidate, generic=generic)
    state = np.concatenate([candidate.cue_state, candidate.source_state * has])
    return np.concatenate([state, np.array([*scores, *marks])]).astype(np.float32)


def _marks(text: str, candidate: Candidate, *, generic: bool) -> list[float]:
    """Marks of the words: a passive with no agent, hearsay, and how the source's phrase goes on."""
    cue = [word.lower() for word in _WORD.findall(text[slice(*candidate.cue)])]
    before, after = _around(text, candidate.cue)
    last = cue[-1] if cue else ""
    participle = last.endswith("ed") or last in _PARTICIPLES
    passive = participle and bool(_BE & {*cue, *(word.lower() for word in before[-1:])})
    agent = (bool(after) and after[0].lower() == "by") or "by" in cue
    has = candidate.source_score > 0
    found: list[float] = [
        passive, passive and not agent, agent, bool(_HEARSAY & set(cue)),
        bool(before) and before[-1].lower() in {"it", "there"},
        bool(cue) and cue[0] in {"it", "there"}, last in {"of", "about", "over", "for", "that"},
        last.endswith("s") and not passive, bool(_TELLING & set(cue)),
    ]  # fmt: skip
    found += _phrase(text, candidate, generic=generic) if has and candidate.source else [0.0] * 9
    far = 0.0 if has else max(-10.0, candidate.source_score) / 5
    found += [not has and passive and not agent, not has and candidate.source_score < -2, far]
    return [float(value) for value in found]


def _phrase(text: str, candidate: Candidate, *, generic: bool) -> list[float]:
    """Does the source's phrase go on to the left or right, so that it names somebody after all?"""
    assert candidate.source is not None
    start, end = candidate.source
    words = text[start:end].lower()
    before, after = _around(text, candidate.source)
    behind = after[0] if after and text[end : end + 1] == " " else ""
    ahead = before[-1] if before and text[start - 1 : start] == " " else ""
    touching = end <= candidate.cue[0] <= end + 1
    return [
        generic and touching, generic and behind[:1].isupper(), generic and ahead[:1].isupper(),
        generic and not touching and behind in _NARROWING, generic and not touching,
        words in _OPENERS, generic and words.endswith("s"),
        generic and ahead[:1].islower() and ahead not in _FUNCTION, end > candidate.cue[0],
    ]  # fmt: skip


def _around(text: str, span: Span) -> tuple[list[str], list[str]]:
    """Up to two words before and after a span."""
    before = _WORD.findall(text[max(0, span[0] - 60) : span[0]])[-2:]
    return before, _WORD.findall(text[span[1] : span[1] + 40])[:2]


def gelu(x: np.ndarray) -> np.ndarray:
    """Gaussian error linear units, by their tangent (Hendrycks & Gimpel 2016)."""
    return np.asarray(0.5 * x * (1 + np.tanh(0.7978845608028654 * (x + 0.044715 * x**3))))
