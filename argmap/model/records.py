"""The plain records: what an article, a unit, a relation, a flag and a map are.

No NLP here. Every span is `[start, end)` in code points of `Article.text`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Score = Annotated[float, Field(ge=0.0, le=1.0), AfterValidator(lambda x: round(x, 3))]
"""A probability or strength in 0..1, kept to three decimals: the same file everywhere."""

Offset = Annotated[int, Field(ge=0)]
Cue = tuple[Offset, Offset]
"""`(start, end)` of words that made the miner decide, in code points of the article."""


class Role(StrEnum):
    """What a unit does in the argument (Stab & Gurevych 2017).

    >>> Role("premise").value
    'premise'
    """

    MAJOR_CLAIM = "major_claim"
    CLAIM = "claim"
    PREMISE = "premise"


class RelationKind(StrEnum):
    """How a unit bears on a unit or, for an undercut, on a relation (Peldszus & Stede 2013).

    >>> [kind.value for kind in RelationKind]
    ['support', 'attack', 'undercut']
    """

    SUPPORT = "support"
    ATTACK = "attack"
    UNDERCUT = "undercut"


class Severity(StrEnum):
    """How bad a flag is; ordered by `rank`.

    >>> Severity.ERROR.rank > Severity.WARNING.rank
    True
    """

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return list(Severity).index(self)


class BlockKind(StrEnum):
    """What a stretch of an article is."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    LIST_ITEM = "list_item"


class Stance(StrEnum):
    """How a passage bears on a claim."""

    SUPPORT = "support"
    REFUTE = "refute"
    NEITHER = "neither"


class Record(BaseModel):
    """Base of the records: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Block(Record):
    """A title, heading, paragraph, quote or list item: `[start, end)` of the article's text.

    >>> Block(kind="heading", start=0, end=8, level=1).kind.value
    'heading'
    """

    kind: BlockKind
    start: Offset
    end: Offset
    level: int = 0
    """1 for a top heading, 2 below it and so on; nesting depth of a quote or list item; else 0."""


class Article(Record):
    """One text with its blocks.

    >>> block = Block(kind="paragraph", start=0, end=10)
    >>> Article(id="a", text="Cats purr.", blocks=(block,)).sha256[:8]
    '127d7644'
    """

    id: str
    title: str | None = None
    path: str | None = None
    """The path as the user gave it; none for a text from stdin or from code."""
    sha256: str = ""
    """Of the text in UTF-8; filled in where it is left empty."""
    text: str
    blocks: tuple[Block, ...] = ()
    """In reading order, not overlapping. White space between them belongs to none."""

    @model_validator(mode="before")
    @classmethod
    def _fill_sha256(cls, data: Any) -> Any:
        if isinstance(data, dict) and not data.get("sha256") and isinstance(data.get("text"), str):
            from hashlib import sha256

            digest = sha256(data["text"].encode("utf-8", "surrogatepass")).hexdigest()
            return {**data, "sha256": digest}
        return data

    @model_validator(mode="after")
    def _blocks_fit(self) -> Article:
        last = 0
        for block in self.blocks:
            if not last <= block.start <= block.end <= len(self.text):
                raise ValueError(f"block {block.start}-{block.end} overlaps or leaves the text")
            last = block.end
        return self


class Unit(Record):
    """An argumentative discourse unit: a span of the article that claims or supports something.

    >>> unit = Unit(id="u1", start=0, end=9, text="Cats purr", role="claim", confidence=2 / 3)
    >>> unit.role.value, unit.confidence
    ('claim', 0.667)
    """

    id: str
    start: Offset
    end: Offset
    text: str
    role: Role
    type: str | None = None
    """fact, testimony, value, policy, statistics, anecdote, common-ground, reference, assumption
    or other; none where the miner does not tell."""
    confidence: Score = 1.0
    """Calibrated probability that the span is a unit with this role."""
    strength: Score | None = None
    """Standing once supports and attacks are weighed (DF-QuAD); none before they are."""
    cues: tuple[Cue, ...] = ()
    block: int | None = None
    """Index of the block that holds the unit."""


class Relation(Record):
    """A support or attack from a unit to a unit, or an undercut from a unit to a relation.

    >>> Relation(id="r1", source="u2", target="u1", kind="attack").kind is RelationKind.ATTACK
    True
    """

    id: str
    source: str
    target: str
    """A unit's id; for an undercut the id of a relation."""
    kind: RelationKind
    confidence: Score = 1.0
    cues: tuple[Cue, ...] = ()


class Evidence(Record):
    """A quotation that bears on a flag, from a source file or (path none) from the article.

    >>> Evidence(path="notes.md", start=0, end=9, quote="Cats purr", stance="refute").stance.value
    'refute'
    """

    path: str | None = None
    start: Offset
    end: Offset
    quote: str
    stance: Stance = Stance.NEITHER


class Flag(Record):
    """One finding of a check on one unit; the span names the words.

    >>> flag = Flag(
    ...     id="f1", check="overgeneralization", unit="u1", start=0, end=3, severity="info",
    ...     message="“All” is said of every cat.",
    ... )
    >>> flag.severity.rank
    0
    """

    id: str
    check: str
    unit: str
    start: Offset
    end: Offset
    severity: Severity
    message: str
    evidence: tuple[Evidence, ...] = ()
    suggestion: str | None = None


class MadeBy(Record):
    """What made a map, so that it can be made again."""

    argmap: str
    model: str
    """Miner and version, such as `rules 1` or `trained 1`."""
    checks: tuple[str, ...] = ()
    """Codes of the checks that ran."""
    settings: dict[str, Any] = Field(default_factory=dict)
