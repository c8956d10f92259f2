"""Structured sources: a CSV of facts (subject, relation, object, from, until, source)."""

from __future__ import annotations

import re
from collections.abc import Callable

from argmap.errors import InputError
from argmap.evidence.passages import Table, rows_of
from argmap.model.records import Record

COLUMNS = ("subject", "relation", "object", "from", "until", "source")
_NEEDED = {"subject", "relation", "object"}
_DATE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


class Fact(Record):
    """One row: `subject relation object`, true from and until a date, as a source says."""

    path: str
    start: int
    end: int
    row: str
    """The row as it stands in the file at `[start, end)`."""
    subject: str
    relation: str
    object: str = ""
    since: str = ""
    """YYYY, YYYY-MM or YYYY-MM-DD, or empty."""
    until: str = ""
    source: str = ""

    @property
    def sentence(self) -> str:
        """The fact as a sentence, to be read by the parser.

        >>> fact = Fact(path="f.csv", start=0, end=1, row="", subject="Turkey", relation="joined",
        ...             object="NATO", since="1952-02-18")
        >>> fact.sentence
        'Turkey joined NATO on 18 February 1952.'
        """
        words = " ".join(part for part in (self.subject, self.relation, self.object) if part)
        if self.since and self.until:
            return f"{words} from {written(self.since)} until {written(self.until)}."
        if self.since:
            return f"{words} {'on' if self.since.count('-') == 2 else 'in'} {written(self.since)}."
        return f"{words}."


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def written(date: str) -> str:
    """A date as it is written in a text.

    >>> written("1952-02-18"), written("2023-09"), written("1952")
    ('18 February 1952', 'September 2023', '1952')
    """
    found = _DATE.match(date.strip())
    if found is None:
        return date
    year, month, day = found.groups()
    if month is None or not 1 <= int(month) <= 12:
        return year
    name = _MONTHS[int(month) - 1]
    return f"{int(day)} {name} {year}" if day else f"{name} {year}"


def is_fact_table(text: str) -> bool:
    r"""Does a CSV text begin with a head that names subject, relation and object?

    >>> is_fact_table("subject,relation,object\n"), is_fact_table("year,rate\n")
    (True, False)
    """
    try:
        rows = rows_of(text)
    except InputError:
        return False
    return bool(rows) and {cell.strip().lower() for cell in rows[0][0]} >= _NEEDED


def facts_of(table: Table, notes: Callable[[str], None]) -> list[Fact]:
    """The facts of a table; a row without subject or relation, or with a date that is none, is told
    to `notes` and left out.
    """
    rows = rows_of(table.text)
    head = [cell.strip().lower() for cell in rows[0][0]]
    found = []
    for number, (cells, start, end) in enumerate(rows[1:], 2):
        row = dict(zip(head, (cell.strip() for cell in cells), strict=False))
        dates = [row.get("from", ""), row.get("until", "")]
        if not row.get("subject") or not row.get("relation"):
            notes(f"source left out: {table.path}, row {number}: no subject or no relation")
            continue
        if any(date and not _DATE.match(date) for date in dates):
            notes(
                f"source left out: {table.path}, row {number}: a date is not YYYY, YYYY-MM or "
                f"YYYY-MM-DD"
            )
            continue
        found.append(
            Fact(
                path=table.path,
                start=start,
                end=end,
                row=table.text[start:end],
                subject=row["subject"],
                relation=row["relation"],
                object=row.get("object", ""),
                since=dates[0],
                until=dates[1],
                source=row.get("source", ""),
            )
        )
    return found
