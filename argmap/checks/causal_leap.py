"""A necessity or a cause that is asserted on one premise or on none.

"This has necessitated a closer relationship", "such cuts inevitably lead to riots": the sentence
says that nothing else could have come of it, and offers at most one reason. Other causes, chance
and choice are not ruled out (Walton's critical questions for the argument from cause to effect: how
strong is the generalisation, are there other factors?).

"They built a bridge, and trade has grown ever since" goes one step further: it takes what came
after for what came of it (post hoc, ergo propter hoc).

How it decides: (1) a verb that asserts a necessity ("necessitate", "preclude", "guarantee"), a
causal verb with an adverb of necessity ("inevitably leads to"), a sole cause ("the only reason",
"the direct result of"), an adverb that lets even "would" leave nothing open ("would inevitably end
it"), or a set phrase ("can only lead to", "it is no coincidence that"); in a unit that the text
shows at most one support for. (2) One cause picked out by a cleft ("the bridge is what saved the
town", "it was the bridge that ...") or given the credit for a rise or a fall ("has halved thanks
to"). (3) An act, and "since then" a rise or a fall; or a rise or fall "after" it, with words that
draw the cause from that ("so it works", "proof that"). (4) "..., which proves that P". (5) What
came after in one sentence, and right behind it its cause ("a year later three inns shut. Higher
fees drove them out"). Hedged, negated, asked, supposed and attributed causes are let be, and so are
the bland uses where a need is only described: a relative clause that tells of a need ("challenges
that necessitate flexibility"), a law or a rule that compels, and a set phrase whose ground follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from argmap.checks.base import Check, Finding
from argmap.checks.placing import Looks, place, seen
from argmap.checks.subject import Subject
from argmap.language.hedging import hedges, is_negated, is_unreal
from argmap.language.lexicon import lexicon
from argmap.language.people import is_people
from argmap.language.places import hull
from argmap.language.sourcing import source_marker
from argmap.model import Role, Severity, Unit

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


_NECESSARY = "asserts that nothing else could have come of it"
_SOLE = "gives one cause for it"
_AFTER = "takes what came after for what came of it"


def find(subject: Subject) -> Iterator[Finding]:
    """Necessities, sole causes and leaps from "after" to "because" that a unit asserts."""
    told: set[str] = set()
    for finding in _in_a_unit(subject):
        told.add(finding.unit)
        yield finding
    for finding in _after_therefore(subject):
        if finding.unit not in told:
            told.add(finding.unit)
            yield finding


def _after_therefore(subject: Subject) -> Iterator[Finding]:
    """What came after is told in one sentence, and taken for the effect right behind it.

    "It raised the fee in 2019; a year later three hotels shut. The fee drove them out."
    """
    for sentence in subject.all_sentences:
        order = _in_time(sentence, subject.text_of(sentence))
        if (
            order is None
            or subject.is_question(sentence)
            or source_marker(subject.text_of(sentence))
        ):
            continue
        drawn = _drawn(sentence, order)
        after = subject.sentence_after(sentence)
        if drawn is None and after is not None and not subject.is_question(after):
            drawn = _drawn(after, None)
        if drawn is None or subject.is_reported(*drawn):
            continue
        if subject.is_reported(sentence.root.idx, sentence.root.idx + 1):
            continue
        placed = place(subject, *drawn)
        if placed is None:
            continue
        unit, start, end = placed
        yield Finding(
            unit.id,
            start,
            end,
            f"{subject.words(start, end)} {_AFTER}; nothing else is offered for that, and other "
            "causes are not ruled out.",
            "Show how the one brings about the other, or say less, such as “contributed to”.",
            (subject.quoted_sentence(sentence),),
        )


def _in_time(sentence: Span, text: str) -> int | None:
    """Where in the sentence two events are set one after the other, or none."""
    words = lexicon("causes")
    match = words.pattern("later").search(text)
    if match is not None:
        end = sentence.start_char + match.end()
        if any(t.tag_ in {"VBD", "VBN"} for t in sentence):
            return next((t.i for t in sentence if t.idx >= end), sentence.end - 1)
    for token in sentence:
        if token.tag_ not in {"VBD", "VBN"} or token.pos_ != "VERB":
            continue
        first = next(
            (
                c
                for c in token.children
                if c.dep_ == "advcl"
                and any(m.lower_ in {"after", "since", "when", "once"} for m in c.children)
                and any(d.dep_ in {"nsubj", "nsubjpass"} for d in c.children)
            ),
            None,
        )
        after = first is not None and first.tag_ in {"VBD", "VBN"}
        changed = token.lemma_.lower() in words["change_verb"] and _has_happened(token)
        if not (after or changed) or _is_soft(token):
            continue
        if first is not None and after:
            return max(first.right_edge.i, token.i)
        if any(
            c.dep_ == "prep" and c.lower_ == "in" and any(g.lower_ == "first" for g in c.subtree)
            for c in token.children
        ):
            return token.i
    return None


_BRIEF = 18
_OPENING = 12
"""Characters within which a sentence that draws the cause from the one before must say so."""


def _drawn(sentence: Span, behind: int | None) -> tuple[int, int] | None:  # noqa: PLR0911
    """The words that take it for the effect: "..., so we know", "higher wages drove them out"."""
    words = lexicon("causes")
    rest = [t for t in sentence if (behind is None or t.i >= behind) and not t.is_space]
    while rest and rest[-1].is_punct:
        rest.pop()
    if not rest or hedges(rest) or any(t.lower_ in {"not", "n't", "if", "but"} for t in rest):
        return None
    text = sentence.doc[rest[0].i : rest[-1].i + 1]
    match = words.pattern("drawn").search(text.text)
    if match is not None:
        start = text.start_char + match.start()
        if behind is not None or start - sentence.start_char < _OPENING:
            return start, rest[-1].idx + len(rest[-1])
    if behind is not None or len(rest) > _BRIEF:
        return None
    root = sentence.root
    doer = next((c for c in root.children if c.dep_ in {"nsubj", "csubj"}), None)
    if doer is None or doer.pos_ == "PRON" or root.pos_ != "VERB":
        return None
    if doer.ent_type_ == "PERSON" or is_people(doer) or any(t.pos_ == "NUM" for t in rest):
        return None
    brought = root.lemma_.lower() in words["difference_verb"] | words["cause_verb"]
    taken_up = any(
        c.dep_ == "dobj" and c.lower_ in {"them", "it", "this", "that"} for c in root.children
    )
    if brought and taken_up and root.tag_ in {"VBD", "VBZ", "VBN", "VBP"}:
        return rest[0].idx, rest[-1].idx + len(rest[-1])
    return None


def _in_a_unit(subject: Subject) -> Iterator[Finding]:
    for unit in subject.units:
        if subject.asks(unit) or subject.is_opinion(unit):
            continue
        # What is argued for at length may say that it must be so.
        behind_it = subject.backing(unit)
        carried = unit.role is Role.MAJOR_CLAIM or len(behind_it) > 1
        for start, end, what in sorted(_places(subject, unit)):
            if subject.is_reported(start, end) or (what == _NECESSARY and carried):
                continue
            if what != _NECESSARY and subject.is_sourced(unit, neighbours=False):
                continue
            behind = {0: "nothing is", 1: "a single premise is"}.get(
                len(behind_it), "too little is"
            )
            yield Finding(
                unit.id,
                start,
                end,
                f"{subject.words(start, end)} {what}; "
                f"{behind} offered for that, and other causes are not ruled out.",
                "Show how the one brings about the other, or say less, such as “contributed to”.",
            )
            break


def _places(subject: Subject, unit: Unit) -> Iterator[tuple[int, int, str]]:
    words = lexicon("causes")
    text = subject.map.article.text
    for match in words.pattern("phrase").finditer(text, unit.start, unit.end):
        root = subject.slice(*match.span()).root
        if not _is_soft(root) and not _GROUND.search(text, match.end(), root.sent.end_char):
            yield *match.span(), _NECESSARY
    yield from seen(subject, unit, _looks())


_GROUND = re.compile(r"\b(?:because|owing to|the reason)\b", re.I)
"""Behind a set phrase, in its sentence: its ground."""


def _bound(token: Token) -> tuple[int, int] | None:  # noqa: PLR0911 - a decision list, read top down
    """ "A ban would inevitably empty the town": "would" softens nothing beside "inevitably"."""
    words = lexicon("causes")
    if token.dep_ != "advmod":
        return None
    verb = token.head
    if verb.pos_ != "VERB" or verb.dep_ in {"relcl", "acl"} or abs(verb.i - token.i) > 3:
        return None
    doer = next((c for c in verb.children if c.dep_ in {"nsubj", "csubj"}), None)
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if doer is None or doer.pos_ == "PRON" or helpers & {"may", "might", "could", "can"}:
        return None
    if any(c.dep_ == "neg" for c in verb.children) or _is_conditional(verb):
        return None
    if _only_seems(verb) or _is_phrase(verb):
        return None
    lemma = verb.lemma_.lower()
    if lemma not in words["cause_verb"] | words["change_verb"] | words["difference_verb"]:
        return None
    return hull(token, verb)


def _is_conditional(verb: Token) -> bool:
    return any(
        mark.lower_ in {"if", "unless", "whether"}
        for place in (verb, *(c for c in verb.children if c.dep_ == "advcl"))
        for mark in place.children
        if mark.dep_ == "mark"
    )


def _what_did_it(token: Token) -> tuple[int, int] | None:  # noqa: PLR0911 - a decision list, read top down
    """ "The bridge is what saved the town", "what saved the town was the bridge"."""
    if token.dep_ != "nsubj":
        return None
    verb = token.head
    clause = verb.head
    if verb.lemma_.lower() in lexicon("causes")["stative_verb"] or clause.lemma_ != "be":
        return None
    if verb.dep_ not in {"ccomp", "attr", "csubj", "advcl"} or _is_soft(clause) or _is_soft(verb):
        return None
    if clause.tag_ not in {"VBZ", "VBP", "VBD"} or clause.dep_ in {"relcl", "acl"}:
        return None
    told = [c for c in verb.children if c.dep_ in {"dobj", "dative"}]
    if not told or any(c.lower_ in {"me", "us", "myself"} for c in told):
        return None  # "what led me here": the writer's own story
    if any(t.ent_type_ in {"DATE", "TIME"} for t in verb.subtree):
        return None  # "what united them on Sunday was": an event is told
    if verb.dep_ == "csubj":
        cause = next((c for c in clause.children if c.dep_ == "attr"), None)
    else:
        cause = next((c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if cause is None or cause.pos_ not in {"NOUN", "PROPN"}:
        return None
    low, high = (clause, verb) if clause.i < verb.i else (token, clause)
    return low.idx, high.idx + len(high)


def _credit(token: Token) -> tuple[int, int] | None:  # noqa: PLR0911 - a decision list
    """ "Thefts have halved thanks to the lamps": a change, and one cause that is given for it."""
    doc = token.doc
    if token.i + 1 >= len(doc):
        return None
    after = doc[token.i + 1].lower_
    if after != ("of" if token.lower_ == "because" else "to"):
        return None
    verb = next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    if verb is None or verb.lemma_.lower() not in lexicon("causes")["change_verb"]:
        return None
    if _is_soft(verb) or verb.dep_ in {"relcl", "acl"} or not _has_happened(verb):
        return None
    if any(t.lower_ in _SHARED for t in doc[max(0, token.i - 3) : token.i]):
        return None
    if any(t.pos_ == "NUM" or t.lower_ in _PARTS for t in doc[token.i : token.i + _LONG_CAUSE]):
        return None  # the cause is a measured one: "thanks to a fall of a third"
    if any(t.lemma_.lower() in _MINDS for t in doc[token.i : token.i + _LONG_CAUSE]):
        return None  # "because of fears that": what moved people, not what works
    doer = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if doer is not None and any(
        t.lemma_ == doer.lemma_ for t in doc[token.i : token.i + _LONG_CAUSE] if t != doer
    ):
        return None  # a part of the sum: "spending grew, thanks to spending on roads"
    return token.idx, doc[token.i + 1].idx + len(doc[token.i + 1])


_MINDS = frozenset({"anxiety", "concern", "fear", "hope", "suspicion", "worry"})


def _cleft(token: Token) -> tuple[int, int] | None:
    """ "It was the bridge that saved the town"."""
    if token.dep_ != "nsubj" or token.head.lemma_ != "be":
        return None
    be = token.head
    cause = next((c for c in be.children if c.dep_ == "attr" and c.pos_ in {"NOUN", "PROPN"}), None)
    if cause is None or _is_soft(be) or be.dep_ in {"relcl", "acl", "advcl"}:
        return None
    if cause.pos_ == "PROPN" or is_people(cause) or any(c.dep_ == "poss" for c in cause.children):
        return None  # "it was the minister who signed": who did it, not why
    if any(c.lower_ in {"a", "an"} for c in cause.children):
        return None  # "it is a post that has made many rich": what it is like
    for verb in (*cause.subtree, *be.children):
        if (
            verb.dep_ not in {"relcl", "ccomp"}
            or verb.i < cause.i
            or verb.tag_ not in {"VBD", "VBZ", "VBN"}
        ):
            continue
        that = next((c for c in verb.children if c.lower_ == "that" and c.dep_ == "nsubj"), None)
        words = lexicon("causes")
        if that is None or not any(c.dep_ == "dobj" for c in verb.children) or _is_soft(verb):
            continue
        if verb.lemma_.lower() in words["difference_verb"] | words["cause_verb"]:
            return token.idx, verb.idx + len(verb)
    return None


def _as_a_result(token: Token) -> tuple[int, int] | None:
    """ "... and bullying has disappeared as a result"."""
    if token.i < 2 or token.nbor(-1).lower_ != "a":
        return None
    verb = next((t for t in token.ancestors if t.pos_ == "VERB"), None)
    ends = token.i + 1 >= len(token.doc) or token.doc[token.i + 1].is_punct
    if verb is None or verb.i > token.i or not ends or token.nbor(-2).lower_ != "as":
        return None
    if verb.lemma_.lower() not in lexicon("causes")["change_verb"] or verb.dep_ != "conj":
        return None
    if not _has_happened(verb) or _is_soft(verb):
        return None
    return verb.idx, token.idx + len(token)


def _after(token: Token) -> tuple[int, int] | None:
    """ "Crime fell after the curfew began, so the curfew worked": after, therefore because of."""
    words = lexicon("causes")
    if token.pos_ != "VERB" or token.lemma_.lower() not in words["change_verb"]:
        return None
    if not _has_happened(token) or _is_soft(token) or token.dep_ in {"relcl", "acl"}:
        return None
    first = next(
        (
            c
            for c in token.children
            if (
                c.dep_ == "advcl"
                and any(m.lower_ in {"after", "once", "since", "when"} for m in c.children)
            )
            or (c.dep_ == "prep" and c.lower_ in {"after", "since"} and _is_deed(c))
        ),
        None,
    )
    if first is None or not words.pattern("uptake").search(token.sent.text):
        return None
    return hull(token, first)


def _is_deed(prep: Token) -> bool:
    events = lexicon("events")
    return any(
        c.dep_ == "pobj" and c.lemma_.lower() in events["event"] | events["choice"]
        for c in prep.children
    )


def _proves(token: Token) -> tuple[int, int] | None:
    """ "..., which proves that P": one thing that happened is said to prove a rule or a cause."""
    if token.tag_ not in {"VBZ", "VBP"} or token.lemma_ != "prove" or _is_soft(token):
        return None
    clause = next((c for c in token.children if c.dep_ == "ccomp"), None)
    bearer = next((c for c in token.children if c.dep_ in {"nsubj", "csubj"}), None)
    if (
        clause is None
        or bearer is None
        or bearer.pos_ in {"PROPN"}
        or bearer.lower_ in {"they", "i", "we", "you", "he", "she"}
    ):
        return None
    if bearer.lemma_.lower() in lexicon("sources")["document"] | lexicon("holders")["document"]:
        return None
    if not any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.children):
        return None
    return token.idx, token.idx + len(token)


_LONG_CAUSE = 16
"""Tokens within which the measure of a cause stands; the parse is easily misled here."""
_PARTS = frozenset({"half", "third", "quarter", "fifth"})
_SHARED = frozenset({"also", "partly", "mainly", "largely", "part", "mostly", "perhaps", "not"})


def _has_happened(verb: Token) -> bool:
    helpers = {c.lemma_ for c in verb.children if c.dep_ == "aux"}
    return "have" in helpers or (not helpers and verb.tag_ == "VBD")


def _since_then(token: Token) -> tuple[int, int] | None:
    """ "X did A, and since then B has fallen", "X did A and B has grown every year since"."""
    verb = next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    doc, words = token.doc, lexicon("causes")
    alone = token.i + 1 >= len(doc) or doc[token.i + 1].is_punct or doc[token.i + 1].lower_ in {
        "then", "and",
    }  # fmt: skip
    if verb is None or not alone or verb.lemma_.lower() not in words["change_verb"]:
        return None
    if not any(c.lemma_ == "have" and c.dep_ == "aux" for c in verb.children) or _is_soft(verb):
        return None
    act = next(
        (
            t
            for t in verb.sent
            if t.i < min(verb.i, token.i)
            and t.tag_ == "VBD"
            and t.pos_ == "VERB"
            and t.dep_ in {"ROOT", "conj", "ccomp", "parataxis", "advcl"}
            and not any(c.dep_ == "neg" for c in t.children)
        ),
        None,
    )
    result = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if act is None or result is None or result.pos_ == "PRON":
        return None
    doer = next((c for c in act.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if doer is None or doer.lemma_ == result.lemma_ or act.lemma_.lower() in words["change_verb"]:
        return None
    low, high = (token, verb) if token.i < verb.i else (result, token)
    return low.idx, high.idx + len(high)


def _necessity(token: Token) -> tuple[int, int] | None:  # noqa: PLR0911 - a decision list
    words = lexicon("causes")
    lemma = token.lemma_.lower()
    if lemma not in words["necessity_verb"] and lemma not in words["cause_verb"]:
        return None
    if token.pos_ != "VERB" or token.dep_ in {"relcl", "acl", "amod", "xcomp"} or _is_soft(token):
        return None
    subject = next((c for c in token.children if c.dep_ in {"nsubj", "csubj"}), None)
    if lemma in words["necessity_verb"]:
        effect = next((c for c in token.children if c.dep_ in {"dobj", "ccomp", "xcomp"}), None)
        if subject is None or effect is None or subject.lemma_.lower() in words["rule_noun"]:
            return None
        if subject.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"} or (
            subject.pos_ == "PRON"
            and subject.lower_
            in {
                "himself",
                "herself",
                "itself",
                "themselves",
                "i",
                "we",
                "you",
                "he",
                "she",
                "who",
                "they",
            }
        ):
            return None
        return _verb_span(token)
    if subject is not None and not _is_phrase(token) and lemma in words["cause_verb"]:
        for child in token.children:
            if child.dep_ == "advmod" and child.lower_ in words["necessity_adverb"]:
                return hull(child, token)
    return None


_ASKED = frozenset({"concern", "doubt", "eyebrow", "question"})


def _is_phrase(verb: Token) -> bool:
    """ "Inevitably raises questions"."""
    return any(c.dep_ == "dobj" and c.lemma_.lower() in _ASKED for c in verb.children)


def _sole_cause(noun: Token) -> tuple[int, int] | None:
    """ "X is the direct result of Y", "Y is the only reason why"."""
    words = lexicon("causes")
    if noun.dep_ != "attr" or noun.lemma_.lower() not in words["cause_noun"] or _is_soft(noun.head):
        return None
    if noun.head.lemma_ != "be" or not any(
        c.dep_ in {"prep", "relcl", "acl"} for c in noun.children
    ):
        return None
    subject = next((c for c in noun.head.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.lower_ in {"it", "that", "there"}:
        return None
    for child in noun.children:
        if child.dep_ == "amod" and child.lower_ in words["sole"]:
            return child.idx, noun.idx + len(noun)
    return None


def _is_soft(verb: Token) -> bool:
    near = [t for t in verb.children if t.dep_ in {"advmod", "aux"}]
    return _only_seems(verb) or is_negated(verb) or is_unreal(verb) or bool(hedges(near))


def _only_seems(verb: Token) -> bool:
    return verb.dep_ in {"ccomp", "xcomp"} and verb.head.lemma_.lower() in {"appear", "seem"}


def _verb_span(verb: Token) -> tuple[int, int]:
    parts = [c for c in verb.children if c.dep_ in {"aux", "advmod"} and 0 < verb.i - c.i <= 3]
    start = min([verb.idx, *(part.idx for part in parts)])
    return start, verb.idx + len(verb)


@cache
def _looks() -> Looks:
    looks = Looks(
        everywhere=((_sole_cause, _NECESSARY), (_proves, "takes one thing for proof of it")),
        at_verbs=((_necessity, _NECESSARY), (_after, _AFTER)),
    )
    looks.add(lexicon("causes")["outcome_adverb"], _bound, _NECESSARY)
    looks.add({"what"}, _what_did_it, _SOLE)
    looks.add({"thanks", "owing", "due", "because"}, _credit, _SOLE)
    looks.add({"since"}, _since_then, _AFTER)
    looks.add({"it"}, _cleft, _SOLE)
    looks.add({"result"}, _as_a_result, _SOLE)
    return looks


CHECK = Check(
    code="causal-leap",
    group="reasoning",
    severity=Severity.WARNING,
    question="Is a cause or a necessity asserted that the support does not carry?",
    source=(
        "Walton, Reed & Macagno (2008), Argumentation Schemes, ch. 5 and 9 (argument from cause "
        "to effect, from "
        "correlation to cause); Tindale (2007), Fallacies and Argument Appraisal, ch. 9"
    ),
    explanation=__doc__,
    find=find,
    of_argument=True,
    yields_to=frozenset({"anecdote-as-proof"}),
)
