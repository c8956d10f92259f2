"""Running the program in this process, with the real analysis or with a stub of it."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import argmap
from argmap.cli import main
from argmap.errors import InputError
from argmap.model import ArgumentMap, Article, Flag, MadeBy, Unit


class Result(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def cli(capsys, monkeypatch, tmp_path) -> Callable[..., Result]:
    """`cli("check", "a.txt", stdin=b"...")` in an empty working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ARGMAP_DEBUG", raising=False)

    def run(*arguments: object, stdin: bytes = b"") -> Result:
        source = io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin)), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", source)
        with pytest.raises(SystemExit) as exit_:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        code = exit_.value.code
        assert isinstance(code, int)
        return Result(code, captured.out, captured.err)

    return run


def stub_map(text: str, path: str | None) -> ArgumentMap:
    """A thesis; a claim flagged by `vague-source` where the text says "Officials"."""
    end = max(text.find("."), 1)
    units = [Unit(id="u1", start=0, end=end, text=text[:end], role="major_claim")]
    flags = []
    start = text.find("Officials")
    if start >= 0:
        units.append(Unit(id="u2", start=start, end=len(text), text=text[start:], role="claim"))
        flags = [
            Flag(id="f1", check="vague-source", unit="u2", start=start, end=start + 9,
                 severity="warning", message="nobody is named", suggestion="name them"),
            Flag(id="f2", check="loaded-language", unit="u2", start=start, end=start + 9,
                 severity="info", message="a loaded word"),
        ]  # fmt: skip
    return ArgumentMap(
        article=Article(id=Path(path).stem if path else "stdin", path=path, text=text),
        units=tuple(units),
        flags=tuple(flags),
        made_by=MadeBy(argmap="0", model="stub 1", checks=("vague-source",)),
    )


@pytest.fixture
def stub(monkeypatch) -> list[dict[str, object]]:
    """Analysis without a model; the list holds what it was asked for.

    A text with "BAD" in it is bad input, one with "BUG" hits a bug, one with "STOP" is stopped by
    the user.
    """
    calls: list[dict[str, object]] = []

    def analyze_file(path, *, encoding=None, settings=None, notes=None):
        calls.append({"path": path, "encoding": encoding, "settings": settings})
        try:
            data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        except OSError as error:
            raise InputError("there is no such file", where=path) from error
        text = data.decode()
        if "BAD" in text:
            raise InputError("this is no article", where=path, hint="give another")
        if "BUG" in text:
            raise ZeroDivisionError("oh no")
        if "STOP" in text:
            raise KeyboardInterrupt
        if "NOTE" in text and notes:
            notes(f"{path}: read as KOI8-R")
        return stub_map(text, None if path == "-" else path)

    monkeypatch.setattr(argmap, "analyze_file", analyze_file, raising=False)
    return calls


@pytest.fixture
def write(tmp_path) -> Callable[..., Path]:
    """`write("a.txt", "text")` puts a file into the working folder."""

    def put(name: str, text: str = "Trams help. Officials say so.") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return put
