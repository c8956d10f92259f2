"""The report: a page that runs and loads nothing, CSV that starts no formula."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from argmap.corpus import plots
from argmap.corpus.report import write_report


@pytest.fixture(scope="module")
def made(real, tmp_path_factory) -> dict[str, Path]:
    files = write_report(real, tmp_path_factory.mktemp("report"))
    return {path.name: path for path in files}


def test_report_writes_a_page_and_four_tables(made):
    assert list(made) == [
        "report.html", "claims.csv", "contradictions.csv", "flags-by-folder.csv",
        "flags-over-time.csv",
    ]  # fmt: skip


def test_report_page_runs_and_loads_nothing(made):
    page = made["report.html"].read_text(encoding="utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1].startswith("default-src &#39;none&#39;; style-src &#39;sha256-")
    assert "unsafe" not in policy[1]
    assert not re.search(r"<(script|img|link|iframe|object|form)\b", page)
    assert not re.search(r"\s(style|on\w+|src)=", re.sub(r">[^<]*<", "><", page))
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202e]", page)


def test_report_page_says_what_the_articles_claim(made):
    page = made["report.html"].read_text(encoding="utf-8")
    assert "The city should build trams" in page
    assert "Claims that nobody supports" in page
    assert page.count("<svg") == 3


def test_report_csv_starts_no_formula(made):
    for name in (n for n in made if n.endswith(".csv")):
        with made[name].open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        assert len(rows) > 1
        for row in rows:
            assert not [cell for cell in row if re.match(r"[=+@\t\r]|-\D", cell)]
            assert "\x1b" not in "".join(row)
    assert "'=HYPERLINK(1) must be paid" in made["claims.csv"].read_text(encoding="utf-8")


def test_report_tells_which_articles_contradict_each_other(made):
    page = made["report.html"].read_text(encoding="utf-8")
    assert "Articles that contradict each other" in page
    with made["contradictions.csv"].open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    pair = [row for row in rows if "port" in row["claim"].lower()]
    assert [(row["where"], row["other_where"], row["by"]) for row in pair] == [
        ("daily/2020-04-01-port.md", "weekly/2021-03-01-port.txt", "negation")
    ]


def test_report_by_words_alone_needs_no_encoder(real, tmp_path, monkeypatch):
    from argmap import critic

    monkeypatch.setattr(critic, "available", lambda *_: False)
    monkeypatch.delitem(real.__dict__, "meanings", raising=False)
    names = [path.name for path in write_report(real, tmp_path)]
    assert "contradictions.csv" not in names
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "not by their meaning" in page
    assert "contradict" not in page
    monkeypatch.delitem(real.__dict__, "meanings", raising=False)


def test_report_is_the_same_each_time(real, made, tmp_path):
    for path in write_report(real, tmp_path):
        assert path.read_bytes() == made[path.name].read_bytes()


@pytest.mark.parametrize(
    "svg",
    [
        plots.bars([], unit="flags"),
        plots.bars([("<b>&\x1b", 0.0), ("x" * 500, 3.0)], unit="flags"),
        plots.lines([], {}, unit="flags"),
        plots.lines(["2019"], {"a<b": [2.0]}, unit="flags"),
        plots.lines([str(y) for y in range(1950, 2020)], {"a": [0.0] * 70}, unit="flags"),
    ],
)
def test_plots_are_well_formed(svg):
    root = ElementTree.fromstring(svg)
    assert root.tag.endswith("svg")
    assert "\x1b" not in svg


def test_plots_lines_cover_every_label():
    svg = plots.lines(["2019", "2020", "2021"], {"a": [1.0, 2.0, 0.5]}, unit="flags")
    assert svg.count("<circle") == 3
    assert len(re.findall(r"\d+\.\d,\d+\.\d", svg)) == 3
