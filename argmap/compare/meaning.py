"""How alike claims are in what they mean, and which deny one another, by the critic's encoder.

Cosines of sentence vectors alone mistake one subject for one claim: "the stadium brings jobs" and
"the stadium costs too much" stand near each other for the stadium's sake. So two vectors are
compared twice: of the whole claims, and of what is left of them once the words that both have are
taken out ("brings jobs", "costs too much"); the mean of the two counts. Where they share no words,
the whole claims are what is left. And from all vectors the mean of both articles is taken, which
is their subject.

Nothing is compared that words, or the rank among all claims of the other article, rule out.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from argmap.compare.claims import ClaimWords, claim_words
from argmap.compare.contradict import Found, by_words, may_deny
from argmap.compare.records import Sign
from argmap.compare.similarity import lexical, nearest

if TYPE_CHECKING:
    from argmap.critic import Critic

_FEW = 4
"""Claims of the other article that each is read against once more, the most alike first."""
_LEAST = 0.45
"""Least cosine of two whole claims that are."""
_COMMON = 0.7
"""How much of what all claims have in common is taken out."""
_BACK = 0.2
"""What that takes from the likeness of two claims that say the same, as measured."""
_EDIT = 0.4
"""Least likeness of what is left of a claim and of an edit of it."""
_SUBJECT = 0.55
"""Least likeness of two claims that speak of the same thing."""
_DENIES = 0.45
"""Least probability of a contradiction, mean of both directions."""
_REFUTES = 0.8
"""Least probability that one refutes the other, likewise."""
_KEPT = 20_000


class Meaning:
    """The critic's encoder, as the two seams of a comparison want it.

    >>> from argmap.critic import load_critic
    >>> table = Meaning(load_critic()).words_and_meaning(
    ...     ["School uniforms reduce bullying."],
    ...     ["Pupils are teased less where all wear the same.", "Uniforms are dear."])
    >>> bool(table[0, 0] > table[0, 1])
    True
    """

    def __init__(self, critic: Critic) -> None:
        self._critic = critic
        self._vectors: OrderedDict[str, NDArray[np.float64]] = OrderedDict()

    def words_and_meaning(
        self, texts_a: Sequence[str], texts_b: Sequence[str]
    ) -> NDArray[np.float64]:
        """Similarity by meaning, or by meaning and words where they have more in common."""
        words = lexical(texts_a, texts_b)
        meaning, rest = self._tables(texts_a, texts_b)
        # An edit: what it changed means nearly the same, and its words tell best how near.
        words = np.where(rest >= _EDIT, words, (words + meaning) / 2)
        return np.maximum(words, meaning)

    def alike(self, texts_a: Sequence[str], texts_b: Sequence[str]) -> NDArray[np.float64]:
        """Similarity by meaning; 0 where it was not looked at."""
        return self._tables(texts_a, texts_b)[0]

    def _tables(
        self, texts_a: Sequence[str], texts_b: Sequence[str]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Similarity by meaning, and that of what is left alone; 0 and 1 where not looked at."""
        table = np.zeros((len(texts_a), len(texts_b)))
        lefts = np.ones_like(table)
        if table.size == 0:
            return table, lefts
        rows_a, rows_b = self._embed(texts_a), self._embed(texts_b)
        # What all claims of both articles have in common is their subject, and tells none apart.
        every = np.unique(np.concatenate([rows_a, rows_b]), axis=0)
        share = max(0.0, 1 - 2 / len(every))
        subject = _COMMON * share * every.mean(axis=0)
        alike = np.where(_same(texts_a, texts_b), -1.0, rows_a @ rows_b.T)
        near = nearest(alike, _FEW, _LEAST)
        whole = _unit(rows_a - subject) @ _unit(rows_b - subject).T
        words_a, words_b = claim_words(texts_a), claim_words(texts_b)
        left = [_left(words_a[i], words_b[j]) for i, j in near]
        self._embed([text for pair in left for text in pair if text])
        for (i, j), (one, other) in zip(near, left, strict=True):
            rest = whole[i, j]
            if one and other and (one, other) != (texts_a[i], texts_b[j]):
                ends = _unit(self._embed([one, other]) - np.multiply(subject, 0.5))
                rest = float(ends[0] @ ends[1])
                lefts[i, j] = self._cosine(one, other, 1.0)
            # Without its subject a claim is less like any other: put back on one scale.
            table[i, j] = min(max((whole[i, j] + rest) / 2 + _BACK * share, 1e-6), 1.0)
        return table, lefts

    def by_words_and_meaning(self, pairs: Sequence[tuple[str, str]]) -> list[Found | None]:
        """What makes each pair contradict: as words show it, or as the encoder infers.

        It infers only where both are flat statements on the same thing, of which one denies and the
        other does not: alone, it takes any other word for a contradiction.
        """
        found = by_words(pairs)
        claims = claim_words([text for pair in pairs for text in pair])
        open_ = [
            index
            for index, one in enumerate(found)
            if one is None
            and may_deny(claims[2 * index], claims[2 * index + 1])
            and self._one(*pairs[index], claims[2 * index], claims[2 * index + 1]) >= _SUBJECT
        ]
        there = [pairs[index] for index in open_]
        back = [(b, a) for a, b in there]
        denies = (self._critic.infer(there)[:, 2] + self._critic.infer(back)[:, 2]) / 2
        refutes = (self._critic.stance(there)[:, 1] + self._critic.stance(back)[:, 1]) / 2
        for index, one, other in zip(open_, denies, refutes, strict=True):
            if one >= _DENIES or other >= _REFUTES:
                found[index] = Found(Sign.STANCE, "", "")
        return found

    def _one(self, a: str, b: str, words_a: ClaimWords, words_b: ClaimWords) -> float:
        whole = float(self._embed([a])[0] @ self._embed([b])[0])
        one, other = _left(words_a, words_b)
        return (whole + self._cosine(one, other, whole)) / 2

    def _cosine(self, one: str, other: str, whole: float) -> float:
        # One holds all that the other says: what is left says nothing against it.
        if not one or not other:
            return whole
        return float(self._embed([one])[0] @ self._embed([other])[0])

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float64]:
        missing = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if missing:
            # Rounded far above the noise of floating point, so that machines agree.
            for text, row in zip(missing, self._critic.embed(missing), strict=True):
                self._vectors[text] = np.round(row.astype(np.float64), 4)
        found = np.stack([self._vectors[text] for text in texts]) if texts else np.zeros((0, 384))
        while len(self._vectors) > _KEPT:
            self._vectors.popitem(last=False)
        return found


@cache
def shared_meaning() -> Meaning | None:
    """The `Meaning` of this process; none where the critic's weights are not there."""
    from argmap.critic import available, load_critic

    return Meaning(load_critic()) if available() else None


def _same(texts_a: Sequence[str], texts_b: Sequence[str]) -> NDArray[np.bool_]:
    """True where the claim of one side stands on the other word for word: its pair is known."""
    folded_a, folded_b = ([text.casefold() for text in texts] for texts in (texts_a, texts_b))
    both = set(folded_a) & set(folded_b)
    rows, columns = (np.array([text in both for text in side]) for side in (folded_a, folded_b))
    return np.asarray(rows[:, None] | columns[None, :])


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(length, 1e-9))


def _left(a: ClaimWords, b: ClaimWords) -> tuple[str, str]:
    """What is left of two claims without the words that both have; empty where no content is."""
    both = {stem for _, stem in a.pieces if stem} & {stem for _, stem in b.pieces if stem}
    if not both:
        return a.text, b.text
    return _without(a, both), _without(b, both)


def _without(claim: ClaimWords, stems: set[str]) -> str:
    left = [(text, stem) for text, stem in claim.pieces if stem not in stems]
    return "".join(text for text, _ in left).strip() if any(stem for _, stem in left) else ""
