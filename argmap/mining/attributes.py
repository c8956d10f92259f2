"""Parts of speech, morphology and lemmas as spaCy's own pipes set them, and several times as fast.

spaCy's attribute ruler holds each token against some two hundred patterns, and its lemmatizer works
a word out anew that it has had before. What both say of a token depends on its word, its tag and
its label alone, save for a few patterns of two tokens; so it is asked for once and kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.attrs import (  # type: ignore[import-not-found]
    DEP,
    LEMMA,
    MORPH,
    ORTH,
    POS,
    TAG,
)
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.pipeline import AttributeRuler, Lemmatizer

NAME = "argmap_attributes"
_LOOKED_AT = frozenset({"ORTH", "TEXT", "LOWER", "IS_SPACE", "TAG", "DEP"})
_COLUMNS = (TAG, POS, MORPH, LEMMA)
_KEPT = 5_000
"""Entries after which the memory is begun anew, so that it cannot grow for ever."""
_Settings = dict[int, int]


class Attributes:
    """Does the work of an attribute ruler and of the lemmatizer after it.

    Args:
        ruler: An attribute ruler that sets nothing but tags, labels, parts of speech, morphology
            and lemmas.
        lemmatizer: A lemmatizer that goes by a token's word, part of speech and morphology.
    """

    def __init__(self, ruler: AttributeRuler, lemmatizer: Lemmatizer) -> None:
        self.vocab, self.lemmatizer = ruler.vocab, lemmatizer
        self._rules: list[_Settings] = [dict(rule) for rule in ruler.attrs]
        self._indices = list(ruler.indices)
        # By token: patterns of one token that look at nothing but its word, tag and label.
        self._single, self._others = Matcher(ruler.vocab), Matcher(ruler.vocab)
        self._rule_of: dict[int, int] = {}
        rules: Any = ruler.patterns
        for number, rule in enumerate(rules):
            name: Any = ruler.vocab.strings.add(str(number))
            self._rule_of[name] = number
            single = [p for p in rule["patterns"] if _is_plain(p)]
            others = [p for p in rule["patterns"] if not _is_plain(p)]
            if single:
                self._single.add(name, single)
            if others:
                self._others.add(name, others)
        self._known: dict[tuple[int, int, int], tuple[int, ...]] = {}
        self._merged: dict[tuple[int, ...], _Settings] = {}
        self._lemmas: dict[tuple[int, int, int], str] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the attributes of one Doc."""
        if len(doc):
            self._rule(doc)
            self._lemmatize(doc)
        return doc

    def _rule(self, doc: Doc) -> None:
        keys = doc.to_array([ORTH, TAG, DEP]).tolist()
        # All rules see the Doc as it was; nothing is set before all have been found.
        found = [self._rules_for(doc, at, tuple(key)) for at, key in enumerate(keys)]
        for name, start, end in self._others(doc, allow_missing=True):
            rule = self._rule_of[name]
            index = self._indices[rule]
            at = start + index if index >= 0 else end + index
            found[at] = tuple(sorted({*found[at], rule}))
        array: Any = doc.to_array(list(_COLUMNS))
        for at, rules in enumerate(found):
            for column, value in self._merge(rules).items():
                if column == DEP:
                    doc[at].dep = value
                else:
                    array[at, _COLUMNS.index(column)] = value
        doc.from_array(list(_COLUMNS), array)

    def _rules_for(self, doc: Doc, at: int, key: tuple[int, ...]) -> tuple[int, ...]:
        known = self._known.get(key)  # type: ignore[arg-type]
        if known is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            matches = self._single(doc[at : at + 1], allow_missing=True)
            known = tuple(sorted({self._rule_of[name] for name, _, _ in matches}))
            self._known[key] = known  # type: ignore[index]
        return known

    def _merge(self, rules: tuple[int, ...]) -> _Settings:
        merged = self._merged.get(rules)
        if merged is None:
            merged = {}
            for rule in rules:  # a later rule has the last word
                merged.update(self._rules[rule])
            self._merged[rules] = merged
        return merged

    def _lemmatize(self, doc: Doc) -> None:
        array: Any = doc.to_array([ORTH, POS, MORPH, LEMMA])
        add, known = self.vocab.strings.add, self._lemmas
        lemmas = array[:, 3].copy()
        overwrite = self.lemmatizer.overwrite
        for at, (orth, pos, morph, lemma) in enumerate(array.tolist()):
            if lemma and not overwrite:
                continue
            key = (orth, pos, morph)
            word = known.get(key)
            if word is None:
                if len(known) >= _KEPT:
                    known.clear()
                    self.lemmatizer.cache.clear()
                word = known[key] = self.lemmatizer.lemmatize(doc[at])[0]
            # The word and not its number is kept: the number's word may be gone with its article.
            lemmas[at] = add(word)
        doc.from_array([LEMMA], lemmas)


def _is_plain(pattern: list[dict[str, Any]]) -> bool:
    return len(pattern) == 1 and set(pattern[0]) <= _LOOKED_AT


def quicken(nlp: Language) -> None:
    """Let a pipeline do the same work in less time: matrix products by NumPy, and `Attributes`.

    What it says of a text stays the same: a test holds it against spaCy's own.

    Args:
        nlp: A pipeline; its attribute ruler and lemmatizer are disabled, and stay in it.
    """
    use_numpy(nlp)
    names = nlp.pipe_names
    if "attribute_ruler" not in names or "lemmatizer" not in names:
        return
    ruler: Any = nlp.get_pipe("attribute_ruler")
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    if getattr(lemmatizer, "mode", None) != "rule" or not all(
        set(rule) <= {*_COLUMNS, DEP} for rule in ruler.attrs
    ):
        return
    nlp.add_pipe(NAME, after="lemmatizer")
    nlp.disable_pipe("attribute_ruler")
    nlp.disable_pipe("lemmatizer")


def use_numpy(nlp: Language) -> None:
    """Let NumPy's BLAS multiply the matrices, which takes a third of the time of thinc's `blis`."""
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.components:
        model: Any = getattr(pipe, "model", None)
        if hasattr(model, "walk"):
            for layer in model.walk():
                if type(layer.ops) is NumpyOps:
                    layer.ops = ops


@Language.factory(NAME, requires=["token.tag", "token.dep"],
                  assigns=["token.pos", "token.morph", "token.lemma", "token.tag"])  # fmt: skip
def make_attributes(nlp: Language, name: str) -> Attributes:
    """Factory of `Attributes`, for a pipeline that has an attribute ruler and a lemmatizer."""
    ruler: Any = nlp.get_pipe("attribute_ruler")
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    return Attributes(ruler, lemmatizer)
