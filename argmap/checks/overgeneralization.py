"""All, every, always or never, with nothing behind it.

A universal claim about people, groups or countries falls with one exception, and is seldom meant as
such. Where nothing is offered for it, it says more than the writer can know (hasty generalisation).

How it decides: a universal quantifier ("all", "every", "no", "none of") on people, on bodies of
people, or on things of which a success or a harm is told ("bans never work"), as the subject of a
general statement in the present tense; "always" or "never" in such a statement; "no country has
ever"; "everybody knows that", "nobody under twenty is able to"; a kind of people with a word that
leaves no exception ("visitors only come for ...", "a child who fails gives up"); in a unit for
which the text shows no support, no source, and no example in the next sentence. A class that is
limited ("all of the members of the panel"), a softener ("almost all"), an idiom ("after all"), the
past, what ought to be ("nobody should"), definitions, the writer's own experience, questions,
suppositions, and what is put in somebody's mouth are let be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.checks.base import Check, Finding
from argmap.checks.subject import Subject
from argmap.language.assertion import gives_reason
from argmap.language.attribution import is_name
from argmap.language.hedging import is_first_person, is_unreal
from argmap.language.lexicon import lexicon
from argmap.language.people import is_people
from argmap.language.places import hull
from argmap.model import Severity, Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

_LIMITS = frozenset({"relcl", "acl", "nummod", "poss"})


def find(subject: Subject) -> Iterator[Finding]:
    """Universal statements of a unit."""
    for unit in subject.units:
        if subject.backing(unit) or subject.asks(unit) or subject.is_opinion(unit):
            continue
        if subject.is_headline(unit):
            continue
        if is_first_person(subject.tokens(unit)) or gives_reason(subject.tokens(unit)):
            continue
        if subject.is_sourced(unit, neighbours=False) or _exemplified(subject, unit):
            continue
        idioms = [
            m.span()
            for m in lexicon("quantifiers")
            .pattern("idiom")
            .finditer(subject.map.article.text, max(0, unit.start - 10), unit.end)
        ]
        for token in subject.tokens(unit):
            span = (
                _universal(token)
                or _none_of(token)
                or _everyone(token)
                or _ever(token)
                or _adverb(token)
                or _a_kind(token)
            )
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


def _exemplified(subject: Subject, unit: Unit) -> bool:
    """Does the next sentence give a case ("In Norway, for example, ...")?"""
    sentences = subject.sentences(unit)
    after = subject.sentence_after(sentences[-1]) if sentences else None
    return after is not None and bool(lexicon("events").pattern("example").search(after.text))


def _universal(token: Token) -> tuple[int, int] | None:  # noqa: PLR0911 - a decision list, read top down
    """ "All politicians lie", "every government ...", "no ban works"."""
    words = lexicon("quantifiers")
    if token.lower_ not in words["universal"] or token.dep_ not in {"det", "predet"}:
        return None
    head = token.head
    if token.lower_ in {"any", "each"} or head.dep_ not in {"nsubj", "nsubjpass"}:
        return None
    if head.lower_ == "one":
        return None  # "no one" is looked at as one word
    verb = head.head
    if verb.pos_ not in {"VERB", "AUX"} or _is_norm(verb) or _is_definition(verb):
        return None
    if verb.dep_ in {"relcl", "acl"}:
        return None
    if token.lower_ == "all" and _DOING.match(token.doc[verb.i : verb.i + 5].text):
        return None  # "all players have to do is"
    if any(c.dep_ in {"det", "poss"} and c != token for c in head.children):
        return None
    if not is_people(head) and not _is_verdict(head, verb):
        return None
    if not is_people(head) and token.lower_ == "all" and head.tag_ == "NN":
        return None  # "all credibility is lost"
    # "No other X" compares; "no two X" counts.
    if any(
        (c.dep_ in _LIMITS and not _is_open_class(c, verb)) or c.lower_ in {"other", "such"}
        for c in head.children
    ):
        return None
    if any(c.dep_ == "prep" and _names_place(c) for c in head.children):
        return None
    if _is_softened(token) or not _is_general(verb):
        return None
    return token.idx, head.idx + len(head)


_DOING = re.compile(r"(?:can|could|have to|had to|has to|need to|want to) \w+ (?:is|was)\b", re.I)


def _is_open_class(limit: Token, verb: Token) -> bool:
    """ "Every child who watches cartoons grows restless": still all of them, and no rule."""
    return (
        limit.dep_ == "relcl"
        and limit.tag_ in {"VBZ", "VBP"}
        and is_people(limit.head)
        and not any(is_name(t) for t in limit.subtree)
        and verb.lemma_.lower() not in {"get", "receive", "have", "pay", "be"}
    )


def _everyone(token: Token) -> tuple[int, int] | None:  # noqa: PLR0911 - a decision list, read top down
    """ "Everybody knows that ...", "nobody under thirty is able to ..."."""
    words = lexicon("quantifiers")
    single = token.lower_ == "one" and token.i > 0 and token.nbor(-1).lower_ == "no"
    if not (single or token.lower_ in words["everyone"]) or token.dep_ != "nsubj":
        return None
    verb = token.head
    if verb.pos_ not in {"VERB", "AUX"} or _is_norm(verb) or not _is_general(verb):
        return None
    if _is_softened(token):
        return None
    if token.lower_ in {"anybody", "anyone"} and verb.lemma_.lower() in {"be", "have", "get"}:
        return None  # "anyone who applies is put on a list": mostly a rule
    first = token.nbor(-1) if single else token
    # "Nobody knows how many": a gap is owned to, nothing is claimed.
    claims = any(
        c.dep_ == "ccomp"
        and c.i > verb.i
        and not any(g.tag_ in {"WRB", "WP", "WDT"} for g in c.subtree)
        for c in verb.children
    )
    if claims and verb.lemma_.lower() in words["consensus_verb"]:
        return first.idx, token.idx + len(token)
    # A class that is cut out of all: "nobody under thirty", "everyone who rents".
    cut = next((c for c in token.children if c.dep_ in {"prep", "relcl"}), None)
    if cut is not None and any(t.lower_ in {"i", "we"} for t in cut.children):
        return None  # "everything we do": the writer's own
    if cut is None or verb.lemma_.lower() in _CHECKED:
        return None
    if cut.dep_ == "prep" and any(t.pos_ == "PROPN" or t.dep_ == "poss" for t in cut.subtree):
        return None
    return first.idx, token.idx + len(token)


_CHECKED = frozenset({"claim", "say", "suggest", "dispute", "doubt", "deny", "propose", "argue"})


def _none_of(token: Token) -> tuple[int, int] | None:
    """ "None of the museums cares ..."."""
    if token.lower_ != "none" or token.dep_ != "nsubj" or not _is_general(token.head):
        return None
    of = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "of"), None)
    group = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    if of is None or group is None or group.tag_ != "NNS":
        return None
    if any(c.lower_ in {"these", "those"} for c in group.children):
        return None  # those just told of
    if any(t.pos_ in {"PROPN", "NUM"} for t in of.subtree):
        return None
    if not is_people(group) and not _is_verdict(group, token.head):
        return None
    return token.idx, group.idx + len(group)


def _ever(token: Token) -> tuple[int, int] | None:  # noqa: PLR0911 - a decision list
    """ "No country has ever taxed its way to wealth"."""
    if token.lower_ != "ever" or token.dep_ != "advmod":
        return None
    verb = token.head
    if verb.dep_ == "relcl":
        return None  # "something no senator has ever done": history, told in passing
    doer = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    # "Had ever" tells of a time that is over.
    if doer is None or not any(
        c.dep_ == "aux" and c.lower_ in {"has", "have", "'s", "’s"} for c in verb.children
    ):
        return None
    no = next((c for c in doer.children if c.lower_ == "no" and c.dep_ == "det"), None)
    if no is None or doer.tag_ != "NN" or any(c.dep_ in _LIMITS for c in doer.children):
        return None
    if any(c.lower_ == "other" for c in doer.children) or is_unreal(verb):
        return None
    if any(c.dep_ == "auxpass" for c in verb.children) and not is_people(doer):
        return None  # "no attack has ever been traced to them": what is on record
    return no.idx, doer.idx + len(doer)


def _a_kind(token: Token) -> tuple[int, int] | None:  # noqa: PLR0911 - a decision list
    """ "Visitors only come for ice cream", "a child who fails gives up": a trait, put on a kind.

    A kind of people as the subject, with no quantifier, of what they do, and a word that leaves no
    exception: "only", "never", "whenever", "no longer", "could not care less".
    """
    if token.dep_ != "nsubj" or token.head.pos_ not in {"VERB", "AUX"}:
        return None
    verb = token.head
    if verb.dep_ in {"relcl", "acl", "advcl", "csubj"} or not _is_kind(token):
        return None
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    careless = any(c.lower_ in {"could", "can"} for c in helpers) and any(
        c.dep_ == "neg" for c in verb.children
    )
    if careless:
        # "Could not care less", "cannot be trusted".
        if verb.lemma_.lower() not in {"care", "trust"}:
            return None
        return token.left_edge.idx, verb.idx + len(verb)
    finite = helpers[0] if helpers else verb
    if finite.tag_ not in {"VBP", "VBZ"} or any(c.lemma_ == "have" for c in helpers):
        return None
    if verb.tag_ == "VBG" or any(c.dep_ == "auxpass" for c in helpers) or is_unreal(verb):
        return None
    if any(
        c.lower_ in lexicon("quantifiers")["softener"] | lexicon("hedging")["hedge"]
        for c in (*verb.children, *token.children)
    ):
        return None
    if token.tag_ == "NN":
        # "A child who gets a bad mark gives up": anyone of whom the clause is true.
        ends = verb if verb.lemma_ not in {"be", "have", "get", "need"} else None
        return (token.left_edge.idx, ends.idx + len(ends)) if ends is not None else None
    total = next((c for c in verb.children if _leaves_none(c)), None)
    if total is None:
        return None
    low, high = min(total.i, token.left_edge.i), max(total.i, verb.i)
    return verb.doc[low].idx, verb.doc[high].idx + len(verb.doc[high])


def _is_kind(noun: Token) -> bool:
    """ "Drivers", "young people", "a child who ...": a kind of people, none in particular."""
    if not (is_people(noun) or noun.lower_ == "people") or noun.ent_type_ in {"PERSON", "ORG"}:
        return False
    if noun.tag_ == "NNS":
        return not any(
            c.dep_ in {"det", "poss", "nummod", "relcl", "acl", "appos", "prep", "predet"}
            or c.lower_ in {"some", "many", "most", "few", "several", "other", "more", "such"}
            or c.pos_ == "PROPN"
            for c in noun.children
        )
    single = noun.tag_ == "NN" and any(c.lower_ in {"a", "an"} for c in noun.children)
    limit = next((c for c in noun.children if c.dep_ == "relcl"), None)
    return (
        single
        and limit is not None
        and limit.tag_ in {"VBZ", "VBP"}
        and not any(is_name(t) for t in noun.subtree)
    )


def _leaves_none(child: Token) -> bool:
    """A child of the verb that leaves no exception: "only", "never", "whenever they can"."""
    if child.dep_ == "advmod" and child.lower_ in _EXCLUSIVE:
        return True
    return child.dep_ == "advcl" and any(
        c.lower_ in {"whenever", "wherever"} for c in child.children
    )


_EXCLUSIVE = frozenset({"merely", "only", "secretly", "simply"})


def _names_place(prep: Token) -> bool:
    return any(t.pos_ == "PROPN" or t.tag_ == "CD" or t.dep_ == "poss" for t in prep.subtree)


def _adverb(token: Token) -> tuple[int, int] | None:  # noqa: PLR0911 - a decision list, read top down
    """ "Governments always ...", "such people never ..."."""
    words = lexicon("quantifiers")
    if token.lower_ not in words["adverb"] or token.dep_ not in {"advmod", "neg"}:
        return None
    verb = token.head
    if verb.pos_ not in {"VERB", "AUX"} or not _is_general(verb) or _is_softened(token):
        return None
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None or _is_norm(verb):
        return None
    if subject.tag_ not in {"NNS", "NNPS"} and subject.lower_ != "people":
        return None
    if not is_people(subject) and not _is_verdict(subject, verb):
        return None
    if any(c.dep_ in {"det", "poss", "nummod"} for c in subject.children) or any(
        c.dep_ == "prep" and _names_place(c) for c in subject.children
    ):
        return None
    return hull(token, verb)


def _is_verdict(noun: Token, verb: Token) -> bool:
    """Things of which a success, a failure or a harm is told: "bans never work"."""
    if noun.tag_ not in {"NN", "NNS"}:
        return False
    if verb.lemma_.lower() in lexicon("quantifiers")["verdict_verb"] - _TOO_WIDE:
        return True
    loaded = lexicon("loaded")
    return verb.lemma_ == "be" and any(
        c.lemma_.lower() in loaded["adjective"] | loaded["noun"] | _VERDICTS
        for c in verb.children
        if c.dep_ in {"acomp", "attr"}
    )


_TOO_WIDE = frozenset({"bring", "make", "mean", "turn"})
_VERDICTS = frozenset(
    {
        "bad", "dangerous", "evil", "fraud", "good", "harmful", "safe", "scam", "unsafe", "useless",
        "worthless", "wrong", "failure", "lie",
    }
)  # fmt: skip


def _is_definition(verb: Token) -> bool:
    """ "Every tax is a charge that ...": what a word means."""
    return verb.lemma_ == "be" and any(
        c.dep_ == "attr" and any(g.dep_ in {"relcl", "acl"} for g in c.children)
        for c in verb.children
    )


def _is_norm(verb: Token) -> bool:
    """ "Every citizen has a right to ...", "it is vital all of them work": what ought to be."""
    if verb.dep_ in {"ccomp", "csubj", "advcl"} and any(
        t.lower_ in lexicon("hedging")["urged"]
        for t in (verb.head, *verb.head.children)
        if t.pos_ == "ADJ"
    ):
        return True
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
    return any(word in softeners for word in before) or before[-2:] == ["just", "about"]


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
    on_by_default=False,
    of_argument=True,
)
