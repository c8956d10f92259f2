"""Titles and headings of a text that does not mark them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from argmap.model import Block, BlockKind
from argmap.reading import shape

_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

_TITLE_WORDS, _TITLE_CHARACTERS = 28, 180
_HEADING_WORDS, _HEADING_CHARACTERS = 14, 110
_SHORT_HEADING_WORDS = 8
_LONG_PARAGRAPH = 90
# A first line that ends like a sentence is a title only above a body of this many times its length.
_BODY_OVER_SENTENCE_TITLE = 6
_LEAST_BODY = 400
_MOST_STACKED_HEADINGS = 2


class _Style(NamedTuple):
    """How the text as a whole is written."""

    punctuated: bool
    """Most of its long blocks end as sentences do."""
    cased: bool
    """It is not all capitals."""
    stopped_headings: bool
    """Its title ends in a full stop, so that its headings may too."""


def name_blocks(text: str, blocks: Iterable[Block]) -> list[Block]:
    r"""Tell title, headings and quotes among the paragraphs, and leave the page's furniture out.

    >>> text = "Why Cats Purr\n\nWhy cats purr\n\nThey purr because they can."
    >>> spans = ((0, 13), (15, 28), (30, 57))
    >>> paragraphs = [Block(kind="paragraph", start=start, end=end) for start, end in spans]
    >>> [block.kind.value for block in name_blocks(text, paragraphs)]
    ['title', 'title', 'paragraph']
    """
    given = list(blocks)
    kept = _without_furniture(text, given) or given
    kept = _with_title(text, kept)
    return _with_quotes(text, _with_headings(text, kept))


def settle(text: str, blocks: Sequence[Block]) -> list[Block]:
    r"""Tell the title, by the headings that the format marks or, where it marks none, by shape.

    >>> text = "Keep It\n\nBy Ann Lee\n\nIt is cheap."
    >>> spans = (("heading", 0, 7), ("paragraph", 9, 19), ("paragraph", 21, 33))
    >>> blocks = [Block(kind=kind, start=start, end=end, level=1) for kind, start, end in spans]
    >>> [block.kind.value for block in settle(text, blocks)]
    ['title', 'paragraph']
    """
    if any(block.kind in (BlockKind.TITLE, BlockKind.HEADING) for block in blocks):
        return _without_furniture(text, mark_title(text, blocks))
    return name_blocks(text, blocks)


def mark_title(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Tell the title among headings that the format itself marks, and its repetitions.

    A title is the first block if that is a heading which none other equals in rank or which is no
    usual name of a section; else it is the only heading of the first rank.
    """
    marked = list(blocks)
    headings = [block for block in marked if block.kind is BlockKind.HEADING]
    title = next((block for block in marked if block.kind is BlockKind.TITLE), None)
    if title is None and headings:
        first, level = marked[0], min(block.level for block in headings)
        top = [block for block in headings if block.level == level]
        name = text[first.start : first.end]
        numbered = shape.heading_number(name) is not None
        if first.kind is BlockKind.HEADING and first.level == level:
            plain = not shape.is_section_name(name) and not numbered
            if plain and (level == 1 or len(top) == 1 or _said_twice(text, first, top[1:])):
                title = first
        elif len(top) == 1 and level == 1:
            title = top[0]
    if title is None:
        return marked
    wanted = _essence(text[title.start : title.end])
    return [
        _as(block, BlockKind.TITLE)
        if block is title
        or (
            block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH)
            and _essence(text[block.start : block.end]) == wanted
        )
        else block
        for block in marked
    ]


def title_of(text: str, blocks: Iterable[Block]) -> str | None:
    """Text of the first title block on one line; none without one."""
    for block in blocks:
        if block.kind is BlockKind.TITLE:
            return " ".join(text[block.start : block.end].split())
    return None


def _said_twice(text: str, block: Block, others: Sequence[Block]) -> bool:
    wanted = _essence(text[block.start : block.end])
    return any(_essence(text[other.start : other.end]) == wanted for other in others)


def _essence(text: str) -> str:
    return " ".join(text.split()).strip(" .#*_").casefold()


def _as(block: Block, kind: BlockKind, level: int = 0) -> Block:
    return block.model_copy(update={"kind": kind, "level": level})


def _without_furniture(text: str, blocks: list[Block]) -> list[Block]:
    kept: list[Block] = []
    for block in blocks:
        under_title = 0 < len(kept) <= 2 and all(b.end - b.start <= 200 for b in kept)
        if block.kind is BlockKind.PARAGRAPH and shape.is_furniture(
            text[block.start : block.end], under_title=under_title
        ):
            continue
        kept.append(block)
    return kept


def _with_title(text: str, blocks: list[Block]) -> list[Block]:
    if len(blocks) < 2 or not _is_title(text, blocks):
        return blocks
    wanted = _essence(text[blocks[0].start : blocks[0].end])
    return [
        _as(block, BlockKind.TITLE)
        if not number
        or (block.kind is BlockKind.PARAGRAPH and _essence(text[block.start : block.end]) == wanted)
        else block
        for number, block in enumerate(blocks)
    ]


def _is_title(text: str, blocks: list[Block]) -> bool:
    """Whether the first block is a title by its shape and by what follows it."""
    line = _words(text, blocks[0])
    fits = len(line.split()) <= _TITLE_WORDS and len(line) <= _TITLE_CHARACTERS
    plain = blocks[0].kind is BlockKind.PARAGRAPH and not _LINE_END.search(line)
    if not (plain and fits) or shape.is_section_name(line):
        return False
    rest = [_words(text, block) for block in blocks[1:]]
    if any(_essence(other) == _essence(line) for other in rest):
        return True
    alone = len(_LINE_END.findall(text[blocks[0].end : blocks[1].start])) > 1
    last = shape.last_mark(line)
    if last in ",;-–—:":
        return False
    if last in ".!…。！":
        return alone and _heads_as_sentence(line, rest)
    if not any(map(shape.closes_sentence, rest)):
        # Nothing in the text is punctuated: only a short line over a much longer one is a title.
        return len(line.split()) <= _SHORT_HEADING_WORDS and len(rest[0]) > 2 * len(line)
    return (alone or len(rest[0]) > len(line)) and sum(map(len, rest)) > len(line)


def _heads_as_sentence(line: str, rest: list[str]) -> bool:
    """Whether a first line that ends like a sentence may be a title: it needs a body under it."""
    return (
        len(rest) > 1
        and shape.count_sentences(line) <= 2
        and (len(rest[0]) > len(line) or ": " in line)
        and sum(map(len, rest)) >= max(_LEAST_BODY, _BODY_OVER_SENTENCE_TITLE * len(line))
    )


def _style(text: str, blocks: list[Block]) -> _Style:
    texts = [text[block.start : block.end] for block in blocks]
    long = [t for t in texts if len(t.split()) > _SHORT_HEADING_WORDS]
    closed = sum(shape.closes_sentence(t) for t in long)
    title = next((t for t, b in zip(texts, blocks, strict=True) if b.kind is BlockKind.TITLE), "")
    return _Style(
        punctuated=2 * closed >= len(long),
        cased=not all(shape.is_capitals(t) for t in long) or not long,
        stopped_headings=shape.last_mark(title) in (".", "?"),
    )


def _with_headings(text: str, blocks: list[Block]) -> list[Block]:
    style = _style(text, blocks)
    levels = [_level(text, blocks, number, style) for number in range(len(blocks))]
    number = 0
    while number < len(levels):
        end = number
        while end < len(levels) and levels[end] is not None:
            end += 1
        # Headings stand over a body. A long run of short lines is a poem, a table or a list.
        over_body = end < len(levels) and _length(blocks[end]) > _length(blocks[end - 1])
        if end - number > _MOST_STACKED_HEADINGS or not over_body:
            levels[number:end] = [None] * (end - number)
        number = end + 1
    return [
        block if level is None else _as(block, BlockKind.HEADING, level)
        for block, level in zip(blocks, levels, strict=True)
    ]


def _level(text: str, blocks: list[Block], number: int, style: _Style) -> int | None:
    """The heading level of a block by its own shape; none where it is no heading."""
    block = blocks[number]
    if number + 1 == len(blocks):
        return None
    line, after = text[block.start : block.end], _words(text, blocks[number + 1])
    if block.kind is BlockKind.LIST_ITEM:
        return _numbered_item(text, block, blocks[number + 1])
    if block.kind is not BlockKind.PARAGRAPH or _LINE_END.search(line):
        return None
    if len(line.split()) > _HEADING_WORDS or len(line) > _HEADING_CHARACTERS:
        return None
    if shape.last_mark(line) == "." and style.stopped_headings:
        before = _words(text, blocks[number - 1]) if number else ""
        long = min(len(after), len(before)) >= _LONG_PARAGRAPH
        return 1 if long and shape.is_bare_phrase(line) else None
    return _level_of_phrase(line, style)


def _level_of_phrase(line: str, style: _Style) -> int | None:
    last, words = shape.last_mark(line), len(line.split())
    if last in ",;-–—.…。！!" or line[0].islower() or line[0] in "-–—>":
        return None
    named = shape.is_section_name(line)
    level = shape.heading_number(line)
    title_case = style.cased and words > 1 and shape.is_title_case(line)
    if last == ":":
        strong = named
    elif last == "?":
        strong = named or level is not None or title_case
    else:
        strong = named or level is not None or (style.cased and shape.is_capitals(line))
        # Weaker: a phrase with no full stop, where others do have one.
        short = title_case and words <= _SHORT_HEADING_WORDS
        strong = strong or style.punctuated or short
    return (level or 1) if strong else None


def _length(block: Block) -> int:
    return block.end - block.start


def _words(text: str, block: Block) -> str:
    return text[block.start : block.end]


def _numbered_item(text: str, block: Block, after: Block) -> int | None:
    """`1. Introduction` over a paragraph is a heading, though it looks like a list item."""
    line = _words(text, block)
    marker = text[: block.start].rsplit("\n", 1)[-1].strip()
    if not marker[:1].isdigit() or len(line.split()) > _SHORT_HEADING_WORDS:
        return None
    if shape.closes_sentence(line) or line[0].islower():
        return None
    alone = len(_LINE_END.findall(text[block.end : after.start])) > 1
    follows = after.kind is BlockKind.PARAGRAPH and _length(after) > 2 * len(line)
    return 1 if follows and (alone or _length(after) > _LONG_PARAGRAPH) else None


def _with_quotes(text: str, blocks: list[Block]) -> list[Block]:
    """Paragraphs that are wholly in quotation marks.

    A quotation over several paragraphs opens each with a mark and closes the last alone.
    """
    named = list(blocks)
    for number, block in enumerate(blocks):
        words = _words(text, block)
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        after = _words(text, blocks[number + 1]) if number + 1 < len(blocks) else ""
        goes_on = shape.opens_quotation(words) and after[:1] == words[0]
        if goes_on or shape.is_quotation(words):
            named[number] = _as(block, BlockKind.QUOTE, 1)
    return named
