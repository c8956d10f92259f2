"""What a clause says of what: subject, predicate, complements, polarity, counts and dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_DOERS = frozenset({"nsubj", "nsubjpass"})
_CLAUSES = frozenset(
    {"advcl", "ccomp", "relcl", "acl", "conj", "parataxis", "csubj", "xcomp", "pcomp"}
)
_OTHERS = _CLAUSES - {"xcomp"}
_NONE = frozenset({"no", "none", "neither", "nobody", "nothing"})
_NEVER = frozenset({"not", "n't", "n’t", "never", "hardly", "scarcely"})
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
SPELT = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip


@dataclass(frozen=True)
class Proposition:
    """One finite clause with a subject that is named by a noun. Spans are code points of the text.

    The subject is its noun with what narrows it down ("school bus", not "bus"), the rest are the
    lemmas of the content words of the clause itself, without those of clauses inside it.
    """

    verb: Token
    doer: Token
    subject: frozenset[str]
    quantifier: str
    predicate: str
    rest: frozenset[str]
    denied: bool
    past: bool
    counts: tuple[tuple[str, float], ...]
    """Counted noun and number."""
    years: frozenset[int]
    times: frozenset[str]
    """The words that bind it to a time: those of a date, or a word such as "then"."""
    start: int
    end: int


def propositions(
    sentence: Iterable[Token], is_own: Callable[[Token], bool] | None = None
) -> Iterator[Proposition]:
    """The clauses of a sentence, in order.

    Args:
        sentence: Its tokens.
        is_own: Of a clause's verb, whether the clause is wanted; none: all are.

    >>> from argmap.mining.parse import parse
    >>> from argmap.model import Article
    >>> doc = parse(Article(id="a", text="The bridge has not two but three arches."))
    >>> first = next(propositions(next(doc.sents)))
    >>> sorted(first.subject), first.predicate
    (['bridge'], 'have')
    """
    for verb in sentence:
        if verb.pos_ not in {"VERB", "AUX"} or verb.dep_ in {"aux", "auxpass", "amod", "xcomp"}:
            continue
        doer = next((c for c in verb.children if c.dep_ in _DOERS), None)
        if doer is None or doer.pos_ not in {"NOUN", "PROPN"}:
            continue
        if is_own is not None and not is_own(verb):
            continue
        own = in_order(verb)
        inside = {*doer.subtree}
        rest = [t for t in own if t not in inside and t != verb]
        finite = finite_of(verb)
        yield Proposition(
            verb=verb,
            doer=doer,
            subject=noun_key(doer),
            quantifier=quantifier_of(doer),
            predicate=verb.lemma_.lower(),
            rest=frozenset(
                t.lemma_.lower()
                for t in rest
                if t.pos_ in {"NOUN", "PROPN", "VERB", "ADJ", "NUM"} and t.ent_type_ not in {"DATE"}
            ),
            denied=_is_denied(verb, doer, rest),
            past=finite.tag_ == "VBD"
            or (finite.lemma_ == "have" and finite != verb and verb.tag_ == "VBN"),
            counts=tuple(_counts(rest)),
            years=frozenset(int(t.text) for t in own if _YEAR.fullmatch(t.text)),
            times=frozenset(
                t.lemma_.lower()
                for t in own
                if t.ent_type_ in {"DATE", "TIME"} or t.lower_ in TIMES
            ),
            start=own[0].idx,
            end=own[-1].idx + len(own[-1]),
        )


TIMES = frozenset(
    {
        "then", "now", "once", "today", "formerly", "previously", "still", "yet", "already",
        "anymore", "longer", "initially", "first",
        "later", "before", "after", "until", "when", "while", "since", "ago", "again",
        "currently", "earlier", "recently", "usually", "often",
        "sometimes", "soon", "tomorrow", "yesterday", "eventually", "during",
    }
)  # fmt: skip


def finite_of(verb: Token) -> Token:
    """What bears the tense of a verb: its first helper, or the verb itself.

    >>> from argmap.mining.parse import parse
    >>> from argmap.model import Article
    >>> finite_of(parse(Article(id="a", text="Rents have been rising."))[3]).text
    'have'
    """
    return next((c for c in verb.children if c.dep_ in {"aux", "auxpass"}), verb)


def noun_key(noun: Token) -> frozenset[str]:
    """The noun with what narrows it down: compounds, adjectives, owners, names and "of ..."."""
    words = {noun.lemma_.lower()}
    for child in noun.children:
        if child.dep_ in {"compound", "amod", "nmod"}:
            words.add(child.lemma_.lower())
        elif child.dep_ == "poss":
            words |= {t.lemma_.lower() for t in child.subtree if t.tag_ not in {"POS", "DT"}}
        elif child.dep_ == "prep":
            words |= {
                t.lemma_.lower() for t in child.subtree if t.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"}
            }
        elif child.dep_ in {"relcl", "acl", "appos"}:
            words.add(f"+{child.i}")  # narrowed down by a clause: like no other
    return frozenset(words)


def quantifier_of(noun: Token) -> str:  # noqa: PLR0911 - a decision list
    """ "all", "no", "some", "the" (somebody or something in particular) or "" (a kind)."""
    for child in noun.children:
        word = child.lower_
        if word in {"all", "every", "each"}:
            return "all"
        if word in _NONE:
            return "no"
        if word in {"some", "many", "most", "few", "several", "half"} or child.dep_ == "nummod":
            return "some"
        if word in {
            "the",
            "this",
            "that",
            "these",
            "those",
            "its",
            "our",
            "my",
            "his",
            "her",
            "their",
        }:
            return "the"
        if word in {"a", "an", "one", "another", "any"}:
            return "a"
        if child.dep_ == "poss":
            return "the"
    return "the" if noun.pos_ == "PROPN" else ""


def in_order(verb: Token) -> list[Token]:
    """`own_tokens` in the order of the text, without the "and" that leads to the next clause."""
    own = sorted(own_tokens(verb), key=lambda t: t.i)
    while len(own) > 1 and own[-1].dep_ == "cc":
        own.pop()
    return own


def own_tokens(verb: Token) -> Iterator[Token]:
    """The words of a verb's own clause, without those of the clauses that hang on it."""
    stack = [verb]
    while stack:
        token = stack.pop()
        if not token.is_punct and not token.is_space:
            yield token
        stack.extend(
            c
            for c in token.children
            if c.dep_ not in _OTHERS
            or (c.dep_ == "conj" and token != verb and c.pos_ not in {"VERB", "AUX"})
        )


def _is_denied(verb: Token, doer: Token, rest: list[Token]) -> bool:
    denials = sum(c.dep_ == "neg" or c.lower_ in _NEVER for c in verb.children)
    denials += any(c.lower_ in _NONE for c in doer.children)
    denials += any(
        t.lower_ == "no" and t.dep_ == "det" and t.head.dep_ in {"dobj", "attr"} for t in rest
    )
    return denials % 2 == 1


def _counts(tokens: list[Token]) -> Iterator[tuple[str, float]]:
    for token in tokens:
        if token.dep_ != "nummod" or token.ent_type_ in {"DATE", "TIME", "ORDINAL"}:
            continue
        value = number(token)
        if value is not None and token.head.pos_ in {"NOUN", "PROPN"}:
            yield token.head.lemma_.lower(), value


def number(token: Token) -> float | None:
    """The number that a token writes, in figures or as a word, or none.

    >>> from argmap.mining.parse import parse
    >>> from argmap.model import Article
    >>> doc = parse(Article(id="a", text="Forty boats, 1,200 crates and some rope."))
    >>> number(doc[0]), number(doc[3]), number(doc[6])
    (40.0, 1200.0, None)
    >>> number(parse(Article(id="a", text="Twenty-one boats."))[2])
    21.0
    """
    word = token.lower_.replace(",", "")
    if word in SPELT:
        before = token.doc[max(0, token.i - 2) : token.i]
        tens = SPELT.get(before[0].lower_, 0) if len(before) == 2 and before[1].text == "-" else 0
        return float(SPELT[word] + (tens if tens >= 20 and SPELT[word] < 10 else 0))
    try:
        return float(word)
    except ValueError:
        return None
