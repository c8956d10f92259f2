"""How long the fuzz targets run, and texts that like to break programs."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

SECONDS = float(os.environ.get("ARGMAP_FUZZ_SECONDS", "0"))
"""Seconds for each main target (a reader, stdin, the map file); 0: some dozens of examples."""
SHARE = 0.1
"""What the other targets get of it."""


def hammer(
    target: Callable[..., object],
    *strategies: SearchStrategy[Any],
    examples: int = 40,
    main: bool = False,
) -> None:
    """Call `target` with drawn values: the same few each time, or new ones for `SECONDS`.

    A target that is not a `main` one gets a share of that time.

    An error that comes out is shown with the smallest values that cause it.
    """
    end = time.monotonic() + SECONDS * (1.0 if main else SHARE)
    for turn in itertools.count():

        @seed(turn)
        @settings(
            max_examples=200 if SECONDS else examples,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        @given(st.tuples(*strategies))
        def once(values: tuple[object, ...]) -> None:
            target(*values)

        once()
        if time.monotonic() >= end:
            return


def damaged(sample: bytes) -> SearchStrategy[bytes]:
    """A whole file with stretches of it replaced, left out or doubled."""
    place = st.integers(0, len(sample))
    cut = st.tuples(place, st.integers(0, 64), st.binary(max_size=16))

    def apply(cuts: list[tuple[int, int, bytes]]) -> bytes:
        data = sample
        for start, length, new in cuts:
            data = data[:start] + new + data[start + length :]
        return data

    return st.lists(cut, min_size=1, max_size=6).map(apply)


_ESCAPES = (
    "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b]8;;http://x.org\x1b\\link\x1b]8;;\x1b\\",
    "\x9b2J", "\x1bP1$r\x1b\\", "\x1b[2J\x1b[H", "\x07", "\x08\x08\x08", "\r overwritten", "\x00",
    "\x7f", "\x1b", "\x1b[", "\x90q\x9c", "\x0c", "\x0b",
)  # fmt: skip
_SHEETS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\";\"y\")",
           "＝1", "＋1", "=cmd|' /C calc'!A0", "-2+3+cmd|'x'!A", "'=1", "\"=1\"")  # fmt: skip
_MARKUP = (
    "<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "<!--", "]]>", "&lt;",
    "&#x1b;", "&amp;amp;", "<svg/onload=alert(1)>", "javascript:alert(1)", "\"><b>", "'><i>",
    "{{7*7}}", "{% raw %}", "${7*7}", "#{7}", "<%= 7 %>", "%s%n%d", "{0.__class__}", "{}", "\\",
    "\\n\\t\\\"", "|", "`rm -rf`", "$(id)", "; ls", "|| true", "../../etc/passwd", "C:\\con", "NUL",
    "\"", "'", "digraph { a -> b }", "<a href='javascript:x'>", "[x](javascript:y)", "![](x)",
    "```", "~~~", "---", "# no heading", "> no quote", "* no item", "| a | b |", "[^1]", "\\E",
)  # fmt: skip
_UNICODE = (
    "\u202eright to left", "\u2066iso\u2069", "\ufeff", "\ufffe", "\uffff", "\u200b\u200c\u200d",
    "\u2028", "\u2029", "\x85", "\ud7ff", "\ue000", "\U0010ffff", "\U000e0041", "ﷺ", "🏳️‍🌈", "👩‍👩‍👧‍👦", "🇪🇺",
    "e\u0301", "Z̴͠a̶l̷g̸o̵", "ß", "İ", "ı", "ﬁ", "Ǆ", "ⅷ", "①", "௧", "١٢٣", "中文句子。", "日本語です",
    "한국어", "ภาษาไทย", "עברית", "العربية", "हिन्दी", "Ω≈ç√∫", "¿¡", "„“", "«»", "‚‘", "…", "–—",
    "\u00ad", "\u034f", "\u115f", "\u180e", "\u3000", "\ufe0f", "\u0300" * 40,
)  # fmt: skip
_WORDS = (
    "null", "None", "NaN", "inf", "-0", "1e309", "true", "undefined", "", " ", "?", "!", ".", "...",
    ";", "(", ")", "((((", "]]]]", "a" * 600, "-" * 600, "(" * 600, "http://" + "a" * 600,
    "www." + "a." * 300, "x@" + "y" * 300, "1" * 400, "A.B." * 100, "don't" * 60, "because",
    "because because", "therefore, therefore", "not not", "should", "if", "Mr.", "U.S.", "e.g.",
)  # fmt: skip
NAUGHTY = tuple(
    dict.fromkeys(
        frame.replace("@@", naughty)
        for naughty in (*_ESCAPES, *_SHEETS, *_MARKUP, *_UNICODE, *_WORDS)
        for frame in ("@@", "@@ must stop", "They say @@", "“@@”")
    )
)  # fmt: skip
"""More than five hundred."""
