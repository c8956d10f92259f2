"""Word lists as data: versioned TOML files with their provenance, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from argmap.errors import FormatError, UsageError


@dataclass(frozen=True)
class Lexicon:
    """One word list: named groups of lemmas, words, phrases or patterns.

    >>> holders = lexicon("holders")
    >>> "official" in holders["generic"]
    True
    >>> holders.licence
    'Apache-2.0'
    """

    name: str
    version: int
    about: str
    author: str
    licence: str
    sources: tuple[str, ...]
    """The literature that the choice of words follows."""
    groups: Mapping[str, frozenset[str]]
    """Group to its entries, lower case. A nested table is `outer.inner`."""

    def __getitem__(self, group: str) -> frozenset[str]:
        """The entries of a group.

        Raises:
            KeyError: the lexicon has no such group.
        """
        return self.groups[group]

    @cached_property
    def _compiled(self) -> dict[str, re.Pattern[str]]:
        return {}

    def pattern(self, *groups: str) -> re.Pattern[str]:
        """A regular expression, case ignored, that finds any entry of these groups as whole words.

        >>> lexicon("sources").pattern("phrase").search("This, According to Reuters, is so.")[0]
        'According to'
        """
        key = " ".join(groups)
        if key not in self._compiled:
            entries = sorted({e for g in groups for e in self[g]}, key=lambda e: (-len(e), e))
            body = alternatives(entries, lambda e: re.escape(e).replace(r"\ ", r"\s+"))
            self._compiled[key] = re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)
        return self._compiled[key]


def alternatives(entries: Iterable[str], written: Callable[[str], str]) -> str:
    """A regular expression for any of these entries, those with the same first letter together.

    An earlier one goes before a later one. At a place of the text where none begins, a letter is
    looked at once, and not once an entry.

    Args:
        entries: In lower case.
        written: An entry as a regular expression that begins with its first letter.

    >>> alternatives(["as well", "but", "as"], str)
    '(?:as well|as)|(?:but)'
    """
    groups: dict[str, list[str]] = {}
    for entry in entries:
        groups.setdefault(entry[:1], []).append(written(entry))
    return "|".join(f"(?:{'|'.join(group)})" for group in groups.values())


def names() -> tuple[str, ...]:
    """Names of the lexicons that come with argmap, in alphabetical order.

    >>> "hedging" in names()
    True
    """
    folder = files("argmap") / "lexicons"
    found = (entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted(name.removesuffix(".toml") for name in found))


@cache
def lexicon(name: str) -> Lexicon:
    """The lexicon with this name, read once a process.

    Raises:
        UsageError: there is none with this name.
        FormatError: its file is broken.
    """
    resource = files("argmap") / "lexicons" / f"{name}.toml"
    if not resource.is_file():
        raise UsageError(
            f"no lexicon {name!r}", hint=f"there are {', '.join(names())}", where="argmap.lexicons"
        )
    where = f"lexicons/{name}.toml"
    try:
        data = tomllib.loads(resource.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise FormatError(f"not TOML: {error}", where=where) from error
    try:
        head, origin, words = data["lexicon"], data["provenance"], data["words"]
        return Lexicon(
            name=head["name"],
            version=head["version"],
            about=head["about"],
            author=origin["author"],
            licence=origin["licence"],
            sources=tuple(origin["sources"]),
            groups=MappingProxyType(dict(_flat(words))),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise FormatError(
            f"a lexicon needs [lexicon], [provenance] and [words]: {error!r}", where=where
        ) from error


def _flat(table: dict[str, Any], prefix: str = "") -> list[tuple[str, frozenset[str]]]:
    """Groups of a table; entries in lower case unless they are patterns."""
    groups: list[tuple[str, frozenset[str]]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            groups.extend(_flat(value, f"{prefix}{key}."))
        elif key == "pattern":
            groups.append((prefix + key, frozenset(value)))
        else:
            groups.append((prefix + key, frozenset(entry.lower() for entry in value)))
    return groups
