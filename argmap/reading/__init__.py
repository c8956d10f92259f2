"""Files and texts to articles: txt, Markdown, HTML, Word, PDF, stdin. One format, one module."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePath

from argmap.errors import InputError, UsageError
from argmap.model import Article
from argmap.reading.content import Content, Source, reject_blank
from argmap.reading.files import STDIN, find_articles, printable, read_bytes
from argmap.reading.headings import title_of
from argmap.reading.readers import READERS, SUFFIXES, Reader, by_name, by_signature, by_suffix
from argmap.settings import Limits

__all__ = ["READERS", "SUFFIXES", "Reader", "find_articles", "read", "read_text"]


def read(
    path: str | Path,
    *,
    encoding: str | None = None,
    limits: Limits | None = None,
    notes: Callable[[str], None] | None = None,
) -> Article:
    r"""Read an article from a file, or from stdin where the path is `-`.

    The suffix chooses the reader. With an unknown one, and on stdin, what the bytes begin with
    does, and else they are plain text.

    Args:
        path: The file.
        encoding: What a text file is encoded in; detected where it is not given.
        limits: How much is taken on.
        notes: Told in a sentence what was assumed, such as an encoding that had to be detected.

    Raises:
        InputError: the file is missing, unreadable, empty, damaged, or not what its suffix says.
        LimitReached: the file or its text is larger than the limits allow.
        UsageError: the encoding does not exist.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "cats.txt"
    ...     _ = path.write_bytes(b"Why Cats Purr\r\n\r\nThey purr because they can.")
    ...     article = read(path)
    >>> article.id, article.title, article.text[15:]
    ('cats', 'Why Cats Purr', '\r\nThey purr because they can.')
    """
    limits = limits or Limits()
    where = printable(path)
    from_stdin = where == STDIN
    data = read_bytes(path, limits)
    source = _source("stdin" if from_stdin else where, encoding, limits, notes)
    if not data.strip():
        raise InputError(
            "the file is empty", where=source.where, hint="give a file with text in it"
        )
    reader = None if from_stdin else by_suffix(PurePath(where).suffix)
    if reader is None:
        reader = by_signature(data) or by_name("txt")
    elif not reader.signatures:
        _reject_disguise(data, reader, source)
    assert reader is not None
    content = reader.read(data, source)
    name = "stdin" if from_stdin else PurePath(where).stem
    return _article(content, name, None if from_stdin else where, source)


def read_text(
    text: str,
    *,
    id: str = "text",
    path: str | None = None,
    markup: str = "txt",
    limits: Limits | None = None,
    notes: Callable[[str], None] | None = None,
) -> Article:
    """Read an article from a string.

    Args:
        text: The article.
        id: What the article shall be called.
        path: Where it comes from, if from somewhere.
        markup: `txt`, `md` or `html`, or a media type of these.
        limits: How much is taken on.
        notes: Told in a sentence what was assumed.

    Raises:
        InputError: there is no text in it, or it holds half of a surrogate pair.
        LimitReached: the text is larger than the limits allow.
        UsageError: the markup is not known.

    >>> article = read_text("# Cats\\n\\nCats *purr*.", markup="md")
    >>> article.title, [block.kind.value for block in article.blocks]
    ('Cats', ['title', 'paragraph'])
    """
    source = _source(path, None, limits or Limits(), notes)
    reader = by_name(markup)
    if reader is None or not hasattr(reader.module, "parse"):
        raise UsageError(f"markup {markup!r} is not known", hint="give txt, md or html")
    _reject_surrogates(text, source)
    reject_blank(text, source)
    return _article(reader.parse(text, source), id, path, source)


def _source(
    where: str | None, encoding: str | None, limits: Limits, notes: Callable[[str], None] | None
) -> Source:
    source = Source(where=where, encoding=encoding, limits=limits)
    return source if notes is None else Source(where, encoding, limits, notes)


def _article(content: Content, id: str, path: str | None, source: Source) -> Article:
    reject_blank(content.text, source)
    source.check_length(len(content.text))
    title = title_of(content.text, content.blocks) or content.title
    return Article(id=id, title=title, path=path, text=content.text, blocks=content.blocks)


def _reject_disguise(data: bytes, reader: Reader, source: Source) -> None:
    other = by_signature(data)
    if other is not None and not hasattr(other.module, "parse"):
        raise InputError(
            f"is a {other.name} file, though its suffix says {reader.name}",
            where=source.where,
            hint=f"give it the suffix {other.suffixes[0]}",
        )


def _reject_surrogates(text: str, source: Source) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"half of a surrogate pair stands at character {error.start:,}",
            where=source.where,
            hint="decode the text anew, with errors='replace'",
        ) from error
