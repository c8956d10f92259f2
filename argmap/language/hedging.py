"""How much a writer commits: hedges, opinions, questions, suppositions.

Word lists after Hyland (2005); the readings that take a clause out of the writer's assertions
(condition, question, wish) are read off the parse.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from argmap.language.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_HYPOTHETICAL = frozenset({"would", "could", "might", "may", "'d"})
_FIRST_PERSON = frozenset({"i", "my", "me", "mine", "myself"})
_DENIALS = frozenset({"not", "no", "never", "neither", "nor", "hardly"})
_CONCESSIVE = frozenset({"while", "although", "though", "whereas"})
_CLOSING = "\"'”’)]» \n\r\t"
_DEEP = 30
"""Heads to climb: no sentence that people write nests deeper."""


def hedges(tokens: Iterable[Token]) -> list[Token]:
    """Tokens that soften what is said.

    >>> import spacy
    >>> doc = spacy.blank("en")("Perhaps the bridge is, arguably, safe.")
    >>> [token.text for token in hedges(doc)]
    ['Perhaps', 'arguably']
    """
    words = lexicon("hedging")["hedge"]
    return [t for t in tokens if t.lower_ in words or t.lemma_.lower() in words]


def boosters(tokens: Iterable[Token]) -> list[Token]:
    """Tokens that harden what is said: "clearly", "undoubtedly"."""
    words = lexicon("hedging")["booster"]
    return [t for t in tokens if t.lower_ in words]


def is_opinion(text: str) -> bool:
    """Does the writer say that this is an opinion?

    >>> is_opinion("I think that the law is wrong."), is_opinion("The law is wrong.")
    (True, False)
    """
    return lexicon("hedging").pattern("opinion_phrase").search(text.replace("’", "'")) is not None


def is_question(sentence: Span) -> bool:
    """Does the sentence ask?

    >>> import spacy
    >>> doc = spacy.blank("en")("Is it safe?")
    >>> is_question(doc[:])
    True
    """
    # From its end: the whole sentence as a string costs a Token for each of its words.
    for at in range(sentence.end - 1, sentence.start - 1, -1):
        text = sentence.doc[at].text.rstrip(_CLOSING)
        if text:
            return text.endswith("?")
    return False


def is_first_person(tokens: Iterable[Token]) -> bool:
    """Does the writer tell of an experience of their own ("I", "my", "me")?"""
    return not _FIRST_PERSON.isdisjoint(token.lower_ for token in tokens)


def is_unreal(token: Token) -> bool:
    """Is the clause around a token supposed, wished or advised rather than asserted?

    Conditions ("if ..."), modals of possibility and of duty ("would", "should"), and imperatives.
    """
    place = token
    for _ in range(_DEEP):
        if any(_supposes(child) for child in place.children):
            return True
        if place.head == place or place.dep_ == "ROOT":
            return False
        place = place.head
    return False


def _supposes(child: Token) -> bool:
    hedging = lexicon("hedging")
    dep = child.dep_
    if dep == "aux":
        return child.lower_ in _HYPOTHETICAL or child.lower_ in hedging["modal_duty"]
    if dep in {"mark", "advmod"}:
        return child.lower_ in hedging["conditional"]
    # "If it breaks, it leads to ...": what follows is supposed with it.
    return dep == "advcl" and any(
        mark.dep_ == "mark" and mark.lower_ in {"if", "unless"} for mark in child.children
    )


def is_conceded(token: Token) -> bool:
    """Does it stand in a clause that is set off against another ("while it helps, ...")?"""
    return any(
        child.dep_ == "mark" and child.lower_ in _CONCESSIVE
        for place in (token, *token.ancestors)
        for child in place.children
    )


def is_negated(token: Token) -> bool:
    """Is the token's clause, or the token itself, denied?"""
    return any(
        child.dep_ == "neg" or child.lower_ in _DENIALS
        for place in (token, token.head)
        for child in place.children
        if child != token
    )
