"""`argmap review`: what the command does beside serving."""

from __future__ import annotations

import json

import pytest

from argmap.model import ArgumentMap, Article, Flag, MadeBy, Unit
from argmap.review.decisions import read_order
from argmap.review.fold import fold, prepare
from argmap.review.store import Store

TEXT = "Trams help. Officials say so."


@pytest.fixture
def trams(write):
    map_ = ArgumentMap(
        article=Article(id="trams", text=TEXT),
        units=(
            Unit(id="u1", start=0, end=10, text="Trams help", role="major_claim"),
            Unit(id="u2", start=12, end=28, text="Officials say so", role="claim"),
        ),
        flags=(
            Flag(
                id="f1",
                check="vague-source",
                unit="u2",
                start=12,
                end=21,
                severity="warning",
                message="nobody is named",
            ),
        ),
        made_by=MadeBy(argmap="0", model="stub 1"),
    )
    write("out/trams.map.json", map_.to_json())
    return map_


def decide(map_, reviewer="ada", folder="out", **order):
    with Store(f"{folder}/argmap-review.db") as store:
        store.append(
            "trams", reviewer, map_, lambda before: prepare(fold(map_, before), read_order(order))
        )


def test_review_export_writes_maps_csv_and_gold(cli, trams, tmp_path):
    decide(trams, kind="dismiss", flag="f1")
    decide(trams, kind="role", unit="u2", role="premise")
    result = cli("review", "out/trams.map.json", "--export", "-o", "got")
    assert result.code == 0
    assert result.out.split() == [
        "got/trams.reviewed.map.json",
        "got/gold.jsonl",
        "got/decisions.csv",
    ]
    assert "1 of 1 reviews are not marked" in result.err
    map_ = ArgumentMap.read(tmp_path / "got" / "trams.reviewed.map.json")
    assert (map_.flags, map_.unit("u2").role.value) == ((), "premise")
    record = json.loads((tmp_path / "got" / "gold.jsonl").read_text())
    assert [unit["role"] for unit in record["units"]] == ["major_claim", "premise"]


def test_review_export_keeps_reviewers_apart(cli, trams):
    decide(trams, "ada", kind="dismiss", flag="f1")
    decide(trams, "Ben B.", kind="finish")
    result = cli("review", "out", "--export", "--json")
    assert set(json.loads(result.out)) == {
        "trams.ada.reviewed.map.json", "gold.ada.jsonl",
        "trams.ben-b.reviewed.map.json", "gold.ben-b.jsonl", "decisions.csv",
    }  # fmt: skip
    result = cli("review", "out", "--export", "--reviewer", "ada", "-q")
    assert "trams.reviewed.map.json" in result.out
    assert result.err == ""


def test_review_export_of_an_article_analyses_it(cli, stub, write):
    path = write("out/trams.txt", TEXT)
    import argmap

    decide(argmap.analyze_file(str(path)), kind="confirm", flag="f1")
    result = cli("review", "out/trams.txt", "--export", "-q")
    assert result.code == 0
    assert "gold.jsonl" in result.out


def test_review_agreement(cli, trams):
    decide(trams, "ada", kind="dismiss", flag="f1")
    decide(trams, "ben", kind="confirm", flag="f1")
    result = cli("review", "out", "--agreement")
    assert result.code == 0
    assert "vague-source" in result.out
    data = json.loads(cli("review", "out", "--agreement", "--json").out)
    assert data["checks"][0]["split"] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["-"], 2, "stdin"),
        (["none"], 2, "no such file"),
        (["out", "--export", "--agreement"], 2, "two commands"),
        (["out", "--agreement"], 2, "there is no review"),
        (["out", "--export", "--db", "none.db"], 2, "there is no review"),
        (["out", "--reviewer", "a\nb"], 2, "reviewer's name"),
        (["out", "--reviewer", " "], 2, "reviewer's name"),
        (["out", "--port", "70000"], 2, "port"),
        (["out", "--db", "out/trams.map.json"], 2, "no review file"),
        (["out", "--db", "nowhere/r.db"], 2, "folder"),
    ],
)
def test_review_says_what_is_wrong(cli, trams, arguments, code, words):
    result = cli("review", *arguments)
    assert result.code == code
    assert words in result.err.lower().replace("--port", "port")


def test_review_nothing_decided_is_said(cli, trams, tmp_path):
    Store(tmp_path / "out" / "argmap-review.db").close()
    assert "nothing was decided" in cli("review", "out", "--export").err
    assert "nothing was decided" in cli("review", "out", "--agreement").err


def test_review_a_port_that_is_taken_is_said(cli, trams):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = cli("review", "out", "--port", taken.getsockname()[1])
    assert result.code == 2
    assert "--port" in result.err
