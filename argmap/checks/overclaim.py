"""Certainty beyond the evidence offered.

"There can be no doubt whatever that prices will fall", "it would solve all of these problems at
once", "it is guaranteed to end hunger": the wording leaves no room for error where there is always
some, and a reader who finds one exception stops believing the rest (Toulmin: a claim carries a
qualifier that fits its grounds).

How it decides: (1) a warrant that nobody may doubt ("there can be no doubt that", "nobody can
deny") on a prediction or an effect; (2) an outcome that is made sure ("is bound to", "guaranteed
to", "will certainly") for what people do or bring about; (3) a remedy ("solve", "end", "cure") of a
trouble that is total ("all of these problems", "once and for all", "completely") or that nobody is
left out of ("everybody will benefit"); two totals in one prediction ("no child will ever be afraid
again"); (4) something that cannot go wrong ("cannot fail", "no risk whatsoever"); (5) what is
proved for good ("conclusively shows") or put above all there has been. What is backed by two or
more reasons or by a source, what is granted before a "but", wishes, duties, doubts ("is not certain
to"), questions, and what is put in somebody's mouth are let be.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from argmap.checks.base import Check, Finding
from argmap.checks.placing import Looks, seen
from argmap.checks.subject import Subject
from argmap.language.assertion import gives_reason
from argmap.language.hedging import hedges, is_negated
from argmap.language.lexicon import lexicon
from argmap.language.people import is_people
from argmap.language.places import hull, tokens_of
from argmap.language.sourcing import source_marker
from argmap.model import Severity, Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

_DOERS = frozenset({"nsubj", "nsubjpass", "csubj"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_PROMISES = _FUTURE | {"would"}
_SOFT = frozenset({"may", "might", "could", "should", "must", "ought"})
_ENOUGH = 2


def find(subject: Subject) -> Iterator[Finding]:
    """Statements of a unit that are surer than anything offered for them."""
    for unit in subject.units:
        if subject.asks(unit) or subject.is_opinion(unit) or _is_granted(subject, unit):
            continue
        for start, end, what in sorted(_places(subject, unit)):
            if subject.is_reported(start, end):
                continue
            if what == _SURE and len(subject.backing(unit)) >= _ENOUGH:
                continue
            if what == _SURE and gives_reason(subject.slice(end, sentence_end(subject, end))):
                continue
            if _has_source(subject, unit, what):
                continue
            yield Finding(
                unit.id,
                start,
                end,
                f"{subject.words(start, end)} {what}, and nothing that is offered bears that out.",
                "Say how sure it is and on what grounds: “is likely to”, “in the places that "
                "tried it”.",
            )
            break


def sentence_end(subject: Subject, place: int) -> int:
    """Where the sentence that holds this place ends."""
    return subject.slice(max(0, place - 1), place).root.sent.end_char


_NO_DOUBT = "allows no doubt"
_SURE = "makes the outcome certain"
_TOTAL = "promises a remedy without remainder"
_PEERLESS = "puts it above all there has been"
_SAFE = "says that it cannot go wrong"


def _has_source(subject: Subject, unit: Unit, what: str) -> bool:
    # "Nobody" in "nobody can deny that" is no source: there only a citation counts.
    if what == _NO_DOUBT:
        return any(source_marker(sentence.text) for sentence in subject.sentences(unit))
    return subject.is_sourced(unit, neighbours=False)


def _is_granted(subject: Subject, unit: Unit) -> bool:
    """ "It will certainly cost money, but ...": said to be qualified."""
    words = lexicon("certainty")["concession"]
    sentences = subject.sentences(unit)
    if not sentences:
        return False
    rest = [t for t in sentences[-1] if t.idx >= unit.end][:3]
    after = subject.sentence_after(sentences[-1])
    begins = list(after[:3]) if after is not None else []
    return any(t.lower_ in words for t in (*rest, *begins))


def _places(subject: Subject, unit: Unit) -> Iterator[tuple[int, int, str]]:
    words = lexicon("certainty")
    text = subject.map.article.text
    for match in words.pattern("warrant_phrase").finditer(text, unit.start, unit.end):
        cue = subject.slice(*match.span())
        rest = [t for t in subject.tokens(unit) if t.i >= cue.end]
        if not _qualified(rest) and _is_open(rest):
            yield *match.span(), _NO_DOUBT
    for match in words.pattern("failproof_phrase").finditer(text, unit.start, unit.end):
        cue = subject.slice(*match.span())
        before = [t.lower_ for t in subject.doc[max(cue[0].sent.start, cue.start - 4) : cue.start]]
        if not {"not", "n't", "no", "nothing", "never", "if"} & set(before) and not _supposed(
            cue.root
        ):
            yield *match.span(), _SAFE
    yield from seen(subject, unit, _looks())


def _qualified(tokens: list[Token]) -> bool:
    return any(t.lower_ in lexicon("certainty")["concession"] for t in tokens) or bool(
        hedges(t for t in tokens if t.pos_ in {"AUX", "ADV"} and t.tag_ != "RBR")
    )


def _is_open(tokens: list[Token]) -> bool:
    """Is it about what is to come, or about what brings about what? Only there doubt is due."""
    causes, events = lexicon("causes"), lexicon("events")
    effects = (causes["cause_verb"] | causes["change_verb"] | events["effect_verb"]) - causes[
        "plain_verb"
    ]
    return any(
        (t.lower_ in _FUTURE and t.dep_ == "aux")
        or (t.lower_ == "going" and t.i + 1 < len(t.doc) and t.nbor().lower_ == "to")
        or (t.pos_ == "VERB" and t.lemma_.lower() in effects and t.dep_ not in {"amod"})
        or t.lower_ in lexicon("quantifiers")["judging_superlative"]
        or (t.tag_ == "RBS" and t.head.pos_ == "ADJ")
        for t in tokens
    )


def _supposed(token: Token) -> bool:
    """In a condition, or softened; "would" is no softening of a total promise."""
    for place in (token, *token.ancestors):
        clause = place.dep_ == "advcl"
        for child in place.children:
            if child.dep_ == "aux" and child.lower_ in _SOFT:
                return True
            if clause and child.dep_ == "mark" and child.lower_ in _CONDITIONS:
                return True
    return False


_CONDITIONS = frozenset({"if", "unless", "until", "whether"})


@cache
def _effects() -> frozenset[str]:
    """Verbs that bring something about, or by which something comes about."""
    causes, events = lexicon("causes"), lexicon("events")
    return (
        causes["cause_verb"]
        | causes["change_verb"]
        | causes["difference_verb"]
        | events["effect_verb"]
        | lexicon("certainty")["remedy_verb"]
        | lexicon("certainty")["fare_verb"]
        | {"fail", "succeed", "pay", "work"}
    ) - {"go", "keep", "make", "put", "hold", "continue"}


def _sure(token: Token) -> tuple[int, int] | None:  # noqa: PLR0911 - a decision list
    """ "Is bound to", "are guaranteed to", "is certain to"."""
    act = next(
        (c for c in token.children if c.dep_ in {"xcomp", "acl", "advcl"} and c.i > token.i), None
    )
    if act is None or not any(c.lower_ == "to" and c.dep_ == "aux" for c in act.children):
        return None
    if act.i - token.i > 4:
        return None
    if token.tag_ == "VBN":
        verb = token
        be = next((c for c in token.children if c.dep_ in {"auxpass", "aux"}), None)
    else:
        verb = token.head
        be = verb if verb.lemma_ == "be" else None
    if be is None or be.tag_ == "VBD" or is_negated(token) or _supposed(token):
        return None
    if token.lower_ != "guaranteed" and act.lemma_.lower() not in _effects():
        return None
    if any(
        c.lower_ in {"almost", "nearly", "virtually", "so", "legally", "likely"}
        for c in (*token.children, *verb.children)
    ):
        return None
    doer = next((c for c in verb.children if c.dep_ in _DOERS), None)
    if doer is None or doer.lower_ in {"i", "we", "you", "he", "she", "who"}:
        return None
    return token.idx, act.idx + len(act)


def _surely(token: Token) -> tuple[int, int] | None:
    """ "Will undoubtedly ruin", "would certainly end": an outcome, made sure."""
    if token.dep_ != "advmod":
        return None
    verb = token.head
    if verb.pos_ not in {"VERB", "AUX"} or abs(verb.i - token.i) > 4:
        return None
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if (
        not helpers & _FUTURE
        or is_negated(verb)
        or _supposed(verb)
        or verb.dep_ in {"relcl", "acl"}
    ):
        return None
    best = verb.lemma_ == "be" and any(
        t.lower_ in lexicon("quantifiers")["judging_superlative"] for t in verb.subtree
    )
    if verb.lemma_.lower() not in _effects() and not best:
        return None
    doer = next((c for c in verb.children if c.dep_ in _DOERS), None)
    if doer is None or doer.lower_ in {"i", "we", "you"}:
        return None
    return hull(token, verb)


def _remedy(verb: Token) -> tuple[int, int] | None:  # noqa: PLR0911 - a decision list
    """ "Would solve all of these problems completely", "will end poverty once and for all"."""
    words = lexicon("certainty")
    if verb.pos_ != "VERB" or verb.lemma_.lower() not in words["remedy_verb"]:
        return None
    helpers = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    asserted = (
        bool(helpers & (_FUTURE | {"would"})) or verb.tag_ in {"VBZ", "VBP"} or _is_going(verb)
    )
    if not asserted or is_negated(verb) or _supposed(verb) or verb.dep_ in {"relcl", "acl"}:
        return None
    if any(c.dep_ == "mark" and c.lower_ in {"if", "until", "to"} for c in verb.children):
        return None
    if hedges(c for c in verb.children if c.dep_ == "advmod"):
        return None
    doer = next((c for c in verb.children if c.dep_ in _DOERS), None)
    if doer is None and verb.dep_ in {"xcomp", "conj"}:
        doer = next((c for c in verb.head.children if c.dep_ in _DOERS), None)
    if (
        doer is None
        or doer.lower_ in {"i", "we", "you", "who"}
        or doer.lower_ in {"nothing", "nobody", "none"}
    ):
        return None
    if any(c.lower_ == "no" for c in doer.children):
        return None
    thing = next((c for c in verb.children if c.dep_ == "dobj"), None)
    if thing is None:
        return None
    troubled = _trouble(thing)
    if not troubled:
        return None
    clause = list(verb.subtree)
    stop = max(t.i for t in troubled)
    total = [t for t in troubled if t.lower_ in words["total"]]
    adverbs = [c for c in verb.children if c.dep_ == "advmod" and c.lower_ in words["total_adverb"]]
    tail = verb.doc[verb.i : clause[-1].i + 1]
    match = words.pattern("total_phrase").search(tail.text)
    if match:
        end = tokens_of(verb.doc, tail.start_char + match.start(), tail.start_char + match.end())
        stop = max(stop, end[-1].i)
    if not total and not adverbs and not match:
        return None
    first = min([verb.i, *(a.i for a in adverbs)])
    last = verb.doc[max([stop, *(a.i for a in adverbs)])]
    return verb.doc[first].idx, last.idx + len(last)


def _is_going(verb: Token) -> bool:
    return verb.dep_ == "xcomp" and verb.head.lower_ == "going"


def _trouble(thing: Token) -> list[Token]:
    """The tokens of a trouble as an object: "all of these problems", "hunger"."""
    words = lexicon("certainty")
    tokens = [thing, *(t for t in thing.subtree if thing in {t.head, t.head.head})]
    nouns = [
        t
        for t in tokens
        if {t.lemma_.lower(), t.lower_} & words["trouble"]
        and (t.pos_ in {"NOUN", "PROPN"} or t == thing)
    ]
    if not nouns:
        return []
    return [t for t in tokens if not t.is_punct and t.i <= nouns[0].i]


def _cure(noun: Token) -> tuple[int, int] | None:
    """ "Is the answer to every problem", "a cure for all our ills"."""
    words = lexicon("certainty")
    if noun.dep_ not in {"attr", "dobj"} or noun.lemma_.lower() not in words["remedy_noun"]:
        return None
    verb = noun.head
    if is_negated(noun) or _supposed(verb) or verb.tag_ == "VBD" or verb.dep_ in {"relcl", "acl"}:
        return None
    if any(c.lower_ in {"no", "not"} for c in noun.children):
        return None
    link = next(
        (c for c in noun.children if c.dep_ == "prep" and c.lower_ in {"to", "for", "of"}), None
    )
    thing = next((c for c in link.children if c.dep_ == "pobj"), None) if link else None
    if thing is None:
        return None
    troubled = _trouble(thing)
    if not any(t.lower_ in words["total"] - {"any", "each"} for t in troubled):
        return None
    return noun.idx, hull(*troubled)[1]


def _gone(verb: Token) -> tuple[int, int] | None:
    """ "Queues will disappear overnight"."""
    words = lexicon("certainty")
    if verb.pos_ != "VERB" or verb.lemma_.lower() not in words["vanish_verb"]:
        return None
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if not helpers & (_FUTURE | {"would"}) or is_negated(verb) or _supposed(verb):
        return None
    doer = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if doer is None or not _trouble(doer):
        return None
    adverb = next(
        (c for c in verb.children if c.lower_ in words["total_adverb"] and abs(c.i - verb.i) < 4),
        None,
    )
    if adverb is not None:
        return hull(adverb, verb)
    tail = verb.doc[verb.i : verb.right_edge.i + 1]
    match = words.pattern("total_phrase").search(tail.text)
    return (verb.idx, tail.start_char + match.end()) if match else None


def _emphatic(token: Token) -> tuple[int, int] | None:
    """ "There is no risk whatsoever", "it has no drawbacks at all"."""
    words = lexicon("certainty")
    doc = token.doc
    if token.lower_ == "all" and not (token.i and token.nbor(-1).lower_ == "at"):
        return None
    noun = next(
        (
            t
            for t in reversed(doc[max(token.sent.start, token.i - 5) : token.i])
            if t.pos_ == "NOUN"
        ),
        None,
    )
    if noun is None or noun.lemma_.lower() not in words["denied"]:
        return None
    no = next((c for c in noun.children if c.lower_ in {"no", "zero"}), None)
    verb = next((t for t in noun.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    if no is None or verb is None or verb.tag_ == "VBD" or _supposed(verb):
        return None
    if any(c.dep_ in _DOERS and c.lower_ in {"i", "we", "you"} for c in verb.children):
        return None
    return no.idx, token.idx + len(token)


def _all_fare(verb: Token) -> tuple[int, int] | None:
    """ "Everybody will benefit", "nobody will be worse off", "it will make everyone happier"."""
    words = lexicon("certainty")
    helped = any(c.dep_ == "aux" and c.lower_ in _PROMISES for c in verb.children)
    if not helped or verb.dep_ in {"relcl", "acl", "advcl"} or _supposed(verb):
        return None
    doer = next((c for c in verb.children if c.dep_ in _DOERS), None)
    if doer is None:
        return None
    fares = verb.lemma_.lower() in words["fare_verb"] or (
        verb.lemma_ == "be"
        and any(
            c.lower_ in words["fare_adjective"]
            for a in verb.children
            if a.dep_ in {"acomp", "advmod", "attr"}
            for c in a.subtree
        )
    )
    everyone = doer.lower_ in words["all_people"] | words["no_people"] or any(
        c.lower_ in {"every", "all", "no"} and c.dep_ in {"det", "predet"} for c in doer.children
    )
    cut = any(c.dep_ in {"relcl", "prep", "acl"} for c in doer.children)
    if fares and everyone and not cut:
        return doer.left_edge.idx, verb.idx + len(verb)
    made = next((t for t in verb.subtree if t.lower_ in words["all_people"] and t.i > verb.i), None)
    if (
        made is not None
        and verb.lemma_.lower() in words["make_verb"]
        and not is_negated(verb)
        and made.i - verb.i <= 3
        and not any(c.dep_ in {"relcl", "prep", "acl"} for c in made.children)
        and doer.lower_ not in {"i", "we", "you"}
    ):
        return verb.idx, made.idx + len(made)
    return None


def _proved(adverb: Token) -> tuple[int, int] | None:
    """ "Has conclusively shown"."""
    words = lexicon("certainty")
    verb = adverb.head
    if verb.lemma_.lower() not in words["prove_verb"]:
        return None
    if is_negated(verb) or _supposed(verb) or verb.pos_ != "VERB":
        return None
    return hull(adverb, verb)


def _peerless(token: Token) -> tuple[int, int] | None:
    """ "The greatest invention of all time"."""
    words = lexicon("certainty")
    most = token.tag_ == "RBS"
    if token.lower_ not in lexicon("quantifiers")["judging_superlative"] and not (
        most and token.head.pos_ == "ADJ"
    ):
        return None
    noun = token.head.head if most else token.head
    if noun.pos_ != "NOUN" or noun.i < token.i:
        return None
    verb = noun.head
    if noun.dep_ != "attr" or verb.lemma_ != "be" or is_negated(noun) or _supposed(verb):
        return None
    before = {t.lower_ for t in token.doc[max(0, token.i - 3) : token.i]}
    if any(t.lower_ in {"i", "we"} for t in noun.subtree):
        return None  # "the hardest choice that I ever made"
    if before & {"of", "among", "perhaps", "arguably", "probably", "possibly"}:
        return None
    tail = token.doc[token.i : noun.right_edge.i + 1]
    match = words.pattern("ever_phrase").search(tail.text)
    return (token.idx, tail.start_char + match.end()) if match else None


def _beyond_doubt(token: Token) -> tuple[int, int] | None:
    """ "This proves beyond doubt that ..."."""
    verb = token.head
    if verb.lemma_.lower() not in lexicon("certainty")["prove_verb"]:
        return None
    doubt = next((c for c in token.children if c.lower_ in {"doubt", "question", "dispute"}), None)
    if doubt is None or verb.i > token.i or is_negated(verb) or _supposed(verb):
        return None
    if any(c.lower_ == "reasonable" for c in doubt.children):
        return None  # the courts' measure
    return verb.idx, doubt.idx + len(doubt)


def _past_and_gone(token: Token) -> tuple[int, int] | None:  # noqa: PLR0911 - a decision list
    """ "Will make crime a thing of the past", "will put an end to jams for good"."""
    verb = next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    if verb is None or is_negated(verb) or _supposed(verb):
        return None
    doc = token.doc
    foretold = any(c.lower_ in _PROMISES for c in verb.children if c.dep_ == "aux")
    if token.lower_ == "thing" and doc[token.i + 1 : token.i + 4].text.lower() == "of the past":
        # "With the new lock, theft is a thing of the past": now, by this.
        brought = any(c.dep_ == "prep" and c.lower_ in {"with", "thanks"} for c in verb.children)
        if foretold or (verb.tag_ == "VBZ" and brought):
            return token.idx, doc[token.i + 3].idx + len(doc[token.i + 3])
        return None
    if not foretold:
        return None
    if token.lower_ == "end" and token.dep_ == "dobj" and verb.lemma_ == "put":
        tail = doc[token.i : verb.right_edge.i + 1]
        match = lexicon("certainty").pattern("total_phrase").search(tail.text)
        whole = any(t.lower_ in {"all", "every"} for t in tail)
        if match:
            return token.idx, tail.start_char + match.end()
        if whole and any(_trouble(t) for t in tail if t.dep_ == "pobj"):
            return token.idx, token.idx + len(token)
    return None


def _without_remainder(verb: Token) -> tuple[int, int] | None:  # noqa: PLR0911 - a decision list
    """ "No child will ever be afraid", "every family will be safe for good": two totals at once.

    One total ("all members will vote") may be a plan; two leave nothing that could go otherwise.
    """
    words = lexicon("certainty")
    if verb.dep_ in {"relcl", "acl", "advcl", "aux", "auxpass"} or not _is_foretold(verb):
        return None
    if _supposed(verb) or hedges(verb.children):
        return None
    doer = next((c for c in verb.children if c.dep_ in _DOERS | {"expl"}), None)
    if doer is None or doer.lower_ in {"i", "we", "he", "she"} or doer.ent_type_ == "PERSON":
        return None
    if doer.lower_ == "you" and (verb.dep_ == "ccomp" or not _imperative(verb)):
        return None
    if verb.lemma_.lower() in words["mind_verb"]:
        return None
    if verb.lemma_ == "be" and any(t.lower_ == "same" for t in verb.subtree):
        return None  # "will never be the same again": a set phrase, and no promise
    if verb.lemma_ == "do" and any(
        c.dep_ == "dobj" and c.lower_ == "nothing" for c in verb.children
    ):
        return None  # "will do nothing to stop it": the promise of others is denied
    clause = [
        t
        for t in verb.subtree
        if not any(a.dep_ in {"relcl", "ccomp", "advcl"} for a in _between(t, verb))
    ]
    marks = [t for t in clause if t.lower_ in words["absolute"] and t.lower_ not in {"all", "any"}]
    marks += [t for t in clause if t.lower_ == "all" and t.dep_ in {"det", "predet"}]
    marks += [t for t in clause if t.lower_ in words["total_adverb"] and t.dep_ == "advmod"]
    tail = verb.doc[verb.i : verb.right_edge.i + 1]
    match = words.pattern("total_phrase").search(tail.text)
    if match:
        start = tail.start_char + match.start()
        marks.append(tokens_of(verb.doc, start, tail.start_char + match.end())[-1])
    troubled = any(t.lower_ == "never" for t in marks) and any(
        {t.lemma_.lower(), t.lower_} & words["trouble"] for t in clause if t.i > verb.i
    )
    if len({t.lower_ for t in marks}) < _TOTALS and not troubled:
        return None
    return hull(verb, *marks)


_TOTALS = 2


def _is_foretold(verb: Token) -> bool:
    return any(c.lower_ in _FUTURE and c.dep_ in {"aux", "auxpass"} for c in verb.children)


def _imperative(verb: Token) -> bool:
    """ "Use it every day and you will never ...": a promise for those who do as they are told."""
    first = next((t for t in verb.sent if not t.is_space and not t.is_punct), verb)
    return first.tag_ == "VB" or first.lower_ in {"with", "without"}


def _between(token: Token, verb: Token) -> Iterator[Token]:
    """The token and what it hangs on, up to the verb."""
    while token != verb:
        yield token
        token = token.head


def _ends_it(verb: Token) -> tuple[int, int] | None:  # noqa: PLR0911 - a decision list
    """ "Will have solved the climate problem", "will vanish overnight"."""
    words = lexicon("certainty")
    if verb.pos_ != "VERB" or verb.dep_ in {"relcl", "acl", "advcl"} or not _is_foretold(verb):
        return None
    if _supposed(verb) or is_negated(verb) or hedges(verb.children):
        return None
    doer = next((c for c in verb.children if c.dep_ in _DOERS), None)
    if doer is None or doer.pos_ not in {"NOUN", "PRON"} or doer.lower_ in _PERSONS:
        return None
    if doer.ent_type_ == "PERSON" or (doer.tag_ == "NNS" and is_people(doer)):
        return None
    if verb.lemma_.lower() in words["vanish_verb"] - {"go", "stop", "end", "die"}:
        swift = next((c for c in verb.children if c.lower_ in words["total_adverb"]), None)
        return (verb.idx, hull(verb, swift)[1]) if swift is not None else None
    if verb.lemma_.lower() not in words["whole_remedy"]:
        return None
    thing = next((c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}), None)
    troubled = _trouble(thing) if thing is not None else []
    if not troubled or any(t.lower_ in {"this", "that", "a", "an", "some"} for t in troubled):
        return None
    return verb.idx, hull(verb, *troubled)[1]


_PERSONS = frozenset({"i", "we", "you", "he", "she", "they", "who"})


@cache
def _looks() -> Looks:
    words = lexicon("certainty")
    looks = Looks(
        everywhere=((_cure, _TOTAL), (_peerless, _PEERLESS)),
        at_verbs=(
            (_without_remainder, _TOTAL),
            (_ends_it, _TOTAL),
            (_remedy, _TOTAL),
            (_gone, _TOTAL),
            (_all_fare, _SURE),
        ),
    )
    looks.add({"beyond"}, _beyond_doubt, _NO_DOUBT)
    looks.add({"end", "thing"}, _past_and_gone, _TOTAL)
    looks.add(words["sure_adjective"], _sure, _SURE)
    looks.add(words["sure_adverb"], _surely, _SURE)
    looks.add(words["emphatic"] | {"all"}, _emphatic, _NO_DOUBT)
    looks.add(words["prove_adverb"], _proved, _NO_DOUBT)
    return looks


CHECK = Check(
    code="overclaim",
    group="language",
    severity=Severity.WARNING,
    question="Is it surer than anything that is offered for it?",
    source=(
        "Toulmin (1958), The Uses of Argument, ch. 2 (qualifiers); Hyland (2005), Metadiscourse "
        "(boosters)"
    ),
    explanation=__doc__,
    find=find,
    on_by_default=False,
    of_argument=True,
)
