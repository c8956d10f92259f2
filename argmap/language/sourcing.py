"""Does a stretch of text rest on something that can be looked up?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from argmap.language.attribution import Act, Attribution, HolderKind, Span
from argmap.language.lexicon import lexicon


def source_marker(text: str) -> Span | None:
    """The first marker of a source in the text: a link, a citation, "according to", or none.

    >>> text = "Rents rose by 4 per cent (Meyer 2020)."
    >>> start, end = source_marker(text)
    >>> text[start:end]
    '(Meyer 2020)'
    >>> source_marker("Rents rose by 4 per cent.") is None
    True
    """
    matches = [pattern.search(text) for pattern in _patterns()]
    spans = [match.span() for match in matches if match]
    return min(spans) if spans else None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    sources = lexicon("sources")
    return (*(re.compile(p) for p in sorted(sources["pattern"])), sources.pattern("phrase"))


def named_source(found: Sequence[Attribution], start: int, end: int) -> Attribution | None:
    """The first attribution by which somebody in particular, or a document, says what stands in
    `[start, end)`, or none. What somebody thinks or wants is no source for it.
    """
    for attribution in found:
        if (
            attribution.kind is HolderKind.NAMED
            and attribution.act in {Act.SAYS, Act.SHOWS}
            and attribution.source is not None
            and attribution.start < end
            and attribution.end > start
        ):
            return attribution
    return None
