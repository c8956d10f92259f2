"""The work on one article: the same article as the reader makes, and only results come out."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from argmap.corpus.task import Done, Failed, analyze_bytes, perform, read_article
from argmap.errors import InputError, LimitReached, UsageError
from argmap.model import ArgumentMap
from argmap.reading import read
from argmap.settings import Limits, Settings


def _word() -> bytes:
    document = docx.Document()
    document.add_heading("Trams", 1)
    document.add_paragraph("The city should build trams.")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


FILES = {
    "a.txt": b"Trams\r\n\r\nThe city should build trams.",
    "b.md": b"# Trams\n\nThe *city* should build trams.",
    "c.HTML": b"<html><h1>Trams</h1><p>The city should build trams.</p></html>",
    "d.docx": _word(),
    "e.unknown": b"<!doctype html><p>The city should build trams.</p>",
    "latin.txt": "Die Stadt müsste Straßenbahnen bauen.".encode("latin-1"),
}


@pytest.mark.parametrize("name", FILES)
def test_task_reads_an_article_as_the_reader_does(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(FILES[name])
    assert read_article(name, FILES[name], Limits()) == read(name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b" \n"),
        ("a.txt", _word()),
        ("a.docx", b"no word file"),
        ("a.txt", b"\x00\x01\x02"),
    ],
)
def test_task_refuses_what_the_reader_refuses(tmp_path, monkeypatch, name, data):
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(data)
    with pytest.raises(InputError) as by_reader:
        read(name)
    with pytest.raises(InputError) as by_task:
        read_article(name, data, Limits())
    assert str(by_task.value) == str(by_reader.value)


def test_task_names_the_limit():
    with pytest.raises(LimitReached) as caught:
        read_article("a.txt", b"Cats purr.", Limits(file_bytes=5))
    assert caught.value.limit == "file_bytes"


def test_task_gives_the_bytes_of_a_map_file():
    data = b"Cats should be kept because they catch mice."
    settings = Settings(miner="rules")
    outcome = perform("x/cats.txt", data, settings)
    assert isinstance(outcome, Done)
    assert outcome.map.decode() == analyze_bytes("x/cats.txt", data, settings).to_json()
    assert ArgumentMap.from_json(outcome.map).article.id == "cats"


def _raising(problem: BaseException):
    def analyze(path, data, settings):
        raise problem

    return analyze


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (InputError("no text", where="a.txt"), "a.txt: no text"),
        (InputError("no text"), "a.txt: no text"),
        (MemoryError(), "more memory"),
        (RecursionError("too deep"), "bug in argmap: RecursionError"),
        (ZeroDivisionError("<X at 0x7f00aa>"), "0x…"),
    ],
)
def test_task_turns_what_is_wrong_with_an_article_into_a_reason(problem, words):
    outcome = perform("a.txt", b"x", Settings(), _raising(problem))
    assert isinstance(outcome, Failed)
    assert words in outcome.reason


@pytest.mark.parametrize("problem", [UsageError("no such miner"), KeyboardInterrupt()])
def test_task_lets_through_what_no_other_article_would_mend(problem):
    with pytest.raises(type(problem)):
        perform("a.txt", b"x", Settings(), _raising(problem))


def test_analyze_bytes_holds_claims_against_sources(tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "port.txt").write_text(
        "Lindow harbour was opened in 1950. The Lindow harbour handled 12 million tonnes in 2019."
    )
    text = b"The Lindow harbour handled 30 million tonnes in 2019. So the port must grow."
    bare = analyze_bytes("a.txt", text, Settings(miner="rules"))
    map_ = analyze_bytes("a.txt", text, Settings(miner="rules"), sources=tmp_path / "sources")
    assert "disputed" not in {flag.check for flag in bare.flags}
    assert "disputed" in {flag.check for flag in map_.flags}
