"""Parquet tables of a run: articles, units, relations and flags, for pandas, DuckDB and Polars.

The same maps give the same bytes: rows stand in the order of the articles' paths, row groups are
cut by row counts, and nothing in the files tells when or where they were made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from argmap.corpus.plan import dates
from argmap.errors import MissingRequirement
from argmap.model import ArgumentMap, RelationKind

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
GROUP = 20_000
"""Rows that are gathered before a row group is written: what bounds the memory."""

COLUMNS: dict[str, dict[str, tuple[str, str]]] = {
    "articles": {
        "article": ("string", "path inside the folder of the run: the key of the other tables"),
        "title": ("string", "title, if it has one"),
        "folder": ("string", "folder that it lies in, inside the folder of the run"),
        "date": ("string", "first date in the path, YYYY-MM-DD, YYYY-MM or YYYY"),
        "characters": ("int64", "length in code points"),
        "words": ("int64", "stretches between white space"),
        "units": ("int64", "how many"),
        "claims": ("int64", "how many, the thesis counted"),
        "relations": ("int64", "how many"),
        "flags": ("int64", "how many"),
        "map": ("string", "map file, inside the result folder"),
        "failed": ("string", "why there is no map"),
    },
    "units": {
        "article": ("string", "path of the article"),
        "unit": ("string", "id in its map"),
        "role": ("string", "major_claim, claim or premise"),
        "type": ("string", "fact, value, policy ...; none where the miner does not tell"),
        "text": ("string", "its words"),
        "start": ("int64", "code point where it begins"),
        "end": ("int64", "code point where it ends"),
        "confidence": ("float64", "of the miner, 0..1"),
        "strength": ("float64", "once supports and attacks are weighed, 0..1"),
        "supports": ("int64", "units that support it directly"),
        "attacks": ("int64", "units that attack it directly"),
        "flags": ("int64", "flags on it"),
    },
    "relations": {
        "article": ("string", "path of the article"),
        "relation": ("string", "id in its map"),
        "kind": ("string", "support, attack or undercut"),
        "source": ("string", "id of the unit that it goes out from"),
        "target": ("string", "id of a unit; for an undercut, of a relation"),
        "confidence": ("float64", "of the miner, 0..1"),
    },
    "flags": {
        "article": ("string", "path of the article"),
        "flag": ("string", "id in its map"),
        "check": ("string", "code of the check"),
        "severity": ("string", "info, warning or error"),
        "unit": ("string", "id of the unit"),
        "start": ("int64", "code point where the flagged words begin"),
        "end": ("int64", "code point where they end"),
        "words": ("string", "the flagged words"),
        "message": ("string", "what is wrong"),
        "suggestion": ("string", "what could be done"),
    },
}
"""Table to column to its type and meaning."""


def require_pyarrow() -> None:
    """Raise where the tables could not be written.

    Raises:
        MissingRequirement: pyarrow is not installed.
    """
    # Only looked for, not loaded: a run that finds nothing to do should end at once.
    if find_spec("pyarrow") is None:
        raise MissingRequirement(
            "tables need pyarrow", hint="`pip install 'argmap[corpus]'`, or give --no-tables"
        )


def rows_of(path: str, map_: ArgumentMap, map_file: str) -> dict[str, list[Row]]:
    """The rows of one article.

    >>> from argmap.model import Article, Unit
    >>> unit = Unit(id="u1", start=0, end=9, text="Cats purr", role="claim")
    >>> map_ = ArgumentMap(article=Article(id="a", text="Cats purr."), units=(unit,))
    >>> rows_of("2020/a.txt", map_, "maps/a.map.json")["articles"][0]["date"]
    '2020'
    """
    text = map_.article.text
    bearing = Counter((r.kind, r.target) for r in map_.relations)
    flagged = Counter(flag.unit for flag in map_.flags)
    article = _article(path) | {
        "title": map_.article.title,
        "characters": len(text),
        "words": len(text.split()),
        "units": len(map_.units),
        "claims": sum(unit.role != "premise" for unit in map_.units),
        "relations": len(map_.relations),
        "flags": len(map_.flags),
        "map": map_file,
    }
    return {
        "articles": [article],
        "units": [
            {
                "article": path,
                "unit": unit.id,
                "role": str(unit.role),
                "type": unit.type,
                "text": unit.text,
                "start": unit.start,
                "end": unit.end,
                "confidence": unit.confidence,
                "strength": unit.strength,
                "supports": bearing[RelationKind.SUPPORT, unit.id],
                "attacks": bearing[RelationKind.ATTACK, unit.id],
                "flags": flagged[unit.id],
            }
            for unit in map_.units
        ],
        "relations": [
            {
                "article": path,
                "relation": relation.id,
                "kind": str(relation.kind),
                "source": relation.source,
                "target": relation.target,
                "confidence": relation.confidence,
            }
            for relation in map_.relations
        ],
        "flags": [
            {
                "article": path,
                "flag": flag.id,
                "check": flag.check,
                "severity": str(flag.severity),
                "unit": flag.unit,
                "start": flag.start,
                "end": flag.end,
                "words": text[flag.start : flag.end],
                "message": flag.message,
                "suggestion": flag.suggestion,
            }
            for flag in map_.flags
        ],
    }


def failed_row(path: str, reason: str) -> dict[str, list[Row]]:
    """The row of an article without a map."""
    return {"articles": [_article(path) | {"failed": reason}]}


def _article(path: str) -> Row:
    folder = PurePosixPath(path).parent.as_posix()
    return {
        "article": path,
        "folder": "" if folder == "." else folder,
        "date": next(dates([path])),
    }


@contextmanager
def table_writer(places: dict[str, Path]) -> Iterator[Callable[[dict[str, list[Row]]], None]]:
    """Gives a function that takes the rows of one article after another.

    Args:
        places: Table to the file that it is written to.
    """
    import pyarrow.parquet as pq

    with ExitStack() as stack:
        writers = {
            table: stack.enter_context(
                pq.ParquetWriter(place, schema(table), compression="zstd", version="2.6")
            )
            for table, place in places.items()
        }
        gathered: dict[str, list[Row]] = {table: [] for table in places}

        def flush(table: str) -> None:
            import pyarrow as pa

            if gathered[table]:
                writers[table].write_table(
                    pa.Table.from_pylist(gathered[table], schema=schema(table)),
                    row_group_size=GROUP,
                )
                gathered[table].clear()

        def add(rows: dict[str, list[Row]]) -> None:
            for table, some in rows.items():
                gathered[table] += some
                if len(gathered[table]) >= GROUP:
                    flush(table)

        yield add
        for table in places:
            flush(table)


def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table; each field says what it means."""
    import pyarrow as pa

    types = {"string": pa.string(), "int64": pa.int64(), "float64": pa.float64()}
    return pa.schema(
        [
            pa.field(name, types[kind], metadata={"description": meaning})
            for name, (kind, meaning) in COLUMNS[table].items()
        ]
    )
