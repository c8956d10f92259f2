"""`argmap compare`."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def two(write, stub):
    write("a.txt", "Trams help the town. Officials say so.")
    write("b.txt", "Trams do not help the town. Officials say so.")


def test_compare_prints_and_writes(cli, two, tmp_path):
    result = cli("compare", "a.txt", "b.txt")
    assert result.code == 0
    assert "Contradicting: 1" in result.out
    assert "A B  u2" in result.out
    result = cli("compare", "a.txt", "b.txt", "-o", "page.html")
    assert result.out == "page.html\n"
    assert "<!DOCTYPE html>" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_compare_json(cli, two, tmp_path):
    data = json.loads(cli("compare", "a.txt", "b.txt", "--json", "-o", "p.html").out)
    assert data["contradictions"][0]["sign"] == "negation"
    assert (tmp_path / "p.html").is_file()


def test_compare_takes_maps_and_stdin(cli, two, write):
    assert cli("analyze", "a.txt", "--format", "map", "-q").code == 0
    result = cli("compare", "a.map.json", "-", stdin=b"Trams help the town. Officials say so.")
    assert "Contradicting: 0" in result.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a.txt", "none.txt"], "none.txt"),
        (["-", "-"], "once"),
        (["a.txt", "b.txt", "-o", "page.pdf"], "HTML"),
        (["a.txt", "b.txt", "--threshold", "2"], "threshold"),
        (["a.txt"], "B"),
    ],
)
def test_compare_says_what_is_wrong(cli, two, arguments, words):
    result = cli("compare", *arguments)
    assert result.code == 2
    assert words in result.err
