"""PDF: lines, columns and paragraphs from where the characters stand. The text is built.

PDFium gives each character with its box; lines are put in reading order by the gutters between
columns, running heads and page numbers go, paragraphs are told by leading, indent and a short
last line and go on over columns and pages, words hyphenated at a line's end are joined, and
headings are told by size and weight of the type.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import hypot
from statistics import median, median_high
from typing import Any, NamedTuple

from argmap.errors import InputError, LimitReached
from argmap.model import BlockKind
from argmap.reading import shape
from argmap.reading.content import Content, Draft, Source, assemble, is_blank
from argmap.reading.headings import settle

_MOST_PAGES = 500
_MOST_CHARACTERS_A_PAGE = 60_000
_LEAST_COLUMN_LINES = 3
_EDGE = 0.12
"""Share of the page's height, at its head and its foot, where running lines are looked for."""
_LARGER = 1.12
"""Type this many times as large as the body's is a heading's."""
_SMALLER = 0.88
_HYPHENS = "-\u00ad\u2010\x02"
_PAGE_NUMBER = re.compile(
    r"(?:page\s+|p\.\s*|[-–—|]\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/|[-–—|])\s*\d{0,4})?",
    re.IGNORECASE,
)

_LEADER = re.compile(r"(?:\.\s?){5,}\s*\w{0,6}$")
"""Dots that lead from an entry of a table of contents to its page."""


class _Glyph(NamedTuple):
    """A character, its number on the page and its box; y grows upward."""

    char: str
    number: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class _Line:
    """Characters on one base line with no wide gap between them; y grows upward."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool
    page: int = 0
    column: int = 0

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2


@dataclass(frozen=True)
class _Page:
    lines: tuple[_Line, ...]
    bottom: float
    top: float


def read(data: bytes, source: Source) -> Content:
    """Read a PDF file.

    Raises:
        InputError: it is damaged, needs a password, or holds pictures of text only.
        LimitReached: it has too many pages or characters, or reading takes too long.
    """
    pages = _without_running_lines(_pages(data, source))
    lines = [line for page in pages for line in _ordered(page)]
    if not lines:
        raise InputError(
            "the PDF has no text in it, only pictures",
            where=source.where,
            hint="run text recognition (OCR) on it first, such as ocrmypdf",
        )
    body = _body_size(lines)
    paragraphs = _paragraphs(_without_footnotes(lines, body), body)
    words = _Words(lines)
    ranks = _ranks(paragraphs, body)
    drafts = [_draft(paragraph, ranks, body, words) for paragraph in paragraphs]
    text, blocks = assemble(drafts, source)
    return Content(text, tuple(settle(text, blocks)))


# Characters and lines ----------------------------------------------------------------------


def _pages(data: bytes, source: Source) -> Iterator[_Page]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unopened(error, source) from error
    started = time.monotonic()
    try:
        if len(document) > _MOST_PAGES:
            raise InputError(
                f"has {len(document):,} pages; argmap reads articles of up to {_MOST_PAGES}",
                where=source.where,
                hint="give the pages that hold the article",
            )
        characters = 0
        for number in range(len(document)):
            if time.monotonic() - started > source.limits.article_seconds:
                raise LimitReached.of(
                    "article_seconds",
                    f"reading stopped at page {number + 1} of {len(document)} after "
                    f"{source.limits.article_seconds:g} s",
                    where=source.where,
                )
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                source.note(f"{source.where or 'the PDF'}: page {number + 1} is damaged; left out")
                continue
            turn = page.get_rotation()
            _, bottom, _, top = _turned(turn, *page.get_bbox())
            text = page.get_textpage()
            count = text.count_chars()
            characters += count
            # Running lines and hyphens go later on: the exact check is made on the built text.
            source.check_length(characters // 2)
            if count > _MOST_CHARACTERS_A_PAGE:
                raise InputError(
                    f"page {number + 1} holds {count:,} characters, too many for a page",
                    where=source.where,
                )
            yield _Page(tuple(_lines(text, count, number, turn)), bottom, top)
            text.close()
            page.close()
    finally:
        document.close()


def _unopened(error: Exception, source: Source) -> InputError:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return InputError(
            "the PDF is protected by a password",
            where=source.where,
            hint="save it without a password",
        )
    return InputError(
        "not a PDF, or a damaged one", where=source.where, hint="open it in a viewer, print it anew"
    )


def _lines(page: Any, count: int, number: int, turn: int) -> Iterator[_Line]:
    """Lines of a page in the order in which the file draws them."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    run: list[_Glyph] = []
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(page, index)
        char = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if char in "\r\n":
            yield from _line(page, run, number, turn)
            run = []
            continue
        pdfium.FPDFText_GetLooseCharBox(page, index, box)
        glyph = _Glyph(char, index, *_turned(turn, box.left, box.bottom, box.right, box.top))
        if run and not char.isspace() and _apart(run, glyph):
            yield from _line(page, run, number, turn)
            run = []
        if run or not char.isspace():
            run.append(glyph)
    yield from _line(page, run, number, turn)


def _turned(
    turn: int, left: float, bottom: float, right: float, top: float
) -> tuple[float, float, float, float]:
    """A box as it is seen where the page is shown turned clockwise by so many degrees."""
    if turn == 90:
        return bottom, -right, top, -left
    if turn == 180:
        return -right, -top, -left, -bottom
    if turn == 270:
        return -top, left, -bottom, right
    return left, bottom, right, top


def _line(page: Any, run: Sequence[_Glyph], number: int, turn: int) -> Iterator[_Line]:
    glyphs = [glyph for glyph in run if not glyph.char.isspace()]
    if not glyphs:
        return
    # A word in another font, such as code in prose, must not decide for the line.
    some = [glyphs[(len(glyphs) - 1) * step // 4] for step in range(5)]
    sizes = [_size(page, glyph.number, turn) for glyph in some]
    size, upright = median_high(size for size, _ in sizes), sizes[2][1]
    if upright:
        yield _Line(
            text="".join(glyph.char for glyph in run).strip(),
            left=min(glyph.left for glyph in glyphs),
            right=max(glyph.right for glyph in glyphs),
            bottom=median(glyph.bottom for glyph in glyphs),
            top=median(glyph.top for glyph in glyphs),
            size=size or median(glyph.top - glyph.bottom for glyph in glyphs),
            bold=all(_is_bold(page, glyph.number) for glyph in some),
            page=number,
        )


def _size(page: Any, index: int, turn: int) -> tuple[float, bool]:
    """Size of a character's type in points, and whether it stands upright on the page."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(page, index, matrix):
        return 0.0, True
    along, across = (matrix.a, matrix.b) if turn % 180 == 0 else (matrix.b, matrix.a)
    size = pdfium.FPDFText_GetFontSize(page, index) * hypot(matrix.c, matrix.d)
    return size, abs(across) <= abs(along)


def _is_bold(page: Any, index: int) -> bool:
    from ctypes import byref, c_int

    import pypdfium2.raw as pdfium

    name, flags = (pdfium.c_char * 256)(), c_int()
    length = pdfium.FPDFText_GetFontInfo(page, index, name, 256, byref(flags))
    font = bytes(name[: max(0, min(length, 256) - 1)]).lower()
    heavy = pdfium.FPDFText_GetFontWeight(page, index) >= 600
    return heavy or b"bold" in font or b"black" in font


def _apart(run: Sequence[_Glyph], glyph: _Glyph) -> bool:
    """Whether a character begins a line of its own: far to the right, or at another height."""
    last = next((past for past in reversed(run) if not past.char.isspace()), run[-1])
    heights = (last.top - last.bottom, glyph.top - glyph.bottom)
    height = max(*heights, 1.0)
    overlap = min(last.top, glyph.top) - max(last.bottom, glyph.bottom)
    return (
        glyph.left - last.right > 1.5 * height
        or glyph.left < last.left - 2 * height
        or overlap < 0.2 * min(heights)
    )


# Running heads and page numbers -------------------------------------------------------------


def _without_running_lines(pages: Iterable[_Page]) -> list[_Page]:
    """Leave out what stands at the head or foot of several pages, and page numbers."""
    kept = list(pages)
    seen: Counter[tuple[str, int]] = Counter()
    for page in kept:
        seen.update({_place(line) for line in page.lines if _at_edge(line, page)})
    wanted = 2 if len(kept) < 6 else 3
    return [
        _Page(
            tuple(
                line
                for line in page.lines
                if not (
                    _at_edge(line, page)
                    and (seen[_place(line)] >= wanted or _PAGE_NUMBER.fullmatch(line.text))
                )
                and not _LEADER.search(line.text)
            ),
            page.bottom,
            page.top,
        )
        for page in kept
    ]


def _place(line: _Line) -> tuple[str, int]:
    # Odd and even pages put the same line at different sides: its height is what counts.
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.bottom / 4)


def _at_edge(line: _Line, page: _Page) -> bool:
    edge = _EDGE * (page.top - page.bottom)
    return line.bottom > page.top - edge or line.top < page.bottom + edge


# Reading order ------------------------------------------------------------------------------


def _ordered(page: _Page) -> list[_Line]:
    """The lines of a page in reading order, each with the number of its column."""
    columns: list[list[_Line]] = []
    stack = [list(page.lines)]
    while stack:
        lines = stack.pop()
        gutter = _gutter(lines)
        if gutter is None:
            columns.append(_joined(lines))
            continue
        stack.extend(reversed(_bands(lines, gutter)))
    return [
        replace(line, column=number) for number, column in enumerate(columns) for line in column
    ]


def _gutter(lines: list[_Line]) -> float | None:
    """Where a white strip parts two columns; few lines, such as a title, may lie across it."""
    if len(lines) < 2 * _LEAST_COLUMN_LINES:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    size = median(line.size for line in lines)
    best: tuple[int, float] | None = None
    for edge in sorted({round(line.left, 1) for line in lines}):
        cut = edge - 0.25 * size
        if not left + 0.15 * (right - left) < cut < right - 0.15 * (right - left):
            continue
        before = [line for line in lines if line.right <= cut]
        after = [line for line in lines if line.left >= cut]
        across = len(lines) - len(before) - len(after)
        if min(len(before), len(after)) < _LEAST_COLUMN_LINES or across > 0.4 * len(lines):
            continue
        if not _are_columns(before, after, size):
            continue
        if best is None or across < best[0]:
            best = (across, cut)
    return None if best is None else best[1]


def _are_columns(before: list[_Line], after: list[_Line], size: float) -> bool:
    """Whether two sets of lines stand side by side, and both are wide enough to be prose."""
    height = min(
        max(line.top for line in before) - min(line.bottom for line in after),
        max(line.top for line in after) - min(line.bottom for line in before),
    )
    width = 8 * size
    return (
        height > _LEAST_COLUMN_LINES * size
        and median(line.right - line.left for line in before) > width
        and median(line.right - line.left for line in after) > width
    )


def _bands(lines: list[_Line], gutter: float) -> list[list[_Line]]:
    """What lies between the lines across a gutter: its left, then its right, from top to bottom."""
    bands: list[list[_Line]] = []
    across = sorted(
        (line for line in lines if line.left < gutter < line.right), key=lambda line: -line.middle
    )
    rest = [line for line in lines if not line.left < gutter < line.right]
    for line in [*across, None]:
        bottom = float("-inf") if line is None else line.middle
        above = [other for other in rest if other.middle > bottom]
        rest = [other for other in rest if other.middle <= bottom]
        bands.append([other for other in above if other.right <= gutter])
        bands.append([other for other in above if other.left >= gutter])
        if line is not None:
            bands.append([line])
    return _merged([band for band in bands if band], gutter)


def _merged(bands: list[list[_Line]], gutter: float) -> list[list[_Line]]:
    """Lines across the gutter that follow each other make one band."""
    merged: list[list[_Line]] = []
    for band in bands:
        crosses = all(line.left < gutter < line.right for line in band)
        if crosses and merged and all(line.left < gutter < line.right for line in merged[-1]):
            merged[-1].extend(band)
        else:
            merged.append(band)
    return merged


def _joined(lines: list[_Line]) -> list[_Line]:
    """Lines from top to bottom, with the pieces of one line put together."""
    rows: list[list[_Line]] = []
    for line in sorted(lines, key=lambda line: (-line.middle, line.left)):
        row = rows[-1] if rows else None
        if row and abs(row[0].middle - line.middle) < 0.4 * min(row[0].size, line.size):
            row.append(line)
        else:
            rows.append([line])
    return [_one(sorted(row, key=lambda line: line.left)) for row in rows]


def _one(row: list[_Line]) -> _Line:
    longest = max(row, key=lambda line: len(line.text))
    return replace(
        longest,
        text=" ".join(line.text for line in row),
        left=row[0].left,
        right=max(line.right for line in row),
        bold=all(line.bold for line in row),
    )


# Paragraphs ---------------------------------------------------------------------------------


def _body_size(lines: Iterable[_Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size))


def _without_footnotes(lines: list[_Line], body: float) -> list[_Line]:
    """Leave out small type under the last line of the body on its page."""
    lowest: dict[tuple[int, int], float] = {}
    for line in lines:
        if line.size > _SMALLER * body:
            place = (line.page, line.column)
            lowest[place] = min(line.bottom, lowest.get(place, line.bottom))
    return [
        line
        for line in lines
        if line.size > _SMALLER * body
        or line.bottom > lowest.get((line.page, line.column), float("-inf"))
    ]


class _Setting(NamedTuple):
    """How the document is set."""

    body: float
    leading: float
    """From base line to base line within a paragraph."""
    parted: bool
    """Gaps or indents part its paragraphs, so that a short line needs not end one."""
    edges: dict[tuple[int, int], tuple[float, float]]
    """Left and right edge of each column, by page and column."""


def _setting(lines: list[_Line], body: float) -> _Setting:
    pairs = [
        (above, below)
        for above, below in pairwise(lines)
        if (above.page, above.column) == (below.page, below.column)
        and max(above.size, below.size) <= _LARGER * body
        and 0 < above.bottom - below.bottom < 3 * body
    ]
    steps = sorted(above.bottom - below.bottom for above, below in pairs)
    # The lower third: where every paragraph is one line, the median is a gap, not the leading.
    leading = steps[len(steps) // 3] if steps else 1.2 * body
    gaps = sum(step > 1.3 * leading for step in steps)
    indents = sum(0.8 * body < below.left - above.left < 5 * body for above, below in pairs)
    edges: dict[tuple[int, int], tuple[float, float]] = {}
    for line in lines:
        left, right = edges.get((line.page, line.column), (line.left, line.right))
        edges[line.page, line.column] = (min(left, line.left), max(right, line.right))
    return _Setting(body, leading, max(gaps, indents) >= max(2, 0.04 * len(pairs)), edges)


def _paragraphs(lines: list[_Line], body: float) -> list[list[_Line]]:
    setting = _setting(lines, body)
    paragraphs: list[list[_Line]] = []
    for line in lines:
        if paragraphs and _goes_on(paragraphs[-1], line, setting):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _goes_on(paragraph: list[_Line], line: _Line, setting: _Setting) -> bool:
    """Whether a line goes on with a paragraph."""
    before = paragraph[-1]
    larger = max(line.size, before.size)
    heads = larger > 1.08 * setting.body
    closed = shape.last_mark(before.text) in ".!?…:"
    other_size = larger > 1.08 * min(line.size, before.size)
    other_weight = before.bold != line.bold and len(paragraph) == 1 and len(before.text) <= 110
    if shape.MARKER.match(line.text) or other_weight or (other_size and (heads or closed)):
        return False
    if (before.page, before.column) != (line.page, line.column):
        goes_over = line.text[0].islower() or len(paragraph) > 1
        return not closed and not before.bold and not heads and goes_over
    leading = max(setting.leading, 1.2 * larger) if heads else setting.leading
    if not 0 <= before.bottom - line.bottom <= max(1.3 * leading, leading + 0.25 * larger):
        return False
    hanging = len(paragraph) == 1 and shape.MARKER.match(before.text)
    indented = line.left - before.left > 0.8 * line.size and not hanging
    if indented and (closed or len(paragraph) > 1) and not heads:
        return False
    left, right = setting.edges[line.page, line.column]
    ends_short = before.right < right - 0.15 * (right - left)
    return not (ends_short and closed and not setting.parted and not heads)


# Text ---------------------------------------------------------------------------------------


class _Words:
    """The words of the document, to tell a hyphen of a compound from one at a line's end."""

    def __init__(self, lines: Iterable[_Line]) -> None:
        self._known = {
            word.strip(".,;:!?()[]\"'“”‘’").casefold()
            for line in lines
            for word in line.text.split()
        }

    def join(self, texts: Sequence[str]) -> str:
        """Lines to one text."""
        whole = ""
        for text in texts:
            if not whole:
                whole = text
            elif whole[-1] in _HYPHENS and len(whole) > 1 and whole[-2].isalpha():
                whole = self._mended(whole, text)
            else:
                whole = f"{whole} {text}"
        return whole.replace("\x02", "-").replace("\u00ad", "")

    def _mended(self, whole: str, text: str) -> str:
        head, tail = re.split(r"\s", whole[:-1])[-1], text.split(maxsplit=1)[0]
        bare = tail.strip(".,;:!?()[]\"'“”‘’")
        compound, word = f"{head}-{bare}".casefold(), f"{head}{bare}".casefold()
        if not tail[0].islower() or "-" in head or "-" in bare:
            return f"{whole[:-1]}-{text}"
        if compound in self._known and word not in self._known:
            return f"{whole[:-1]}-{text}"
        return f"{whole[:-1]}{text}"


def _ranks(paragraphs: list[list[_Line]], body: float) -> dict[float, int]:
    """Sizes of type larger than the body's, the largest first, to heading levels."""
    sizes = {
        round(paragraph[0].size)
        for paragraph in paragraphs
        if paragraph[0].size >= _LARGER * body and _may_head(paragraph)
    }
    return {size: rank for rank, size in enumerate(sorted(sizes, reverse=True), start=1)}


def _may_head(paragraph: list[_Line]) -> bool:
    length = sum(len(line.text) for line in paragraph)
    return len(paragraph) <= 4 and length <= 200


def _draft(paragraph: list[_Line], ranks: dict[float, int], body: float, words: _Words) -> Draft:
    text = words.join([line.text for line in paragraph])
    size = paragraph[0].size
    if is_blank(text) or shape.is_furniture(text):
        return Draft(BlockKind.PARAGRAPH, "")
    if _may_head(paragraph):
        if size >= _LARGER * body:
            return Draft(BlockKind.HEADING, text, min(ranks.get(round(size), 1), 6))
        bold = all(line.bold for line in paragraph)
        if bold and len(text) <= 110 and not shape.closes_sentence(text.rstrip(":")):
            return Draft(BlockKind.HEADING, text, min(len(ranks) + 1, 6))
    marker = shape.MARKER.match(text)
    if marker is not None and marker.end() < len(text):
        return Draft(BlockKind.LIST_ITEM, text[marker.end() :], 1)
    return Draft(BlockKind.PARAGRAPH, text)
