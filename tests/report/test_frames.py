import pytest

from argmap.report import frames
from argmap.report.rows import TABLES

VERBS = {
    "claims": frames.claims_frame,
    "units": frames.units_frame,
    "relations": frames.relations_frame,
    "flags": frames.flags_frame,
}


@pytest.mark.parametrize("table", TABLES)
def test_frames_have_the_documented_columns_and_the_types_of_an_empty_one(
    table, tram_map, empty_map
):
    full, empty = VERBS[table](tram_map), VERBS[table](empty_map)
    assert list(full.columns) == list(empty.columns) == list(TABLES[table][0])
    assert list(full.dtypes) == list(empty.dtypes)
    assert len(full) > 0
    assert len(empty) == 0


@pytest.mark.parametrize("table", TABLES)
def test_frames_docstrings_name_every_column(table):
    said = VERBS[table].__doc__ or ""
    assert [column for column in TABLES[table][0] if f"`{column}`" not in said] == []


def test_frames_units_count_relations_and_flags(tram_map):
    row = tram_map.units_frame().set_index("id").loc["u1"]
    assert (row.supports, row.attacks, row["flags"], row.section) == (2, 0, 0, "Costs")
    assert tram_map.units_frame().severity.max() == "error"


def test_frames_relations_tell_both_texts(tram_map):
    row = tram_map.relations_frame().set_index("id").loc["r3"]
    assert row.source_text == "buses are cheap"
    assert row.target_text == "Buses are always late"
    assert row.cues == "But"


def test_frames_flags_cut_their_quote_out_of_the_article(tram_map):
    for row in tram_map.flags_frame().itertuples():
        assert tram_map.article.text[row.start : row.end] == row.quote


def test_frames_claims_are_ranked_in_the_order_of_the_text(tram_map):
    frame = tram_map.claims_frame()
    assert list(frame.unit) == ["u1", "u2", "u3"]
    assert list(frame["rank"]) == [3, 2, 1]
    assert list(frame["flags"]) == ["", "vague-source", "unsupported overgeneralization"]
    assert frame.severity.isna().tolist() == [True, False, False]
