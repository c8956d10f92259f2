"""A small first step, and from it a slide to the worst, with nothing that shows the steps between.

"Let them ban smoking in cars, next they will ban it at home, and before long ...": each step is
foretold as if the one before it had to bring it, and the distance between the first and the last
does the persuading. A slope can be real; then the writer can say what drives each step (Walton's
critical questions: what links the steps, where could the slide be stopped?).

How it decides: a first step (a condition or "once" with a verb that lets, grants or gives up
something; a command; "today") with two or more marks of sequence ("next", "then", "after that",
"soon") on what is foretold, or with one that says that nothing will stop it ("before long", "it is
only a matter of time before"); or the figure itself, put forward by the writer as one ("a slippery
slope", "opens the floodgates"). What is told of the past, instructions, softened steps ("may",
"could"), questions about a slope, and what is put in somebody's mouth are let be.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.checks.base import Check, Finding
from argmap.checks.placing import OnceAUnit
from argmap.checks.subject import Subject
from argmap.language.lexicon import lexicon
from argmap.language.places import tokens_of
from argmap.model import Severity

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_FORETELLS = frozenset({"will", "shall", "'ll", "wo", "’ll"})
_SOFT = frozenset({"may", "might", "could", "perhaps", "possibly", "maybe"})
_STEPS = 2
_AHEAD = 2
"""Sentences after the first step in which the slide may go on."""


def find(subject: Subject) -> Iterator[Finding]:
    """Slides that a first step is said to start."""
    once = OnceAUnit(subject)
    for sentence in subject.all_sentences:
        span = _slide(subject, sentence) or _named(sentence, subject.text_of(sentence))
        placed = once.place(*span) if span is not None else None
        if placed is None:
            continue
        unit, start, end = placed
        yield Finding(
            unit.id,
            start,
            end,
            f"{subject.words(start, end)} foretells a slide, and nothing shows that one step "
            "brings the next.",
            "Say what drives each step and why it could not be stopped, or argue against the "
            "first step on its own.",
        )


def _slide(subject: Subject, sentence: Span) -> tuple[int, int] | None:
    first = _first_step(sentence)
    if first is None:
        return None
    marks = _marks(sentence, first)
    after = subject.sentence_after(sentence)
    for _ in range(_AHEAD):
        # A slide goes on where the next sentence begins with its mark.
        more = _marks(after, None) if after is not None else []
        if after is None or not any(t.i - after.start <= 1 for t in more):
            break
        marks += more
        after = subject.sentence_after(after)
    slides = list(lexicon("slopes").pattern("slide_phrase").finditer(sentence.text))
    within = [m for m in slides if sentence.start_char + m.start() > first.idx]
    # Where the first step lets nothing happen ("if the bank closes"), it takes one step more.
    lets = _lets(first) or _repeats(first)
    wanted = _STEPS if lets else _STEPS + 1
    # "First the cups, next the plates, and before you know it ...": one mark and the slide.
    starts = lets or (first.lower_ == "first" and bool(marks))
    if len({t.i for t in marks}) < wanted and not (starts and within and _foretells(sentence)):
        return None
    ends = [t.idx + len(t) for t in marks if t.i < sentence.end]
    ends += [sentence.start_char + m.end() for m in within]
    return (first.idx, max(ends)) if ends else None


def _first_step(sentence: Span) -> Token | None:
    """The word that opens the first step: "if", "once", "today", or a command such as "let"."""
    for token in sentence:
        word = token.lower_
        if word in {"if", "once"} and token.dep_ in {"mark", "advmod"}:
            step = token.head
            if step.tag_ != "VBD" and any(c.dep_ in _DOERS for c in step.children):
                return token
        if word in {"today", "first"} and all(
            t.is_punct or t.is_space for t in sentence if t.i < token.i
        ):
            return token
        if token.tag_ in {"VB", "VBP"} and _commands(token):
            return token
    return None


_DOERS = frozenset({"nsubj", "nsubjpass"})


def _lets(first: Token) -> bool:
    """Does the first step let, grant or give up something, or is it a command or a "today"?"""
    if first.lower_ not in {"if", "once"}:
        return first.lower_ != "first"
    step = first.head
    verbs = lexicon("slopes")["first_verb"]
    return step.lemma_.lower() in verbs or any(
        c.dep_ == "xcomp" and c.lemma_.lower() in verbs for c in step.children
    )


def _repeats(first: Token) -> bool:
    """ "If it gives way on this, it will give way on that": the step, taken again."""
    step = first.head
    return step.lemma_ not in {"be", "have", "do"} and any(
        t.lemma_ == step.lemma_ and any(c.lower_ in _FORETELLS for c in t.children)
        for t in first.sent
        if t.i > step.i
    )


def _commands(verb: Token) -> bool:
    """ "Give them a veto and ...": a command that stands for a condition.

    It opens the sentence, and what is foretold after it has a doer of its own.
    """
    before = [t for t in verb.sent if t.i < verb.i]
    if not all(t.is_punct or t.pos_ in {"CCONJ", "ADV", "SPACE"} for t in before):
        return False
    if verb.lower_ == "let" and any(t.lower_ in {"us", "me", "'s"} for t in verb.subtree):
        return False
    foretold = [
        t
        for t in verb.sent
        if t.i > verb.i
        and t.pos_ in {"VERB", "AUX"}
        and any(c.lower_ in _FORETELLS for c in t.children)
    ]
    return any(c.dep_ in _DOERS | {"expl"} for t in foretold for c in t.children)


def _marks(sentence: Span, first: Token | None) -> list[Token]:
    """Marks of sequence on what is foretold, in their order."""
    if not _foretells(sentence):
        return []
    words = lexicon("slopes")
    found: list[Token] = []
    opened = first.head if first is not None and first.lower_ in {"if", "once"} else None
    edge = opened.right_edge.i if opened is not None else -1
    for token in sentence:
        if first is not None and token.i <= first.i:
            continue
        if token.lower_ not in words["sequence"] or token.pos_ == "ADJ":
            continue
        if token.lower_ == "then" and 0 <= token.i - edge <= 2 and edge >= 0:
            continue
        verb = _verb(token)
        if verb is not None and _is_told_softly(verb):
            continue
        found.append(token)
    for match in words.pattern("sequence_phrase").finditer(sentence.text):
        start = sentence.start_char + match.start()
        token = tokens_of(sentence.doc, start, sentence.start_char + match.end())[-1]
        if (first is None or token.i > first.i) and token not in found:
            found.append(token)
    return sorted(found, key=lambda t: t.i)


def _verb(token: Token) -> Token | None:
    return next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)


def _is_told_softly(verb: Token) -> bool:
    helpers = {c.lower_ for c in verb.children if c.dep_ in {"aux", "advmod"}}
    return bool(helpers & _SOFT) or (verb.tag_ == "VBD" and not helpers)


def _foretells(sentence: Span) -> bool:
    return any(
        (t.lower_ in _FORETELLS and t.dep_ == "aux")
        or (t.lower_ == "going" and t.i + 1 < len(t.doc) and t.nbor().lower_ == "to")
        for t in sentence
    )


def _named(sentence: Span, text: str) -> tuple[int, int] | None:
    """ "This is a slippery slope", "it would open the floodgates"."""
    words = lexicon("slopes")
    if text.rstrip("\"'”’) \n").endswith("?"):
        return None
    match = words.pattern("named").search(text)
    if match is None:
        return None
    start, end = sentence.start_char + match.start(), sentence.start_char + match.end()
    span = tokens_of(sentence.doc, start, end)
    near = {t.lower_ for t in sentence.doc[max(sentence.start, span.start - 5) : span.end + 2]}
    if near & words["talked_about"]:
        return None
    root = span.root
    if root.dep_ not in {"attr", "dobj", "pobj"} or any(
        t.tag_ == "VBD" or (t.pos_ == "AUX" and t.lower_ in {"was", "were", "had"})
        for place in root.ancestors
        for t in (place, *place.children)
    ):
        return None
    return start, end


CHECK = Check(
    code="slippery-slope",
    group="reasoning",
    severity=Severity.WARNING,
    question="Is a slide from a first step foretold, with nothing that shows the steps between?",
    source=(
        "Walton (1992), Slippery Slope Arguments; Walton (2015), The Basic Slippery Slope "
        "Argument, Informal Logic 35"
    ),
    explanation=__doc__,
    find=find,
    of_argument=True,
)
