"""The tables of a map as pandas DataFrames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argmap.model import ArgumentMap
from argmap.report.rows import TABLES

if TYPE_CHECKING:
    import pandas as pd

# Columns that may be empty get pandas' nullable types: an empty table has the same types as a
# full one, so that the tables of many articles can be concatenated.
_TYPES = {
    **dict.fromkeys(("rank", "supports", "attacks", "start", "end", "line", "column"), "int64"),
    "block": "Int64",
    "evidence": "int64",
    "confidence": "float64",
    "strength": "Float64",
    "check_worthiness": "Float64",
}
_ORDERED = {
    "role": ["major_claim", "claim", "premise"],
    "kind": ["support", "attack", "undercut"],
    "severity": ["info", "warning", "error"],
}


def units_frame(map_: ArgumentMap) -> pd.DataFrame:
    """A row a unit, in the order of the text.

    Columns: `id`, `role`, `type`, `text`, `section`, `start` and `end` (code points of the
    article's text), `block`, `confidence` and `strength` (0..1), `supports` and `attacks` (direct
    ones), `flags` (how many), `severity` (the worst). `argmap.report.rows.UNIT_COLUMNS` says more.

    >>> from argmap.model import Article, Unit
    >>> text = "Cats purr."
    >>> unit = Unit(id="u1", start=0, end=9, text="Cats purr", role="claim")
    >>> map_ = ArgumentMap(article=Article(id="cats", text=text), units=(unit,))
    >>> units_frame(map_)[["id", "role", "text", "start", "end"]]
       id   role       text  start  end
    0  u1  claim  Cats purr      0    9
    """
    return _frame(map_, "units")


def relations_frame(map_: ArgumentMap) -> pd.DataFrame:
    """A row a relation, in the order of the map.

    Columns: `id`, `kind`, `source`, `target`, `source_text`, `target_text`, `confidence` (0..1),
    `cues` (the words, joined by ' | '). `argmap.report.rows.RELATION_COLUMNS` says more.

    >>> from argmap.model import Article
    >>> relations_frame(ArgumentMap(article=Article(id="empty", text=""))).shape
    (0, 8)
    """
    return _frame(map_, "relations")


def flags_frame(map_: ArgumentMap) -> pd.DataFrame:
    """A row a flag, in the order of the text.

    Columns: `id`, `check`, `severity`, `unit`, `unit_text`, `quote`, `start` and `end` (code
    points), `line` and `column` (from 1), `message`, `suggestion`, `evidence` (how many passages).
    `argmap.report.rows.FLAG_COLUMNS` says more.

    >>> from argmap.model import Article
    >>> flags_frame(ArgumentMap(article=Article(id="empty", text=""))).columns[1]
    'check'
    """
    return _frame(map_, "flags")


def claims_frame(map_: ArgumentMap) -> pd.DataFrame:
    """A row a claim, in the order of the text: what `NAME.claims.csv` holds.

    Columns: `rank` (1 is the claim to check first), `text`, `role`, `section`, `supports`,
    `attacks`, `strength`, `check_worthiness` and `confidence` (0..1), `flags` (codes), `severity`
    (the worst), `start` and `end` (code points), `unit`. `argmap.report.rows.CLAIM_COLUMNS` says
    more.

    >>> from argmap.model import Article, Unit
    >>> text = "Cats purr."
    >>> unit = Unit(id="u1", start=0, end=9, text="Cats purr", role="claim")
    >>> map_ = ArgumentMap(article=Article(id="cats", text=text), units=(unit,))
    >>> claims_frame(map_)[["rank", "text", "supports"]]
       rank       text  supports
    0     1  Cats purr         0
    """
    return _frame(map_, "claims")


def _frame(map_: ArgumentMap, table: str) -> pd.DataFrame:
    import pandas as pd

    columns, rows = TABLES[table]
    frame = pd.DataFrame(rows(map_), columns=list(columns), dtype="object")
    types: dict[str, Any] = {name: _TYPES[name] for name in columns if name in _TYPES}
    for name in _ORDERED.keys() & columns.keys():
        types[name] = pd.CategoricalDtype(_ORDERED[name], ordered=True)
    if table == "units":
        types["flags"] = "int64"
    return frame.astype(types)
