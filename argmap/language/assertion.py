"""What kind of thing a clause asserts, and whether a reader would want to know why.

After Park & Cardie (2014), "Identifying Appropriate Support for Propositions in Online User
Comments": a verifiable proposition wants evidence, an unverifiable one a reason, an experiential
one neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from argmap.language.hedging import boosters, hedges, is_first_person
from argmap.language.lexicon import lexicon
from argmap.language.propositions import finite_of

if TYPE_CHECKING:
    from spacy.tokens import Token


def wants_support(tokens: list[Token], *, predictions: bool = True) -> bool:  # noqa: PLR0911 - a decision list, read top down
    """Does this assert something for which a reader would want to know why?

    An effect, a comparison, a prediction, a duty, or a statement made with a booster; not a
    narrative, an address to the reader, a command, a definition, an experience, or a hedge.

    Args:
        tokens: The clause.
        predictions: Count a bare "X will do Y", too, where no effect is asserted.
    """
    if not tokens or is_first_person(tokens):
        return False
    root = root_of(tokens)
    if _is_command(root) or _tells(root) or _speaks_to_reader(root):
        return False
    if _is_soft(tokens, root) or _defines(tokens):
        return False
    doer = next((c for c in root.children if c.dep_ in {"nsubj", "nsubjpass", "csubj"}), None)
    if doer is None or doer.pos_ == "PRON":
        return False
    if tokens[0].tag_ in {"WP", "WRB", "WDT"} or any(
        c.dep_ in {"dobj", "attr"} and c.tag_ == "WP" for c in root.children
    ):
        return False
    if any(c.dep_ == "poss" and c.lower_ in {"my", "our", "your"} for c in doer.children):
        return False
    events, causes = lexicon("events"), lexicon("causes")
    verbs = (
        events["effect_verb"]
        | events["evidence_verb"]
        | causes["cause_verb"]
        | causes["necessity_verb"]
    )
    along = {"conj"} if root.lemma_ == "be" else {"conj", "xcomp"}
    core = [root, *(c for c in root.children if c.dep_ in along)]
    passive = any(c.dep_ == "auxpass" for c in root.children)
    if not passive and any(
        t.lemma_.lower() in verbs and t.lemma_.lower() not in causes["plain_verb"] for t in core
    ):
        return True
    if any(_is_judging_superlative(t) for t in tokens if root.i < t.i <= root.i + 8):
        return True
    helpers = {c.lower_ for c in root.children if c.dep_ == "aux"}
    if root.lemma_ != "be" and "have" not in helpers and helpers & lexicon("hedging")["modal_duty"]:
        return True
    if predictions and helpers & {"will", "wo"}:
        return True
    # "Always" and "never" generalise; that is another weakness.
    return bool(
        boosters(
            t
            for t in tokens
            if abs(t.i - root.i) <= 3
            and t.dep_ != "neg"
            and t.lower_ not in lexicon("quantifiers")["adverb"]
        )
    )


def _is_judging_superlative(token: Token) -> bool:
    """ "The safest way", "the most dangerous road"; "the second-largest city" can be looked up."""
    if token.tag_ == "JJS":
        return token.lower_ in lexicon("quantifiers")["judging_superlative"]
    return token.tag_ == "RBS" and token.head.pos_ == "ADJ"


def root_of(tokens: list[Token]) -> Token:
    """The first of some tokens, at least one, that hangs on none of the others.

    >>> from argmap.mining.parse import parse
    >>> from argmap.model import Article
    >>> doc = parse(Article(id="a", text="The old bridge stands."))
    >>> root_of(list(doc[:3])).text
    'bridge'
    """
    inside = set(tokens)
    return next(t for t in tokens if t.head not in inside or t.head == t)


def _is_soft(tokens: list[Token], root: Token) -> bool:
    near = [root, *(c for c in root.children if c.dep_ in {"aux", "advmod", "acomp"})]
    if any(t.lower_ in {"myth", "if"} for t in tokens):
        return True
    return bool(hedges(near)) or any(c.lower_ == "would" for c in root.children)


def _is_command(root: Token) -> bool:
    return root.tag_ == "VB" and not any(
        c.dep_ in {"nsubj", "nsubjpass", "aux"} for c in root.children
    )


def _tells(root: Token) -> bool:
    """A narrative in the past, or no finite verb at all: not a claim that wants a reason."""
    if root.pos_ not in {"VERB", "AUX"}:
        return True
    return finite_of(root).tag_ in {"VBD", "VBN", "VBG"}


def _speaks_to_reader(root: Token) -> bool:
    return any(
        c.dep_ in {"nsubj", "nsubjpass"} and c.lower_ in {"we", "you", "there", "here"}
        for c in root.children
    )


def _defines(tokens: list[Token]) -> bool:
    text = " ".join(t.lower_ for t in tokens)
    return any(
        p in text
        for p in (" is defined as", " refers to ", " means that ", " is called ", " is known as")
    )


def gives_reason(tokens: Iterable[Token]) -> bool:
    """Does the clause carry its reason with it ("because ...")?"""
    return any(
        t.lower_ in {"because", "thanks"}
        or (t.lower_ in {"since", "as", "for"} and t.dep_ == "mark")
        for t in tokens
    )
