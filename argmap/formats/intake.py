"""Intake: what every reader is told, and how it reports what was odd and what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from argmap.errors import FormatError, LimitReached
from argmap.language.surrogates import sound
from argmap.settings import Limits

Notes = Callable[[str], None]
"""Called once for each thing that was odd in a file, with a sentence for a person."""

LIMITS = Limits()
"""The limits where nobody says others."""


@dataclass(frozen=True)
class Intake:
    """What a reader is told about the bytes it gets.

    >>> seen = []
    >>> intake = Intake(where="a.json", notes=seen.append)
    >>> intake.note("2 edges lead from a unit straight to a unit")
    >>> seen
    ['a.json: 2 edges lead from a unit straight to a unit']
    """

    where: str | None = None
    """The file, for messages."""
    name: str = "article"
    """Id of the article where the file gives none; the file's name without its suffix."""
    notes: Notes | None = None
    lenient: bool = False
    """Drop, with a note, an edge that leads nowhere instead of refusing the file."""
    limits: Limits = LIMITS

    def note(self, text: str) -> None:
        """Report something odd that was read all the same."""
        if self.notes is not None:
            self.notes(f"{self.where}: {text}" if self.where else text)

    def fail(self, what: str, place: str | None = None, *, hint: str | None = None) -> NoReturn:
        """Refuse the file, naming the place in it.

        Raises:
            FormatError: always.
        """
        raise FormatError(f"{place}: {what}" if place else what, where=self.where, hint=hint)

    def within(self, characters: int) -> None:
        """Refuse an article that is longer than the limit.

        Raises:
            LimitReached: `article_characters`.
        """
        limit = self.limits.article_characters
        if characters > limit:
            raise LimitReached.of(
                "article_characters",
                f"the article has {characters:,} characters, the limit is {limit:,}",
                where=self.where,
            )

    def bears(self, number: int, what: str) -> None:
        """Refuse a graph with more nodes or edges than an article within the limit has characters.

        Raises:
            LimitReached: `article_characters`.
        """
        limit = self.limits.article_characters
        if number > limit:
            raise LimitReached.of(
                "article_characters",
                f"{number:,} {what} are more than an article of {limit:,} characters can have",
                where=self.where,
            )

    def at(self, where: str) -> Intake:
        """The same, for a part of the file."""
        return replace(self, where=where)

    def named(self, name: str) -> Intake:
        """The same, for an article whose id the file gives."""
        return replace(self, name=name)


PLAIN = Intake()
"""Nothing told, and nobody to hear notes."""


def decode(data: bytes, intake: Intake) -> str:
    """Text of a file in UTF-8, with or without a byte order mark.

    >>> decode(b"caf\\xc3\\xa9", Intake())
    'café'
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        intake.fail(
            f"not UTF-8: {error.reason}", f"byte {error.start}", hint="save the file as UTF-8"
        )
    return text


_DEEPEST = 100
_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")


def parse_json(data: bytes, intake: Intake, *, single: bool = False) -> Any:
    """The value of a JSON file; `single` refuses a key that stands twice in one object.

    >>> parse_json(b'{"nodes": []}', Intake())
    {'nodes': []}
    """
    text = decode(data, intake)
    try:
        hook = _single if single else None
        value = json.loads(text, parse_constant=_no_constant, object_pairs_hook=hook)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        intake.fail(f"not JSON: {error.msg}", place, hint="is the file whole?")
    except RecursionError:
        intake.fail("not readable: brackets nested too deep")
    except ValueError as error:  # NaN, or a number of thousands of digits
        intake.fail(f"not JSON: {error}")
    _not_too_deep(value, None, intake)
    if _SURROGATE_ESCAPE.search(data):
        value = _mended(value)
    return value


def _not_too_deep(value: Any, place: str | None, intake: Intake) -> None:
    """Refuse a value that nests deeper than any format does: Python could not write it again."""
    level = [value]
    for _ in range(_DEEPEST):
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below += [part for part in item.values() if isinstance(part, dict | list)]
            elif isinstance(item, list):
                below += [part for part in item if isinstance(part, dict | list)]
        if not below:
            return
        level = below
    intake.fail("not readable: brackets nested too deep", place)


def _single(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are ids: the last of two would hide the first."""
    value = dict(pairs)
    if len(value) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise ValueError(f"the key {key!r} stands twice in one object")
            seen.add(key)
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def parse_extra(text: str, place: str, intake: Intake) -> dict[str, Any]:
    """The object that argmap wrote as JSON into a place of another format."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        intake.fail(f"what argmap noted is not JSON: {error}", place)
    if not isinstance(value, dict):
        intake.fail(f"what argmap noted is {kind_of(value)}, no object", place)
    _not_too_deep(value, place, intake)
    mended: dict[str, Any] = _mended(value) if "\\u" in text else value
    return mended


def _mended(value: Any) -> Any:
    """Half a surrogate pair is no character and cannot be written again: U+FFFD stands for it."""
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, list):
        return [_mended(item) for item in value]
    if isinstance(value, dict):
        return {_mended(key): _mended(item) for key, item in value.items()}
    return value


def dump_json(value: Any) -> bytes:
    """JSON in UTF-8, one space a level, characters as they are, one closing newline.

    >>> dump_json({"é": 1})
    b'{\\n "\\xc3\\xa9": 1\\n}\\n'
    """
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def object_at(value: Any, place: str, intake: Intake) -> dict[str, Any]:
    """The value, if it is an object; else the file is refused."""
    if not isinstance(value, dict):
        intake.fail(f"an object is needed, {kind_of(value)} was found", place)
    return value


def list_at(holder: dict[str, Any], key: str, place: str, intake: Intake) -> list[Any]:
    """`holder[key]`, if it is a list, or an empty list where it is missing or null."""
    value = holder.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        intake.fail(f"a list is needed, {kind_of(value)} was found", join(place, key))
    return value


def text_at(holder: dict[str, Any], key: str, place: str, intake: Intake) -> str:
    """`holder[key]`, if it is text, or empty text where it is missing or null."""
    value = holder.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        intake.fail(f"text is needed, {kind_of(value)} was found", join(place, key))
    return value


def id_at(holder: dict[str, Any], key: str, place: str, intake: Intake) -> str:
    """`holder[key]` as text, if it is text or a whole number."""
    value = holder.get(key)
    if isinstance(value, str) and value:
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    found = "nothing" if value is None or value == "" else kind_of(value)
    intake.fail(f"an id is needed, {found} was found", join(place, key))


def join(place: str, key: str) -> str:
    """`nodes[3]` and `text` make `nodes[3].text`."""
    return f"{place}.{key}" if place else key


def kind_of(value: Any) -> str:
    """What a JSON value is, in words.

    >>> kind_of([1])
    'a list'
    """
    names = {
        dict: "an object",
        list: "a list",
        str: "text",
        bool: "true or false",
        int: "a number",
        float: "a number",
    }
    return names.get(type(value), "null" if value is None else type(value).__name__)


def count(number: int, one: str, many: str | None = None) -> str:
    """A number and its noun.

    >>> count(1, "edge"), count(2, "edge"), count(3, "entry", "entries")
    ('1 edge', '2 edges', '3 entries')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
