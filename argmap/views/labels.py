"""Labels: text made safe for Graphviz, and wrapped so that it can be read."""

from __future__ import annotations

import html
import re
import unicodedata

# What Graphviz and XML refuse or act on: control characters, noncharacters, lone surrogates; and
# the marks that reverse the text after them, which would let a label show what it does not say.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
    + "".join(
        f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
    )
    + "]"
)
_BREAKS_AFTER = "-\u2010\u2013\u2014/"


def clean(text: str) -> str:
    r"""The text on one line: refused characters left out, white space made single spaces.

    >>> clean("a\x00b\r\n  c\x1b[31m")
    'ab c[31m'
    """
    return " ".join(_REFUSED.sub("", text).split())


def escape(text: str) -> str:
    r"""The text as it must stand in an HTML-like label: nothing in it is markup or an escape.

    `&` goes first, for Graphviz reads entities; a backslash is doubled, for `\N` would become the
    node's name.

    >>> escape('<b>&lt;</b> "x" \\N')
    '&lt;b&gt;&amp;lt;&lt;/b&gt; &quot;x&quot; \\\\N'
    """
    return html.escape(clean(text)).replace("\\", "\\\\")


def clip(text: str, characters: int) -> str:
    """The text, cut at a word with an ellipsis where it is longer than `characters`.

    >>> clip("one two three", 9)
    'one two…'
    """
    text = clean(text)
    if len(text) <= characters:
        return text
    head = text[: characters - 1]
    at = head.rfind(" ")
    if at > characters // 2:
        head = head[:at]
    # A combining mark or joiner must not be parted from what it sits on.
    end = len(head)
    while (
        end < len(text)
        and end > 1
        and (
            unicodedata.combining(text[end])
            or text[end] in "\u200d\ufe0f"
            or text[end - 1] == "\u200d"
        )
    ):
        end -= 1
    return head[:end].rstrip(" ,;:") + "…"


def width(text: str) -> int:
    """How many columns the text takes: wide East Asian characters two, what combines none.

    >>> width("cafe\u0301"), width("日本")
    (4, 4)
    """
    columns = 0
    for character in text:
        if _combines(character):
            continue
        columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return columns


def _combines(character: str) -> bool:
    """Whether it is drawn onto the character before it: marks, joiners, skin tones."""
    mark = unicodedata.category(character) in {"Mn", "Me", "Mc", "Cf"}
    return mark or "\U0001f3fb" <= character <= "\U0001f3ff"


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most `columns`.

    A word that is longer than a line, and text of a script that has no spaces, is broken.

    >>> wrap("one two three four", 9)
    ['one two', 'three', 'four']
    >>> wrap("abcdefgh", 3)
    ['abc', 'def', 'gh']
    """
    pieces = [part for word in clean(text).split(" ") for part in _parts(word, columns)]
    return _fill(pieces, columns)


def _parts(word: str, columns: int) -> list[tuple[str, bool]]:
    """Pieces of a word that may stand on a line, each with whether a space follows it."""
    parts: list[str] = [""]
    for character in word:
        wide = unicodedata.east_asian_width(character) in "WF"
        last = parts[-1]
        joins = _combines(character)
        full = width(last) + (2 if wide else 1) > columns
        breakable = len(last) > 3 and last[-1] in _BREAKS_AFTER
        new_wide = wide and unicodedata.category(character) == "Lo"
        if last and not joins and (full or breakable or new_wide):
            parts.append("")
        parts[-1] += character
    return [(part, False) for part in parts[:-1]] + [(parts[-1], True)]


def _fill(pieces: list[tuple[str, bool]], columns: int) -> list[str]:
    lines: list[str] = []
    line, space = "", False
    for piece, spaced in pieces:
        candidate = f"{line} {piece}" if space and line else line + piece
        if line and width(candidate) > columns:
            lines.append(line)
            candidate = piece
        line, space = candidate, spaced
    return [*lines, line]


def is_rtl(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left.

    >>> is_rtl("مرحبا"), is_rtl("Cats")
    (True, False)
    """
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"R", "AL"}:
            return True
        if direction == "L":
            return False
    return False
