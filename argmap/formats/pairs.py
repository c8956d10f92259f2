"""Pairs in CSV: a row a relation, with the texts of both ends. What classifiers are trained on."""

from __future__ import annotations

import csv
import io
import re

from argmap.formats.assemble import Draft, Frame, Fresh, Link, assemble
from argmap.formats.hypergraph import KIND_WORDS
from argmap.formats.intake import PLAIN, Intake, count, decode
from argmap.model import ArgumentMap, RelationKind, Role

COLUMNS = (
    "relation",
    "kind",
    "confidence",
    "source",
    "source_role",
    "source_start",
    "source_end",
    "source_text",
    "target",
    "target_role",
    "target_start",
    "target_end",
    "target_text",
)
_ALIASES = {
    "relation": ("relation", "relation_id", "pair_id"),
    "kind": ("kind", "relation_type", "type", "label", "stance", "relation_label"),
    "source": ("source", "source_id", "id1", "arg1_id", "proposition1_id", "proposition_id_1"),
    "source_text": (
        "source_text",
        "text1",
        "arg1",
        "argument1",
        "sentence1",
        "proposition1_text",
        "proposition_1",
        "premise",
        "org",
    ),
    "target": ("target", "target_id", "id2", "arg2_id", "proposition2_id", "proposition_id_2"),
    "target_text": (
        "target_text",
        "text2",
        "arg2",
        "argument2",
        "sentence2",
        "proposition2_text",
        "proposition_2",
        "claim",
        "response",
    ),
}
_NONE = frozenset({"", "none", "no", "norel", "neutral", "unrelated", "no relation", "no_relation"})
_MORE_KINDS = {
    "default inference": RelationKind.SUPPORT,
    "default conflict": RelationKind.ATTACK,
    "ra": RelationKind.SUPPORT,
    "ca": RelationKind.ATTACK,
}
_DANGER = "=+\\-@\t\r\n＝＋－＠"
_DEFUSED = re.compile(f"'+[{_DANGER}]")
_LIVE = re.compile(f"'*[{_DANGER}]")


def read(data: bytes, intake: Intake = PLAIN) -> ArgumentMap:
    """The map of a table of pairs; the delimiter is a comma, a semicolon or a tab.

    Raises:
        FormatError: columns are missing, or a row breaks the format; the message names the line.

    >>> rows = b"source_text,kind,target_text\\r\\nThey purr.,support,Keep cats.\\r\\n"
    >>> [unit.text for unit in read(rows).units]
    ['They purr.', 'Keep cats.']
    """
    text = decode(data, intake)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    before = csv.field_size_limit(max(len(text), 1))
    try:
        table = _Table(intake)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for row in rows:
            table.row(row, rows.line_num)
    except csv.Error as error:
        intake.fail(f"not CSV: {error}", f"line {rows.line_num}")
    finally:
        csv.field_size_limit(before)
    return table.map()


def write(map_: ArgumentMap) -> bytes:
    """The map as pairs. A unit without a relation has a row without a target."""
    buffer = io.StringIO(newline="")
    out = csv.writer(buffer, lineterminator="\r\n")
    out.writerow(COLUMNS)
    units = {unit.id: unit for unit in map_.units}

    def told(name: str) -> list[str]:
        unit = units.get(name)
        if unit is None:
            return [defused(name), "", "", "", ""]
        span = [str(unit.start), str(unit.end)]
        return [defused(unit.id), unit.role.value, *span, defused(unit.text)]

    for item in map_.relations:
        start = [defused(item.id), item.kind.value, repr(item.confidence), *told(item.source)]
        undercut = item.kind is RelationKind.UNDERCUT
        out.writerow(
            start + ([defused(item.target), "", "", "", ""] if undercut else told(item.target))
        )
    # A relation may bear the id of a unit, so that only ends that are units count.
    used = {item.source for item in map_.relations} | {
        item.target for item in map_.relations if item.kind is not RelationKind.UNDERCUT
    }
    for unit in map_.units:
        if unit.id not in used:
            out.writerow(["", "", "", *told(unit.id), "", "", "", "", ""])
    return buffer.getvalue().encode("utf-8")


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; `armed` undoes it.

    >>> defused('=HYPERLINK("x")'), defused("'=1"), defused("a=1")
    ('\\'=HYPERLINK("x")', "''=1", 'a=1')
    """
    return "'" + cell if _LIVE.match(cell) else cell


def armed(cell: str) -> str:
    """The cell before `defused`."""
    return cell[1:] if _DEFUSED.match(cell) else cell


class _Table:
    """The rows of a table, gathered into units and relations."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._columns: dict[str, int] | None = None
        self._units: dict[str, Draft] = {}
        self._order: dict[str, tuple[int, int]] = {}
        self._by_text: dict[str, str] = {}
        self._links: list[Link] = []
        self._fresh = Fresh()
        self._names = Fresh()
        self._none = 0
        self._unknown: dict[str, int] = {}

    def row(self, row: list[str], line: int) -> None:
        """The next row; the first one names the columns."""
        if self._columns is None:
            self._head(row)
        elif any(cell.strip() for cell in row):
            self._pair(row, f"line {line}")

    def _head(self, row: list[str]) -> None:
        names = [cell.strip().lower().replace(" ", "_") for cell in row]
        columns: dict[str, int] = {}
        for column in COLUMNS:
            for alias in _ALIASES.get(column, (column,)):
                if alias in names:
                    columns[column] = names.index(alias)
                    break
        for column in ("source_text", "target_text", "kind"):
            if column not in columns:
                self._intake.fail(
                    f"no column is called {column}",
                    "line 1",
                    hint="name the columns source_text, kind, target_text",
                )
        self._columns = columns

    def _pair(self, row: list[str], place: str) -> None:
        columns = self._columns or {}
        if len(row) <= max(columns.values()):
            self._intake.fail(
                f"{max(columns.values()) + 1} columns are needed, {len(row)} found", place
            )
        cells = {name: row[number] for name, number in columns.items()}
        source = self._unit(cells, "source", place)
        word = cells["kind"].strip().lower()
        target = cells.get("target", "")
        if word in _NONE:
            if target or cells["target_text"]:
                self._unit(cells, "target", place)
                self._none += 1
            return
        kind = KIND_WORDS.get(word) or _MORE_KINDS.get(word)
        if kind is None:
            self._unknown[word] = self._unknown.get(word, 0) + 1
            self._unit(cells, "target", place)
            return
        undercut = kind is RelationKind.UNDERCUT
        end = armed(target) if undercut else self._unit(cells, "target", place)
        name = armed(cells.get("relation", "")) or f"r{len(self._links) + 1}"
        rest = {}
        if cells.get("confidence", "").strip():
            try:
                rest["confidence"] = float(cells["confidence"])
            except ValueError:
                self._intake.fail(f"{cells['confidence'][:20]!r} is no confidence", place)
        self._links.append(Link(self._fresh(name), source, end, kind, place, rest))

    def _unit(self, cells: dict[str, str], end: str, place: str) -> str:
        text = armed(cells[f"{end}_text"])
        name = armed(cells.get(end, ""))
        if not name:
            known = self._by_text.get(text)
            if known is not None:
                return known
            name = self._names(f"u{len(self._units) + 1}")
            self._by_text[text] = name
        role = cells.get(f"{end}_role", "").strip().lower()
        old = self._units.get(name)
        if old is not None:
            if old.text != text:
                self._intake.fail(f"the unit {name!r} has two texts", place)
            return name
        if role and role not in set(Role):
            self._intake.fail(f"no role is called {role[:20]!r}", place)
        self._units[name] = Draft(name, text, place, role=role or None)
        self._order[name] = self._span(cells, end)
        return name

    def _span(self, cells: dict[str, str], end: str) -> tuple[int, int]:
        numbers = [cells.get(f"{end}_{side}", "").strip() for side in ("start", "end")]
        if all(re.fullmatch("[0-9]{1,9}", number) for number in numbers):
            return int(numbers[0]), int(numbers[1])
        return 0, 0

    def map(self) -> ArgumentMap:
        """The map of all rows."""
        if self._columns is None:
            self._intake.fail("the table is empty")
        known = {link.id for link in self._links}
        for link in self._links:
            if link.kind is RelationKind.UNDERCUT and link.target not in known:
                self._intake.fail(f"there is no relation {link.target!r}", link.place)
        if self._none:
            self._intake.note(f"{count(self._none, 'pair')} without a relation: units alone read")
        if self._unknown:
            words = ", ".join(f"{word[:20]!r}" for word in list(self._unknown)[:5])
            number = sum(self._unknown.values())
            self._intake.note(f"{count(number, 'pair')} of an unknown kind ({words}): units alone")
        drafts = sorted(self._units.values(), key=lambda item: self._order[item.id])
        return assemble(drafts, self._links, Frame(), self._intake, format="pairs")
