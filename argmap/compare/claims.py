"""A claim as it is compared: its words, numbers, polarity and who does what to whom."""

from __future__ import annotations

import re
import tomllib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING

from argmap.language.lexicon import lexicon
from argmap.language.stems import stem

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CONTENT = {"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"}
_LIGHT = {
    "be", "have", "do", "get", "also", "very", "so", "then", "thus", "therefore", "however",
    "moreover", "furthermore", "indeed", "even", "just", "only", "too", "there", "here", "now",
    "firstly", "secondly", "finally", "additionally", "hence", "as", "such", "well",
}  # fmt: skip
_NEGATORS = {
    "not",
    "n't",
    "n’t",
    "never",
    "no",
    "nobody",
    "nothing",
    "none",
    "neither",
    "nor",
    "cannot",
}
_QUANTIFIERS = {"all", "every", "most", "many", "few", "more", "less", "everybody", "everyone",
                "everything", "always", "often", "rarely", "seldom"}  # fmt: skip
_HEDGES = {"may", "might", "could", "perhaps", "possibly", "probably", "maybe", "allegedly",
           "reportedly", "apparently", "seemingly", "arguably"}  # fmt: skip
_DUTY = {"should", "must", "ought", "shall", "need"}
_FUTURE = {"will", "wo", "'ll", "’ll"}
_ABLE = {"can", "ca", "cannot"}
_LEAVE = {"may"}
_VAGUE = {"over", "more", "least", "under", "less", "fewer", "above", "below", "up", "most"}
_ABOUT = {"about", "around", "nearly", "almost", "roughly", "approximately", "some", "circa"}
_SCALE = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "m": 1e6, "bn": 1e9, "dozen": 12.0, "half": 0.5, "third": 1 / 3, "quarter": 0.25,
}  # fmt: skip
_COUNT = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
)  # fmt: skip
_WORDS = {word: float(number) for number, word in enumerate(_COUNT)}
_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")
_PERCENT = {"%": "percent", "per cent": "percent", "percentage": "percent", "percent": "percent"}
_KINDS = {"VERB": "verb", "NOUN": "noun", "ADJ": "adjective", "ADV": "adverb", "ADP": "preposition",
          "SCONJ": "preposition", "NUM": "noun", "PRON": "adjective"}  # fmt: skip
_DENIED = re.compile(r"un[a-z]{4,}")
_KEPT = 10_000


@dataclass(frozen=True)
class Number:
    """A number with what it counts."""

    value: float
    unit: str
    bound: bool
    """Said to be a bound: "over 100"."""
    rough: bool
    """Said to be rough: "about 100"."""
    text: str


@dataclass(frozen=True)
class ClaimWords:
    """What a claim says, as far as words show it."""

    text: str
    lemmas: tuple[str, ...]
    """Content words without negators, numbers and years, in their order."""
    shown: tuple[str, ...]
    """The same as they are written."""
    names: frozenset[str]
    """Parts of proper names."""
    numbers: tuple[Number, ...]
    years: frozenset[str]
    negators: tuple[str, ...]
    """Words that deny, wherever they stand."""
    negated: bool
    """Whether the main clause is denied."""
    negator: str
    modality: frozenset[str]
    """duty, future, able, leave."""
    soft: bool
    """Hedged, conditional, asked, or said by somebody else: nothing that another could deny."""
    subject: str
    object: str
    """Lemma of the main verb's subject and object (turned around where it is passive)."""
    turns: int
    """Words that deny or diminish: where two claims say the same in other words, both have an even
    number of them, or both an odd one."""
    pieces: tuple[tuple[str, str], ...]
    """Every word with the white space after it, and its stem; empty for a word of grammar."""


_cache: OrderedDict[str, ClaimWords] = OrderedDict()
_lock = Lock()


def claim_words(texts: Sequence[str]) -> list[ClaimWords]:
    """What each claim says.

    >>> one, = claim_words(["The bridge is not safe."])
    >>> one.lemmas, one.negated
    (('bridge', 'safe'), True)
    """
    from argmap.mining.parse import borrowed_memory, shared_pipeline, tokenized

    with _lock:
        known = {text: _cache[text] for text in set(texts) if text in _cache}
    missing = sorted(set(texts) - set(known))
    if missing:
        with borrowed_memory():
            nlp = shared_pipeline()
            docs = (tokenized(nlp, text) for text in missing)
            for text, doc in zip(
                missing, nlp.pipe(docs, batch_size=64, disable=["ner"]), strict=True
            ):
                known[text] = _read(text, doc)
        with _lock:
            for text in missing:
                _cache[text] = known[text]
            while len(_cache) > _KEPT:
                _cache.popitem(last=False)
    return [known[text] for text in texts]


def _read(text: str, doc: Doc) -> ClaimWords:
    root = next((token for token in doc if token.head is token or token.head == token), None)
    numbers, taken = _numbers(doc)
    lemmas, shown, names = [], [], set()
    for token in doc:
        lemma = token.lemma_.lower()
        if token.pos_ == "PROPN":
            names.add(token.lower_)
        if token.i in taken or _YEAR.fullmatch(token.text) or lemma in _NEGATORS:
            continue
        if lemma in _QUANTIFIERS or (
            token.pos_ in _CONTENT and lemma not in _LIGHT and any(c.isalnum() for c in lemma)
        ):
            # The tagger reads some capitals as names, and leaves them as they are.
            lemmas.append(lemma)
            shown.append(token.text)
    negated, negator = _negation(root)
    helpers = {child.lower_ for child in root.children if child.dep_ == "aux"} if root else set()
    if root is not None and root.lower_ in {"ought", "need"}:
        helpers.add(root.lower_)
    modality = {
        name
        for name, words in (
            ("duty", _DUTY),
            ("future", _FUTURE),
            ("able", _ABLE),
            ("leave", _LEAVE),
        )
        if helpers & words
    }
    subject, obj = _doers(root)
    fails = root is not None and _fails(root)
    return ClaimWords(
        text=text,
        lemmas=tuple(x for x in lemmas if not (fails and x == "fail")),
        shown=tuple(s for x, s in zip(lemmas, shown, strict=True) if not (fails and x == "fail")),
        names=frozenset(names),
        numbers=tuple(numbers),
        years=frozenset(token.text for token in doc if _YEAR.fullmatch(token.text)),
        negators=(*_all_negators(doc), *(("failed",) if fails else ())),
        negated=negated,
        negator=negator,
        modality=frozenset(modality),
        soft=_soft(text, doc, root),
        subject=subject,
        object=obj,
        turns=sum(_turns(token) for token in doc),
        pieces=tuple((token.text_with_ws, _stem(token)) for token in doc),
    )


def _turns(token: Token) -> bool:
    if token.dep_ == "neg" or token.lower_ in _NEGATORS:
        return not _only(token)
    if token.lower_ == "too":
        # "Too dirty to swim in" says that nobody can.
        return any(child.dep_ in {"xcomp", "advcl", "relcl", "ccomp"} and child.i > token.i
                   and any(one.lower_ == "to" for one in child.children)
                   for child in token.head.children)  # fmt: skip
    # "The lowest fare" names a fare, and does not call it low.
    if token.tag_ in {"JJS", "RBS"}:
        return False
    kind = _KINDS.get(token.pos_, "")
    words = turning()
    if kind == "adjective" and _DENIED.match(token.lower_):
        return token.lower_ not in words["not_denied"]
    return kind in words and bool(words[kind] & {token.lemma_.lower(), token.lower_})


@cache
def turning() -> dict[str, frozenset[str]]:
    """Lemmas that deny or diminish, by part of speech.

    >>> "refuse" in turning()["verb"], "offer" in turning()["verb"]
    (True, False)
    """
    text = (files("argmap.compare") / "polarity.toml").read_text(encoding="utf-8")
    return {kind: frozenset(words) for kind, words in tomllib.loads(text)["lemmas"].items()}


def _stem(token: Token) -> str:
    if token.is_stop or not any(c.isalnum() for c in token.text):
        return ""
    return stem(token.lemma_)


def _negation(root: Token | None) -> tuple[bool, str]:
    """Whether the main clause is denied, and by which word."""
    if root is None:
        return False, ""
    found = list(_negators(root))
    if _fails(root):
        found.append(root)
    return len(found) % 2 == 1, found[0].text if found else ""


def _all_negators(doc: Doc) -> Iterator[str]:
    for token in doc:
        if (token.dep_ == "neg" or token.lower_ in _NEGATORS) and not _only(token):
            yield token.text


def _only(token: Token) -> bool:
    """Whether it is the "not" of "not only", which denies nothing."""
    after = token.nbor() if token.i + 1 < len(token.doc) else None
    return after is not None and after.lower_ in {"only", "just", "merely", "simply"}


def _negators(root: Token) -> Iterator[Token]:
    for child in root.children:
        if child.dep_ == "neg" or child.lower_ in {"never", "nobody", "nothing", "neither"}:
            if not _only(child):
                yield child
        elif child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"}:
            yield from (one for one in child.children if one.lower_ in {"no", "neither"})
        elif child.dep_ == "xcomp" and _fails(root):
            yield from (one for one in child.children if one.dep_ == "neg")


def _fails(root: Token) -> bool:
    """Whether it says "it failed to stop", that is, it did not."""
    return root.lemma_.lower() == "fail" and any(child.dep_ == "xcomp" for child in root.children)


def _doers(root: Token | None) -> tuple[str, str]:
    if root is None:
        return "", ""
    subject = obj = ""
    passive = False
    for child in root.children:
        if child.dep_ in {"nsubj", "nsubjpass", "csubj"} and child.pos_ != "PRON":
            subject = child.lemma_.lower()
            passive = child.dep_ == "nsubjpass"
        elif child.dep_ in {"dobj", "obj"}:
            obj = child.lemma_.lower()
        elif child.dep_ == "agent":
            obj = next((one.lemma_.lower() for one in child.children if one.dep_ == "pobj"), "")
    return (obj, subject) if passive else (subject, obj)


def _soft(text: str, doc: Doc, root: Token | None) -> bool:
    if text.rstrip(" \"'”’").endswith("?") or root is None:
        return True
    if any(token.lower_ in _HEDGES for token in doc):
        return True
    if any(token.lower_ in {"if", "unless", "whether"} for token in doc):
        return True
    reporting = lexicon("reporting")
    verbs = reporting["assertion"] | reporting["belief"] | reporting["volition"]
    said = root.lemma_.lower() in verbs
    return said and any(child.dep_ in {"ccomp", "xcomp"} for child in root.children)


def _numbers(doc: Doc) -> tuple[list[Number], set[int]]:
    """Numbers that count something, and the tokens that they are made of; years are none."""
    found: list[Number] = []
    taken: set[int] = set()
    for token in doc:
        if token.i in taken or not (token.like_num or token.lower_ in _WORDS):
            continue
        value = _value(token.lower_)
        if value is None or _YEAR.fullmatch(token.text):
            continue
        last = token
        taken.add(token.i)
        while last.i + 1 < len(doc) and doc[last.i + 1].lower_ in _SCALE:
            last = doc[last.i + 1]
            value *= _SCALE[last.lower_]
            taken.add(last.i)
        before = [doc[i].lower_ for i in range(max(0, token.i - 3), token.i)]
        money = next((doc[i].text for i in range(max(0, token.i - 1), token.i)
                      if doc[i].is_currency), "")  # fmt: skip
        unit = money or _counted(doc, last, taken)
        found.append(
            Number(
                value,
                unit,
                bool(set(before) & _VAGUE),
                bool(set(before) & _ABOUT),
                doc[token.i : last.i + 1].text,
            )
        )
    return found, taken


def _counted(doc: Doc, last: Token, taken: set[int]) -> str:
    for token in doc[last.i + 1 : last.i + 4]:
        if token.lower_ in _PERCENT:
            taken.add(token.i)
            return _PERCENT[token.lower_]
        if token.pos_ in {"NOUN", "PROPN"}:
            return token.lemma_.lower()
        if token.pos_ not in {"ADJ", "DET", "ADP"} or token.lower_ in {"and", "or"}:
            break
    return last.head.lemma_.lower() if last.head.pos_ == "NOUN" else ""


def _value(word: str) -> float | None:
    if word in _WORDS:
        return _WORDS[word]
    try:
        return float(word.replace(",", ""))
    except ValueError:
        return None
