"""The table of readers: one line a format. A reader is a module with the verb `read`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from argmap.reading.content import Content, Source


class Reader(NamedTuple):
    """A format that argmap reads; its module is imported when it is first used."""

    name: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    signatures: tuple[bytes, ...] = ()
    """What a file of this format begins with, in lower case, after white space."""

    def read(self, data: bytes, source: Source) -> Content:
        """Read the bytes of a whole file."""
        verb: Callable[[bytes, Source], Content] = self.module.read
        return verb(data, source)

    def parse(self, text: str, source: Source) -> Content:
        """Read text that is already decoded; for the formats that are text."""
        verb: Callable[[str, Source], Content] = self.module.parse
        return verb(text, source)

    @property
    def module(self) -> ModuleType:
        """The module of this format."""
        return import_module(f"argmap.reading.{self.name}")


READERS = (
    Reader("txt", (".txt", ".text"), ("text/plain",)),
    Reader("md", (".md", ".markdown", ".mdown", ".mkd"), ("text/markdown",)),
    Reader(
        "html",
        (".html", ".htm", ".xhtml"),
        ("text/html", "application/xhtml+xml"),
        (b"<!doctype html", b"<html"),
    ),
    Reader(
        "docx",
        (".docx",),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
        (b"pk\x03\x04",),
    ),
    Reader("pdf", (".pdf",), ("application/pdf",), (b"%pdf-",)),
)
_BY_SUFFIX = {suffix: reader for reader in READERS for suffix in reader.suffixes}
_BY_NAME = {name: reader for reader in READERS for name in (reader.name, *reader.media_types)}
SUFFIXES = tuple(_BY_SUFFIX)
"""The suffixes that a folder is searched for."""


def by_suffix(suffix: str) -> Reader | None:
    """The reader for files with this suffix, whatever its case.

    >>> by_suffix(".HTM").name, by_suffix(".xyz")
    ('html', None)
    """
    return _BY_SUFFIX.get(suffix.lower())


def by_name(name: str) -> Reader | None:
    """The reader with this name or media type; parameters such as `; charset=` may follow.

    >>> by_name("text/html; charset=utf-8").name
    'html'
    """
    return _BY_NAME.get(name.partition(";")[0].strip().lower())


def by_signature(data: bytes) -> Reader | None:
    """The reader whose signature the bytes begin with.

    >>> by_signature(b"%PDF-1.7 ...").name
    'pdf'
    """
    head = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((reader for reader in READERS if head.startswith(reader.signatures)), None)
