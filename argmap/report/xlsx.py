"""The tables of a map as an Excel workbook: a sheet each for claims, units, relations and flags.

Needs the `xlsx` extra. Text is written as text, so that no cell is a formula, whatever it begins
with. The bytes are the same on every run.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

from argmap.errors import MissingRequirement
from argmap.model import ArgumentMap
from argmap.report.rows import TABLES

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_EPOCH = datetime(1980, 1, 1)  # the first day that a zip archive can name
_CELL_CHARACTERS = 32_767  # Excel's own limit for one cell
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTHS = {"text": 70, "unit_text": 60, "source_text": 60, "target_text": 60, "quote": 40}
_WIDTHS |= {"message": 60, "suggestion": 60, "section": 25, "flags": 30}


def workbook_bytes(map_: ArgumentMap) -> bytes:
    """The bytes of NAME.xlsx.

    Raises:
        MissingRequirement: the `xlsx` extra is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise MissingRequirement(
            "the xlsx format needs openpyxl", hint="install it with `pip install 'argmap[xlsx]'`"
        ) from error
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "argmap"
    book.properties.created = _EPOCH
    for name, (columns, rows) in TABLES.items():
        _fill(book.create_sheet(name), columns, rows(map_))
    target = io.BytesIO()
    book.save(target)
    return _timeless(target.getvalue())


def _fill(sheet: Worksheet, columns: dict[str, str], rows: list[dict[str, Any]]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for number, (column, meaning) in enumerate(columns.items(), 1):
        head = sheet.cell(1, number, column)
        head.font = Font(bold=True)
        head.comment = Comment(meaning, "argmap")
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(column, 12)
    sheet.freeze_panes = "A2"
    wrapped = Alignment(wrap_text=True, vertical="top")
    for line, row in enumerate(rows, 2):
        for number, value in enumerate(row.values(), 1):
            cell = sheet.cell(line, number)
            cell.alignment = wrapped
            _set(cell, value)
    sheet.auto_filter.ref = sheet.dimensions


def _set(cell: Cell | MergedCell, value: Any) -> None:
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = _ILLEGAL.sub("", value)[:_CELL_CHARACTERS]
    # openpyxl takes "=..." for a formula; the prefix keeps it text when somebody edits the cell.
    cell.data_type = "s"
    cell.quotePrefix = True


def _timeless(data: bytes) -> bytes:
    """The same workbook with the time of its making taken out."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", content
                )
            info = zipfile.ZipInfo(name, _EPOCH.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, content)
    return target.getvalue()
