"""The work on one article: bytes in; a map, or the reason why there is none, out.

It is the same on a laptop, on a cluster and in Spark: it reads no file, writes none and keeps
nothing between articles.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from argmap.errors import InputError, LimitReached, MissingRequirement, UsageError
from argmap.model import ArgumentMap, Article
from argmap.settings import Limits, Settings

if TYPE_CHECKING:
    from argmap.evidence import Sources

_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{4,}\b")


@dataclass(frozen=True)
class Done:
    """A map was made: the bytes of its map file."""

    map: bytes


@dataclass(frozen=True)
class Failed:
    """There is no map, and there would be none a second time."""

    reason: str


@dataclass(frozen=True)
class Lost:
    """The process that did the article was killed or died; a second try may do better."""

    reason: str


Outcome = Done | Failed | Lost


def analyze_bytes(
    path: str,
    data: bytes,
    settings: Settings | None = None,
    *,
    sources: str | Path | Sources | None = None,
) -> ArgumentMap:
    """Map the argument of one file that is given as its name and its bytes.

    Args:
        path: Its name; the suffix tells the format. It goes into the map as it is.
        data: What the file holds.
        settings: Checks and limits; none is the defaults.
        sources: A folder to check the claims against, or one that was opened before; none: nothing
            is checked against anything.

    Raises:
        InputError: it is not what its name says, or holds no text.
        LimitReached: it is larger than the settings allow.
    """
    from argmap.api import analyze_article

    chosen = settings or Settings()
    article = read_article(path, data, chosen.limits)
    return analyze_article(article, settings=chosen, sources=sources)


def perform(
    path: str,
    data: bytes,
    settings: Settings,
    analyze: Callable[[str, bytes, Settings], ArgumentMap] = analyze_bytes,
) -> Done | Failed:
    """`analyze_bytes`, with the map as the bytes of a map file and failures as a reason.

    Raises:
        UsageError: an option is wrong; no other article would fare better.
        MissingRequirement: something is not installed; likewise.
    """
    try:
        return Done(analyze(path, data, settings).to_json().encode("utf-8"))
    except (UsageError, MissingRequirement):
        raise
    except InputError as problem:
        return Failed(str(problem) if problem.where else f"{path}: {problem}")
    except MemoryError:
        return Failed(f"{path}: the article needs more memory than there is")
    except Exception as problem:
        # One bad article in a thousand is a result. Addresses differ from run to run.
        told = _ADDRESS.sub("0x…", f"{type(problem).__name__}: {problem}")
        return Failed(f"{path}: this is a bug in argmap: {told}")


def read_article(path: str, data: bytes, limits: Limits) -> Article:
    """What `argmap.reading.read` makes of a file with this name and these bytes.

    Raises:
        InputError: it is not what its name says, or holds no text.
        LimitReached: it is larger than the limits allow.

    >>> read_article("essays/cats.md", b"# Cats\\n\\nThey purr.", Limits()).title
    'Cats'
    """
    from argmap.reading.content import Source, reject_blank
    from argmap.reading.headings import title_of
    from argmap.reading.readers import by_name, by_signature, by_suffix

    if len(data) > limits.file_bytes:
        raise LimitReached.of(
            "file_bytes", f"the file has more than {limits.file_bytes:,} bytes", where=path
        )
    if not data.strip():
        raise InputError("the file is empty", where=path, hint="give a file with text in it")
    source = Source(where=path, limits=limits)
    reader, found = by_suffix(PurePosixPath(path).suffix), by_signature(data)
    if reader is None:
        reader = found or by_name("txt")
    elif not reader.signatures and found is not None and not hasattr(found.module, "parse"):
        raise InputError(
            f"is a {found.name} file, though its suffix says {reader.name}",
            where=path,
            hint=f"give it the suffix {found.suffixes[0]}",
        )
    assert reader is not None
    content = reader.read(data, source)
    reject_blank(content.text, source)
    source.check_length(len(content.text))
    return Article(
        id=PurePosixPath(path).stem,
        title=title_of(content.text, content.blocks) or content.title,
        path=path,
        text=content.text,
        blocks=content.blocks,
    )
