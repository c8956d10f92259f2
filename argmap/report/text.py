"""Article text made fit to be shown: one line, nothing that acts on the reader's screen."""

from __future__ import annotations

import re

# ECMA-48: a control sequence (CSI), a string such as a window title or a hyperlink (OSC, DCS, SOS,
# PM, APC) with its terminator, or a two-character escape.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
_SPACES = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")
# C0, DEL, C1; embeddings, overrides and isolates, which turn text around (left-to-right and
# right-to-left marks stay: Hebrew and Arabic need them); characters no XML or Unicode text holds.
_UNSAFE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def one_line(text: str) -> str:
    r"""The text on one line, with no control characters, escape sequences or bidi overrides.

    >>> one_line("red \x1b[31malert\x1b[0m\n  and\tmore\x07")
    'red alert and more'
    """
    return _UNSAFE.sub("", _SPACES.sub(" ", _ESCAPES.sub("", text))).strip()


def shorten(text: str, width: int) -> str:
    """`one_line(text)`, cut at a word to at most `width` characters, with an ellipsis.

    >>> shorten("Cats should be kept in every house", 20)
    'Cats should be kept…'
    """
    line = one_line(text)
    if len(line) <= width:
        return line
    head = line[: max(width - 1, 0)]
    # Cut inside a word only where there is no space to cut at (a URL, Chinese).
    if line[len(head)] != " " and " " in head[width // 2 :]:
        head = head[: head.rindex(" ")]
    return head.rstrip(" ,;:.") + "…"


def plural(count: int, word: str, words: str | None = None) -> str:
    """A count with its noun.

    >>> plural(1, "flag"), plural(3, "flag"), plural(2, "premise")
    ('1 flag', '3 flags', '2 premises')
    """
    return f"{count} {word if count == 1 else words or word + 's'}"
