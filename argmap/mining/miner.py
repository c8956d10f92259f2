"""The seam: what a miner is, and how one is found by its name."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from argmap.errors import MissingRequirement, UsageError
from argmap.model import Article, Relation, Unit
from argmap.model.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

GROUP = "argmap.miners"
DEFAULT_MINER = "rules"


class Mined(Record):
    """What a miner found: units in the order of the text, and the relations between them."""

    units: tuple[Unit, ...] = ()
    relations: tuple[Relation, ...] = ()


@runtime_checkable
class Miner(Protocol):
    """`Article` -> units and relations.

    A miner is deterministic, keeps nothing between articles, and returns a forest: each unit has
    at most one outgoing support or attack, there is no cycle, and every title or heading is left
    alone.
    """

    name: str
    version: str

    def mine(
        self,
        article: Article,
        doc: Doc | None = None,
        spans: Sequence[tuple[int, int]] | None = None,
    ) -> Mined:
        """Find the units and relations of one article.

        Args:
            article: What to read.
            doc: spaCy's parse of exactly `article.text`, where the caller has one; else the miner
                makes what it needs.
            spans: Units that are given, as `[start, end)` in code points of `article.text`; the
                miner then only decides roles and relations. None: it finds the units too.
        """
        ...


def _entry_points() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def miner_names() -> list[str]:
    """Names of the miners that are installed, sorted."""
    return sorted(_entry_points())


@lru_cache(maxsize=8)
def get_miner(name: str | None = None) -> Miner:
    """The miner with this name (none: the default one), made once a process.

    Raises:
        UsageError: there is none of this name.
        MissingRequirement: it is there, but what it needs is not.
    """
    wanted, known = name or DEFAULT_MINER, _entry_points()
    if wanted not in known:
        close = get_close_matches(wanted, known, n=1)
        advice = f"did you mean `{close[0]}`?" if close else f"there are: {', '.join(known)}"
        raise UsageError(f"no miner is named {wanted!r}", hint=advice)
    try:
        made = known[wanted].load()()
    except ImportError as error:
        raise MissingRequirement(
            f"the miner {wanted!r} cannot be loaded: {error}", hint="install what it needs"
        ) from error
    if not isinstance(made, Miner):
        raise UsageError(f"{wanted!r} is registered as a miner, but has no `mine`")
    return made
