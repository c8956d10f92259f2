"""Two ways are given as if there were no third.

"We either build the road or we let the valley die": whoever will not have the one is made to take
the other. The argument stands only where the two exhaust what can be done, and for choices of
people they seldom do. A true contradiction ("it is inside or it is not") does exhaust them.

How it decides: "either ... or" between two courses of action of somebody who chooses ("we", "the
city", "voters"); a choice that is counted as two ("there are only two ways", "the choice is
between X and Y"); two that are offered with "can" ("you can have X or you can have Y"); a third
that is ruled out ("no middle ground", "nothing in between"); those who are not for a thing, put
down as for another ("whoever opposes it wants ..."). Contradictories ("or not"), facts, the past,
rules and offers ("you may pay by card or in cash"), questions, and what is put in somebody's
mouth are let be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from argmap.checks.base import Check, Finding
from argmap.checks.placing import OnceAUnit
from argmap.checks.subject import Subject
from argmap.language.lexicon import lexicon
from argmap.language.people import is_people
from argmap.language.places import tokens_of
from argmap.model import Severity

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_DOERS = frozenset({"nsubj", "nsubjpass"})
_SOFT = frozenset({"may", "might", "could", "would", "should"})


def find(subject: Subject) -> Iterator[Finding]:
    """Choices that are cut down to two."""
    once = OnceAUnit(subject)
    for sentence in subject.all_sentences:
        if subject.is_question(sentence):
            continue
        words = {token.lower_ for token in subject.tokens_in(sentence)}
        for look, by_word in _LOOKS:
            if by_word is not None and words.isdisjoint(by_word):
                continue
            span = look(sentence)
            placed = once.place(*span) if span is not None else None
            if placed is None:
                continue
            unit, start, end = placed
            yield Finding(
                unit.id,
                start,
                end,
                f"{subject.words(start, end)} leaves two ways and no third, and nothing shows "
                "that there is none.",
                "Name the other ways and say why they are ruled out, or argue for the one you "
                "want.",
            )
            break


def _span(first: Token, last: Token) -> tuple[int, int]:
    return first.idx, last.idx + len(last)


def _subject(verb: Token) -> Token | None:
    """The doer of a verb, or of the verb that it is coordinated with."""
    for _ in range(4):
        found = next((c for c in verb.children if c.dep_ in _DOERS), None)
        if found is not None or verb.dep_ not in {"conj", "xcomp"}:
            return found
        verb = verb.head
    return None


def _chooses(doer: Token | None) -> bool:
    if doer is None:
        return False
    words = lexicon("choices")
    holders = lexicon("holders")
    body = holders["body"] | holders["actor"] | holders["office"]
    if doer.lemma_.lower() in body and any(c.lower_ in {"the", "our"} for c in doer.children):
        return True
    return (
        doer.lower_ in words["chooser"]
        or doer.lemma_.lower() in words["chooser"]
        or doer.ent_type_ in {"GPE", "ORG", "NORP", "PERSON"}
        or is_people(doer)
    )


def _is_denial(verb: Token) -> bool:
    """ "Or not", "or it does not": the other half denies the first."""
    return any(t.dep_ == "neg" or t.lower_ in {"not", "n't"} for t in verb.children)


def _is_present(verb: Token) -> bool:
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    if any(c.lower_ in _SOFT for c in helpers):
        return False
    if any(c.lemma_ == "have" for c in helpers):
        return False  # "have either cut or ended it": told, not put to anybody
    finite = helpers[0] if helpers else verb
    return finite.tag_ not in {"VBD", "VBN"} and verb.tag_ != "VBD"


def _either(sentence: Span) -> tuple[int, int] | None:
    """ "We either build or we go under", "either the city builds or it dies"."""
    for token in sentence:
        if token.lower_ != "either":
            continue
        other = next((t for t in sentence if t.i > token.i and t.lower_ == "or"), None)
        if other is None or token.i + 1 >= sentence.end:
            continue
        # The two halves, as the parse has them, or the nearest verbs where it has lost its way.
        first = token.head if token.head.pos_ in {"VERB", "AUX"} else None
        if first is None or first.i > other.i:
            first = next(
                (t for t in sentence if token.i < t.i < other.i and t.pos_ in {"VERB", "AUX"}), None
            )
        second = next(
            (
                t
                for t in sentence
                if t.i > other.i and t.pos_ in {"VERB", "AUX"} and t.dep_ != "aux"
            ),
            None,
        )
        if first is None or second is None or second.dep_ in {"relcl", "acl"}:
            continue
        # A noun after "either" or "or" that is no doer: "either tea or coffee".
        if not _opens_clause(token.nbor(), first) or not _opens_clause(other.nbor(), second):
            continue
        if _is_denial(first) or _is_denial(second) or not _is_present(first):
            continue
        if first.lemma_ in {"be", "have"} and second.lemma_ in {"be", "have"}:
            continue
        if first.dep_ in {"relcl", "acl", "advcl"} or any(
            c.dep_ == "mark" and c.lower_ in {"if", "whether"} for c in first.children
        ):
            continue
        if not _chooses(_subject(first)) or _has_third(second):
            continue
        return _span(token, second)
    return None


def _has_third(second: Token) -> bool:
    """ "..., or they vote by post": a third half after the second."""
    return any(
        t.lower_ == "or" and t.dep_ == "cc" and t.head.pos_ in {"VERB", "AUX"}
        for t in second.sent
        if t.i > second.i
    )


def _opens_clause(token: Token, verb: Token) -> bool:
    """Does the verb's own clause or verb phrase begin here?"""
    if token.i == verb.i or (
        token.head.i == verb.i and token.dep_ in {"aux", "neg", "advmod", "auxpass"}
    ):
        return True
    doer = next((c for c in verb.children if c.dep_ in _DOERS), None)
    return doer is not None and doer.left_edge.i <= token.i <= doer.i


def _two_ways(sentence: Span) -> tuple[int, int] | None:
    """ "There are only two ways to go", "we have two choices"."""
    options = lexicon("choices")["option"]
    for token in sentence:
        if token.lower_ not in {"two", "2"} or token.dep_ != "nummod":
            continue
        noun = token.head
        if noun.lemma_.lower() not in options or noun.dep_ not in {"attr", "dobj", "pobj"}:
            continue
        verb = next((t for t in noun.ancestors if t.pos_ in {"VERB", "AUX"}), None)
        if verb is None or not _is_present(verb) or _is_denial(verb):
            continue
        only = any(
            t.lower_ in {"only", "just", "but"} for t in sentence.doc[max(0, token.i - 3) : token.i]
        )
        there = any(c.dep_ == "expl" for c in verb.children)
        has = verb.lemma_ in {"have", "face"} and noun.dep_ == "dobj" and _chooses(_subject(verb))
        leaves = verb.lemma_ in {"leave"} and noun.dep_ == "dobj"
        if not (only and (there or has or leaves)) and not (
            (there or has or leaves) and _lists_two(noun, sentence)
        ):
            continue
        if any(
            c.dep_ in {"amod", "relcl"} and c.lower_ in {"possible", "other", "more"}
            for c in noun.children
        ):
            continue
        return _span(token, noun)
    return None


def _lists_two(noun: Token, sentence: Span) -> bool:
    """ "... two choices: to build or to leave"."""
    colon = next((t for t in sentence if t.i > noun.i and t.text in {":", "—", "–"}), None)
    return colon is not None and any(t.lower_ == "or" for t in sentence if t.i > colon.i)


def _between(sentence: Span) -> tuple[int, int] | None:
    """ "The choice is between order and chaos", "it is a choice between ..."."""
    for token in sentence:
        if token.lower_ not in {"choice", "decision"} or token.pos_ != "NOUN":
            continue
        verb = token.head
        if token.dep_ in {"nsubj", "attr"} and verb.lemma_ == "be" and _is_present(verb):
            link = next(
                (
                    c
                    for c in (*verb.children, *token.children)
                    if c.lower_ == "between" and c.i > token.i
                ),
                None,
            )
            pole = next((c for c in link.children if c.dep_ == "pobj"), None) if link else None
            second = next((c for c in pole.children if c.dep_ == "conj"), None) if pole else None
            if pole is not None and second is not None and not _is_denial(verb):
                if any(c.lower_ in {"not", "never"} for c in verb.children):
                    continue
                return _span(token, second)
            # "The choice is simple: cranes or queues."
            colon = next((t for t in sentence if t.i > verb.i and t.text in {":", "—", "–"}), None)
            if token.dep_ == "nsubj" and colon is not None and not _is_denial(verb):
                ors = [t for t in sentence if t.i > colon.i and t.lower_ == "or"]
                if len(ors) == 1 and ors[0].i + 1 < sentence.end and ors[0].nbor().lower_ != "not":
                    return _span(token, ors[0].nbor())
    return None


def _can_or_can(sentence: Span) -> tuple[int, int] | None:
    """ "You can have cranes or you can have queues"."""
    for token in sentence:
        if token.lower_ != "or" or token.dep_ != "cc" or token.head.pos_ not in {"VERB", "AUX"}:
            continue
        first = token.head
        second = next((c for c in first.children if c.dep_ == "conj" and c.i > token.i), None)
        if second is None or second.pos_ not in {"VERB", "AUX"}:
            continue
        if first.lemma_ == "be" == second.lemma_ and _same_link(first, second):
            doer = next((c for c in first.children if c.dep_ in _DOERS), None)
            if _chooses(doer) and not _is_denial(first) and not _is_denial(second):
                return _span(first, second)
        helps = [
            next((c for c in verb.children if c.dep_ == "aux" and c.lower_ == "can"), None)
            for verb in (first, second)
        ]
        doers = [
            next((c for c in verb.children if c.dep_ in _DOERS), None) for verb in (first, second)
        ]
        if None in helps or doers[0] is None or doers[1] is None:
            continue
        if _is_denial(first) or _is_denial(second) or not _chooses(doers[0]):
            continue
        if first.dep_ in {"relcl", "acl", "advcl"}:
            continue
        same = doers[1].pos_ == "PRON" or doers[0].lemma_ == doers[1].lemma_
        if same:
            return _span(helps[0], second) if helps[0] is not None else None
    return None


def _same_link(first: Token, second: Token) -> bool:
    """ "You are with us or you are with them"."""
    links = [{c.lower_ for c in verb.children if c.dep_ == "prep"} for verb in (first, second)]
    return bool(links[0] & links[1] & {"with", "for", "against"}) or (
        "for" in links[0] and "against" in links[1]
    )


def _only_alternative(sentence: Span) -> tuple[int, int] | None:
    """ "The only alternative to the dam is drought", "it is a question of trams or jams"."""
    for token in sentence:
        if token.lower_ == "alternative" and token.dep_ == "nsubj" and token.head.lemma_ == "be":
            only = next((c for c in token.children if c.lower_ in {"only", "sole"}), None)
            if only is not None and _is_present(token.head) and not _is_denial(token.head):
                return _span(only, token.head)
        if token.lower_ in {"question", "matter", "choice"} and token.dep_ == "attr":
            of = next((c for c in token.children if c.lower_ == "of"), None)
            pole = next((c for c in of.children if c.dep_ == "pobj"), None) if of else None
            if pole is None or _is_denial(token.head) or not _is_present(token.head):
                continue
            other = next((c for c in pole.children if c.dep_ == "conj"), None)
            link = next((c for c in pole.children if c.dep_ == "cc"), None)
            if other is not None and link is not None and link.lower_ == "or":
                return _span(token, other)
    return None


def _choose(sentence: Span) -> tuple[int, int] | None:
    """ "The council must choose: a stadium or decline", "parents face a choice: ... or ..."."""
    for token in sentence:
        if token.lemma_ == "choose" and token.pos_ == "VERB":
            verb = token
            if not any(t.lower_ in {"must", "have", "has"} for t in (*verb.children, verb.head)):
                continue
        elif token.lower_ == "choice" and token.dep_ == "dobj":
            verb = token.head
            if verb.lemma_ not in {"face", "have"}:
                continue
        else:
            continue
        if _is_denial(verb) or verb.tag_ == "VBD" or verb.dep_ in {"relcl", "acl"}:
            continue
        doer = _subject(verb) or _subject(verb.head)
        colon = next((t for t in sentence if t.i > token.i and t.text in {":", "—", "–"}), None)
        if not _chooses(doer) or colon is None or colon.i > token.i + 4:
            continue
        ors = [t for t in sentence if t.i > colon.i and t.lower_ == "or"]
        if len(ors) == 1 and ors[0].i + 1 < sentence.end and ors[0].nbor().lower_ != "not":
            return _span(token, ors[0].nbor())
    return None


def _no_third(sentence: Span) -> tuple[int, int] | None:
    """ "There is no middle ground"."""
    match = lexicon("choices").pattern("no_other_phrase").search(sentence.text)
    if match is None:
        return None
    start, end = sentence.start_char + match.start(), sentence.start_char + match.end()
    span = tokens_of(sentence.doc, start, end)
    verb = next((t for t in (span.root, *span.root.ancestors) if t.pos_ in {"VERB", "AUX"}), None)
    if verb is None or not _is_present(verb) or verb.dep_ in {"relcl", "acl"}:
        return None
    words = {t.lower_ for t in sentence}
    if match[0].lower() in {"everything else is", "anything else is"} and "or" not in words:
        return None
    if _is_denial(verb) and not match[0].lower().startswith(("no", "nothing")):
        return None
    return start, end


_EVERYBODY = frozenset({"anyone", "anybody", "whoever", "those", "everyone", "everybody"})


def _not_for(sentence: Span) -> tuple[int, int] | None:
    """ "Whoever opposes the dam wants the town to drown", "if you are not with us, you are ..."."""
    words = lexicon("choices")
    for token in sentence:
        if token.lower_ in _EVERYBODY:
            inner: Token | None
            outer: Token | None
            if token.lower_ == "whoever":
                inner, outer = token.head, token.head.head
            else:
                inner = next((c for c in token.children if c.dep_ == "relcl"), None)
                outer = token.head if token.dep_ == "nsubj" else None
            if inner is None or outer is None or inner == outer or not _is_present(outer):
                continue
            opposed = inner.lemma_.lower() in words["against_verb"] or _is_denial(inner)
            helpers = {c.lower_ for c in outer.children if c.dep_ == "aux"}
            sides = outer.lemma_.lower() in words["side_verb"] or (
                outer.lemma_ == "be"
                and any(
                    c.dep_ in {"attr", "pobj"} and c.lemma_.lower() in words["side_noun"]
                    for b in (outer, *outer.children)
                    for c in b.children
                )
            )
            if opposed and sides and not helpers and not _is_denial(outer):
                return _span(inner, outer)
        if token.lower_ == "if" and token.dep_ == "mark":
            inner, outer = token.head, token.head.head
            if inner.lemma_ != "be" or outer.lemma_ != "be" or not _is_denial(inner):
                continue
            if _is_denial(outer) or not _is_present(outer) or not _is_present(inner):
                continue
            doers = [_subject(inner), _subject(outer)]
            if any(d is None or d.lower_ not in {"you", "we", "they"} for d in doers):
                continue
            return _span(token, outer)
    return None


_LOOKS: tuple[tuple[Callable[[Span], tuple[int, int] | None], frozenset[str] | None], ...] = (
    (_either, frozenset({"either"})),
    (_two_ways, frozenset({"two", "2"})),
    (_between, frozenset({"choice", "decision"})),
    (_choose, None),
    (_only_alternative, frozenset({"alternative", "question", "matter", "choice"})),
    (_can_or_can, frozenset({"or"})),
    (_no_third, None),
    (_not_for, _EVERYBODY | {"if"}),
)
"""Looks at a sentence, each with the words without one of which it finds nothing."""


CHECK = Check(
    code="false-dilemma",
    group="reasoning",
    severity=Severity.WARNING,
    question="Are two ways given as if there were no third?",
    source=(
        "Tindale (2007), Fallacies and Argument Appraisal, ch. 3; Tomic (2013), False Dilemma: A "
        "Systematic Exposition, Argumentation 27"
    ),
    explanation=__doc__,
    find=find,
    of_argument=True,
)
