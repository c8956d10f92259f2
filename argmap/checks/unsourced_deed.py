"""An act that somebody is said to have done, with no source.

"Norwegian agents poisoned the wells", "the ministry quietly shelved the plan": an accusation, or a
deed told with its count or day, is true or false, and the reader cannot tell who vouches for it
(Park & Cardie 2014: a verifiable proposition wants evidence). The flag says that nothing was given,
not that it did not happen.

How it decides: a verb of wrongdoing whose named doer is its subject, save acts done in the open
("bombed"); or a deed of somebody in particular that was done to somebody and is told with a count
or a day, or that was done in secret ("quietly shelved"). A link, a citation, "according to", a
quotation or somebody named in the sentence or beside it counts as a source. Dated public events,
plans and suppositions, questions, the writer's own experience and what is put in somebody's mouth
are let be.

Off unless selected: on news and editorials it is wrong more often than right, for most such acts
are on record, and named elsewhere in the article.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.checks.base import Check, Finding
from argmap.checks.subject import Subject
from argmap.checks.unsourced_fact import GIVEN, SOURCE, found_in, stated
from argmap.language.attribution import is_name, subject_of
from argmap.language.hedging import is_first_person, is_unreal
from argmap.language.lexicon import lexicon
from argmap.language.people import is_actor, is_people
from argmap.language.places import hull
from argmap.model import Severity, Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

_NEAR = 8
"""Tokens between doer and deed within which both are named."""
_FAR = 12
"""Tokens from a count to its verb beyond which the parse is seldom right."""


def find(subject: Subject) -> Iterator[Finding]:
    """Accusations and deeds of a unit that nothing backs."""
    return found_in(subject, (_accusation, _deed))


def _is_planned(token: Token) -> bool:
    return any(
        c.dep_ == "aux" and c.lower_ in {"will", "shall", "'ll", "to"}
        for place in token.ancestors
        if place.pos_ in {"VERB", "AUX"}
        for c in place.children
    )


# An accusation -----------------------------------------------------------------------------------


def _accusation(subject: Subject, unit: Unit) -> Finding | None:
    words = lexicon("events")
    for verb in subject.tokens(unit):
        if (
            verb.pos_ != "VERB"
            or verb.dep_ == "relcl"
            or verb.lemma_.lower() not in words["wrongdoing"] - words["open_act"]
            or is_unreal(verb)
        ):
            continue
        if any(c.dep_ == "neg" for c in verb.children) or _is_planned(verb):
            continue
        if verb.tag_ not in {"VBD", "VBN", "VBZ", "VBP", "VBG"}:
            continue
        doer = _doer(verb)
        target = next((c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}), None)
        if doer is None or target is None or not _is_named(doer) or subject.is_sourced(unit):
            continue
        if target.lemma_.lower() in _NORMS:
            continue  # "violated the party's orthodoxy": a difference of views
        if verb.lemma_.lower() in _OF_THE_LIVING and not (is_actor(target) or is_people(target)):
            continue
        sentence = verb.sent
        if any(t.ent_type_ == "DATE" and any(ch.isdigit() for ch in t.text) for t in sentence):
            continue
        bearers = [c for c in doer.children if c.dep_ in {"amod", "compound"} and is_name(c)]
        return stated(
            subject, unit, *hull(doer, verb, target, *bearers),
            f"accuses somebody named of an act, {GIVEN}.",
            "Name the source of the accusation, the day and the place.",
        )  # fmt: skip
    return None


_NORMS = frozenset(
    {"convention", "custom", "etiquette", "norm", "orthodoxy", "principle", "spirit", "taboo",
     "tradition"}
)  # fmt: skip
_OF_THE_LIVING = frozenset({"assassinate", "kill", "murder", "slaughter"})
"""Done to a thing, "killed the show" is a figure of speech."""


def _is_named(doer: Token) -> bool:
    """ "Norway", "Mr Holm", "Norwegian agents"."""
    if doer.pos_ == "PRON":
        return False
    kinds = {"PERSON", "ORG", "GPE"}
    if doer.tag_ != "NN":
        kinds.add("NORP")  # "a Norwegian driver" is one of five million
    own = (doer, *(c for c in doer.children if c.dep_ in {"amod", "compound"}))
    return any(t.ent_type_ in kinds for t in own)


def _doer(verb: Token) -> Token | None:
    if any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children):
        agent = next((c for c in verb.children if c.dep_ == "agent"), None)
        return next((c for c in agent.children if c.dep_ == "pobj"), None) if agent else None
    if verb.dep_ in {"amod", "acl"}:
        return None
    return subject_of(verb)


# A deed ------------------------------------------------------------------------------------------


def _deed(subject: Subject, unit: Unit) -> Finding | None:
    """ "The firm has turned down four offers": somebody is said to have done a certain thing.

    What makes it certain is a count, a day, or that it was done in secret.
    """
    tokens = list(subject.tokens(unit))
    if is_first_person(tokens) or any(t.lower_ in _WRITER for t in tokens):
        return None
    events = lexicon("events")
    passed = lexicon("reporting")["assertion"] | events["no_deed"]
    for verb in tokens:
        if verb.pos_ != "VERB" or not _has_done(verb) or is_unreal(verb):
            continue
        lemma = verb.lemma_.lower()
        if lemma in passed or any(c.dep_ == "neg" for c in verb.children):
            continue
        doer = _doer(verb)
        if doer is None or not (is_actor(doer) or _is_party(doer)):
            continue
        objects = {c.lemma_.lower() for c in verb.children if c.dep_ == "dobj"}
        if objects & lexicon("figures")["of_election"]:
            continue  # seats and votes are on public record
        certain = _certain(
            verb,
            public=lemma in events["public_act"]
            or any(t.lower_ in {"court", "tribunal", "judge", "jury"} for t in doer.subtree),
            adverse=lemma in (events["adverse_act"] | events["wrongdoing"]) - events["open_act"],
        )
        if certain is None or not _in_unit(certain, unit) or subject.is_sourced(unit):
            continue
        if verb.i - certain.i > _FAR and doer.i < certain.i:
            continue
        last = certain.head if certain.head.i > certain.i else certain
        low, high = min(verb.i, certain.i), max(verb.i, certain.i, last.i)
        if doer.i < verb.i and verb.i - doer.i <= _NEAR:
            low = min(low, _opening(doer))
        doc = subject.doc
        return stated(
            subject, unit, doc[low].idx, doc[high].idx + len(doc[high]),
            f"tells what somebody did, {GIVEN}.",
            "Say where it is on record: a document, a witness, a report.",
        )  # fmt: skip
    return None


def _opening(doer: Token) -> int:
    """Where the words for the doer begin: "In July, the mayor" is parsed as one phrase at times."""
    commas = [t.i + 1 for t in doer.doc[doer.left_edge.i : doer.i] if t.text == ","]
    return max(commas, default=doer.left_edge.i)


_WRITER = frozenset({"we", "us", "our", "ours", "you", "your"})


def _is_party(doer: Token) -> bool:
    """ "Police officers", "two patrol boats": nobody by name, but some that can be found."""
    of = next((c for c in doer.children if c.dep_ == "prep" and c.lower_ == "of"), None)
    group = [
        *doer.children,
        *(g for c in (of.children if of is not None else ()) for g in c.children),
    ]
    counted = any(c.dep_ == "nummod" for c in group)
    people = is_people(doer) or doer.lemma_.lower() in lexicon("holders")["actor"] | _CRAFT
    named_kind = any(c.dep_ == "compound" for c in doer.children)
    return doer.pos_ == "NOUN" and people and (counted or named_kind)


_CRAFT = frozenset(
    {"boat", "bomber", "bulldozer", "car", "drone", "helicopter", "jet", "lorry", "plane", "ship",
     "submarine", "tank", "tanker", "truck", "van", "vessel"}
)  # fmt: skip


def _certain(verb: Token, *, public: bool, adverse: bool) -> Token | None:
    """What makes the deed one that can be checked: a count, a day, "quietly"."""
    own = sorted(_own(verb), key=lambda t: t.i)
    for token in own:
        hidden = token.dep_ == "advmod" and token.lower_ in lexicon("events")["hidden_manner"]
        if hidden and any(c.dep_ in {"dobj", "nsubjpass", "xcomp", "ccomp"} for c in verb.children):
            return token
    if public:
        return None
    if any(c.dep_ in {"prep", "npadvmod"} and _gives_year(c) for c in verb.children):
        return None  # with its year it is history, which any reader can look up
    if not adverse:
        return None
    counted = next((t for t in own if _counts(t) and _is_of(t, verb)), None)
    if counted is not None:
        return counted
    return _recent(verb, own)


def _recent(verb: Token, own: list[Token]) -> Token | None:
    """The day or month of what was done to somebody or something.

    A year alone is mostly history; "in May" or "last week" is news that somebody has to vouch for,
    unless it was said or done before all the world ("on Tuesday rejected").
    """
    done_to = any(
        c.dep_ in {"dobj", "nsubjpass"} and c.ent_type_ not in {"DATE", "TIME"}
        for c in verb.children
    )
    if not done_to or verb.lemma_.lower() in lexicon("events")["spoken_act"]:
        return None
    return next(
        (
            t
            for t in own
            if t.ent_type_ in {"DATE", "TIME"}
            and t.pos_ in {"NOUN", "PROPN"}
            and t.dep_ in {"npadvmod", "pobj", "tmod"}
            and t.lower_ in lexicon("events")["recent_date"]
        ),
        None,
    )


_YEAR = 4


def _gives_year(phrase: Token) -> bool:
    """ "In December 2014", not "after a skirmish in 1988"."""
    dated = [t for t in phrase.subtree if t.ent_type_ == "DATE"]
    others = [t for t in phrase.subtree if t.pos_ == "NOUN" and t not in dated]
    return not others and any(t.text.isdigit() and len(t.text) == _YEAR for t in dated)


def _is_of(token: Token, verb: Token) -> bool:
    """Is what is counted who did it, to what it was done, or how long; not where or with whom?"""
    place = token
    while place.head not in {verb, place}:
        place = place.head
    if place.dep_ == "prep":
        return place.lower_ in {"for", "to", "from", "after", "over", "within"}
    return place.dep_ in {"dobj", "nsubj", "npadvmod", "advmod", "agent", "attr", "dative"}


def _in_unit(token: Token, unit: Unit) -> bool:
    return unit.start <= token.idx < unit.end


def _own(verb: Token) -> Iterator[Token]:
    """Tokens of the verb's own clause: not of a relative clause, not of another finite verb."""
    stack = list(verb.children)
    while stack:
        token = stack.pop()
        yield token
        stack.extend(
            c for c in token.children if c.dep_ not in {"relcl", "acl", "advcl", "ccomp", "conj"}
        )


def _has_done(verb: Token) -> bool:
    """Past or perfect, and the clause's own assertion."""
    if verb.dep_ in {"relcl", "acl", "amod", "advcl", "xcomp", "pcomp", "csubj"}:
        return False
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    if any(c.lower_ in {"had", "will", "did", "to", "'d"} for c in helpers):
        return False
    if helpers:
        return any(c.lower_ in {"has", "have", "'s", "'ve"} for c in helpers) and not any(
            c.dep_ == "auxpass" for c in helpers
        )
    # "Trawlers cut the cables": tagged as present, spelt as past.
    return verb.tag_ == "VBD" or (verb.tag_ == "VBP" and verb.lower_ in _SAME)


_SAME = frozenset({"cut", "hit", "put", "set", "shut", "split"})


def _counts(token: Token) -> bool:
    """A number of two or more of something: "four offers", "two hundred soldiers"."""
    if token.pos_ != "NUM" or token.lower_ in {"one", "1", "zero", "0"}:
        return token.lower_ in {"dozens", "hundreds", "thousands", "scores"}
    if token.ent_type_ == "QUANTITY" or token.head.pos_ == "PROPN":
        return False
    if token.head.lemma_.lower() in lexicon("figures")["no_count"] and token.dep_ == "nummod":
        return False
    if token.ent_type_ in {"DATE", "TIME", "ORDINAL", "PERSON", "ORG", "LAW", "PERCENT", "MONEY"}:
        # "for nine days" counts, "in 1988" dates.
        return token.dep_ == "nummod" and not token.text.isdigit()
    if token.text.isdigit() and 1500 <= int(token.text) <= 2100:
        return False
    return token.dep_ in {"nummod", "quantmod", "compound", "dobj", "pobj"}


CHECK = Check(
    code="unsourced-deed",
    group="evidence",
    severity=Severity.WARNING,
    question="Who says that they did it?",
    source=SOURCE,
    explanation=__doc__,
    find=find,
    on_by_default=False,
    yields_to=frozenset({"presupposed-fact", "unsourced-fact", "unsourced-number"}),
)
