"""Half of a surrogate pair: what JSON can bring into a string, and UTF-8 cannot hold."""

from __future__ import annotations

import re

_HALVES = re.compile(r"[\ud800-\udfff]")


def sound(text: str) -> str:
    r"""The text with U+FFFD for each half of a surrogate pair: every place stays where it is.

    >>> sound("a\ud800b") == "a\ufffdb"
    True
    """
    return _HALVES.sub("\ufffd", text)
