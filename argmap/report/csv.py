"""NAME.claims.csv: a row a claim.

The file is RFC 4180 (comma, CRLF, quotes doubled) in UTF-8 without a byte order mark, with a
header line; its columns are `argmap.report.rows.CLAIM_COLUMNS`.

A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break for a formula,
so that the text of an article could run one (CWE-1236). Such a text cell gets a leading
apostrophe, which spreadsheets read as "this is text". A program that needs the very words takes
them from the map file, or cuts `[start, end)` out of the article.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from argmap.model import ArgumentMap
from argmap.report.rows import TABLES

# With the full-width forms, which some spreadsheets take for the same signs.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def claims_csv(map_: ArgumentMap) -> str:
    """The text of NAME.claims.csv.

    >>> from argmap.model import Article, Unit
    >>> text = "=1+1 is two."
    >>> unit = Unit(id="u1", start=0, end=11, text="=1+1 is two", role="claim")
    >>> map_ = ArgumentMap(article=Article(id="sum", text=text), units=(unit,))
    >>> print(claims_csv(map_).splitlines()[1])
    1,'=1+1 is two,claim,,0,0,,...,1.0,,,0,11,u1
    """
    return table_csv(map_, "claims")


def table_csv(map_: ArgumentMap, table: str) -> str:
    """One of `argmap.report.rows.TABLES` as CSV.

    Raises:
        KeyError: there is no table of this name.
    """
    columns, rows = TABLES[table]
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, list(columns), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: defused(value) for name, value in row.items()} for row in rows(map_))
    return target.getvalue()


def defused(value: Any) -> Any:
    """The value; a text that a spreadsheet would run gets a leading apostrophe.

    >>> defused("=HYPERLINK(1)"), defused("a = b"), defused(-1)
    ("'=HYPERLINK(1)", 'a = b', -1)
    """
    if isinstance(value, str) and value.startswith(_FORMULA_SIGNS):
        return "'" + value
    return value
