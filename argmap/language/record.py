"""Figures that are on public record: markets, elections, taxes, official statistics.

No article says where it has these from, and none needs to: any reader can look them up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from argmap.language.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_TICK = re.compile(r"\$?\d+(?:\.\d+)? ?(?:cents?|points?)?, or \d+(?:\.\d+)? ?(?:%|percent)", re.I)
"""How a share or an index is told to have moved: "fell $1.25, or 1.4 percent"."""


def _is_quote(token: Token, lemmas: set[str]) -> bool:
    """ "The dollar dropped to 102 yen", "Holm fell $1.25, or 1.4 percent": the market's record."""
    figures = lexicon("figures")
    if not figures["market_verb"] & lemmas:
        return False
    return bool(_TICK.search(token.sent.text)) or any(
        t.lemma_.lower() in figures["traded"]
        for verb in token.ancestors
        if verb.lemma_.lower() in figures["market_verb"]
        for c in verb.children
        if c.dep_ in {"nsubj", "nsubjpass"}
        for t in c.subtree
    )


_ABOUT = 150
"""Tokens on both sides that tell what a sentence is about."""


def _about(token: Token) -> Span:
    return token.doc[max(0, token.i - _ABOUT) : token.i + _ABOUT]


def _is_returns(token: Token) -> bool:
    """ "Holm finished third, getting just 14 percent": the share of somebody who stood."""
    if token.ent_type_ != "PERCENT":
        return False
    place = token
    while place.dep_ in {"nummod", "quantmod", "compound", "advmod"}:
        place = place.head
    verb = place.head
    beaten = any(
        c.dep_ == "dobj" and c.ent_type_ == "PERSON"
        for v in token.sent
        if v.lemma_.lower() in lexicon("figures")["beat_verb"]
        for c in v.children
    )
    if beaten and lexicon("figures")["election"] & {t.lemma_.lower() for t in _about(token)}:
        return True
    if place.dep_ != "dobj" or verb.lemma_.lower() not in lexicon("figures")["poll_verb"]:
        return False
    while verb.dep_ in {"advcl", "conj", "xcomp"} and not any(
        c.dep_ == "nsubj" for c in verb.children
    ):
        verb = verb.head
    return any(c.dep_ == "nsubj" and c.ent_type_ == "PERSON" for c in verb.children)


def _is_official(token: Token, lemmas: set[str]) -> bool:
    """ "Unemployment has fallen to 5 percent", "the tax was cut to 10 percent": of the state's own
    books, where any reader can look it up."""
    figures = lexicon("figures")
    if token.ent_type_ != "PERCENT":
        return False
    if figures.pattern("official_phrase").search(token.sent.text):
        return True
    return bool(figures["levy"] & lemmas) and any(
        c.dep_ in {"nsubj", "nsubjpass", "dobj"} and c.lemma_.lower() in figures["levy"]
        for verb in token.ancestors
        for c in verb.children
    )


_RETURNS = re.compile(
    r"\b(?:percent|%) of the (?:results|precincts|returns|ballots|vote counted)\b"
    r"|\b(?:(?:lead|margin) of|(?:ahead|led|leads|trail(?:s|ed|ing)?) by) (?:\w+ ){0,3}?"
    r"(?:\d+(?:\.\d+)?|\w+) ?(?:percent|%)"
    r"|\bin (?:first|second|third|fourth|last) (?:place )?(?:with|at)\b"
    r"|\bwon\b[^.]{0,60}\bwith (?:\w+ ){0,3}[\d.]+ ?(?:percent|%)"
    r"|\b(?:approved|backed|defeated|passed|rejected) (?:by|with) [\d.]+ ?(?:percent|%)"
    r"|\bnumber of (?:ballots|voters|votes)\b"
    r"|\bvoters? (?:\w+ ){0,4}(?:opted for|backed|went for|chose)\b"
    r"|\b(?:took|won|combined for|finished with) (?:a combined )?[\d.]+ ?(?:percent|%)"
    r"|\b(?:voted|turnout|turned out|ballots?)\b[^.]{0,60}"
    r"\b(?:primary|primaries|caucus|caucuses|election)\b",
    re.I,
)
"""How results and turnouts are told."""
_PEOPLE = re.compile(
    r"\b(?:city|continent|country|county|district|island|nation|province|region|state|town|village)"
    r" of (?:\w+ )?\d[\d,]*(?:\.\d+)?(?![\d.,]*\d)(?: (?:million|billion|thousand))?"
    r"(?! ?(?:percent|%))",
    re.I,
)
"""How it is told how many live somewhere."""
_SCORE = re.compile(
    r"\d(?: ?%| percent)? ?(?:to|[-\u2013\u2014]) ?\d{1,2}(?:\.\d+)?(?: ?%| percent|\b)", re.I
)
"""A result, "54 percent to 46 percent"."""


def is_on_record(token: Token, span: tuple[int, int]) -> bool:
    """Is the figure that `token` begins one that any reader can look up?

    Args:
        token: The first token of the figure.
        span: The figure, `[start, end)` in code points.

    >>> from argmap.mining.parse import parse
    >>> from argmap.model import Article
    >>> for text in ("The euro fell to 98 cents.", "Crime fell by 98 percent."):
    ...     doc = parse(Article(id="a", text=text))
    ...     token = next(t for t in doc if t.text == "98")
    ...     print(is_on_record(token, (token.idx, token.idx + 2)))
    True
    False
    """
    lemmas = {t.lemma_.lower() for t in token.sent}
    return (
        _is_population(token)
        or _weighs(token)
        or _is_price(token, span, lemmas)
        or _is_quote(token, lemmas)
        or _is_vote(token, lemmas)
        or _is_returns(token)
        or _is_official(token, lemmas)
    )


def _is_population(token: Token) -> bool:
    """ "A nation of 51 million"."""
    sentence = token.sent
    place = token.idx - sentence.start_char
    return any(m.start() <= place < m.end() for m in _PEOPLE.finditer(sentence.text))


def _weighs(token: Token) -> bool:
    """ "The plane weighs 40 tonnes": what a thing of its kind is known to weigh."""
    verb = next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    return verb is not None and verb.lemma_.lower() in {"measure", "weigh"}


def _is_price(token: Token, span: tuple[int, int], lemmas: set[str]) -> bool:
    """ "$100 a barrel", "$18 trillion"."""
    figures = lexicon("figures")
    sentence = token.sent
    ahead = token.doc[token.i : min(token.i + 6, sentence.end)]
    if figures.pattern("market_unit").search(ahead.text):
        return True
    if any(t.lower_ == "trillion" for t in ahead if t.idx < span[1]):
        return True
    if figures.pattern("traded_phrase").search(sentence.text):
        return True
    money = token.i > 0 and token.nbor(-1).text in {"$", "£", "€"}
    return money and "price" in lemmas and bool(figures["commodity"] & lemmas)


def _is_vote(token: Token, lemmas: set[str]) -> bool:
    """ "A 5 percent margin in the election", "lost by 54 percent to 46"."""
    figures = lexicon("figures")
    if {"referendum", "plebiscite"} & lemmas or _RETURNS.search(token.sent.text):
        return True
    if _SCORE.search(token.sent.text) and figures["beat_verb"] & lemmas:
        return True
    near = token.doc[max(token.sent.start, token.i - 6) : min(token.i + 6, token.sent.end)]
    return any(t.lemma_.lower() in figures["of_election"] for t in near) and bool(
        figures["election"] & lemmas
    )
