import csv
import io

import pytest

from argmap.report.csv import claims_csv, defused, table_csv
from argmap.report.rows import CLAIM_COLUMNS, TABLES


def test_csv_is_rfc_4180(tram_map):
    text = claims_csv(tram_map)
    assert text.endswith("\r\n")
    assert text.count("\r\n") == text.count("\n") == 4
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert list(rows[0]) == list(CLAIM_COLUMNS)
    assert rows[1]["text"] == "Officials say that ridership doubled"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_csv_defuses_what_a_spreadsheet_would_run(sign):
    assert defused(f"{sign}1") == f"'{sign}1"
    assert defused(f"a{sign}1") == f"a{sign}1"


@pytest.mark.parametrize("table", TABLES)
def test_csv_has_no_cell_that_begins_like_a_formula(table, hostile_map):
    rows = csv.reader(io.StringIO(table_csv(hostile_map, table), newline=""), strict=True)
    cells = [cell for row in rows for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


def test_csv_quotes_line_breaks_and_quotation_marks(tram_map):
    text = 'He said "no,\r\nnever" twice.'
    unit = tram_map.units[0].model_copy(update={"text": text, "start": 0, "end": len(text)})
    article = tram_map.article.model_copy(update={"text": text, "blocks": ()})
    map_ = tram_map.model_copy(
        update={"article": article, "units": (unit,), "relations": (), "flags": ()}
    )
    rows = list(csv.DictReader(io.StringIO(claims_csv(map_), newline=""), strict=True))
    assert [row["text"] for row in rows] == [text]


def test_csv_of_an_empty_map_is_its_header(empty_map):
    assert claims_csv(empty_map) == ",".join(CLAIM_COLUMNS) + "\r\n"
