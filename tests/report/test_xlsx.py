import io
from zipfile import ZipFile

import pytest

from argmap.report.rows import TABLES
from argmap.report.xlsx import workbook_bytes

openpyxl = pytest.importorskip("openpyxl")


def test_xlsx_has_a_sheet_a_table(tram_map):
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(tram_map)))
    assert book.sheetnames == list(TABLES)
    for name, (columns, rows) in TABLES.items():
        lines = list(book[name].iter_rows(values_only=True))
        assert list(lines[0]) == list(columns)
        assert len(lines) == 1 + len(rows(tram_map))
    assert book["claims"]["B3"].value == "Officials say that ridership doubled"


def test_xlsx_has_no_formula(hostile_map):
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(hostile_map)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith("="))


def test_xlsx_is_the_same_on_every_run(tram_map):
    data = workbook_bytes(tram_map)
    assert data == workbook_bytes(tram_map)
    with ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        core = archive.read("docProps/core.xml")
    assert core.count(b"1980-01-01T00:00:00Z") == 2
