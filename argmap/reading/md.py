"""Markdown (CommonMark with tables): blocks by offsets into the source, which stays as it is.

Front matter, code, tables, HTML and lone images are no blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from argmap.model import Block, BlockKind
from argmap.reading import shape
from argmap.reading.content import Content, Source, is_blank, trim
from argmap.reading.encoding import decode
from argmap.reading.headings import settle

_LINE_END = re.compile(r"\r\n|\r|\n")
_FRONT_MATTER = re.compile(
    r"(?P<mark>---|\+\+\+)[ \t]*(?:\r\n|\r|\n)(?P<body>(?:.*?(?:\r\n|\r|\n))??)(?:(?P=mark)|\.\.\.)"
    r"[ \t]*(?:\r\n|\r|\n|\Z)",
    re.DOTALL,
)
_FRONT_TITLE = re.compile(r"^title[ \t]*[:=][ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_IMAGES = re.compile(r"(?:\[?!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])\]?(?:\([^)]*\))?\s*)+")
_DEFINITION = re.compile(r"\[\^[^\]]+\]:")
_BOLD = re.compile(r"(?P<mark>\*\*|__)(?P<text>[^*_\r\n]{1,110})(?P=mark)[:.]?")
_TASK = re.compile(r"\[[ xX]\][ \t]+")


def read(data: bytes, source: Source) -> Content:
    """Read a Markdown file.

    >>> [block.kind.value for block in read(b"# Cats\\n\\n- They purr.", Source()).blocks]
    ['title', 'list_item']
    """
    return parse(decode(data, source), source)


def parse(text: str, source: Source) -> Content:
    """Find the blocks of a Markdown text.

    >>> content = parse("# Cats #\\n\\n> They *purr*.\\n", Source())
    >>> [content.text[block.start : block.end] for block in content.blocks]
    ['Cats', 'They *purr*.']
    """
    source.check_length(len(text))
    front = _FRONT_MATTER.match(text)
    begin = front.end() if front else 0
    blocks = list(_blocks(text, begin))
    title = _FRONT_TITLE.search(front["body"]) if front else None
    return Content(text, tuple(settle(text, blocks)), title[1].strip("\"'") if title else None)


def _parser() -> MarkdownIt:
    # Only the block structure is wanted. Leaving the inline rules out is three times as fast, and
    # no run of brackets or stars can make it slow.
    return MarkdownIt("commonmark", {"maxNesting": 60}).enable("table").disable("inline")


def _blocks(text: str, begin: int) -> Iterator[Block]:
    starts = [begin, *(match.end() for match in _LINE_END.finditer(text, begin)), len(text)]
    lines = [text[start:end] for start, end in pairwise(starts)]
    quotes = items = 0
    in_table = False
    opened: Token | None = None
    last = begin
    for token in _parser().parse(text[begin:]):
        step = token.nesting
        if token.type.startswith("blockquote_"):
            quotes += step
        elif token.type.startswith("list_item_"):
            items += step
        elif token.type.startswith("table_"):
            in_table = step > 0
        elif token.type in ("heading_open", "paragraph_open"):
            opened = token
        elif token.type == "inline" and token.map and opened is not None and not in_table:
            first, after = token.map
            start = starts[first] + _column(lines[first], token.content)
            end = starts[min(after, len(starts) - 1)]
            if opened.type == "heading_open":
                end = _heading_end(text, start, end, token.content, setext=opened.markup in "=-")
            block = _block(text, (max(start, last), end), opened, quotes, items)
            opened = None
            if block is not None:
                last = block.end
                yield block


def _column(line: str, content: str) -> int:
    """Where the content of a block begins in its first source line, after all markers."""
    head = _LINE_END.split(content, maxsplit=1)[0].rstrip()
    # The parser replaces NUL, one character for one.
    column = line.replace("\0", "\ufffd").rfind(head) if head else -1
    return column if column >= 0 else len(line) - len(line.lstrip(" \t>#"))


def _heading_end(text: str, start: int, end: int, content: str, *, setext: bool) -> int:
    """The end of a heading's words: before the closing `#`s or the line under them."""
    if not setext:
        return start + len(content)
    ends = list(_LINE_END.finditer(text, start, end))
    last = content.count("\n")
    return ends[last].start() if last < len(ends) else end


def _block(
    text: str, span: tuple[int, int], opened: Token, quotes: int, items: int
) -> Block | None:
    start, end = trim(text, *span)
    words = text[start:end]
    if is_blank(words) or _IMAGES.fullmatch(words) or _DEFINITION.match(words):
        return None
    if opened.type == "heading_open":
        return Block(kind=BlockKind.HEADING, start=start, end=end, level=int(opened.tag[1:]))
    if quotes:
        return Block(kind=BlockKind.QUOTE, start=start, end=end, level=quotes)
    if items:
        task = _TASK.match(words)
        if task is not None and task.end() < len(words):
            start += task.end()
        return Block(kind=BlockKind.LIST_ITEM, start=start, end=end, level=items)
    bold = _BOLD.fullmatch(words)
    if bold is not None and not shape.closes_sentence(bold["text"].rstrip(":")):
        # Many writers set a line in bold where they mean a heading.
        return Block(
            kind=BlockKind.HEADING,
            start=start + bold.start("text"),
            end=start + bold.end("text"),
            level=6,
        )
    return Block(kind=BlockKind.PARAGRAPH, start=start, end=end)
