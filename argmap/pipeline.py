"""The whole of argmap as one spaCy component, `argmap`: mining, checks and strength.

spaCy imports this module whenever a pipeline is made, in anyone's program, because it is named by
an entry point; so what is heavy is imported when a component is made.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from argmap.language.ahead import Job
from argmap.mining.components import MinerComponent, article_of, parsed, register_extensions
from argmap.model import ArgumentMap, Article, MadeBy


class Argmap:
    """Mines a parsed Doc, weighs the units and runs the checks.

    Args:
        miner: Name of the miner; none is the default one.
        select: Codes of the checks to run; empty is every check that is on by default.
        ignore: Codes of checks to leave out.
        severities: Check code to the severity that it shall have.
    """

    def __init__(
        self,
        miner: str | None,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        severities: dict[str, str] | None = None,
    ) -> None:
        self.mining = MinerComponent(miner)
        self.select, self.ignore = tuple(select), tuple(ignore)
        self.severities = dict(severities or {})

    def predict(self, doc: Doc) -> ArgumentMap:
        """The map of one parsed Doc, as a plain record."""
        from argmap import __version__, checks

        doc = parsed(doc)
        mined = self.mining.predict(doc)
        miner = self.mining.miner
        bare = ArgumentMap(
            article=article_of(doc),
            units=mined.units,
            relations=mined.relations,
            made_by=MadeBy(argmap=__version__, model=f"{miner.name} {miner.version}"),
        )
        return checks.run(
            bare, doc, select=self.select, ignore=self.ignore, severities=self.severities
        )

    def ahead(self, article: Article) -> list[Job]:
        """What `predict` will need of an article and can be made before it is parsed."""
        begin = getattr(self.mining.miner, "ahead", None)
        return list(begin(article)) if begin else []

    def set_annotations(self, doc: Doc, result: ArgumentMap) -> None:
        """Keep the map in `doc._.argmap` and the units in `doc.spans["argmap"]`."""
        from argmap.mining import Mined

        self.mining.set_annotations(doc, Mined(units=result.units, relations=result.relations))
        doc._.argmap = result

    def __call__(self, doc: Doc) -> Doc:
        """Map one Doc."""
        self.set_annotations(doc, self.predict(doc))
        return doc


@Language.factory(
    "argmap",
    requires=["token.dep", "token.tag", "token.lemma", "doc.sents"],
    assigns=["doc._.argmap", "doc._.argmap_mined", "doc.spans"],
    default_config={"miner": None, "select": [], "ignore": [], "severities": {}},
)
def make_argmap(
    nlp: Language,
    name: str,
    miner: str | None,
    select: list[str],
    ignore: list[str],
    severities: dict[str, str],
) -> Argmap:
    """Factory of `Argmap`."""
    register_extensions()
    if not Doc.has_extension("argmap"):
        Doc.set_extension("argmap", default=None)
    return Argmap(miner, select, ignore, severities)
