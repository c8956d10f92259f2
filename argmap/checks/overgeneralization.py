"""All, every, always or never, with nothing behind it.

A universal claim about people, groups or countries falls with one exception, and is seldom meant
as such. Where nothing is offered for it, it says more than the writer can know (hasty
generalisation).

How it decides: a universal quantifier ("all", "every", "no") on a class of people or of their
bodies ("politicians", "governments") as the subject of a general statement in the present tense,
"always" or "never" in such a statement, or "everybody knows that"; in a unit with no support. A
class that is limited ("all of the members of the panel", "every bill that was passed in May"), a
softener ("almost all"), an idiom ("after all"), the past, what ought to be ("nobody should"), the
writer's own experience, questions, suppositions, and what is put in somebody's mouth are let be.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.checks.base import Check, Finding
from argmap.checks.subject import Subject
from argmap.language.assertion import gives_reason
from argmap.language.hedging import is_first_person, is_unreal
from argmap.language.lexicon import lexicon
from argmap.model import Severity

if TYPE_CHECKING:
    from spacy.tokens import Token

_LIMITS = frozenset({"relcl", "acl", "nummod", "poss"})


def find(subject: Subject) -> Iterator[Finding]:
    """Universal statements of a unit."""
    for unit in subject.units:
        if subject.supporters(unit) or subject.asks(unit) or subject.is_opinion(unit):
            continue
        if is_first_person(subject.tokens(unit)) or gives_reason(subject.tokens(unit)):
            continue
        idioms = [
            m.span()
            for m in lexicon("quantifiers")
            .pattern("idiom")
            .finditer(subject.map.article.text, max(0, unit.start - 10), unit.end)
        ]
        for token in subject.tokens(unit):
            span = _universal(token) or _adverb(token)
            if span is None or any(s < span[1] and e > span[0] for s, e in idioms):
                continue
            if not (unit.start <= span[0] and span[1] <= unit.end) or subject.is_reported(*span):
                continue
            words = subject.words(*span)
            yield Finding(
                unit.id,
                *span,
                f"{words} allows no exception, and nothing is offered for it.",
                "Say how many, on what count, or limit the claim: “most”, “in the cases studied”.",
            )
            break


def _universal(token: Token) -> tuple[int, int] | None:  # noqa: PLR0911 - a decision list, read top down
    """ "All politicians lie", "every government ...", "nobody believes"."""
    words = lexicon("quantifiers")
    if token.lower_ in words["everyone"]:
        head: Token = token
        claims = any(c.dep_ == "ccomp" for c in token.head.children)
        if not claims or token.head.lemma_.lower() not in words["consensus_verb"]:
            return None
    elif token.lower_ in words["universal"] and token.dep_ in {"det", "predet"}:
        head = token.head
        if not _is_class(head) or any(
            c.dep_ in {"det", "poss"} and c != token for c in head.children
        ):
            return None
    else:
        return None
    if token.lower_ in {"any", "each"}:
        return None
    if _is_norm(head.head):
        return None
    if head.dep_ not in {"nsubj", "nsubjpass"} or head.head.pos_ not in {"VERB", "AUX"}:
        return None
    if any(c.dep_ in _LIMITS or (c.dep_ == "prep") for c in head.children):
        return None
    if _is_softened(token) or not _is_general(head.head):
        return None
    return token.idx, head.idx + len(head)


def _adverb(token: Token) -> tuple[int, int] | None:
    """ "Governments always ...", "such people never ..."."""
    words = lexicon("quantifiers")
    if token.lower_ not in words["adverb"] or token.dep_ not in {"advmod", "neg"}:
        return None
    verb = token.head
    if verb.pos_ not in {"VERB", "AUX"} or not _is_general(verb) or _is_softened(token):
        return None
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if (
        subject is None
        or not _is_class(subject)
        or subject.tag_ not in {"NNS", "NNPS"}
        or any(c.dep_ in _LIMITS or c.dep_ == "det" for c in subject.children)
    ):
        return None
    first, last = min(token, verb, key=lambda t: t.i), max(token, verb, key=lambda t: t.i)
    return first.idx, last.idx + len(last)


def _is_class(noun: Token) -> bool:
    """People, or bodies of people: "politicians", "government"; not "weather"."""
    if noun.tag_ not in {"NN", "NNS", "NNPS"}:
        return False
    return noun.ent_type_ == "NORP" or noun.lemma_.lower() in lexicon("quantifiers")["class"]


def _is_norm(verb: Token) -> bool:
    """ "Every citizen has a right to ...": what ought to be, not what is."""
    if verb.lemma_.lower() in {"deserve", "need", "entitle"}:
        return True
    return any(
        c.dep_ in {"dobj", "acomp"}
        and c.lemma_.lower() in {"right", "duty", "entitled", "equal", "welcome", "free"}
        for c in verb.children
    )


def _is_general(verb: Token) -> bool:
    """Present tense, asserted: no modal, no condition, no "not"."""
    auxiliaries = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    finite = auxiliaries[0] if auxiliaries else verb
    if finite.tag_ not in {"VBZ", "VBP"} or is_unreal(verb) or verb.dep_ == "advcl":
        return False
    if verb.tag_ == "VBG" or any(c.lemma_ == "have" for c in auxiliaries):
        return False
    return not any(c.dep_ == "neg" and c.lower_ != "never" for c in verb.children)


def _is_softened(token: Token) -> bool:
    softeners = lexicon("quantifiers")["softener"]
    before = [t.lower_ for t in token.doc[max(0, token.i - 3) : token.i]]
    return any(word in softeners for word in before)


CHECK = Check(
    code="overgeneralization",
    group="reasoning",
    severity=Severity.INFO,
    question="Is something said of all, and nothing offered for it?",
    source=(
        "Walton, Reed & Macagno (2008), Argumentation Schemes, ch. 10 (hasty generalisation); "
        "Carlson & Pelletier "
        "(1995), The Generic Book"
    ),
    explanation=__doc__,
    find=find,
)
