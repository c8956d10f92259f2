"""A figure with no source.

"36 percent of firms", "one child in five", "three times as much as in 1990": somebody has counted,
and the reader is not told who, when, or how. A figure is the easiest thing to check and the
easiest to get wrong, so it wants its source first (Park & Cardie 2014). The flag says that none is
given, not that the figure is false.

How it decides: a share, a sum of money, a count of a hundred or more, a rate or a multiple that is
asserted of what is or was. A link, a citation, "according to", a quotation, or somebody named in
the sentence, beside it, or earlier in the paragraph, or a person quoted in the sentence right
before or after counts as a source, and in the lead whoever comes next. Dates, ages, addresses,
lengths and names with numbers, what is planned, supposed or asked for ("should pay 3 percent"),
figures that only say which one is meant ("the poorest 20 percent"), the writer's own doings, how
many gathered where the reporter could see them ("a crowd of 3,000"), questions, and what is put in
somebody's mouth are let be. So is what is on public record (prices and rates of what is traded,
taxes, unemployment, trillions, the results of votes, how many live somewhere or sit in a house,
what a thing weighs), what is aimed at, charged, set by law or bargained in public ("a goal of $1
billion"), names of lists ("the 100 most admired"), shares in an article that says which poll it
goes by, what is worked out from the figure before ("that is 700 million"), a number that stood
earlier or is sourced later, and figures of the same kind as one whose source is given up to four
sentences before or two after. A report that names its sources throughout (in three of ten
sentences) is let be whole. Two in a paragraph and six in an article are flagged at most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from argmap.checks.base import NOT_CHECKED, Check, Finding
from argmap.checks.subject import Subject
from argmap.language.attribution import is_name
from argmap.language.figures import figure
from argmap.language.hedging import is_first_person, is_unreal
from argmap.language.lexicon import lexicon
from argmap.language.people import is_actor, is_people
from argmap.language.record import is_on_record
from argmap.language.sourcing import source_marker
from argmap.model import Severity, Unit

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_COUNTS = frozenset({"NN", "NNS"})
_A_PARAGRAPH = 2
_AN_ARTICLE = 6
"""So many flags show the writer what is missing; more of them only repeat it."""
_TELLING = 3
"""Digits from which a number is told from others by itself: "132", not "10"."""
_OWN = frozenset({"we", "us", "you"})


def find(subject: Subject) -> Iterator[Finding]:
    """The first figure of a unit that nobody stands for; some in an article are enough.

    In a report that names its sources throughout, a bare figure mostly has one of them.
    """
    if subject.is_sourced_throughout:
        return
    told: Counter[int | None] = Counter()
    named: set[str] = set()
    for unit in subject.units:
        paragraph = subject.block_of(unit)
        if told[paragraph] == _A_PARAGRAPH or told.total() == _AN_ARTICLE:
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
            if _is_accounted_for(subject, token, span) or _is_sourced_later(subject, token):
                continue
            words = subject.words(*span)
            if words.lower() in named or _was_told(subject, unit, token, words):
                continue  # asked for, or accounted for, where it first stood
            named.add(words.lower())
            told[paragraph] += 1
            yield Finding(
                unit.id,
                *span,
                f"{words} is a figure that can be checked, and no source is given {NOT_CHECKED}",
                "Name who counted, when, and where it was published.",
            )
            break


def _is_accounted_for(subject: Subject, token: Token, span: tuple[int, int]) -> bool:
    """Does somebody count it, is it on record, set by somebody, or worked out?"""
    return (
        _is_title(token)
        or _is_reckoned(token)
        or _is_crowd(token)
        or is_on_record(token, span)
        or _is_aim(token)
        or _is_polled(subject, token)
        or _is_worked_out(token)
    )


def _is_title(token: Token) -> bool:
    """ "The 100 most admired people": the name of a list."""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    return after.tag_ in {"JJS", "RBS"} or after.lower_ in {"top", "most"}


def _was_told(subject: Subject, unit: Unit, token: Token, words: str) -> bool:
    """Do the very words, or the very number, stand earlier in the article?"""
    text = subject.map.article.text
    said = " " in words and text.find(words.strip("“”"), 0, unit.start) >= 0
    return said or _stood_before(subject, token, unit)


def _stood_before(subject: Subject, token: Token, unit: Unit) -> bool:
    """Does the very number stand earlier in the article?"""
    if any(t.text == token.text for t in token.doc[token.sent.start : token.i]):
        return True
    if not token.text[0].isdigit() or len(token) < _TELLING:
        return False
    before = subject.map.article.text[: unit.start]
    if re.search(rf"(?<![\d.,]){re.escape(token.text)}(?![\d.,]\d|\d)", before):
        return True
    bare = token.text.replace(",", "")
    zeros = len(bare) - len(bare.rstrip("0"))
    if not bare.isdigit() or not zeros:
        return False
    # "$35,000" after "$35,458": told again, rounded.
    size = 10**zeros
    return any(
        abs(int(other.replace(",", "")) - int(bare)) < size / 2
        for other in _LONG.findall(before)
        if not other.endswith("0" * zeros)
    )


def _is_sourced_later(subject: Subject, token: Token) -> bool:
    """Is the very number told again, where somebody stands for it?"""
    if not token.text[0].isdigit() or len(token) < _TELLING:
        return False
    return any(
        subject.gives_source(other.sent) or subject.is_reported(other.idx, other.idx + 1)
        for other in subject.numbers.get(token.text, ())
        if other.i >= token.sent.end
    )


_LONG = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")


def _is_sourced(subject: Subject, unit: Unit) -> bool:  # noqa: PLR0911 - a decision list
    """Does its sentence, the one after, or an earlier one of its paragraph say who counted?"""
    if subject.is_sourced(unit, neighbours=False):
        return True
    sentences = subject.sentences(unit)
    if not sentences:
        return False
    if any(_is_published(token) for sentence in sentences for token in sentence):
        return True
    after = subject.sentence_after(sentences[-1])
    if after is not None and (
        subject.is_sourced_next(sentences[-1]) or source_marker(subject.text_of(after))
    ):
        return True
    if _is_spoken_beside(subject, sentences):
        return True
    if _of_a_survey(subject, sentences[0]) or _is_sourced_near(subject, sentences):
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


def _is_spoken_beside(subject: Subject, sentences: Sequence[Span]) -> bool:
    """Is a person quoted in the sentence right before or after, across paragraphs?

    None of eleven such flags that were judged was right. In the lead, whoever comes next counts.
    """
    leads = sentences[-1].end_char <= subject.lead_end
    return any(
        subject.quotes_person(beside) or (leads and step > 0 and subject.gives_source(beside))
        for step, sentence in ((-1, sentences[0]), (1, sentences[-1]))
        for beside in subject.sentences_beside(sentence, step, 1)
    )


_FIGURES = frozenset({"PERCENT", "CARDINAL", "MONEY", "QUANTITY"})
_BACK = 3
"""Sentences back to which a survey that is told of over some short paragraphs is followed."""


def _is_sourced_near(subject: Subject, sentences: Sequence[Span]) -> bool:
    """Does the article say close by, across paragraphs, where it has figures of the same kind from?

    A report goes on counting by the filing, the poll or the ministry that it has named once, or
    opens with a sum and names its source next.
    """
    kinds = {t.ent_type_ for sentence in sentences for t in sentence} & _FIGURES
    return any(
        any(t.ent_type_ in kinds for t in beside) and subject.gives_source(beside)
        for step, most in ((-1, _BEFORE), (1, _AFTER))
        for beside in subject.sentences_beside(sentences[0 if step < 0 else -1], step, most)
    )


_BEFORE = 4
_AFTER = 2
"""Sentences back and ahead in which the source of a figure of the same kind is looked for."""


def _of_a_survey(subject: Subject, sentence: Span) -> bool:
    """Is a survey that was just named, perhaps in the paragraph before, still being told of?"""
    if not _counts(sentence):
        return False
    for steps, before in enumerate(subject.sentences_beside(sentence, -1, _BACK)):
        counts = _counts(before) or (
            steps == 0 and any(t.lemma_.lower() in _COUNTING for t in before)
        )
        if counts and subject.gives_source(before):
            return True
    return False


_COUNTING = frozenset(
    {"analysis", "audit", "census", "count", "data", "filing", "poll", "record", "survey", "tally"}
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


def _is_aim(token: Token) -> bool:
    """ "A goal of $1 billion", "a $15 minimum wage", "a $350 billion plan": set, not counted."""
    aims = lexicon("figures")["aim"]
    if any(
        verb.dep_ == "pcomp" and verb.head.head.lemma_.lower() in aims for verb in token.ancestors
    ):
        return True  # "a goal of raising $1 billion"
    place = token
    while place.dep_ in {"nummod", "quantmod", "compound", "amod", "nmod"} or (
        place.dep_ == "pobj" and place.head.lower_ in {"of", "at"}
    ):
        place = place.head.head if place.dep_ == "pobj" else place.head
        if place.lemma_.lower() in aims:
            return True
    if token.ent_type_ == "MONEY" and (_is_dealt(token) or _LIMIT.search(token.sent.text)):
        return True
    # "The cutoff was $23,660", "raising the minimum wage to $15".
    named = {"attr": {"nsubj"}, "pobj": {"dobj", "nsubjpass"}}.get(place.dep_, set())
    verb = place.head.head if place.dep_ == "pobj" else place.head
    return any(c.dep_ in named and c.lemma_.lower() in aims for c in verb.children)


_LIMIT = re.compile(
    r"\b(?:legal|maximum|minimum|statutory) (?:amount|contribution|limit|sum)\b", re.I
)
_DEALS = frozenset(
    {"acquire", "allocate", "award", "buy", "give", "grant", "offer", "pledge", "promise",
     "provide", "sell"}
)  # fmt: skip


def _is_dealt(token: Token) -> bool:
    """ "Offering $30 billion", "bought it for $150 billion": a sum of a public bargain."""
    verb = next((t for t in token.ancestors if t.pos_ == "VERB"), None)
    if verb is None or verb.lemma_.lower() not in _DEALS:
        return False
    return any(is_name(c) for v in (verb, verb.head) for c in v.children if c.dep_ != "prep")


def _is_polled(subject: Subject, token: Token) -> bool:
    """A share of voters in an article that says which poll it goes by, before or after."""
    if token.ent_type_ not in {"PERCENT", "CARDINAL"}:
        return False
    if any(t.lemma_.lower() in lexicon("figures")["polled"] for t in token.sent):
        return any(_is_told_poll(t) for t in subject.all_tokens)
    share = token.ent_type_ == "PERCENT"
    return share and any(
        _is_told_poll(t)
        for before in subject.sentences_beside(token.sent, -1, _POLLED)
        for t in before
    )


def _is_told_poll(token: Token) -> bool:
    """ "The poll", "a Norvik Post poll", not "polls"."""
    return token.lemma_.lower() in lexicon("figures")["poll"] and any(
        c.lower_ == "the" or (c.pos_ == "PROPN" and c.dep_ in {"compound", "amod", "poss", "nmod"})
        for c in token.children
    )


_POLLED = 10
"""Sentences over which a poll is told of."""


def _is_crowd(token: Token) -> bool:
    """ "A crowd of 3,000", "400 people gathered": what whoever reports it had before their eyes."""
    figures = lexicon("figures")
    place = token
    while place.dep_ in {"nummod", "quantmod", "compound", "pobj", "prep"}:
        if place.dep_ == "prep" and place.lower_ not in {"of", "by"}:
            return False
        place = place.head
        if place.lemma_.lower() in figures["crowd"] or _is_seated(place):
            return True
    verb = place.head.lemma_.lower()
    gathers = (place.dep_ == "nsubj" and verb in figures["gather_verb"]) or (
        place.dep_ == "dobj" and verb in {"address", "attract", "draw", "greet"}
    )
    return gathers and (is_people(place) or place.lower_ == "people" or place == token)


_SEATED = frozenset(
    {"congressman", "delegate", "deputy", "governor", "lawmaker", "legislator", "mayor",
     "representative", "senator", "signatory"}
)  # fmt: skip
_HOUSES = frozenset({"assembly", "board", "cabinet", "committee", "council", "house", "senate"})


def _is_seated(noun: Token) -> bool:
    """ "Forty lawmakers", "60 council members": anybody can count them who knows the house."""
    lemma = noun.lemma_.lower()
    return lemma in _SEATED or (
        lemma == "member" and any(c.lower_ in _HOUSES for c in noun.children)
    )


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
