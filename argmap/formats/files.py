"""Reading and writing maps: the format a file is in, the limits, and files that are never half."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from argmap.errors import FormatError, InputError, LimitReached, OutputError, UsageError
from argmap.formats.intake import LIMITS, Intake, Notes, parse_json
from argmap.formats.table import (
    FORMATS,
    Format,
    format_named,
    format_of_path,
    sniff,
    sniff_json,
)
from argmap.model import ArgumentMap, Unit
from argmap.settings import Limits

T = TypeVar("T")


def read_map(
    path: str | Path,
    *,
    format: str | None = None,
    limits: Limits = LIMITS,
    notes: Notes | None = None,
    lenient: bool = False,
) -> ArgumentMap:
    """The map in a file.

    Args:
        path: The file.
        format: Name of its format; by default its suffix tells, and for `.json` its content.
        limits: Sizes beyond which a file is refused.
        notes: Called with a sentence for each thing that was odd.
        lenient: Drop an edge that leads nowhere, with a note, instead of refusing the file.

    Raises:
        FormatError: the file breaks its format; the message names the place.
        InputError: it cannot be read, or its format is not known.
        LimitReached: it is too large.
        UsageError: no format has that name.
    """
    path = Path(path)
    data = _bytes(path, limits)
    found = _format(path, data, format, limits)
    intake = Intake(str(path), _stem(path, found), notes, lenient, limits)
    if found.companion and not data.startswith(b"PK"):
        beside = path.with_suffix(found.companion)
        text = _bytes(beside, limits) if beside != path and beside.is_file() else None
        pair: ArgumentMap = found.module.read_pair(data, text, intake)
        return pair
    return found.read(data, intake)


def read_maps(
    path: str | Path,
    *,
    format: str | None = None,
    limits: Limits = LIMITS,
    notes: Notes | None = None,
    lenient: bool = False,
) -> list[ArgumentMap]:
    """All maps in a file: several for gold files and DocBins, else one. See `read_map`."""
    path = Path(path)
    data = _bytes(path, limits)
    found = _format(path, data, format, limits)
    if not found.many:
        return [read_map(path, format=found.name, limits=limits, notes=notes, lenient=lenient)]
    return found.read_many(data, Intake(str(path), _stem(path, found), notes, lenient, limits))


def write_map(map_: ArgumentMap, path: str | Path, *, format: str | None = None) -> Path:
    """Write a map to a file; the folder must be there. No reader ever sees half a file.

    Raises:
        OutputError: the file cannot be written.
        UsageError: no format has that name, or the suffix tells none.
    """
    path = Path(path)
    found = _format_to_write(path, format)
    if found.companion and path.suffix.lower() != ".zip":
        first, second = _encoded(lambda: found.module.write_pair(map_), found)
        _put_beside(path, found.companion, second)
        return _put(path, first)
    return _put(path, _encoded(lambda: found.write(map_), found))


def write_maps(maps: Iterable[ArgumentMap], path: str | Path, *, format: str | None = None) -> Path:
    """Write many maps to one file of a format that holds many.

    Raises:
        OutputError: the file cannot be written.
        UsageError: the format holds one article a file.
    """
    path = Path(path)
    found = _format_to_write(path, format)
    return _put(path, _encoded(lambda: found.write_many(maps), found))


def dumps(map_: ArgumentMap, format: str) -> bytes:
    """A map as the bytes of a file; of brat, which has two, a zip of both.

    >>> from argmap.model import Article
    >>> dumps(ArgumentMap(article=Article(id="a", text="So.")), "gold")
    b'{"id": "a", "text": "So.", "units": [], "relations": []}\\n'
    """
    found = format_named(format)
    return _encoded(lambda: found.write(map_), found)


def loads(
    data: bytes,
    format: str,
    *,
    where: str | None = None,
    notes: Notes | None = None,
    name: str = "article",
    lenient: bool = False,
    limits: Limits = LIMITS,
) -> ArgumentMap:
    """The map in the bytes of a file.

    Args:
        data: The bytes.
        format: Name of their format.
        where: The file, for messages.
        notes: Called with a sentence for each thing that was odd.
        name: Id of the article where the format gives none.
        lenient: Drop an edge that leads nowhere, with a note, instead of refusing.
        limits: Sizes beyond which they are refused.

    Raises:
        FormatError: they break the format; the message names the place.
        LimitReached: they are too many.

    >>> loads(b'{"id": "a", "text": "So.", "units": [], "relations": []}', "gold").article.text
    'So.'
    """
    found = format_named(format)
    _within(len(data), where, limits)
    return found.read(data, Intake(where, name, notes, lenient, limits))


def lost(map_: ArgumentMap, format: str) -> tuple[str, ...]:
    """What of this very map would not come back from a file in the format.

    Empty where all of it would.
    """
    found = format_named(format)
    back = found.read(dumps(map_, format), Intake(name=map_.article.id))
    told: list[str] = []
    if back == map_:
        return ()
    if back.article != map_.article:
        told += [
            f"the article's {field}"
            for field in ("id", "title", "path", "text", "blocks")
            if getattr(back.article, field) != getattr(map_.article, field)
        ]
    if len(back.units) != len(map_.units):
        told.append(f"{len(map_.units) - len(back.units)} of {len(map_.units)} units")
    else:
        pairs = list(zip(map_.units, back.units, strict=True))
        told += [
            f"the units' {field}"
            for field in Unit.model_fields
            if any(getattr(old, field) != getattr(new, field) for old, new in pairs)
        ]
    if len(back.relations) != len(map_.relations):
        number = len(map_.relations) - len(back.relations)
        told.append(f"{number} of {len(map_.relations)} relations")
    else:
        told += [
            f"the relations' {field}"
            for field in ("id", "source", "target", "kind", "confidence", "cues")
            if any(
                getattr(old, field) != getattr(new, field)
                for old, new in zip(map_.relations, back.relations, strict=True)
            )
        ]
    if back.flags != map_.flags:
        told.append("the flags")
    if back.made_by != map_.made_by:
        told.append("what made the map")
    return tuple(told)


# ------------------------------------------------------------------------------------------------


def _bytes(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", where=str(path)) from error
    _within(len(data), str(path), limits)
    return data


def _within(size: int, where: str | None, limits: Limits) -> None:
    if size > limits.file_bytes:
        raise LimitReached.of("file_bytes", f"larger than {limits.file_bytes:,} bytes", where=where)


def _format(path: Path, data: bytes, name: str | None, limits: Limits) -> Format:
    if name is not None:
        return format_named(name)
    found = format_of_path(path)
    if found is not None:
        return found
    hint = f"name one of {', '.join(FORMATS)}"
    if path.suffix.lower() == ".json":
        sniffed = sniff_json(parse_json(data, Intake(str(path), limits=limits)))
        if sniffed is None:
            what = "JSON, but of no format that is known here"
            raise FormatError(what, where=str(path), hint=hint)
        return FORMATS[sniffed]
    found = sniff(data)
    if found is None:
        raise InputError("neither suffix nor content tells a format", where=str(path), hint=hint)
    return found


def _format_to_write(path: Path, name: str | None) -> Format:
    if name is not None:
        return format_named(name)
    found = format_of_path(path)
    if found is None:
        suffixes = ", ".join(row.suffixes[0] for row in FORMATS.values())
        raise UsageError(
            "the suffix tells no format", where=str(path), hint=f"use one of {suffixes}"
        )
    return found


def _stem(path: Path, found: Format) -> str:
    """The file's name without the suffix of its format."""
    name = path.name
    for suffix in sorted((*found.suffixes, ".json"), key=len, reverse=True):
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return path.stem or name


def _encoded(write: Callable[[], T], found: Format) -> T:
    try:
        return write()
    except UnicodeEncodeError as error:
        raise OutputError(
            f"half a surrogate pair stands in a text: {found.name} is written in UTF-8",
            hint="mend the text that the map was made from",
        ) from error


def _put_beside(path: Path, suffix: str, data: bytes) -> None:
    """Write the second file of a pair, which may well be there: as the article that was read.

    It is never overwritten with something else.
    """
    beside = path.with_suffix(suffix)
    if beside == path:
        raise UsageError(
            f"the article itself goes into the {suffix} file",
            where=str(path),
            hint="name the other file of the pair",
        )
    try:
        old = beside.read_bytes() if beside.exists() else None
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise OutputError(what, where=str(beside)) from error
    if old is None:
        _put(beside, data)
    elif old != data:
        raise OutputError(
            "is there already and holds another text",
            where=str(beside),
            hint="write to another name or folder",
        )


def _put(path: Path, data: bytes) -> Path:
    """Write to a new file beside it and put that in its place."""
    temporary: str | None = None
    try:
        if path.exists() and not path.is_file():  # a pipe, a terminal
            path.write_bytes(data)
            return path
        target = path.resolve() if path.is_symlink() else path
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=target.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode & 0o777)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise OutputError(
            f"cannot be written: {error.strerror or error}", where=str(path)
        ) from error
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
