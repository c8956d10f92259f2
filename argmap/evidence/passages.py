"""A folder of reference texts as passages: a passage is a sentence, with its file and offsets."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from argmap.errors import ArgmapError, InputError, LimitReached
from argmap.evidence.words import wordlist
from argmap.reading import read
from argmap.reading.content import Source
from argmap.reading.encoding import decode
from argmap.reading.files import printable, read_bytes, unreadable
from argmap.settings import Limits

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".csv")
MOST_PASSAGES = 200_000
MOST_CHARACTERS = 1500
"""In one passage."""
_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)|\n\s*\n")
_OPENING = " \t\r\n\"'“‘(["
_ABBREVIATIONS = wordlist("abbreviation")


@dataclass(frozen=True)
class Passage:
    """A sentence of a source; `[start, end)` are code points of the file's text as it was read."""

    path: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Table:
    """A CSV file's text, for the facts in it."""

    path: str
    text: str


@dataclass(frozen=True)
class SourceFile:
    """One file of a folder: where it lies, what it is called, and the hash of its bytes."""

    place: Path
    path: str
    sha256: str


def find_sources(folder: str | Path, limits: Limits | None = None) -> list[SourceFile]:
    """The files in a folder that can be read as sources, however deep, in sorted order.

    Hidden files and links to folders are passed over.

    Raises:
        InputError: there is no such folder, or no file in it that can be read.
        LimitReached: a file is larger than `file_bytes`.
    """
    root = Path(folder)
    where = printable(folder)
    try:
        if not root.is_dir():
            raise InputError(
                "no such folder" if not root.exists() else "is no folder",
                where=where,
                hint=f"--sources wants a folder with {', '.join(SUFFIXES)} files",
            )
        places = sorted(_files_in(root), key=os.fsencode)
    except OSError as error:
        raise unreadable(error, where) from error
    if not places:
        raise InputError(
            "no source in this folder", where=where, hint=f"argmap reads {', '.join(SUFFIXES)}"
        )
    return [
        SourceFile(
            place,
            printable(place),
            sha256(read_bytes(place, limits or Limits())).hexdigest(),
        )
        for place in places
    ]


def _files_in(folder: Path) -> Iterator[Path]:
    for entry in os.scandir(folder):
        if entry.name.startswith("."):
            continue
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _files_in(path)
        elif path.suffix.lower() in SUFFIXES and entry.is_file():
            yield path


def read_sources(
    files: list[SourceFile],
    limits: Limits | None = None,
    notes: Callable[[str], None] | None = None,
) -> tuple[list[Passage], list[Table]]:
    """The passages of the files, and the text of those that are tables.

    A file that cannot be read is told to `notes` and passed over: the others still count.

    Raises:
        InputError: none of the files can be read.
        LimitReached: there are more than 200,000 sentences.
    """
    passages: list[Passage] = []
    tables: list[Table] = []
    failed: ArgmapError | None = None
    done = 0
    for file in files:
        try:
            if file.place.suffix.lower() == ".csv":
                table = Table(file.path, _csv_text(file.place, limits or Limits()))
                tables.append(table)
                passages.extend(_rows(table))
            else:
                # The texts of sources may be longer than an article: it is files that are bounded.
                wide = (limits or Limits()).model_copy(update={"article_characters": 20_000_000})
                article = read(file.place, limits=wide)
                blocks = article.blocks
                spans = [(b.start, b.end) for b in blocks if b.kind not in {"title", "heading"}]
                if not blocks:
                    spans = [(0, len(article.text))]
                for start, end in spans:
                    passages.extend(
                        Passage(file.path, s, e, article.text[s:e])
                        for s, e in sentences(article.text, start, end)
                    )
            done += 1
        except ArgmapError as error:
            failed = error
            if notes is not None:
                notes(f"source left out: {error}")
        if len(passages) > MOST_PASSAGES:
            raise LimitReached(
                f"the sources have more than {MOST_PASSAGES:,} sentences",
                hint="give a folder with fewer or shorter texts",
            )
    if not done and failed is not None:
        raise failed
    return passages, tables


def _csv_text(place: Path, limits: Limits) -> str:
    where = printable(place)
    return decode(read_bytes(place, limits), Source(where=where, encoding=None, limits=limits))


def _rows(table: Table) -> Iterator[Passage]:
    """Rows of a table after its head, as the file has them."""
    for _, start, end in rows_of(table.text)[1:]:
        line = table.text[start:end]
        if any(c.isalpha() for c in line):
            yield Passage(table.path, start, end, line)


def rows_of(text: str) -> list[tuple[list[str], int, int]]:
    r"""The rows of a CSV text with where each stands; quoted line ends are kept in one row.

    >>> rows_of('a,b\n"x\ny",2\n')
    [(['a', 'b'], 0, 3), (['x\ny', '2'], 4, 11)]
    """
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    reader = csv.reader(io.StringIO(text, newline=""))
    found: list[tuple[list[str], int, int]] = []
    last = 0
    try:
        for row in reader:
            now = min(reader.line_num, len(lines))
            start, end = starts[last], starts[now]
            last = now
            kept = text[start:end].rstrip("\r\n")
            if any(cell.strip() for cell in row):
                found.append((row, start, start + len(kept)))
    except csv.Error as error:
        raise InputError(f"not a CSV table: {error}", hint="save it as CSV anew") from error
    return found


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Sentences of a stretch of text, as spans without white space at their ends.

    >>> text = "Gen. Lee won in the U.S. capital. It was 3.5 km away! Or not."
    >>> [text[s:e] for s, e in sentences(text)]
    ['Gen. Lee won in the U.S. capital.', 'It was 3.5 km away!', 'Or not.']
    """
    stop = len(text) if end is None else end
    borders = [start]
    for match in _END.finditer(text, start, stop):
        before = text[max(start, match.start() - 12) : match.start()].rsplit(None, 1)
        word = before[-1].lower().lstrip("(\"'“‘") if before else ""
        if text[match.start()] == "." and (
            word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())
        ):
            continue
        if text[match.start()] == "." and text[match.end() : stop].lstrip(_OPENING)[:1].islower():
            continue
        borders.append(match.end())
    borders.append(stop)
    found: list[tuple[int, int]] = []
    for a, b in pairwise(borders):
        words = text[a:b]
        s = a + len(words) - len(words.lstrip())
        e = a + len(words.rstrip())
        found.extend(_short(text, s, e))
    return found


def _short(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span, in stretches of at most `MOST_CHARACTERS`, cut at white space where there is any.

    What has no full stop for pages is no sentence, and neither parser nor model shall choke on it.
    """
    while end - start > MOST_CHARACTERS:
        cut = text.rfind(" ", start + 1, start + MOST_CHARACTERS)
        cut = cut if cut > start else start + MOST_CHARACTERS
        stop = cut
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        if stop > start:
            yield start, stop
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end
