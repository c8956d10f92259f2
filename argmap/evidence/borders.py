"""Neighbours that are none: "neighboring countries like Y", "X borders Y", "its neighbour Y"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from argmap.evidence.countries import countries
from argmap.language.places import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NEAR = {"neighboring", "neighbouring", "bordering", "adjacent"}
_NEIGHBOUR = {"neighbor", "neighbour"}
_SORTS = {"country", "state", "nation", "neighbor", "neighbour", "power"}
_EXAMPLES = {"like", "including", "as"}


@dataclass(frozen=True)
class Neighbourhood:
    """A text says (or denies) that two countries border each other; the span names the words."""

    country: str
    other: str
    denied: bool
    start: int
    end: int


def neighbourhoods(doc: Doc, start: int = 0, end: int | None = None) -> list[Neighbourhood]:
    """What `[start, end)` of a parsed text says of neighbours, where both countries are known."""
    stop = len(doc.text) if end is None else end
    found: list[Neighbourhood] = []
    for token in tokens_of(doc, start, stop):
        if start <= token.idx < stop:
            found.extend(n for n in _of(token) if n not in found)
    return [n for n in found if start <= n.start and n.end <= stop]


def _of(token: Token) -> Iterator[Neighbourhood]:
    lemma = token.lemma_.lower()
    if token.lower_ in _NEAR and token.dep_ in {"amod", "compound", "nmod"}:
        yield from _near(token)
    elif lemma in _NEIGHBOUR and token.pos_ == "NOUN":
        yield from _neighbour(token)
    elif lemma == "border" and token.pos_ == "VERB":
        yield from _borders(token)
    elif lemma == "border" and token.pos_ == "NOUN" and token.dep_ == "dobj":
        yield from _shares(token)


def _near(token: Token) -> Iterator[Neighbourhood]:
    """ "neighboring Y"; "neighboring countries like Y and Z"."""
    head = token.head
    owner = _owner(token, head)
    if owner is None:
        return
    if _country(head):
        yield from _pairs(owner, [head, *head.conjuncts], token.idx)
    elif head.lemma_.lower() in _SORTS:
        yield from _pairs(owner, _examples(head), token.idx)


def _neighbour(token: Token) -> Iterator[Neighbourhood]:
    """ "Turkey's neighbor Y", "its neighbours, Y and Z", "Y is a neighbour of X"."""
    owner = None
    for child in token.children:
        if child.dep_ == "poss":
            owner = _country(child) or (_owner(child, token) if child.pos_ == "PRON" else None)
        elif child.dep_ == "prep" and child.lower_ == "of":
            owner = owner or next((c for g in child.children if (c := _country(g))), None)
    if owner is None:
        return
    others = [c for c in token.children if c.dep_ == "appos"] + _examples(token)
    if token.dep_ in {"appos", "compound"}:
        others.append(token.head)
    if token.dep_ == "attr":
        others += [c for c in token.head.children if c.dep_ == "nsubj"]
    denied = token.dep_ == "attr" and any(c.dep_ == "neg" for c in token.head.children)
    start = min(t.idx for t in token.subtree)
    yield from _pairs(owner, [x for o in others for x in (o, *o.conjuncts)], start, denied)


def _borders(verb: Token) -> Iterator[Neighbourhood]:
    """ "X borders Y and Z"."""
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    objects += [
        g for c in verb.children if c.dep_ == "prep" and c.lower_ == "on" for g in c.children
    ]
    denied = any(c.dep_ == "neg" for c in verb.children)
    for subject in subjects:
        owner = _country(subject)
        if owner:
            every = [x for o in objects for x in (o, *o.conjuncts)]
            yield from _pairs(owner, every, subject.idx, denied)


def _shares(noun: Token) -> Iterator[Neighbourhood]:
    """ "X shares a border with Y"."""
    if noun.head.lemma_.lower() not in {"share", "have"}:
        return
    subjects = [c for c in noun.head.children if c.dep_ == "nsubj"]
    if not subjects or not (owner := _country(subjects[0])):
        return
    preps = [c for t in (noun, noun.head) for c in t.children if c.lower_ == "with"]
    denied = any(c.dep_ == "neg" for c in noun.head.children) or any(
        c.lower_ == "no" for c in noun.children
    )
    for prep in preps:
        every = [x for o in prep.children for x in (o, *o.conjuncts)]
        yield from _pairs(owner, every, subjects[0].idx, denied)


def _pairs(
    owner: str, others: list[Token], start: int, denied: bool = False
) -> Iterator[Neighbourhood]:
    for other in others:
        name = _country(other)
        if name and name != owner:
            a, b = min(start, other.idx), max(start, other.idx) + len(other)
            yield Neighbourhood(owner, name, denied, a, b)


def _examples(head: Token) -> list[Token]:
    """Y and Z of "countries like Y and Z"."""
    found = []
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in _EXAMPLES:
            for grandchild in child.children:
                if grandchild.dep_ in {"pobj", "pcomp"}:
                    found += [grandchild, *grandchild.conjuncts]
        elif child.dep_ == "appos":
            found += [child, *child.conjuncts]
    return found


def _country(token: Token) -> str | None:
    """The country that a token names, alone or with the words of its name; none for others."""
    if token.pos_ not in {"PROPN", "NOUN"} or not token.text[:1].isupper():
        return None
    known = countries()
    left = [t for t in token.lefts if t.dep_ == "compound"]
    for text in (" ".join(t.text for t in (*left, token)), token.text):
        name = known.canonical(text)
        if name in known.borders:
            return name
    return None


def _owner(token: Token, head: Token) -> str | None:
    """Whose neighbour: the country that the sentence is about.

    A possessive before the phrase; else the possessor in, or the head of, the sentence's subject;
    else the only country named before it; else, for "its", that of the sentence before.
    """
    for child in head.children:
        if child.dep_ == "poss" and (name := _country(child)):
            return name
    sentence = token.sent
    for word in sentence:
        if word.dep_ in {"nsubj", "nsubjpass"} and word.i < token.i:
            inside = [word, *(t for t in word.subtree if t.dep_ == "poss")]
            names = [name for t in inside if (name := _country(t))]
            if names:
                return names[0]
    before = {name for t in sentence if t.i < token.i and (name := _country(t))}
    if len(before) == 1:
        return before.pop()
    if before or sentence.start == 0:
        return None
    last = sentence.doc[sentence.start - 1].sent
    subjects = {name for t in last if t.dep_ == "nsubj" and (name := _country(t))}
    return subjects.pop() if len(subjects) == 1 else None
