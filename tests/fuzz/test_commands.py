"""Naughty strings through the commands and the writers: nothing of them acts on the reader's screen."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fuzz_support import NAUGHTY
from lxml import html

from argmap.cli import main
from argmap.cli.outputs import outputs
from argmap.model import ArgumentMap, Article, Flag, Relation, Unit

# What a terminal could take for an order, but for the tab and the line's end.
ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FORMULA = re.compile(r"[=+@\t\r＝＋＠－]|-\D")


def _article(strings: tuple[str, ...]) -> str:
    lines = [
        f"The {s} must close because {s} is bad. Officials say that {s} is {s}." for s in strings
    ]
    return "Naughty strings\n\n" + "\n\n".join([*strings, *lines])


# A NUL makes a file binary, and is refused; the other strings are to get in.
TEXT = _article(NAUGHTY[::4]).replace("\0", "").encode("utf-8", "replace")


@pytest.fixture(scope="module")
def naughty() -> ArgumentMap:
    """A map whose every word is naughty, as another program could have written it."""
    text = "\n\n".join(NAUGHTY)
    units, place = [], 0
    for number, string in enumerate(NAUGHTY):
        if string:
            units.append(
                Unit(
                    id=f"u{number}", start=place, end=place + len(string), text=string,
                    role="major_claim" if not units else "claim",
                    type=string,
                )
            )  # fmt: skip
        place += len(string) + 2
    flags = [
        Flag(
            id=f"f{unit.id}", check=unit.text, unit=unit.id, start=unit.start, end=unit.end,
            severity="warning", message=unit.text, suggestion=unit.text,
        )
        for unit in units
    ]  # fmt: skip
    relations = [
        Relation(id=f"r{unit.id}", source=unit.id, target=units[0].id, kind="support")
        for unit in units[1:40]
    ]
    article = Article(id=NAUGHTY[3], title=NAUGHTY[5], path=NAUGHTY[1], text=text)
    return ArgumentMap(article=article, units=units, flags=flags, relations=relations)


def _part(map_: ArgumentMap, first: int, end: int) -> ArgumentMap:
    """Some of its units with what belongs to them."""
    units = map_.units[first:end]
    known = {unit.id for unit in units}
    return ArgumentMap(
        article=map_.article,
        units=units,
        relations=[r for r in map_.relations if {r.source, r.target} <= known],
        flags=[flag for flag in map_.flags if flag.unit in known],
    )


def _gold(map_: ArgumentMap) -> bytes:
    units = [
        {"id": u.id, "start": u.start, "end": u.end, "role": str(u.role)}
        for u in map_.units[:60]
        if u.text.strip()
    ]
    line = {"id": NAUGHTY[0], "text": map_.article.text, "units": units, "relations": []}
    return json.dumps(line).encode() + b"\n"


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def start(*arguments: object, stdin: bytes = b"") -> tuple[int, str, str]:
        source = io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin)), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", source)
        with pytest.raises(SystemExit) as exit_:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return exit_.value.code, captured.out, captured.err

    return start


def _reviewed(folder: Path, machine: ArgumentMap) -> None:
    """Two reviewers' decisions on the map's first flags, the reasons naughty."""
    from argmap.review.decisions import read_order
    from argmap.review.fold import fold, prepare
    from argmap.review.store import NAME, Store

    with Store(folder / NAME) as store:
        for reviewer, kinds in (("ada", ("confirm", "dismiss")), ("bob", ("dismiss", "confirm"))):
            for number, flag in enumerate(machine.flags[:8]):
                order = read_order(
                    {"kind": kinds[number % 2], "flag": flag.id, "reason": NAUGHTY[number * 60]}
                )
                store.append(
                    "naughty", reviewer, machine,
                    lambda before, order=order: prepare(fold(machine, before), order),
                )  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ("analyze", "a.txt", "--format", "map", "--miner", "rules", "-o", "out"),
        ("analyze", "a.txt", "--format", "md", "--miner", "rules", "-o", "out", "--json"),
        ("check", "a.txt", "--miner", "rules"),
        ("check", "a.txt", "--miner", "rules", "--format", "concise"),
        ("check", "a.txt", "--miner", "rules", "--format", "json"),
        ("check", "a.txt", "--miner", "rules", "--format", "github"),
        ("render", "out/naughty.map.json", "-o", "out/b.dot"),
        ("convert", "out/naughty.map.json", "out/b.argdown"),
        ("show", "out/naughty.map.json"),
        ("check", "out/naughty.map.json"),
        ("compare", "out/naughty.map.json", "out/other.map.json"),
        ("compare", "out/naughty.map.json", "out/other.map.json", "--json"),
        ("review", "out/naughty.map.json", "--export", "-o", "reviewed"),
        ("review", "out/naughty.map.json", "--agreement", "--json"),
        ("evaluate", "gold.jsonl", "--miner", "rules", "--samples", "10"),
        ("corpus", "run", "texts", "-o", "results", "--miner", "rules", "-w", "1"),
        ("explain", "\x1b[2J=1+1"),
    ],
)
def test_commands_send_no_orders_to_the_terminal(run, tmp_path, naughty, arguments):
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/naughty.map.json").write_text(naughty.to_json(), "utf-8")
    (tmp_path / "out/other.map.json").write_text(_part(naughty, 40, 80).to_json(), "utf-8")
    (tmp_path / "gold.jsonl").write_bytes(_gold(naughty))
    (tmp_path / "texts").mkdir()
    for number in range(0, len(NAUGHTY), 180):
        name = re.sub(r"[\x00/]", "_", NAUGHTY[number])[:40]
        place = tmp_path / "texts" / f"{number}{name}.txt"
        place.write_bytes(_article(NAUGHTY[number : number + 3]).replace("\0", "").encode())
    if arguments[0] == "review":
        _reviewed(tmp_path / "out", naughty)
    code, out, err = run(*arguments)
    assert code in ((2,) if arguments[0] == "explain" else (0, 1)), err
    assert not ACTS.search(out), ACTS.search(out)
    assert not ACTS.search(err)


def test_commands_send_no_orders_with_the_name_of_a_file(run, tmp_path):
    name = "a\x1b]0;owned\x07\u202e.txt"
    (tmp_path / name).write_bytes(b"")
    (tmp_path / ("b" + name)).write_text("Cats should be kept because they catch mice.")
    for arguments in (
        ("analyze", name), ("check", name), ("check", "b" + name), ("render", name),
        ("analyze", "b" + name, "--format", "map"), ("explain", name), ("convert", name, "x.dot"),
        ("analyze", "nothing\x1b[2J.txt"), ("check", "--select", "\x1b[2J", "b" + name),
    ):  # fmt: skip
        _, out, err = run(*arguments)
        assert not ACTS.search(out + err), arguments


TEXTUAL = sorted(set(outputs()) - {"png", "pdf", "xlsx", "svg", "html"})


@pytest.mark.parametrize("name", TEXTUAL)
def test_writers_take_naughty_strings(naughty, name):
    output = outputs()[name]
    data = output.make(naughty)
    assert output.make(naughty) == data
    if output.suffix.endswith((".json", ".jsonl")):
        for line in data.splitlines() if output.suffix.endswith("l") else [data]:
            json.loads(line)
    if output.suffix.endswith(".zip"):
        for inside in zipfile.ZipFile(io.BytesIO(data)).namelist():
            assert not inside.startswith(("/", "\\"))
            assert ".." not in inside.split("/")


def test_csv_and_xlsx_cells_start_no_formula(naughty):
    from openpyxl import load_workbook

    rows = list(csv.reader(io.StringIO(outputs()["csv"].make(naughty).decode(), newline="")))
    assert len(rows) > 500
    assert not [cell for row in rows for cell in row if FORMULA.match(cell)]
    book = load_workbook(io.BytesIO(outputs()["xlsx"].make(naughty)))
    for sheet in book:
        for row in sheet.iter_rows():
            assert not [cell for cell in row if cell.data_type == "f"]


def test_page_of_naughty_strings_runs_nothing(naughty):
    small = naughty.model_copy(
        update={"units": naughty.units[:300:6], "flags": naughty.flags[:300:6], "relations": ()}
    )
    page = outputs()["html"].make(ArgumentMap.model_validate(small.model_dump())).decode()
    root = html.fromstring(page)
    assert len(root.findall(".//script")) == 2  # the page's own, and its data
    assert root.find(".//img") is None
    for element in root.iter():
        assert not [name for name in element.attrib if name.startswith("on")]
        assert not str(element.get("href", "#")).lstrip().startswith(("javascript", "data"))


SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("first", range(0, len(NAUGHTY), 60))
def test_svg_of_naughty_strings_is_a_drawing_and_nothing_else(naughty, first):
    part = _part(naughty, first, first + 60)
    root = ElementTree.fromstring(outputs()["svg"].make(part))
    allowed = {"svg", "g", "title", "desc", "polygon", "path", "text", "tspan", "ellipse", "rect",
               "polyline", "defs", "style", "a", "line", "circle", "marker", "clipPath"}  # fmt: skip
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in allowed
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            if name.rsplit("}")[-1] == "href":
                assert value.startswith("#")


@pytest.mark.parametrize("name", ["png", "pdf"])
@pytest.mark.parametrize("first", range(0, len(NAUGHTY), 120))
def test_pictures_of_naughty_strings_are_made(naughty, name, first):
    data = outputs()[name].make(_part(naughty, first, first + 120))
    assert data.startswith(b"\x89PNG" if name == "png" else b"%PDF")
    if name == "pdf":
        assert not re.search(rb"/(JavaScript|JS|Launch|EmbeddedFile)\b", data)


def test_parquet_gives_naughty_strings_back(naughty, tmp_path):
    import pandas as pd

    from argmap.corpus.tables import COLUMNS, rows_of, table_writer

    places = {name: tmp_path / f"{name}.parquet" for name in COLUMNS}
    with table_writer(places) as add:
        add(rows_of(NAUGHTY[1], naughty, "maps/a.map.json"))
    units = pd.read_parquet(places["units"])
    assert list(units["text"]) == [unit.text for unit in naughty.units]
    assert list(pd.read_parquet(places["flags"])["message"]) == [f.message for f in naughty.flags]


def test_corpus_report_of_naughty_strings_acts_on_nobody(run, tmp_path):
    (tmp_path / "texts").mkdir()
    for number in range(0, len(NAUGHTY), 120):
        text = _article(NAUGHTY[number : number + 6]).replace("\0", "")
        (tmp_path / "texts" / f"{number}.txt").write_bytes(text.encode())
    code, out, err = run("corpus", "run", "texts", "-o", "results", "--miner", "rules", "-w", "1")
    assert code == 0, err
    code, more, err = run("corpus", "report", "results")
    assert code == 0, err
    assert not ACTS.search(out + more + err)
    root = html.fromstring((tmp_path / "results/report/report.html").read_text("utf-8"))
    assert root.find(".//script") is None
    assert root.find(".//img") is None
    for place in sorted((tmp_path / "results/report").glob("*.csv")):
        with place.open(newline="", encoding="utf-8") as file:
            assert not [cell for row in csv.reader(file) for cell in row if FORMULA.match(cell)]
