"""Export: corrected maps, decisions as CSV, and gold that training and evaluation read."""

from __future__ import annotations

import csv
import io
import json

import pytest
from review_support import TEXT, make_map

from argmap.formats import gold
from argmap.review.export import COLUMNS, Reviewed, decisions_csv, gold_file


@pytest.fixture
def reviewed(ferries, reviewing):
    review = reviewing(ferries)
    review.say("dismiss", flag="f2", reason="=HYPERLINK(1)")
    start = TEXT.index("The harbour")
    review.say("add_unit", start=start, end=len(TEXT), role="premise")
    review.say("add_relation", source="a1", target="u1", type="support")
    review.say("role", unit="u5", role="claim")
    review.say("undo")
    return Reviewed("sub/ferries", "ada", review.now, tuple(review.store.decisions()))


def test_export_the_corrected_map(reviewed):
    map_ = reviewed.map
    assert [flag.id for flag in map_.flags] == ["f1", "f3"]
    assert map_.made_by.settings["review"]["reviewer"] == "ada"
    assert map_.made_by.settings["review"]["decisions"] == 3
    assert type(map_).from_json(map_.to_json()) == map_


def test_export_gold_is_read_by_formats_evaluation_and_training(reviewed, tmp_path):
    data = gold_file([reviewed])
    (back,) = gold.read_many(data)
    assert [(u.start, u.end, u.role) for u in back.units] == [
        (u.start, u.end, u.role) for u in reviewed.map.units
    ]
    assert len(back.relations) == 5
    record = json.loads(data)
    assert record["id"] == "sub/ferries"
    path = tmp_path / "gold.jsonl"
    path.write_bytes(data)

    from argmap.evaluation.gold import load_gold

    (article,) = load_gold(path)
    assert len(article.units) == 6
    assert {relation.kind for relation in article.relations} == {"support", "attack"}
    assert article.labelled == {"role", "relation"}


def test_export_two_articles_of_one_id_stay_two(ferries, reviewing):
    review = reviewing(ferries)
    review.say("finish")
    ones = [Reviewed(name, "ada", review.now, ()) for name in ("a/x", "b/x")]
    assert [map_.article.id for map_ in gold.read_many(gold_file(ones))] == ["a/x", "b/x"]


def test_export_csv_has_every_decision_and_no_formula(reviewed):
    text = decisions_csv([reviewed])
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["kind"], row["state"]) for row in rows] == [
        ("dismiss", "holds"), ("add_unit", "holds"), ("add_relation", "holds"),
        ("role", "undone"), ("undo", ""),
    ]  # fmt: skip
    assert rows[0]["reason"] == "'=HYPERLINK(1)"
    assert (rows[0]["check"], rows[0]["unit"], rows[0]["words"]) == (
        "vague-source", "u5", "Officials say so",
    )  # fmt: skip
    assert rows[1]["words"] == "The harbour was dredged in spring"
    assert rows[2]["value"] == "a1 support u1"
    assert all(not value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())


def test_export_csv_says_what_has_to_be_asked(ferries, reviewing):
    review = reviewing(ferries)
    review.say("role", unit="u4", role="premise")
    now = review.on(make_map(TEXT.replace("fuel has become dear", "fuel is dear"),
                             [("u1", "fuel is dear", "claim")])).now  # fmt: skip
    one = Reviewed("ferries", "ada", now, tuple(review.store.decisions()))
    (row,) = csv.DictReader(io.StringIO(decisions_csv([one]), newline=""))
    assert row["state"] == "asked"
    assert "not in the text" in row["why"]
