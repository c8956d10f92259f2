"""A general claim that rests on one story.

"My uncle smoked all his life and lived to ninety, which shows that ...": one case shows that a
thing can happen. How often it does, and why, it does not show; a story is picked because it fits
(Walton's critical questions for the argument from example: is the case typical, are there
others?). A story that only illustrates, or a report of what happened to the writer, is let be.

How it decides: a single case in the past, told of one person ("a builder I know", "my cousin's
grades", "a dentist in one town") or of one occasion of the writer's own ("last week I saw"), and
right after it, in the same sentence or the next, a conclusion ("that is why", "proof that", "so it
is clear that") whose clause is general: in the present tense, and not about that person. Hedged
conclusions ("suggests", "may"), sourced ones, questions, what the writer concludes for
themselves, and what is put in somebody's mouth are let be.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.checks.base import Check, Finding
from argmap.checks.placing import OnceAUnit
from argmap.checks.subject import Subject
from argmap.language.hedging import hedges, is_question
from argmap.language.lexicon import lexicon
from argmap.language.people import is_people
from argmap.language.places import hull, tokens_of
from argmap.language.sourcing import source_marker
from argmap.model import Severity

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_DOERS = frozenset({"nsubj", "nsubjpass"})
_SELF = frozenset({"i", "we", "me", "us", "myself"})
_SOFT = frozenset({"may", "might", "could", "perhaps", "possibly", "maybe", "suggests", "suggest"})


def find(subject: Subject) -> Iterator[Finding]:
    """Conclusions that are drawn from one story."""
    once = OnceAUnit(subject)
    for sentence in subject.all_sentences:
        case = _case(sentence)
        if case is None or subject.is_question(sentence):
            continue
        drawn = _conclusion(sentence, case) or _plain(sentence, case)
        if drawn is None:
            after = subject.sentence_after(sentence)
            if after is None or subject.is_question(after):
                continue
            drawn = _conclusion(after, None)
            if drawn is not None and drawn[0] - after.start_char > _OPENING:
                drawn = None
            drawn = drawn or _rule(after)
            if drawn is None:
                continue
        start, end = drawn
        # What "this shows that ..." concludes is no report: the words that conclude are looked at.
        if any(subject.is_reported(at, at + 1) for at in (start, case.idx)):
            continue
        if source_marker(sentence.text):
            continue
        placed = once.place(start, end)
        if placed is None:
            continue
        unit, start, end = placed
        yield Finding(
            unit.id,
            start,
            end,
            f"{subject.words(start, end)} draws a general conclusion from one case "
            f"({subject.words(case.left_edge.idx, case.idx + len(case))}).",
            "Say how common it is, on what count, or offer the case as an example only.",
            (subject.quoted_sentence(sentence),),
        )


_OPENING = 40
"""Characters within which a sentence that concludes from the one before must say so."""


def _case(sentence: Span) -> Token | None:
    """The person, or the writer, of whom one past event is told."""
    for token in sentence:
        if token.dep_ not in _DOERS:
            continue
        verb = token.head
        helpers = [c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}]
        # A bare participle is a past tense that the parser took for one.
        past = verb.tag_ == "VBD" or (verb.tag_ == "VBN" and not helpers)
        past = past or bool({"was", "were", "has", "had"} & set(helpers))
        if not past or verb.dep_ in {"relcl", "acl"}:
            continue
        if _is_one_person(token) or _is_own_occasion(token, sentence):
            return token
    return None


def _is_one_person(noun: Token) -> bool:
    """ "My cousin", "my cousin's grades", "a builder I know", "a dentist in one town"."""
    words = lexicon("anecdotes")
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None and owner.lemma_.lower() in words["acquaintance"]:
        noun, owner = owner, next((c for c in owner.children if c.dep_ == "poss"), None)
    lemma = noun.lemma_.lower()
    if noun.tag_ == "NN" and owner is not None and owner.lower_ in {"my", "our"}:
        return lemma in words["acquaintance"] or is_people(noun)
    single = any(
        c.lower_ in {"a", "an", "one", "another"} and c.dep_ in {"det", "nummod"}
        for c in noun.children
    )
    if noun.tag_ != "NN" or not single:
        return False
    if any(
        c.dep_ == "relcl"
        and c.lemma_.lower() in words["knows_verb"]
        and any(g.lower_ in {"i", "we"} for g in c.children)
        for c in noun.children
    ):
        return True
    mine = any(
        c.dep_ == "prep"
        and c.lower_ == "of"
        and any(g.lower_ in {"mine", "ours"} for g in c.children)
        for c in noun.children
    )
    # "One café in Marsh Street": a case that the writer counts as one.
    counted = any(c.lower_ == "one" for c in noun.children) and any(
        c.lower_ in {"in", "at", "near"} for c in noun.children
    )
    return counted or mine or lemma in words["acquaintance"] or _is_a_person(noun)


def _is_a_person(noun: Token) -> bool:
    """One person, not a body: "a woman", "a driver"; not "a country", "a party"."""
    return is_people(noun) and noun.lemma_.lower() not in _BODIES


_BODIES = frozenset(
    {
        "bank", "business", "company", "corporation", "country", "culture", "democracy", "family",
        "generation", "government", "industry",
        "institution", "nation", "party", "people", "police", "regime", "religion", "school",
        "society", "state", "university",
    }
)  # fmt: skip


def _is_own_occasion(token: Token, sentence: Span) -> bool:
    """ "Last week I saw ...": the writer, once."""
    if token.lower_ not in {"i", "we"}:
        return False
    return lexicon("anecdotes").pattern("once_phrase").search(sentence.text) is not None


def _conclusion(sentence: Span, case: Token | None) -> tuple[int, int] | None:
    """The words that conclude, with the verb of what they conclude, where that is general."""
    words = lexicon("anecdotes")
    for match in words.pattern("proof_phrase").finditer(sentence.text):
        start, end = sentence.start_char + match.start(), sentence.start_char + match.end()
        cue = tokens_of(sentence.doc, start, end)
        if case is not None and cue.start <= case.i:
            continue
        if any(
            t.dep_ == "neg" or t.lower_ in _SOFT
            for t in sentence.doc[max(sentence.start, cue.start - 3) : cue.end + 2]
        ):
            continue
        if match[0].lower().split()[-1] in {"more", "all", "everything", "need", "enough"}:
            return start, end
        verb = next(
            (
                t
                for t in sentence
                if t.i >= cue.end and t.pos_ in {"VERB", "AUX"} and _is_general(t, cue)
            ),
            None,
        )
        first = next((t for t in sentence if t.i >= cue.end and _is_finite(t)), None)
        if verb is None or first is None or verb.i > first.i + 6 or _is_about(first, case):
            continue
        return start, verb.idx + len(verb)
    return None


def _plain(sentence: Span, case: Token | None) -> tuple[int, int] | None:
    """ "...; the service is clearly broken": a conclusion that is only called plain."""
    for token in sentence:
        if token.lower_ not in {"clearly", "plainly", "obviously", "evidently"}:
            continue
        verb = token.head if token.head.pos_ in {"VERB", "AUX"} else token.head.head
        if verb.pos_ not in {"VERB", "AUX"} or (case is not None and verb.i <= case.head.i):
            continue
        doer = next((c for c in verb.children if c.dep_ in _DOERS | {"csubj"}), None)
        if doer is None or doer.pos_ == "PRON" or _is_about(verb, case):
            continue
        if _is_general(verb, sentence) and not any(c.dep_ == "neg" for c in verb.children):
            return hull(token, verb)
    return None


_SHORT = 12


def _rule(sentence: Span) -> tuple[int, int] | None:  # noqa: PLR0911 - a decision list
    """ "Scooters get people out of their cars.": a bare rule of cause and effect, right after."""
    root = sentence.root
    words = [t for t in sentence if not t.is_punct and not t.is_space]
    if len(words) > _SHORT or root.tag_ not in {"VBZ", "VBP"} or is_question(sentence):
        return None
    doer = next((c for c in root.children if c.dep_ in _DOERS | {"csubj"}), None)
    if doer is None or doer.pos_ not in {"NOUN", "VERB"} or doer.i > root.i:
        return None
    if any(c.dep_ in {"det", "poss"} for c in doer.children):
        return None
    if any(t.pos_ in {"PROPN", "NUM"} or t.lower_ in _SELF | _SOFT | {"my", "our"} for t in words):
        return None
    if any(t.dep_ in {"neg", "advcl", "ccomp"} or t.lower_ in _TURNS for t in words):
        return None
    if hedges(words):
        return None
    causes, events = lexicon("causes"), lexicon("events")
    effects = causes["cause_verb"] | causes["difference_verb"] | events["effect_verb"] | {"get"}
    if root.lemma_.lower() not in effects or not any(c.dep_ == "dobj" for c in root.children):
        return None
    return doer.left_edge.idx, words[-1].idx + len(words[-1])


_TURNS = frozenset({"but", "however", "yet", "still", "though", "and", "also"})


def _is_finite(token: Token) -> bool:
    return token.tag_ in {"VBZ", "VBP", "VBD", "MD"}


def _is_general(verb: Token, cue: Span) -> bool:
    """Present tense, not softened, not of the writer."""
    if verb.dep_ in {"aux", "auxpass"}:
        return False
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    finite = helpers[0] if helpers else verb
    if finite.tag_ not in {"VBZ", "VBP"} and finite.lower_ not in {"will", "can", "wo", "ca"}:
        return False
    if verb.dep_ == "relcl" or (verb.dep_ == "acl" and verb.head not in cue):
        return False
    if any(c.lower_ in _SOFT for c in verb.children):
        return False
    return not any(c.dep_ in _DOERS and c.lower_ in _SELF for c in verb.children)


def _is_about(verb: Token, case: Token | None) -> bool:
    """Is the conclusion about the writer, or about the person of the story ("so he is rich")?"""
    holder = verb.head if verb.dep_ in {"aux", "auxpass"} else verb
    doer = next((c for c in holder.children if c.dep_ in _DOERS), None)
    if doer is None:
        return False
    if doer.lower_ in _SELF | {"he", "she", "him", "her", "they"}:
        return True
    if any(c.dep_ == "poss" and c.lower_ in {"my", "his", "her"} for c in doer.children):
        return True
    return case is not None and doer.lemma_ == case.lemma_ and doer.tag_ == "NN"


CHECK = Check(
    code="anecdote-as-proof",
    group="evidence",
    severity=Severity.WARNING,
    question="Does a general claim rest on one story?",
    source=(
        "Walton, Reed & Macagno (2008), Argumentation Schemes, ch. 10 (argument from example, "
        "hasty generalisation); Hoeken & Hustinx (2009), When is Statistical Evidence Superior "
        "to Anecdotal Evidence in Supporting Probability Claims?"
    ),
    explanation=__doc__,
    find=find,
    of_argument=True,
)
