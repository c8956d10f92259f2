"""Word lists of the evidence package, from `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def wordlist(name: str) -> frozenset[str]:
    """The list with this name.

    >>> "the" in wordlist("function"), "prof" in wordlist("abbreviation")
    (True, True)
    """
    data = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return frozenset(data["words"][name])
