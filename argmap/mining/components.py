"""spaCy components of mining: `argmap_blocks` (sentence starts) and `argmap_miner` (units).

spaCy imports this module whenever a pipeline is made, in anyone's program, because it is named by
an entry point; so it imports nothing heavy.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from argmap.errors import InputError
from argmap.mining.miner import Mined, get_miner
from argmap.mining.parts import mine
from argmap.model import Article

SPANS_KEY = "argmap"


def article_of(doc: Doc) -> Article:
    """The article that a Doc was made from; read from its text where nobody said.

    Args:
        doc: A Doc whose text is the article's. One without a word is an article without blocks:
            in a pipeline of many texts it is no reason to stop.
    """
    if doc._.argmap_article is None:
        from argmap.reading import read_text

        text = doc.text
        try:
            doc._.argmap_article = read_text(text)
        except InputError:
            doc._.argmap_article = Article(id="text", text=text)
    article: Article = doc._.argmap_article
    return article


def parsed(doc: Doc) -> Doc:
    """The Doc itself where it is parsed and tagged, else argmap's own parse of the same text.

    So `spacy.blank("en")` with `argmap` in it works: it costs the parse that the pipeline lacks.
    """
    if all(doc.has_annotation(layer) for layer in ("DEP", "TAG", "LEMMA")):
        return doc
    from argmap.mining.parse import parse

    return parse(article_of(doc))


def register_extensions() -> None:
    """Register `doc._.argmap_article` and `doc._.argmap_mined` (once; harmless if repeated)."""
    for name in ("argmap_article", "argmap_mined"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


class Blocks:
    """Lets a sentence begin wherever a block of the article begins.

    Without it the parser joins a heading to the paragraph below it. Goes before the parser.
    """

    def predict(self, doc: Doc) -> list[int]:
        """Indices of the tokens that begin a block."""
        ends: list[int] = (doc.to_array("IDX") + doc.to_array("LENGTH")).tolist()
        found: list[int] = []
        token = 0
        for block in article_of(doc).blocks:
            while token < len(ends) and ends[token] <= block.start:
                token += 1
            if token < len(ends):
                found.append(token)
        return found

    def set_annotations(self, doc: Doc, starts: list[int]) -> None:
        """Mark the tokens as the first of a sentence."""
        for index in starts:
            doc[index].is_sent_start = True

    def __call__(self, doc: Doc) -> Doc:
        """Mark one Doc."""
        if not doc.has_annotation("SENT_START") or not doc.has_annotation("DEP"):
            self.set_annotations(doc, self.predict(doc))
        return doc


@Language.factory(
    "argmap_blocks", assigns=["token.is_sent_start", "doc._.argmap_article"], default_config={}
)
def make_blocks(nlp: Language, name: str) -> Blocks:
    """Factory of `Blocks`."""
    register_extensions()
    return Blocks()


class MinerComponent:
    """Runs a miner over a parsed Doc.

    Args:
        miner: Its name; none is the default one.
    """

    def __init__(self, miner: str | None) -> None:
        self.miner = get_miner(miner)

    def predict(self, doc: Doc) -> Mined:
        """Units and relations of one parsed Doc."""
        return mine(self.miner, article_of(doc), parsed(doc))

    def set_annotations(self, doc: Doc, mined: Mined) -> None:
        """Keep the records, and show the units in `doc.spans["argmap"]`, labelled by role."""
        doc._.argmap_mined = mined
        spans: list[Span] = []
        for unit in mined.units:
            span = doc.char_span(
                unit.start, unit.end, label=unit.role.value, alignment_mode="expand"
            )
            if span is not None:
                spans.append(span)
        doc.spans[SPANS_KEY] = spans

    def __call__(self, doc: Doc) -> Doc:
        """Mine one Doc."""
        self.set_annotations(doc, self.predict(doc))
        return doc


@Language.factory(
    "argmap_miner",
    requires=["token.dep", "token.tag", "doc.sents"],
    assigns=["doc._.argmap_mined", "doc.spans"],
    default_config={"miner": None},
)
def make_miner(nlp: Language, name: str, miner: str | None) -> MinerComponent:
    """Factory of `MinerComponent`."""
    register_extensions()
    return MinerComponent(miner)
