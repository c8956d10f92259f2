"""Words that say the same: stems across parts of speech, and sets of synonyms."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from argmap.language.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_ENDINGS = (
    "ations", "ation", "ition", "ate", "ments", "ment", "ness", "ility", "ities", "ity", "ively",
    "fully", "ably", "ally", "able", "ible",
    "ings", "ing", "ance", "ence", "ions", "ion", "ial", "ous", "ive", "ful", "ists", "ist",
    "ism", "ers", "ors", "er", "or", "ant", "ent", "al",
    "ed", "es", "ly", "e", "s", "y",
)  # fmt: skip
_LEAST = 4
_LIGHT = frozenset(
    {
        "be", "become", "come", "do", "get", "give", "go", "have", "keep", "make", "other", "say",
        "take", "thing", "something", "such",
        "many", "much", "way", "fact", "reason", "very", "more", "most", "own",
    }
)  # fmt: skip


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word without the endings by which English makes one part of speech of another.

    >>> stem("conversations") == stem("converse"), stem("scoring") == stem("scores")
    (True, True)
    >>> stem("free") == stem("fire")
    False
    """
    word = word.lower()
    cut = True
    while cut:
        cut = False
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
                word, cut = word[: -len(ending)], True
                break
    return word


def concepts(tokens: Iterable[Token]) -> frozenset[str]:
    """What content words are about: stems, and names of sets of synonyms in capitals.

    >>> from argmap.mining.parse import parse
    >>> from argmap.model import Article
    >>> doc = parse(Article(id="a", text="The rule is unfair. The rules are unjust."))
    >>> sorted(concepts(doc[:5])) == sorted(concepts(doc[5:]))
    True
    """
    listed = list(tokens)
    words = lexicon("restatements")
    found: set[str] = set()
    covered: set[int] = set()
    lemmas = [t.lemma_.lower() for t in listed]
    text, starts = "", []
    for lemma in lemmas:
        starts.append(len(text))
        text += lemma + " "
    for group in words.groups:
        for match in words.pattern(group).finditer(text):
            found.add(group.upper())
            covered |= {i for i, s in enumerate(starts) if match.start() <= s < match.end()}
    for i, token in enumerate(listed):
        if i in covered or token.pos_ not in {"NOUN", "PROPN", "VERB", "ADJ"}:
            continue
        if lemmas[i] not in _LIGHT:
            found.add(stem(lemmas[i]))
    return frozenset(found)
