"""A figure with no source.

"36 percent of firms", "one child in five", "three times as much as in 1990": somebody has counted,
and the reader is not told who, when, or how. A figure is the easiest thing to check and the
easiest to get wrong, so it wants its source first (Park & Cardie 2014). The flag says that none is
given, not that the figure is false.

How it decides: a share, a sum of money, a count of a hundred or more, a rate or a multiple that is
asserted of what is or was. A link, a citation, "according to", a quotation, or somebody named in
the sentence, beside it, or earlier in the paragraph counts as a source. Dates, ages, addresses,
lengths and names with numbers, what is planned, supposed or asked for ("should pay 3 percent"),
figures that only say which one is meant ("the poorest 20 percent"), the writer's own doings, how
many gathered where the reporter could see them ("a crowd of 3,000"), questions, and what is put in
somebody's mouth are let be. So is what is on public record (the price of what is traded, trillions,
the results of votes), what is worked out from the figure before ("that is 700 million"), a number
that stood earlier, and what goes on telling of a source that gave figures up to three sentences
before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.checks.base import NOT_CHECKED, Check, Finding
from argmap.checks.subject import Subject
from argmap.language.figures import figure
from argmap.language.hedging import is_first_person, is_unreal
from argmap.language.lexicon import lexicon
from argmap.language.people import is_actor, is_people
from argmap.language.sourcing import source_marker
from argmap.model import Severity, Unit

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_COUNTS = frozenset({"NN", "NNS"})
_A_PARAGRAPH = 2
_TELLING = 3
"""Digits from which a number is told from others by itself: "132", not "10"."""
_OWN = frozenset({"we", "us", "you"})


def find(subject: Subject) -> Iterator[Finding]:
    """The first figure of a unit that nobody stands for; two in a paragraph are enough."""
    told: dict[int | None, int] = {}
    named: set[str] = set()
    for unit in subject.units:
        paragraph = subject.block_of(unit)
        if told.get(paragraph, 0) == _A_PARAGRAPH:
            continue
        if unit.type in {"common-ground", "testimony", "reference"} or subject.asks(unit):
            continue
        tokens = list(subject.tokens(unit))
        if is_first_person(tokens) or any(
            t.lower_ in _OWN and t.dep_ in {"nsubj", "nsubjpass"} for t in tokens
        ):
            continue
        sourced: bool | None = None
        for token in tokens:
            span = figure(token)
            if span is None or not unit.start <= span[0] < span[1] <= unit.end:
                continue
            if is_unreal(token) or _is_planned(token) or subject.is_reported(*span):
                continue
            if sourced is None:
                sourced = _is_sourced(subject, unit)
            if sourced:
                break
            if _is_reckoned(token) or _is_crowd(token) or _is_public(token, span):
                continue
            if _is_worked_out(token):
                continue
            words = subject.words(*span)
            if words.lower() in named or _stood_before(subject, token, unit):
                continue  # asked for, or accounted for, where it first stood
            named.add(words.lower())
            told[paragraph] = told.get(paragraph, 0) + 1
            yield Finding(
                unit.id,
                *span,
                f"{words} is a figure that can be checked, and no source is given {NOT_CHECKED}",
                "Name who counted, when, and where it was published.",
            )
            break


def _stood_before(subject: Subject, token: Token, unit: Unit) -> bool:
    """Does the very number stand earlier in the article?"""
    if any(t.text == token.text for t in token.doc[token.sent.start : token.i]):
        return True
    if not token.text[0].isdigit() or len(token) < _TELLING:
        return False
    before = subject.map.article.text[: unit.start]
    return re.search(rf"(?<![\d.,]){re.escape(token.text)}(?![\d.,]\d|\d)", before) is not None


def _is_sourced(subject: Subject, unit: Unit) -> bool:  # noqa: PLR0911 - a decision list
    """Does its sentence, the one after, or an earlier one of its paragraph say who counted?"""
    if subject.is_sourced(unit, neighbours=False):
        return True
    sentences = subject.sentences(unit)
    if not sentences:
        return False
    if any(_is_published(token) for sentence in sentences for token in sentence):
        return True
    if subject.is_sourced_next(sentences[-1]) or _goes_on_sourced(subject, sentences[-1]):
        return True
    if _of_a_survey(subject, sentences[0]):
        return True
    before = subject.sentence_before(sentences[0])
    while before is not None:
        # Who recommends or requires something has not counted it; a pollster who asks has.
        if subject.gives_source(before) and (
            before.root.lemma_.lower() not in lexicon("figures")["norm_verb"]
            or source_marker(before.text)
        ):
            return True
        before = subject.sentence_before(before)
    return False


_FIGURES = frozenset({"PERCENT", "CARDINAL", "MONEY", "QUANTITY"})
_BACK = 3
"""Sentences back to which a survey that is told of over some short paragraphs is followed."""


def _goes_on_sourced(subject: Subject, sentence: Span) -> bool:
    """Does the next sentence of the paragraph give a figure of the same kind, and its source?"""
    after = subject.sentence_after(sentence)
    if after is None or not subject.gives_source(after):
        return False
    kinds = {t.ent_type_ for t in sentence} & _FIGURES
    return any(t.ent_type_ in kinds for t in after)


def _of_a_survey(subject: Subject, sentence: Span) -> bool:
    """Is a survey that was just named, perhaps in the paragraph before, still being told of?"""
    return _counts(sentence) and any(
        _counts(before) and subject.gives_source(before)
        for before in subject.sentences_beside(sentence, -1, _BACK)
    )


def _counts(sentence: Span) -> bool:
    return any(t.ent_type_ in {"PERCENT", "CARDINAL"} for t in sentence)


_GIVEN_OUT = frozenset({"announcement", "count", "disclosure", "estimate", "finding", "revelation"})


def _is_published(token: Token) -> bool:
    """ "Revealed by the Senate", "numbers that the ministry released": who gave the figure out."""
    figures = lexicon("figures")
    if token.lemma_.lower() in _GIVEN_OUT:
        # "The revelation by the Senate of ...".
        return any(
            c.dep_ == "prep" and c.lower_ == "by" and any(is_actor(g) for g in c.children)
            for c in token.children
        )
    if token.lemma_.lower() not in figures["reckon_verb"] | figures["publish_verb"]:
        return False
    for child in token.children:
        if child.dep_ == "agent":
            return any(c.dep_ == "pobj" and is_actor(c) for c in child.children)
        if child.dep_ == "nsubj" and token.dep_ == "relcl":
            return is_actor(child)
    return False


def _is_public(token: Token, span: tuple[int, int]) -> bool:
    """ "$100 a barrel", "$18 trillion", "a 5 percent margin in the election": on public record.

    The price of what is traded, the round total of a nation's books, and the results of elections
    are where any reader can look them up.
    """
    figures = lexicon("figures")
    sentence = token.sent
    ahead = token.doc[token.i : min(token.i + 6, sentence.end)]
    if figures.pattern("market_unit").search(ahead.text):
        return True
    if any(t.lower_ == "trillion" for t in ahead if t.idx < span[1]):
        return True
    lemmas = {t.lemma_.lower() for t in sentence}
    money = token.i > 0 and token.nbor(-1).text in {"$", "£", "€"}
    if money and "price" in lemmas and figures["commodity"] & lemmas:
        return True
    if {"referendum", "plebiscite"} & lemmas:
        return True
    near = token.doc[max(sentence.start, token.i - 6) : min(token.i + 6, sentence.end)]
    return any(t.lemma_.lower() in figures["of_election"] for t in near) and any(
        t.lemma_.lower() in figures["election"] for t in sentence
    )


_SUMS = re.compile(
    r"^\W*(?:that|this|it)"
    r"(?:['’]s| is| was| makes| means| works out| adds up| comes to| amounts to)\b"
    r"|\bwhich (?:makes|means|works out|adds up|comes to|amounts to)\b",
    re.I,
)


def _is_worked_out(token: Token) -> bool:
    """ "That is close to $700 million": a sum over figures that were just given."""
    sentence = token.sent
    match = _SUMS.search(sentence.text)
    return match is not None and sentence.start_char + match.start() < token.idx


def _is_crowd(token: Token) -> bool:
    """ "A crowd of 3,000", "400 people gathered": what whoever reports it had before their eyes."""
    figures = lexicon("figures")
    place = token
    while place.dep_ in {"nummod", "quantmod", "compound", "pobj", "prep"}:
        if place.dep_ == "prep" and place.lower_ not in {"of", "by"}:
            return False
        place = place.head
        if place.lemma_.lower() in figures["crowd"]:
            return True
    gathers = place.dep_ == "nsubj" and place.head.lemma_.lower() in figures["gather_verb"]
    return gathers and (is_people(place) or place.lower_ == "people" or place == token)


def _is_reckoned(token: Token) -> bool:
    """ "The ministry put the loss at 3 million": somebody named counts, whoever that is."""
    for verb in token.ancestors:
        if verb.lemma_.lower() not in lexicon("figures")["reckon_verb"]:
            continue
        doer = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if doer is not None and (is_actor(doer) or doer.pos_ == "PRON" or doer.tag_ in _COUNTS):
            return True
    return False


def _is_planned(token: Token) -> bool:
    """ "Will cost 3 million", "to raise 40 percent": of what is to come, there is no record."""
    for place in token.ancestors:
        if place.pos_ not in {"VERB", "AUX"}:
            continue
        if place.dep_ == "pcomp" and place.head.lower_ == "for":
            return True  # "a proposal for building 63,000 homes"
        if any(
            c.dep_ == "aux" and c.lower_ in {"will", "shall", "'ll", "to", "wo"}
            for c in place.children
        ):
            return True
    return False


CHECK = Check(
    code="unsourced-number",
    group="evidence",
    severity=Severity.WARNING,
    question="Who counted this, and where can it be read?",
    source=(
        "Park & Cardie (2014), Identifying Appropriate Support for Propositions in Online User "
        "Comments; Hassan et al. (2017), Toward Automated Fact-Checking"
    ),
    explanation=__doc__,
    find=find,
)
