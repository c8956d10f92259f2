"""Figures that report how much or how many, as a reader could look them up."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from argmap.language.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_NO_FIGURE = frozenset(
    {"DATE", "TIME", "ORDINAL", "PERSON", "ORG", "FAC", "LAW", "PRODUCT", "WORK_OF_ART", "EVENT",
     "GPE", "NORP"}
)  # fmt: skip
_MONEY = frozenset({"$", "£", "€", "¥"})
_LEAST = 100
_PRICE_TAG = re.compile(r"\d{1,3}\.\d\d")
"""With its cents, a sum is a price on a label."""


def figure(token: Token) -> tuple[int, int] | None:
    """The span, in code points, of the figure that this token begins, or none.

    A share ("36 percent", "two thirds of them", "one in five"), a sum or count of a hundred or
    more, a rate ("26 kilograms a year"), or a multiple ("three times as much").

    >>> from argmap.mining.parse import parse
    >>> from argmap.model import Article
    >>> text = "Rents rose by 36 percent for three families."
    >>> spans = [figure(token) for token in parse(Article(id="a", text=text))]
    >>> [text[slice(*span)] for span in spans if span]
    ['36 percent']
    """
    if token.pos_ != "NUM" and token.lower_ not in _openers():
        return None
    if token.i and _is_part(token.nbor(-1), token):
        return None
    if _is_hyphened(token):
        return None
    if token.text.endswith(("-", "-a")) or _is_priced(token):
        return None
    for look in (_share, _multiple, _one_in, _fraction, _rate, _saving, _count):
        last = look(token)
        if last is not None and not _only_names(token, last):
            first = token
            if first.i and first.nbor(-1).text in _MONEY:
                first = first.nbor(-1)
            return first.idx, last.idx + len(last)
    return None


@cache
def _openers() -> frozenset[str]:
    """Words other than numbers by which a figure can begin."""
    return lexicon("figures")["fraction"] | {"a", "one", "twice"}


def _is_priced(token: Token) -> bool:
    """ "A $353,000-a-plate dinner": what it costs, as it is advertised."""
    after = token.doc[token.i + 1 : token.i + 4]
    return not token.whitespace_ and after.text.lower().startswith(("-a-", "-per-"))


def _is_hyphened(token: Token) -> bool:
    """The second half of "ninety-two" or of "$400-million"."""
    doc = token.doc
    if token.i < 2 or doc[token.i - 1].text != "-":
        return False
    scaled = token.lower_ in lexicon("figures")["scale"] and doc[token.i - 2].pos_ == "NUM"
    return scaled or _is_joint(doc[token.i - 1])


def _is_joint(hyphen: Token, *, scale: bool = False) -> bool:
    """The hyphen of "ninety-two", not that of "8-5"; with `scale` also that of "400-million"."""
    doc = hyphen.doc
    if not 0 < hyphen.i < len(doc) - 1 or hyphen.whitespace_ or doc[hyphen.i - 1].whitespace_:
        return False
    sides = (doc[hyphen.i - 1], doc[hyphen.i + 1])
    if scale and sides[0].pos_ == "NUM" and sides[1].lower_ in lexicon("figures")["scale"]:
        return True
    return all(t.pos_ == "NUM" and t.is_alpha for t in sides)


def _is_part(before: Token, token: Token) -> bool:
    """Does the number begin before this token ("two | hundred", "410 | million")?"""
    if before.lower_ == "and" and _goes_on(before):
        return True
    return before.pos_ == "NUM" and token.pos_ == "NUM" and before.head in {token, token.head}


def _at(token: Token, ahead: int) -> Token | None:
    """The token so many places ahead, if it stands in the same sentence."""
    doc = token.doc
    if token.i + ahead >= len(doc):
        return None
    between = (doc[token.i + step] for step in range(1, ahead + 1))
    return None if any(t.is_sent_start for t in between) else doc[token.i + ahead]


def _after_number(token: Token) -> int:
    """Tokens that the number itself takes: "410 million", "two hundred"."""
    size = 1
    while True:
        after = _at(token, size)
        if after is not None and after.lower_ == "and" and _goes_on(after):
            size += 2  # "two hundred and ten"
            continue
        if after is not None and after.text == "-" and _is_joint(after, scale=True):
            size += 2  # "ninety-two", "$400-million"
            continue
        if after is None or (
            after.pos_ != "NUM" and after.lower_ not in lexicon("figures")["scale"]
        ):
            return size
        size += 1


def _goes_on(link: Token) -> bool:
    """Does a number go on after this "and"?"""
    after = _at(link, 1)
    return (
        link.i > 0
        and link.nbor(-1).lower_ in lexicon("figures")["scale"]
        and after is not None
        and after.pos_ == "NUM"
    )


def _share(token: Token) -> Token | None:
    if token.pos_ != "NUM" or token.ent_type_ in {"ORG", "LAW", "WORK_OF_ART", "PRODUCT"}:
        return None
    after = _at(token, _after_number(token))
    if after is None:
        return None
    if after.lower_ == "per" and (cent := _at(after, 1)) is not None and cent.lower_ == "cent":
        return cent
    if after.lower_ not in lexicon("figures")["share"]:
        return None
    # What an election gave, or would take, is on public record or reckoned from it.
    near = {t.lemma_.lower() for t in token.doc[after.i + 1 : min(after.i + 5, token.sent.end)]}
    return None if near & lexicon("figures")["of_election"] else after


def _multiple(token: Token) -> Token | None:
    """ "Three times as much", "twice as likely", "four times the average"."""
    times = token if token.lower_ == "twice" else _at(token, 1) if token.pos_ == "NUM" else None
    if times is None or times.lower_ not in lexicon("figures")["multiple"] | {"twice"}:
        return None
    after = _at(times, 1)
    if after is None:
        return None
    if after.lower_ == "as" or (after.tag_ in {"JJR", "RBR"}):
        grade = _at(times, 2) if after.lower_ == "as" else after
        if grade is not None and grade.lower_ in {"as", "good", "well", "bad"}:
            return None
        return grade
    return None


def _one_in(token: Token) -> Token | None:
    """ "One in five", "nine out of ten"; not "in 2016 in three groups"."""
    if token.pos_ != "NUM" or token.ent_type_ == "DATE":
        return None
    link = _at(token, 1)
    if link is None:
        return None
    step = 2
    if link.lower_ == "out" and (of := _at(token, 2)) is not None and of.lower_ == "of":
        step = 3
    elif link.lower_ != "in":
        return None
    whole = _at(token, step)
    if whole is not None and whole.lower_ == "every":
        whole = _at(token, step + 1)
    if (
        whole is None
        or whole.pos_ != "NUM"
        or whole.ent_type_ == "DATE"
        or (whole.text.isdigit() and len(whole.text) == 4)
    ):
        return None
    return whole


def _fraction(token: Token) -> Token | None:  # noqa: PLR0911 - a decision list
    """ "Two thirds of all households", "a quarter of the voters", "half of all pupils"."""
    words = lexicon("figures")["fraction"]
    place = token
    if token.lower_ not in words:
        if token.pos_ != "NUM" and token.lower_ not in {"a", "one"}:
            return None
        after = _at(token, 1)
        if after is not None and after.text == "-":
            after = _at(token, 2)
        if after is None or after.lower_ not in words:
            return None
        place = after
    elif token.lower_ != "half" or (
        token.i and token.nbor(-1).lower_ in {"a", "one", "the", "other", "first", "second"}
    ):
        return None
    before = {t.lower_ for t in token.doc[max(token.sent.start, token.i - 3) : token.i]}
    if "by" in before and any(
        t.lemma_.lower() in lexicon("causes")["change_verb"] for t in place.ancestors
    ):
        return place
    of = _at(place, 1)
    if of is None or of.lower_ != "of":
        return None
    noun = next((c for c in of.children if c.dep_ == "pobj"), None)
    if noun is None or noun.tag_ not in {"NNS", "NNPS"}:
        return None
    return noun if noun.i - place.i <= 5 else of


def _rate(token: Token) -> Token | None:
    """ "26 kilograms of sugar a year": an amount at a rate."""
    if token.pos_ != "NUM" or token.dep_ != "nummod" or token.head.pos_ != "NOUN":
        return None
    if (
        token.ent_type_ in {"DATE", "TIME"}
        or token.head.lemma_.lower() in lexicon("figures")["no_count"]
    ):
        return None
    tail = token.doc[token.head.i : min(token.head.i + 6, token.sent.end)]
    match = lexicon("figures").pattern("rate_phrase").search(tail.text)
    if match is None:
        return None
    end = tail.start_char + match.end()
    return next((t for t in tail if t.idx + len(t) >= end), None)


def _saving(token: Token) -> Token | None:
    """ "Saves six hours a week", "adds seven minutes to every match": time, for each."""
    words = lexicon("figures")
    if token.pos_ != "NUM" or token.lower_ in {"one", "1"}:
        return None
    unit = next(
        (t for t in token.doc[token.i + 1 : token.i + 5] if t.lemma_.lower() in words["time_unit"]),
        None,
    )
    if unit is None or unit.i >= token.sent.end or unit.dep_ not in {"dobj", "npadvmod", "attr"}:
        return None
    if unit.head.lemma_.lower() not in words["saving_verb"] or unit.head.tag_ == "VBD":
        return None
    tail = token.doc[unit.i : min(unit.i + 7, token.sent.end)]
    match = words.pattern("rate_phrase", "each_phrase").search(tail.text)
    return unit if match is not None else None


def _count(token: Token) -> Token | None:
    """ "1,200 homes", "two hundred soldiers", "$4 million"."""
    if token.pos_ != "NUM" or token.ent_type_ in _NO_FIGURE:
        return None
    size = _after_number(token)
    last = token.doc[token.i + size - 1]
    scale = lexicon("figures")["scale"]
    scaled = any(t.lower_ in scale for t in token.doc[token.i : last.i + 1])
    money = bool(token.i) and token.nbor(-1).text in _MONEY
    money = money and (scaled or not _PRICE_TAG.fullmatch(token.text))
    if not scaled and not (money or _is_large(token)):
        return None
    counted = last.head if last.dep_ == "conj" else last  # "two hundred and ten members"
    noun = counted.head if counted.head.pos_ == "NOUN" else token.head
    if noun.pos_ == "NOUN" and last.i < noun.i <= last.i + 3:
        if noun.lemma_.lower() in lexicon("figures")["no_count"]:
            return None
        return noun
    if last.dep_ == "pobj" and _is_large(token):
        return last
    return (
        last if money or (scaled and counted.head.pos_ in {"NOUN", "SYM", "ADP", "VERB"}) else None
    )


def _is_large(token: Token) -> bool:
    try:
        value = float(token.text.replace(",", "").rstrip("."))
    except ValueError:
        return False
    if 1500 <= value <= 2100 and "," not in token.text:
        return False
    if token.dep_ == "pobj" and token.head.lower_ in {"to", "from", "by", "at"}:
        return value >= _LEAST and "," in token.text
    return value >= _LEAST and token.dep_ in {"nummod", "compound", "quantmod"}


def _only_names(token: Token, last: Token) -> bool:
    """ "The $44 million comedy", "the poorest 20 percent": the figure says which one is meant."""
    words = lexicon("figures")
    before = {t.lower_ for t in token.doc[max(token.sent.start, token.i - 2) : token.i]} - {"some"}
    if before & (words["which"] | {"few", "several", "couple"}):
        return True
    tail = token.doc[token.i : last.i + 1].text
    if words.pattern("loose_phrase").search(tail):
        return True
    money = token.i > 0 and token.nbor(-1).text in _MONEY
    if money and last.pos_ == "NOUN" and last.lower_ not in words["scale"]:
        return True  # "the $44 million comedy": its name, nearly
    beside = _at(token, 1)
    if (
        beside is not None
        and beside.text in {"-", "–"}
        and not _is_joint(beside, scale=True)
        and not token.whitespace_
        and beside.i < last.i
    ):
        return last.lower_ not in words["fraction"] and last.tag_ not in {"NNS"}
    # "A country of 70,000 people": said in passing of something named.
    top = last if last.pos_ == "NOUN" else token.head
    return top.dep_ == "pobj" and top.head.lower_ == "of" and top.head.head.dep_ == "appos"
