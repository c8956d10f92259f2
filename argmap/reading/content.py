"""What a reader is given (`Source`) and what it gives back (`Content`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from argmap.errors import InputError, LimitReached
from argmap.model import Block, BlockKind
from argmap.settings import Limits


def _silent(note: str) -> None:
    """Take a note and drop it."""


@dataclass(frozen=True)
class Source:
    """Where bytes or text come from, and how they are to be taken."""

    where: str | None = None
    """The file's name for messages; none for a text from code."""
    encoding: str | None = None
    """What the user says the encoding is."""
    limits: Limits = field(default_factory=Limits)
    note: Callable[[str], None] = _silent
    """Told in a sentence what a reader assumed."""

    def check_length(self, characters: int) -> None:
        """Raise `LimitReached` where an article has more characters than the limit allows."""
        if characters > self.limits.article_characters:
            raise LimitReached.of(
                "article_characters",
                f"the article has more than {self.limits.article_characters:,} characters",
                where=self.where,
            )


class Content(NamedTuple):
    """The text of an article with its blocks."""

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    """A title that the file states outside its text, if any; a title block goes before it."""


class Draft(NamedTuple):
    """A block whose place in the text is not yet known, for formats whose text is built."""

    kind: BlockKind
    text: str
    level: int = 0


def assemble(drafts: Iterable[Draft], source: Source) -> tuple[str, list[Block]]:
    r"""Join drafts by blank lines.

    >>> drafts = [Draft(BlockKind.TITLE, "Cats"), Draft(BlockKind.PARAGRAPH, "Purr.")]
    >>> text, blocks = assemble(drafts, Source())
    >>> text, [(b.start, b.end) for b in blocks]
    ('Cats\n\nPurr.', [(0, 4), (6, 11)])
    """
    parts: list[str] = []
    blocks: list[Block] = []
    position = 0
    for draft in drafts:
        text = trimmed(draft.text)
        if not text:
            continue
        if parts:
            position += 2
        parts.append(text)
        blocks.append(
            Block(kind=draft.kind, start=position, end=position + len(text), level=draft.level)
        )
        position += len(text)
        source.check_length(position)
    return "\n\n".join(parts), blocks


def trimmed(text: str) -> str:
    """The text without white space and byte order marks around it; empty where nothing is seen."""
    start, end = trim(text, 0, len(text))
    return text[start:end]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    r"""Narrow `[start, end)` to what is not white space; `(start, start)` where nothing is seen.

    >>> trim("  cat ", 0, 6)
    (2, 5)
    >>> trim("a \u200b ", 1, 4)
    (1, 1)
    """
    first, last = start, end
    while first < last and (text[first].isspace() or text[first] == "\ufeff"):
        first += 1
    while last > first and (text[last - 1].isspace() or text[last - 1] == "\ufeff"):
        last -= 1
    return (start, start) if is_blank(text[first:last]) else (first, last)


def is_blank(text: str) -> bool:
    r"""Whether a reader sees nothing: white space, control and format characters alone.

    >>> is_blank(" \u200b\ufeff"), is_blank("\u2063."), is_blank("\x00")
    (True, False, True)
    """
    if any(char.isalnum() for char in text[:64]):
        return False
    return not any(
        (char.isprintable() and not char.isspace()) or ord(char) > 0xFFFF for char in text
    )


def reject_blank(text: str, source: Source) -> None:
    """Raise where a text has nothing in it to read."""
    if is_blank(text):
        raise InputError(
            "there is no text in it", where=source.where, hint="give an article with words in it"
        )
