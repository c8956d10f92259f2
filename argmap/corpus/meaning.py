"""Claims of many articles held against each other by what they mean, with the critic's encoder.

Sentence vectors only propose: each claim's nearest neighbours are looked at, not all pairs. What
two neighbours have to do with each other is decided by their words (no other number, name, year or
polarity) and by the encoder's inference, which reads both.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from argmap.corpus.near import EXACT, neighbours

if TYPE_CHECKING:
    from argmap.critic import Critic

SAME = 0.75
"""Cosine from which on two claims may say the same in other words."""
SUBJECT = 0.55
"""Cosine from which on two claims may speak of the same thing, and so contradict each other."""
ENTAILED = 0.35
"""Least probability that either follows from the other, for two claims that say the same."""
LEAD = 0.05
"""By so much it must be likelier than that they contradict each other."""
MOST = 20_000
"""Pairs that the encoder reads, the most alike first: some minutes of work."""
_BATCH = 256


@dataclass(frozen=True)
class Against:
    """Two claims that cannot both be true, by their places in the list; the earlier first."""

    one: int
    other: int
    sign: str
    """`negation`, `antonym`, `number`, or `stance` where the encoder infers it."""
    words: tuple[str, str]
    """The words that set them apart, where there are any."""


class Meanings:
    """The claims of a corpus and the vectors of what they mean.

    Args:
        texts: Different claims.
        critic: The encoder.
        exact: Claims up to which all pairs are looked at for neighbours.

    >>> from argmap.critic import load_critic
    >>> texts = ["The bridge is safe.", "The bridge is not safe.", "Cats purr at night."]
    >>> [(a.one, a.other, a.sign) for a in Meanings(texts, load_critic()).against()]
    [(0, 1, 'negation')]
    """

    def __init__(self, texts: Sequence[str], critic: Critic, *, exact: int = EXACT) -> None:
        self.texts, self._critic, self._exact = list(texts), critic, exact
        # Rounded far above the noise of floating point, so that machines agree.
        self.vectors = np.round(critic.embed(self.texts), 4).astype(np.float32)
        self.left_out = 0
        """Pairs that were not read, because there were more than `MOST`."""

    def pairs(
        self, least: float, apart: Sequence[Collection[str]] | None = None
    ) -> list[tuple[int, int]]:
        """Neighbours whose cosine is `least` or more, the most alike first; at most `MOST`.

        Args:
            least: Lowest cosine.
            apart: For each claim the articles that make it; pairs that stand in one article alone
                are left out.
        """
        near = neighbours(self.vectors, least, self._exact)
        found = sorted({(min(i, j), max(i, j)) for i, some in enumerate(near) for j in some})
        if apart is not None:
            sets = [frozenset(articles) for articles in apart]
            found = [(i, j) for i, j in found if len(sets[i] | sets[j]) > 1]
        cosine = {
            pair: round(float(self.vectors[pair[0]] @ self.vectors[pair[1]]), 3) for pair in found
        }
        found.sort(key=lambda pair: (-cosine[pair], pair))
        self.left_out += max(0, len(found) - MOST)
        return found[:MOST]

    def same(self) -> set[tuple[int, int]]:
        """Pairs `(i, j)`, i < j, of claims that say the same in other words."""
        from argmap.compare.claims import claim_words
        from argmap.compare.contradict import same_meaning

        found: set[tuple[int, int]] = set()
        pairs = self.pairs(SAME)
        for first in range(0, len(pairs), _BATCH):
            part = pairs[first : first + _BATCH]
            words = claim_words([self.texts[k] for pair in part for k in pair])
            part = [p for n, p in enumerate(part) if same_meaning(words[2 * n], words[2 * n + 1])]
            there = [(self.texts[i], self.texts[j]) for i, j in part]
            one, other = self._critic.infer(there), self._critic.infer([(b, a) for a, b in there])
            entailed = np.minimum(one[:, 0], other[:, 0])
            denied = np.maximum(one[:, 2], other[:, 2])
            follows = (entailed >= ENTAILED) & (entailed - denied >= LEAD)
            found |= {pair for pair, yes in zip(part, follows, strict=True) if yes}
        return found

    def against(self, apart: Sequence[Collection[str]] | None = None) -> list[Against]:
        """Pairs of claims that contradict each other, the most alike first.

        Args:
            apart: See `pairs`.
        """
        from argmap.compare.meaning import Meaning

        meaning = Meaning(self._critic)
        found: list[Against] = []
        pairs = self.pairs(SUBJECT, apart)
        for first in range(0, len(pairs), _BATCH):
            part = pairs[first : first + _BATCH]
            told = meaning.by_words_and_meaning([(self.texts[i], self.texts[j]) for i, j in part])
            found += [
                Against(i, j, one.sign.value, (one.words_a, one.words_b))
                for (i, j), one in zip(part, told, strict=True)
                if one is not None
            ]
        return found
