"""What a run has to do: its articles, and the name that each result has.

A result's name holds a hash of everything that it depends on: the file's bytes and path, the
versions of argmap, miner and parser, the checks and their settings. What is there under its name is
what would be made again; what is missing or has changed has another name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from json import dumps
from pathlib import Path
from typing import Any

from argmap.errors import InputError
from argmap.settings import Limits, Settings

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_MAKERS = (
    *("api.py", "checks", "critic", "evidence", "language", "lexicons", "mining", "model"),
    *("pipeline.py", "reading", "settings.py", "strength.py"),
)
_SUFFIXES = (".py", ".toml", ".json", ".onnx", ".npz", ".csv", ".tsv", ".txt")
_PREFIX = 40
_DIGITS = 20


@dataclass(frozen=True)
class Item:
    """One article of a run."""

    file: Path
    path: str
    """Relative to the folder of the run, with forward slashes; this goes into the map."""
    sha256: str
    """Of the file's bytes."""
    size: int
    """In bytes, at most one more than the limit."""
    name: str
    """Of its results, without a suffix."""


def recipe(settings: Settings, sources: str | None = None) -> dict[str, Any]:
    """What makes the maps, beside the articles; JSON, and the same for the same results.

    Args:
        settings: Of the run.
        sources: A folder that the claims are checked against.

    Raises:
        InputError: the folder is not there, or holds no source.
        UsageError: a miner or a check is not known.
        MissingRequirement: the miner's weights or the parser are not installed.

    >>> recipe(Settings(miner="rules", select=("unsupported",)))["checks"]
    ['unsupported']
    """
    from argmap import __version__
    from argmap.checks.registry import choose
    from argmap.mining import get_miner

    miner = get_miner(settings.miner)
    held_against = {} if sources is None else {"sources": _digest_of(sources, settings.limits)}
    return {
        "argmap": __version__,
        "code": fingerprint(),
        "miner": f"{miner.name} {miner.version}",
        "parser": _parser(),
        "checks": [check.code for check in choose(settings.select, settings.ignore)],
        "severities": dict(sorted(settings.severities.items())),
        "per-file-ignores": {k: list(v) for k, v in sorted(settings.per_file_ignores.items())},
    } | held_against


def _digest_of(sources: str, limits: Limits) -> str:
    """A hash of the texts that claims are checked against, and of their paths: maps name them."""
    from argmap.evidence.passages import find_sources

    hashed = sha256()
    for file in find_sources(sources, limits):
        hashed.update(f"{file.path}\0{file.sha256}\n".encode("utf-8", "backslashreplace"))
    return hashed.hexdigest()[:16]


@cache
def fingerprint() -> str:
    """A hash of the code, word lists and weights that maps depend on.

    The version alone would miss a word that somebody adds to a list, and two machines of a cluster
    that have different check-outs of one version.
    """
    package = files("argmap")
    hashed = sha256()
    for part in _MAKERS:
        for name, content in _contents(package / part, part):
            hashed.update(f"{name}\0{len(content)}\0".encode())
            hashed.update(content)
    return hashed.hexdigest()[:16]


def _contents(place: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    if place.is_file():
        if name.endswith(_SUFFIXES):
            yield name, place.read_bytes()
    elif place.is_dir():
        for inner in sorted(place.iterdir(), key=lambda entry: entry.name):
            yield from _contents(inner, f"{name}/{inner.name}")


def _parser() -> str:
    from argmap.mining.parse import PACKAGES

    for package in PACKAGES:
        if find_spec(package) is not None:
            try:
                return f"{package} {metadata.version(package.replace('_', '-'))}"
            except metadata.PackageNotFoundError:
                return package
    return ""


def plan(folder: Path, out: Path, settings: Settings, sources: str | None = None) -> list[Item]:
    """The articles in a folder, however deep, in the order of their paths.

    What lies in `out` or in `sources`, and results of `argmap analyze`, are no articles.

    Raises:
        InputError: the folder is missing, may not be read, or holds no article.
    """
    from argmap.reading import find_articles

    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "no such folder"
        raise InputError(what, where=str(folder), hint="give the folder that holds the articles")
    others = [os.path.realpath(place) + os.sep for place in (out, sources) if place is not None]
    files = [
        file
        for file in find_articles([folder])
        if not os.path.realpath(file).startswith(tuple(others)) and not is_result(file)
    ]
    if not files:
        raise InputError("only results of earlier runs are in this folder", where=str(folder))
    made_by = dumps(recipe(settings, sources), sort_keys=True)
    items = [item_of(file, folder, made_by, settings.limits)[0] for file in files]
    return sorted(items, key=lambda item: (item.path, item.name))


def item_of(file: Path, folder: Path, made_by: str, limits: Limits) -> tuple[Item, bytes | str]:
    """An article as it is now, with its bytes; a reason instead of them where it cannot be read.

    Args:
        file: The file.
        folder: Folder of the run.
        made_by: The recipe, as JSON.
        limits: No more than `file_bytes` + 1 are read.
    """
    from argmap.reading.files import printable, unreadable

    relative = file.relative_to(folder)
    path = printable(relative)
    data: bytes | str
    try:
        with file.open("rb") as stream:
            data = stream.read(limits.file_bytes + 1)
        digest = sha256(data).hexdigest()
    except OSError as problem:
        data, digest = str(unreadable(problem, path)), ""
    # The path's own bytes: names that are no text can look alike once they are made printable.
    parts = (made_by.encode("utf-8"), os.fsencode(relative), digest.encode("ascii"))
    key = sha256(b"\0".join(parts)).hexdigest()[:_DIGITS]
    prefix = _UNSAFE.sub("_", relative.stem)[:_PREFIX].strip("._-") or "article"
    return Item(file, path, digest, len(data), f"{prefix}-{key}"), data


def is_result(path: Path) -> bool:
    """Whether a file is a result of `argmap analyze`: a report or a page beside its map.

    >>> is_result(Path("no-such-folder/a.html"))
    False
    """
    return any(
        path.name.endswith(suffix)
        and path.with_name(path.name.removesuffix(suffix) + ".map.json").is_file()
        for suffix in (".report.md", ".html")
    )


def dates(paths: list[str]) -> Iterator[str | None]:
    """The first date in each path, as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; none where there is none.

    >>> list(dates(["2019/03/05-trams.txt", "news_20210714_a.txt", "essay-2020-11.md", "a.txt"]))
    ['2019-03-05', '2021-07-14', '2020-11', None]
    """
    for path in paths:
        match = _DATE.search(path)
        yield "-".join(part for part in match.groups() if part) if match else None


_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[-_./]?(0[1-9]|1[0-2])(?:[-_./]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)"
)
