"""Naughty strings through the commands and the writers: nothing of them acts on the reader's screen."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile

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
    ],
)
def test_commands_send_no_orders_to_the_terminal(run, tmp_path, naughty, arguments):
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/naughty.map.json").write_text(naughty.to_json(), "utf-8")
    code, out, err = run(*arguments)
    assert code in (0, 1), err
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
