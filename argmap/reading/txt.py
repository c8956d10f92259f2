"""Plain text: paragraphs by blank lines or by lines, headings and titles by their shape.

`Article.text` is the decoded text itself, whatever its line ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from argmap.model import Block, BlockKind
from argmap.reading import shape
from argmap.reading.content import Content, Source, trim
from argmap.reading.encoding import decode
from argmap.reading.headings import name_blocks

# Hard wrapping is done at 60 to 80 columns, seldom above 100. Longer lines are paragraphs.
_WIDEST_WRAP = 120
_NARROWEST_WRAP = 40
_INDENT = re.compile(r"[^\S\r\n]*")
_QUOTE_MARK = re.compile(r"[^\S\r\n]*(?:>[^\S\r\n]*)+")


@dataclass(frozen=True)
class _Line:
    """A line without its end and the white space around it; `raw_start` is where it begins."""

    start: int
    end: int
    raw_start: int
    text: str

    @property
    def indent(self) -> int:
        return self.start - self.raw_start

    def __len__(self) -> int:
        return self.end - self.raw_start


def read(data: bytes, source: Source) -> Content:
    r"""Read a plain text file.

    >>> [block.kind.value for block in read(b"Cats\n\nCats purr, and purr again.", Source()).blocks]
    ['title', 'paragraph']
    """
    return parse(decode(data, source), source)


def parse(text: str, source: Source) -> Content:
    r"""Find the blocks of a plain text, which stays as it is.

    >>> content = parse("Why Cats Purr\r\n\r\nThey purr because they can.\r\n", Source())
    >>> [content.text[block.start : block.end] for block in content.blocks]
    ['Why Cats Purr', 'They purr because they can.']
    """
    source.check_length(len(text))
    groups = list(_groups(text))
    width = _wrap_width(groups)
    blocks = [block for group in groups for block in _blocks(text, group, width)]
    return Content(text, tuple(name_blocks(text, blocks)))


def _groups(text: str) -> Iterator[list[_Line]]:
    """Runs of lines with no blank line between them."""
    group: list[_Line] = []
    position = 0
    for raw in text.splitlines(keepends=True):
        start, end = trim(text, position, position + len(raw))
        if start == end:
            if group:
                yield group
            group = []
        else:
            group.append(_Line(start, end, position, text[start:end]))
            if raw.endswith("\u2029"):
                yield group
                group = []
        position += len(raw)
    if group:
        yield group


def _wrap_width(groups: list[list[_Line]]) -> int | None:
    """The column at which the text is hard-wrapped; none where its lines are paragraphs.

    A wrapped line ends where the next word would not fit, mostly in the middle of a sentence; a
    line that is a paragraph ends with a sentence.
    """
    joints = [
        (line, after)
        for group in groups
        for line, after in pairwise(group)
        if len(line) <= _WIDEST_WRAP and not shape.MARKER.match(after.text)
    ]
    if not joints:
        return None
    lengths = sorted(len(line) for line, _ in joints)
    width = lengths[min(len(lengths) - 1, int(len(lengths) * 0.95))]
    if width < _NARROWEST_WRAP:
        return None
    full = [line for line, _ in joints if len(line) >= 0.6 * width]
    broken = sum(not shape.closes_sentence(line.text) for line in full)
    return width if broken >= 0.5 * len(full) else None


def _blocks(text: str, group: list[_Line], width: int | None) -> Iterator[Block]:
    """Blocks of a run of lines: all paragraphs yet, save list items and lines marked as quotes."""
    indents: list[int] = []
    current: Block | None = None
    for number, line in enumerate(group):
        before = group[number - 1] if number else None
        started = _start(line, before, current, indents)
        goes_on = (
            started is None
            and current is not None
            and before is not None
            and _continues(before, line, current, width, first=number == 1)
        )
        if goes_on and current is not None:
            current = current.model_copy(update={"end": line.end})
            continue
        if current is not None:
            yield current
        current = started or Block(kind=BlockKind.PARAGRAPH, start=line.start, end=line.end)
    if current is not None:
        yield current


def _start(
    line: _Line, before: _Line | None, current: Block | None, indents: list[int]
) -> Block | None:
    """The list item or quote that begins with this line, if one does."""
    quoted = _QUOTE_MARK.match(line.text)
    if quoted is not None and quoted.end() < len(line.text):
        depth = quoted.group().count(">")
        if current is not None and current.kind is BlockKind.QUOTE and current.level == depth:
            return None
        return Block(
            kind=BlockKind.QUOTE, start=line.start + quoted.end(), end=line.end, level=depth
        )
    marker = shape.MARKER.match(line.text)
    if marker is None or shape.is_furniture(line.text[marker.end() :]):
        return None
    in_list = current is not None and current.kind is BlockKind.LIST_ITEM
    if before is not None and not in_list and not shape.closes_sentence(before.text):
        return None  # a dash in the middle of wrapped prose
    while indents and indents[-1] > line.indent:
        indents.pop()
    if not indents or indents[-1] < line.indent:
        indents.append(line.indent)
    return Block(
        kind=BlockKind.LIST_ITEM,
        start=line.start + marker.end(),
        end=line.end,
        level=len(indents),
    )


def _continues(
    before: _Line, line: _Line, current: Block, width: int | None, *, first: bool
) -> bool:
    """Whether the line goes on with the block of the line before it."""
    if current.kind is BlockKind.QUOTE:
        return bool(_QUOTE_MARK.match(line.text))
    if current.kind is BlockKind.LIST_ITEM and line.indent > 0:
        return True
    if width is None or len(before) > _WIDEST_WRAP or len(line) > _WIDEST_WRAP:
        return False
    word = line.text.split(maxsplit=1)[0]
    fits = len(before) + 1 + len(word) <= 0.9 * width
    if shape.closes_sentence(before.text):
        # Paragraphs set off by a short last line or by an indent, with no blank line between.
        return not (fits and len(before) < 0.75 * width) and line.indent - before.indent < 2
    # A heading right above its paragraph.
    return not (first and fits and len(before) < 0.6 * width and not line.text[:1].islower())
