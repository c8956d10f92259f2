"""What is opened, how much of it is taken, and what stands in a folder."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from argmap.errors import InputError, LimitReached
from argmap.reading.files import find_articles, read_bytes
from argmap.settings import Limits

unix = pytest.mark.skipif(sys.platform == "win32", reason="no such files there")


def test_files_reads_bytes_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a\r\nb")
    assert read_bytes(tmp_path / "a.txt", Limits()) == b"a\r\nb"


def test_files_refuses_a_file_over_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 10)
    assert len(read_bytes(path, Limits(file_bytes=10))) == 10
    with pytest.raises(LimitReached, match="file_bytes") as caught:
        read_bytes(path, Limits(file_bytes=9))
    assert caught.value.limit == "file_bytes"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.txt", "no such file"),
        ("a.txt/b.txt", "no such file"),
        ("folder", "is a folder"),
        ("x" * 5000, "cannot be read"),
        ("nul\0.txt", "cannot be read"),
    ],
)
def test_files_says_why_a_path_cannot_be_read(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match=message) as caught:
        read_bytes(tmp_path / name, Limits())
    assert caught.value.where is not None
    assert name[:20] in caught.value.where


def test_files_says_that_a_file_may_not_be_read(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "a.txt").write_text("x")

    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="may not be read; check its permissions"):
        read_bytes(tmp_path / "a.txt", Limits())


@unix
def test_files_opens_no_pipe_and_no_device(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path / "pipe.txt", Path("/dev/zero"), Path("/dev/null")):
        with pytest.raises(InputError, match="no regular file"):
            read_bytes(path, Limits())


def test_files_reads_stdin_within_the_limit(monkeypatch) -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            assert 0 < size < 100
            return b"x" * size

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=Endless()))
    with pytest.raises(LimitReached, match=r"^stdin: "):
        read_bytes("-", Limits(file_bytes=50))


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def test_files_finds_articles_in_folders_sorted(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a/z.MD", "a/y.html", "a/b/c.docx", "c.pdf", "B.txt")
    make(tmp_path, ".hidden.txt", ".git/a.txt", "a/no.zip", "a/noext", "d.txt~")
    found = find_articles([tmp_path])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "B.txt",
        "a/b/c.docx",
        "a/y.html",
        "a/z.MD",
        "b.txt",
        "c.pdf",
    ]


def test_files_takes_named_files_as_they_are_and_each_once(tmp_path: Path, monkeypatch) -> None:
    make(tmp_path, "b.log", "a.txt")
    monkeypatch.chdir(tmp_path)
    found = find_articles(["b.log", "-", ".", "./a.txt", Path("a.txt")])
    assert found == [Path("b.log"), Path("-"), Path("a.txt")]


def test_files_says_what_is_missing_or_empty(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no\.txt: no such file"):
        find_articles([tmp_path / "no.txt"])
    with pytest.raises(InputError, match=r"no article in this folder; argmap reads \.txt"):
        find_articles([tmp_path])


@unix
def test_files_does_not_follow_links_to_folders(tmp_path: Path) -> None:
    make(tmp_path, "a/a.txt")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "a" / "link.txt").symlink_to(tmp_path / "a" / "a.txt")
    names = [path.name for path in find_articles([tmp_path])]
    assert names == ["a.txt", "link.txt"]
