"""Pairs of clauses that speak of the same thing, and what sets the one against the other.

The first half of the search for contradictions (de Marneffe, Rafferty & Manning 2008): what is
reported, asked, supposed or bound to another time is left out; of the clauses that remain, two are
a pair where they name the same thing with the same words that narrow it down, say the same of it
but for one point, and that point is a negation, an opposite, a number, a year or a quantifier. A
pair is only a candidate: an inference model then reads both clauses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from argmap.language.lexicon import lexicon
from argmap.language.propositions import TIMES, finite_of, in_order, number, quantifier_of
from argmap.language.stems import stem

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

LEFT_OVER = 1
"""Content words that a denial may have beyond what it denies, or the other way round."""
MOST_PAIRS = 64
"""Candidates of one article at most: those that share most words."""
_MOST_COMPARED = 100_000
_LIGHT = frozenset(
    {"be", "become", "do", "get", "give", "go", "have", "make", "offer", "own", "provide", "put",
     "take", "there"}
)  # fmt: skip
_NOBODY = frozenset({"none", "nobody", "no-one", "nothing", "neither"})
_NONE = frozenset({"no", "neither", *_NOBODY})
_NEVER = frozenset({"not", "n't", "n’t", "never"})
_PEOPLE = frozenset({"nobody", "no-one"})
_PERSONS = frozenset({"person", "people", "man", "woman", "everybody", "everyone"})
_STATES = frozenset(
    {"amount", "be", "contain", "cost", "count", "have", "last", "measure", "number", "own", "seat",
     "stand", "total", "weigh"}
)  # fmt: skip
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
_WHEN = frozenset({"if", "unless", "when", "whenever", "while", "until", "once", "after", "before"})
_REASONS = frozenset({"although", "as", "because", "since", "though"})
_UNITS = frozenset({"%", "percent", "per", "cent", "million", "billion", "thousand", "hundred"})
_SCALE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_LOOSE = frozenset(
    {"about", "above", "almost", "around", "below", "barely", "fewer", "hardly", "least",
     "less", "more", "most", "nearly", "over", "roughly", "some", "than", "under", "up"}
)  # fmt: skip
_MODALS = frozenset({"can", "will", "shall"})


@dataclass(frozen=True)
class Clause:
    """What one clause asserts; `[start, end)` are code points of the text."""

    verb: Token
    start: int
    end: int
    sentence: int
    doers: frozenset[str]
    """Stems of the head of its subject; "nobody" stands for persons."""
    nouns: dict[str, frozenset[str]]
    """Stem of each noun to the stems that narrow it down."""
    content: frozenset[str]
    """Stems of the words that carry what is said, the lightest verbs left out."""
    lemmas: dict[str, str]
    """Stem to lemma."""
    denied: bool
    quantifier: str
    modal: frozenset[str]
    past: bool
    numbers: tuple[tuple[str, float], ...]
    """What is counted, and how many."""
    years: frozenset[int]
    times: frozenset[str]
    partial: bool


@dataclass(frozen=True)
class Pair:
    """Two clauses of the same thing, the earlier first."""

    early: Clause
    late: Clause
    what: str
    """What sets them against each other, in words for a message."""
    shared: int
    """Content words that both have."""
    apart: int
    """Content words that only one of them has, opposites not counted."""


def candidates(sentences: Iterator[Span], is_own: Callable[[Token], bool]) -> list[Pair]:
    """Pairs that may contradict each other, in the order of the text; at most `MOST_PAIRS`.

    Args:
        sentences: Of the article, without its questions.
        is_own: Does the writer assert the clause of this verb?
    """
    by_noun: dict[str, list[Clause]] = {}
    found: list[Pair] = []
    compared = 0
    for sentence in sentences:
        if compared >= _MOST_COMPARED:
            break
        for late in clauses(sentence, is_own):
            seen: set[int] = set()
            for name in sorted(late.nouns):
                for early in by_noun.get(name, ()):
                    if early.start in seen or early.sentence == late.sentence:
                        continue
                    seen.add(early.start)
                    compared += 1
                    what = clash(early, late) if compared <= _MOST_COMPARED else None
                    if what is not None:
                        found.append(_pair(early, late, what))
            for name in late.nouns:
                by_noun.setdefault(name, []).append(late)
    best = sorted(found, key=lambda p: (-p.shared, p.late.start, p.early.start))[:MOST_PAIRS]
    return sorted(best, key=lambda p: (p.late.start, p.early.start))


def _pair(early: Clause, late: Clause, what: str) -> Pair:
    apart = len(early.content ^ late.content)
    return Pair(
        early, late, what, len(early.content & late.content), apart - 2 * ("opposites" in what)
    )


# One clause ---------------------------------------------------------------------------------------


def clauses(sentence: Span, is_own: Callable[[Token], bool]) -> Iterator[Clause]:
    """The main clauses of a sentence that assert something of something that is named."""
    for verb in sentence:
        if verb.pos_ not in {"VERB", "AUX"} or not _is_stated(verb):
            continue
        doer = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if doer is None or not is_own(verb) or _is_bound(verb):
            continue
        one = _clause(verb, doer)
        if one is not None:
            yield one


def _is_stated(verb: Token) -> bool:
    """A main clause, one joined to it, one that gives a reason, or what is said to be so."""
    if verb.dep_ == "ROOT" or (verb.dep_ == "conj" and verb.head.dep_ == "ROOT"):
        return True
    if verb.dep_ == "advcl":
        return any(c.dep_ == "mark" and c.lower_ in _REASONS for c in verb.children)
    return verb.dep_ in {"ccomp", "parataxis"} and verb.head.dep_ == "ROOT"


def _is_bound(verb: Token) -> bool:
    """Said of a case or a time alone ("when it rains"), or of what once was ("used to")."""
    if verb.lemma_ == "use" and any(c.dep_ == "xcomp" for c in verb.children):
        return True
    return any(
        c.dep_ in {"advcl", "prep"}
        and (c.lower_ in _WHEN or any(m.lower_ in _WHEN for m in c.children if m.i < c.i))
        and (c.dep_ == "advcl" or any(p.dep_ == "pcomp" for p in c.children))
        for c in verb.children
        if not any(d.dep_ in {"nsubj", "nsubjpass"} for d in c.children) or c.dep_ == "advcl"
    )


def _clause(verb: Token, doer: Token) -> Clause | None:
    own = in_order(verb)
    head, quantifier = _head(doer)
    nobody = doer.lower_ in _PEOPLE
    if not _is_noun(head) and not nobody:
        return None
    if any(c.dep_ in {"relcl", "acl"} for t in own if _is_noun(t) for c in t.children):
        return None  # narrowed down by a clause: it is like no other
    words = [t for t in own if _carries(t)]
    lemmas = {stem(t.lemma_): t.lemma_.lower() for t in words}
    finite = finite_of(verb)
    persons = {stem(w) for w in _PERSONS} if nobody else set()
    return Clause(
        verb=verb,
        start=own[0].idx,
        end=own[-1].idx + len(own[-1]),
        sentence=verb.sent.start,
        doers=frozenset({stem(head.lemma_)} if _is_noun(head) else persons),
        nouns={
            **{stem(t.lemma_): _narrowed(t) for t in words if _is_noun(t)},
            **dict.fromkeys(persons, frozenset()),
        },
        content=frozenset(s for s, lemma in lemmas.items() if lemma not in _LIGHT),
        lemmas=lemmas,
        denied=_denials(verb, doer, head, own) % 2 == 1,
        quantifier=quantifier,
        modal=frozenset(c.lower_ for c in verb.children if c.dep_ == "aux" and c.lower_ in _MODALS),
        past=finite.tag_ == "VBD" or (finite.lemma_ == "have" and finite != verb),
        numbers=tuple(_numbers(own)),
        years=frozenset(int(t.text) for t in own if _is_year(t)),
        times=frozenset(_times(own)),
        partial=any(t != doer and _is_partial(t) for t in verb.subtree),
    )


def _head(doer: Token) -> tuple[Token, str]:
    """The noun that a subject speaks of ("none of the farms": farms), and how many of them."""
    none = doer.lower_ in _NOBODY
    if not none and doer.lower_ not in {"all", "some", "many", "most", "few", "both"}:
        return doer, quantifier_of(doer)
    of = next((c for c in doer.children if c.lower_ == "of"), None)
    thing = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    quantifier = "no" if none else "all" if doer.lower_ in {"all", "both"} else "some"
    return thing if thing is not None else doer, quantifier


def _is_noun(token: Token) -> bool:
    return token.pos_ in {"NOUN", "PROPN"} and token.lower_ not in _NOBODY


def _carries(token: Token) -> bool:
    """Does the word carry what is said: no date, number, unit or helper?"""
    return (
        token.pos_ in _CONTENT
        and token.ent_type_ not in {"DATE", "TIME"}
        and token.dep_ not in {"aux", "auxpass"}
        and token.lower_ not in _NOBODY | _UNITS
        and not token.like_num
    )


def _denials(verb: Token, doer: Token, head: Token, own: list[Token]) -> int:
    """How often the clause denies: twice is not at all."""
    found = sum(c.dep_ == "neg" or c.lower_ in _NEVER for c in verb.children)
    found += doer.lower_ in _NOBODY or any(c.lower_ in _NONE for c in doer.children)
    things = [t for t in own if t not in (doer, head)]
    return found + any(c.lower_ == "no" and c.dep_ == "det" for t in things for c in t.children)


def _is_year(token: Token) -> bool:
    return token.ent_type_ == "DATE" and token.text.isdigit() and len(token.text) == 4


def _is_partial(token: Token) -> bool:
    """ "Not only", "not always": with a denial, something else is denied than the whole."""
    return (
        token.lower_ in lexicon("opposites")["partial"]
        and token.pos_ not in {"ADP", "DET", "AUX"}
        and token.dep_ not in {"agent", "det", "mark", "predet", "prep"}
    )


def _narrowed(noun: Token) -> frozenset[str]:
    """What narrows a noun down: adjectives, compounds, owners, and what "of" and "in" add."""
    found: set[str] = set()
    for child in noun.children:
        if child.dep_ in {"amod", "compound", "nmod"}:
            found.add(stem(child.lemma_))
        elif child.dep_ == "poss":
            owner = [t for t in child.subtree if t.pos_ in {"NOUN", "PROPN", "ADJ"}]
            found.update(stem(t.lemma_) for t in owner or [child])
        elif child.dep_ == "prep":
            named = (t for t in child.subtree if t.pos_ in {"NOUN", "PROPN", "ADJ"})
            found.update(stem(t.lemma_) for t in named)
    return frozenset(found - {"own"})


def _numbers(own: list[Token]) -> Iterator[tuple[str, float]]:
    """Numbers of one clause with what they count; a rounded or bounded one counts nothing."""
    for token in own:
        if token.pos_ != "NUM" or token.ent_type_ in {"DATE", "TIME", "ORDINAL"}:
            continue
        if token.lower_ in _SCALE and token.i and token.nbor(-1).pos_ == "NUM":
            continue
        value = number(token)
        before = {t.lower_ for t in token.doc[max(token.sent.start, token.i - 3) : token.i]}
        if value is None or before & _LOOSE:
            continue
        last = token
        while last.i + 1 < token.sent.end and last.nbor(1).lower_ in _SCALE:
            last = last.nbor(1)
            value *= _SCALE[last.lower_]
        after = last.nbor(1) if last.i + 1 < token.sent.end else last
        if after.lower_ in {"%", "percent", "per"}:
            yield "percent", value
        elif token.head.pos_ in {"NOUN", "PROPN", "SYM"}:
            yield stem(token.head.lemma_), value
        elif last.head.pos_ in {"NOUN", "PROPN", "SYM"}:
            yield stem(last.head.lemma_), value


def _times(own: list[Token]) -> Iterator[str]:
    for token in own:
        dated = token.ent_type_ in {"DATE", "TIME"} and not token.like_num
        if token.lower_ in TIMES or (dated and token.pos_ not in {"ADP", "DET", "PUNCT"}):
            yield token.lemma_.lower()


# Two clauses --------------------------------------------------------------------------------------


def clash(early: Clause, late: Clause) -> str | None:
    """What sets two clauses against each other, or none."""
    if not _same_thing(early, late):
        return None
    left, right = early.content - late.content, late.content - early.content
    if early.denied != late.denied:
        return None if early.numbers != late.numbers else _denial(early, late, left | right)
    if early.denied or early.partial or late.partial:
        return None
    if "some" in {early.quantifier, late.quantifier} and not early.numbers:
        return None
    return (
        _years(early, late, left | right)
        or _counts(early, late, left | right)
        or _opposites(early, late, left, right)
    )


def _same_thing(early: Clause, late: Clause) -> bool:
    """The same things with the same words that narrow them down, and at the same time."""
    if early.times != late.times or early.modal != late.modal:
        return False
    if not (early.doers & late.nouns.keys() and late.doers & early.nouns.keys()):
        return False
    shared = early.nouns.keys() & late.nouns.keys()
    if any(not _narrowed_alike(early, late, noun) for noun in shared):
        return False
    both = early.content & late.content
    return len(both) >= 2 or (len(both) == 1 and min(len(early.content), len(late.content)) <= 2)


def _narrowed_alike(early: Clause, late: Clause, noun: str) -> bool:
    """What narrows a noun down in the one clause stands somewhere in the other too."""
    apart = early.nouns[noun] ^ late.nouns[noun]
    return all(word in early.content and word in late.content for word in apart)


def _denial(early: Clause, late: Clause, apart: frozenset[str]) -> str | None:
    denial, other = (early, late) if early.denied else (late, early)
    if denial.partial or len(apart) > LEFT_OVER:
        return None
    pair = {denial.quantifier, other.quantifier}
    if denial.quantifier == "no":
        many = {"": "they do", "all": "all do", "some": "some do"}.get(other.quantifier, "they do")
        return f"the one says that none do, the other that {many}"
    if "some" in pair:
        # "Some teachers do" and "some teachers do not" can both be so.
        return None if "all" not in pair else "the one says it of all, the other denies it of some"
    if "a" in pair:
        return None
    if early.past != late.past:
        return None
    return "the one denies what the other says"


def _years(early: Clause, late: Clause, apart: frozenset[str]) -> str | None:
    """Two years for what happens once."""
    if len(early.years) != 1 or len(late.years) != 1 or early.years == late.years:
        return None
    if apart:
        return None
    verbs = {early.verb.lemma_.lower(), late.verb.lemma_.lower()}
    once = verbs <= lexicon("opposites")["once_verb"] or "first" in early.times
    return "two years are given for what happens once" if once else None


def _counts(early: Clause, late: Clause, apart: frozenset[str]) -> str | None:
    """Two numbers for the same count."""
    if early.years != late.years or len(early.numbers) != 1 or len(late.numbers) != 1 or apart:
        return None
    (noun, one), (same, other) = early.numbers[0], late.numbers[0]
    if noun != same or one == other:
        return None
    # What is done can be done again with another count; what is so cannot.
    if early.past and early.verb.lemma_.lower() not in _STATES:
        return None
    counted = early.lemmas.get(noun, noun)
    return f"{counted} is given as {one:,.12g} and as {other:,.12g}"


@cache
def _pairs() -> frozenset[frozenset[str]]:
    return frozenset(
        frozenset(stem(word) for word in entry.split("/")) for entry in lexicon("opposites")["pair"]
    )


def _opposites(
    early: Clause, late: Clause, left: frozenset[str], right: frozenset[str]
) -> str | None:
    if len(left) != 1 or len(right) != 1 or early.years != late.years:
        return None
    if early.numbers != late.numbers or early.past != late.past:
        return None
    if left | right not in _pairs():
        return None
    (one,), (other,) = left, right
    return f"“{early.lemmas[one]}” and “{late.lemmas[other]}” are opposites"
