"""Parquet tables: typed, described, the same bytes for the same maps."""

from __future__ import annotations

import pandas as pd
import pyarrow.parquet as pq
import pytest

from argmap.corpus import tables
from argmap.corpus.tables import COLUMNS, failed_row, rows_of, table_writer
from argmap.errors import MissingRequirement


@pytest.fixture
def written(tmp_path, small_map):
    def write(name: str, articles: int = 3):
        places = {table: tmp_path / f"{name}-{table}.parquet" for table in COLUMNS}
        with table_writer(places) as add:
            for number in range(articles):
                add(rows_of(f"f/2020-01-{number + 1:02}.txt", small_map, "maps/a.map.json"))
            add(failed_row("broken.pdf", "broken.pdf: is damaged"))
        return places

    return write


def test_tables_hold_a_row_for_each_record(written, small_map):
    places = written("a")
    frames = {table: pd.read_parquet(place) for table, place in places.items()}
    assert len(frames["articles"]) == 4
    assert len(frames["units"]) == 3 * len(small_map.units)
    assert len(frames["relations"]) == 3 * len(small_map.relations)
    assert len(frames["flags"]) == 3 * len(small_map.flags)
    thesis = frames["units"].iloc[0]
    assert (thesis["supports"], thesis["attacks"], thesis["flags"]) == (1, 1, 0)
    flag = frames["flags"].iloc[0]
    assert flag["words"] == "They save"
    first, failed = frames["articles"].iloc[1], frames["articles"].iloc[3]
    assert (first["folder"], first["date"], first["claims"]) == ("f", "2020-01-02", 2)
    assert failed["failed"] == "broken.pdf: is damaged"
    assert pd.isna(failed["units"])


def test_tables_are_the_same_bytes_each_time(written):
    one, two = written("a"), written("b")
    for table in COLUMNS:
        assert one[table].read_bytes() == two[table].read_bytes()


def test_tables_row_groups_bound_the_memory_and_keep_the_rows(written, monkeypatch):
    whole = written("whole")
    monkeypatch.setattr(tables, "GROUP", 2)
    parts = written("parts")
    assert pq.ParquetFile(parts["units"]).num_row_groups > 1
    for table in COLUMNS:
        pd.testing.assert_frame_equal(pd.read_parquet(whole[table]), pd.read_parquet(parts[table]))


def test_tables_columns_say_what_they_mean(written):
    schema = pq.read_schema(written("a")["units"])
    assert schema.field("strength").metadata[b"description"].startswith(b"once supports")


def test_tables_empty_corpus_still_has_its_types(written):
    frame = pd.read_parquet(written("a", articles=0)["units"])
    assert list(frame.columns) == list(COLUMNS["units"])
    assert frame["start"].dtype == "int64"


def test_tables_say_what_is_missing(monkeypatch):
    monkeypatch.setattr(tables, "find_spec", lambda name: None)
    with pytest.raises(MissingRequirement, match="--no-tables"):
        tables.require_pyarrow()
