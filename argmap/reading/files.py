"""Files and folders: what is opened at all, and how much of it is taken."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from argmap.errors import InputError, LimitReached
from argmap.reading.readers import SUFFIXES
from argmap.settings import Limits

STDIN = "-"


def printable(path: str | Path) -> str:
    r"""The path as given, with forward slashes; bytes that are no text are written `\udcXX`."""
    text = path.as_posix() if isinstance(path, Path) else str(path).replace(os.sep, "/")
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def read_bytes(path: str | Path, limits: Limits) -> bytes:
    """The bytes of a regular file, or of stdin for `-`, within the limit `file_bytes`.

    Devices, pipes and sockets are refused before they are opened: opening one can wait forever.

    Raises:
        InputError: it is missing, unreadable, a folder, or no regular file.
        LimitReached: it is larger than `file_bytes`.
    """
    where = printable(path)
    if where == STDIN:
        return _bounded(sys.stdin.buffer.read(limits.file_bytes + 1), limits, "stdin")
    try:
        _require_file(Path(path), where)
        with Path(path).open("rb") as file:
            return _bounded(file.read(limits.file_bytes + 1), limits, where)
    except (OSError, ValueError) as error:
        raise unreadable(error, where) from error


def _require_file(path: Path, where: str) -> None:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise InputError("is a folder", where=where, hint="give a file in it")
    if not stat.S_ISREG(mode):
        raise InputError(
            "is no regular file but a device, pipe or socket",
            where=where,
            hint="pass its content on stdin with `-`",
        )


def _bounded(data: bytes, limits: Limits, where: str) -> bytes:
    if len(data) > limits.file_bytes:
        raise LimitReached.of(
            "file_bytes", f"the file has more than {limits.file_bytes:,} bytes", where=where
        )
    return data


def unreadable(error: OSError | ValueError, where: str) -> InputError:
    """What the operating system said about a path, in argmap's words."""
    table: tuple[tuple[type[Exception], str, str], ...] = (
        (FileNotFoundError, "no such file or folder", "check the name"),
        (PermissionError, "may not be read", "check its permissions"),
        (NotADirectoryError, "no such file: a part of the path is no folder", "check the path"),
    )
    for kind, what, hint in table:
        if isinstance(error, kind):
            return InputError(what, where=where, hint=hint)
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return InputError(f"cannot be read: {reason}", where=where)


def find_articles(paths: Iterable[str | Path]) -> list[Path]:
    """Expand folders to the articles in them, however deep; files are taken as they are.

    In folders, hidden files and folders, links to folders, and suffixes that argmap does not read
    are passed over. The order is that of the paths given, and sorted within a folder; a file that
    is reached twice is listed once. `-` stands for stdin.

    Raises:
        InputError: a path is missing, may not be read, or is a folder with no article in it.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("b.md", "a.txt", ".hidden.txt", "c.zip"):
    ...         _ = (Path(folder) / name).write_text("Cats purr.")
    ...     [path.name for path in find_articles([folder])]
    ['a.txt', 'b.md']
    """
    found: dict[str, Path] = {}
    for path in paths:
        where = printable(path)
        place = Path(path)
        try:
            if where != STDIN and stat.S_ISDIR(place.stat().st_mode):
                inside = list(_articles_in(place))
                if not inside:
                    raise InputError(
                        "no article in this folder",
                        where=where,
                        hint=f"argmap reads {', '.join(SUFFIXES)}",
                    )
            else:
                inside = [place]
        except (OSError, ValueError) as error:
            raise unreadable(error, where) from error
        for article in inside:
            found.setdefault(os.path.normpath(article), article)
    return list(found.values())


def _articles_in(folder: Path) -> Iterator[Path]:
    entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            try:
                yield from _articles_in(path)
            except OSError as error:
                raise unreadable(error, printable(path)) from error
        elif path.suffix.lower() in SUFFIXES and entry.is_file():
            yield path
