"""The shelf: the articles that are up for review, by the one key that a request may name.

A key is looked up in a table that is made when the server starts. No part of a request ever
becomes a path.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from argmap.errors import InputError
from argmap.model import ArgumentMap
from argmap.review.fold import base_of

MAP_SUFFIX = ".map.json"
_KEPT = 16
"""Maps that stay in memory."""


@dataclass(frozen=True)
class Entry:
    """One article up for review."""

    key: str
    """In the address."""
    name: str
    """In the store: the file's name without its suffixes, below the folder that was given."""
    path: str
    """Of its map, or of the article itself."""


def entries(path: str | Path) -> list[Entry]:
    """What a path puts up for review: a file itself; of a folder every map, and every article
    that has no map beside it.

    Raises:
        InputError: it is not there, or the folder holds neither.

    >>> entries("no-such-folder")
    Traceback (most recent call last):
        ...
    argmap.errors.InputError: no-such-folder: no such file or folder; check the name
    """
    place = Path(path)
    if place.is_dir():
        found = _in_folder(place)
        if not found:
            raise InputError(
                "no map and no article in it", where=str(path), hint="run `argmap analyze` first"
            )
    elif place.exists():
        found = [(_name(place.name), place)]
    else:
        raise InputError("no such file or folder", where=str(path), hint="check the name")
    taken: set[str] = set()
    made = []
    for name, file in found:
        base = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")[:60] or "article"
        key, number = base, 1
        while key in taken:
            number += 1
            key = f"{base}-{number}"
        taken.add(key)
        made.append(Entry(key, name, str(file)))
    return made


def _in_folder(folder: Path) -> list[tuple[str, Path]]:
    from argmap.reading import find_articles

    maps = sorted(p for p in folder.rglob("*" + MAP_SUFFIX) if p.is_file())
    found = {_below(folder, path): path for path in maps}
    results = {name + end for name in found for end in ("", ".report", ".claims", ".reviewed")}
    try:
        articles = find_articles([str(folder)])
    except InputError:
        articles = []
    for article in articles:
        name = _below(folder, Path(article))
        if name not in results:
            found.setdefault(name, Path(article))
            results.add(name)
    # What an export wrote is no article to review.
    return sorted((n, p) for n, p in found.items() if not n.endswith(".reviewed"))


def _below(folder: Path, path: Path) -> str:
    place = path.relative_to(folder)
    return place.with_name(_name(place.name)).as_posix()


def _name(file: str) -> str:
    if file.lower().endswith(MAP_SUFFIX) and len(file) > len(MAP_SUFFIX):
        return file[: -len(MAP_SUFFIX)]
    return Path(file).stem or "article"


class Shelf:
    """Articles by key, their maps read when they are first asked for, and again once changed."""

    def __init__(self, entries: Sequence[Entry], load: Callable[[str], ArgumentMap]) -> None:
        self._entries = {entry.key: entry for entry in entries}
        self._load = load
        self._maps: OrderedDict[str, tuple[object, ArgumentMap, str]] = OrderedDict()
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def entry(self, key: str) -> Entry:
        """The entry with this key.

        Raises:
            KeyError: there is none.
        """
        return self._entries[key]

    def map(self, entry: Entry) -> tuple[ArgumentMap, str]:
        """The machine's map of an entry, and its base.

        Raises:
            ArgmapError: it cannot be read or made.
        """
        try:
            state = Path(entry.path).stat()
            stamp: object = (state.st_mtime_ns, state.st_size, state.st_ino)
        except OSError as error:
            raise InputError("cannot be read any more", where=entry.path) from error
        # One at a time: the parser under an analysis is not for several threads.
        with self._lock:
            kept = self._maps.get(entry.key)
            if kept is not None and kept[0] == stamp:
                self._maps.move_to_end(entry.key)
                return kept[1], kept[2]
            map_ = self._load(entry.path)
            base = base_of(map_)
            self._maps[entry.key] = (stamp, map_, base)
            while len(self._maps) > _KEPT:
                self._maps.popitem(last=False)
            return map_, base
