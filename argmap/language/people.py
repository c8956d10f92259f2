"""Which nouns name people, or bodies of people."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from argmap.language.attribution import is_name
from argmap.language.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_SHORT = 5
"""Shorter nouns that end in "-er" or "-or" are mostly no people: "beer", "door"."""


def is_people(noun: Token) -> bool:
    """Does the noun name people or bodies of people: "politicians", "government"; not "weather"?

    >>> from argmap.mining.parse import parse
    >>> from argmap.model import Article
    >>> doc = parse(Article(id="a", text="Recruiters like sunny weather."))
    >>> is_people(doc[0]), is_people(doc[3])
    (True, False)
    """
    if noun.tag_ not in {"NN", "NNS", "NNPS"}:
        return False
    words = lexicon("quantifiers")
    lemma = noun.lemma_.lower()
    if noun.ent_type_ == "NORP" or lemma in words["class"]:
        return True
    return len(lemma) >= _SHORT and lemma.endswith(_ends()) and lemma not in words["no_person"]


def is_actor(noun: Token) -> bool:
    """Is it somebody in particular who can act: a name, "the ministry", "British surveyors"?

    >>> from argmap.mining.parse import parse
    >>> from argmap.model import Article
    >>> doc = parse(Article(id="a", text="The ministry fired a rocket."))
    >>> is_actor(doc[1]), is_actor(doc[4])
    (True, False)
    """
    if noun.pos_ == "PROPN":
        return noun.ent_type_ not in {"DATE", "TIME", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"}
    if noun.pos_ != "NOUN":
        return False
    holders = lexicon("holders")
    lemma = noun.lemma_.lower()
    known = lemma in holders["office"] | holders["body"] | holders["actor"] or is_people(noun)
    named = any(
        is_name(t) and t.ent_type_ not in {"DATE", "EVENT", "WORK_OF_ART", "LAW"}
        for child in noun.children
        if child.dep_ in {"amod", "compound", "poss", "nmod", "prep", "appos"}
        for t in child.subtree
    )
    definite = any(
        c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in {"the", "this", "that"})
        for c in noun.children
    )
    return known and (named or definite)


@cache
def _ends() -> tuple[str, ...]:
    return tuple(sorted(lexicon("quantifiers")["person_suffix"]))
