"""From a text and its blocks to the arrays the encoder reads: one place, for training and for run
time alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from tokenizers import Tokenizer

CLS, SEP = 101, 102
WINDOW = 510
"""Word pieces of an article in one encoder pass; [CLS] and [SEP] make it the 512 positions MiniLM
has."""
OVERLAP = 128
"""Pieces that neighbouring windows share at least, so that every piece has 64 or more of context on
each side."""
PARAGRAPH_CLIP = 8
UNIT_CLIP = 8
DISTANCE_CLIP = 10
TRIM = " \t\r\n\f\v\u00a0.,;:!?\"'`()[]{}-\u2013\u2014\u2018\u2019\u201c\u201d\u2026*_/"
"""Characters that never begin or end a unit once spans are compared or written."""


@dataclass(frozen=True)
class Section:
    """A stretch of text read as one block: ``[start, end)`` in code points; units come from prose
    only."""

    start: int
    end: int
    prose: bool = True


@dataclass
class Encoded:
    """An article as arrays over its N word pieces; a [SEP] stands between sections, with section
    -1.

    ``offsets`` is [N, 2] in code points; ``shape``, ``from_start``, ``from_end`` are small feature
    codes; ``sequences`` are the piece ranges ``[first, last + 1)`` of prose sections, the stretches
    that are tagged on their own.
    """

    ids: np.ndarray
    shape: np.ndarray
    from_start: np.ndarray
    from_end: np.ndarray
    offsets: np.ndarray
    section: np.ndarray
    sequences: list[tuple[int, int]]
    paragraphs: int

    def __len__(self) -> int:
        return len(self.ids)


def plain_sections(text: str) -> list[Section]:
    """The non-empty lines of a plain text, in order; a short first line followed by an empty one is
    a title, not prose."""
    lines: list[tuple[int, int, str]] = []
    position = 0
    for line in text.split("\n"):
        lines.append((position, position + len(line), line))
        position += len(line) + 1
    sections: list[Section] = []
    filled = [k for k, line in enumerate(lines) if line[2].strip()]
    for k in filled:
        start, end, line = lines[k]
        title = (
            k == filled[0]
            and len(filled) > 1
            and len(line.split()) <= 25
            and not lines[k + 1][2].strip()
        )
        sections.append(Section(start, end, not title))
    return sections


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without punctuation and spaces at its two ends; a span of nothing else is given back
    unchanged."""
    s, e = start, end
    while s < e and text[s] in TRIM:
        s += 1
    while e > s and text[e - 1] in TRIM:
        e -= 1
    return (s, e) if e > s else (start, end)


@lru_cache(maxsize=50_000)
def _shape(piece: str) -> int:
    if not piece:
        return 0
    if not any(c.isalnum() for c in piece):
        return 5 if piece in ".!?" else 4
    if piece[0].isdigit():
        return 3
    if len(piece) > 1 and piece.isupper():
        return 2
    return 1 if piece[0].isupper() else 0


def encode(text: str, sections: Sequence[Section], tokenizer: Tokenizer) -> Encoded:
    """Word pieces of each section with their offsets and features, sections parted by [SEP]."""
    prose = [s for s in sections if s.prose]
    ids: list[int] = []
    shape: list[int] = []
    first: list[int] = []
    last: list[int] = []
    offsets: list[tuple[int, int]] = []
    owner: list[int] = []
    sequences: list[tuple[int, int]] = []
    seen = 0
    for number, part in enumerate(sections):
        encoding = tokenizer.encode(text[part.start : part.end], add_special_tokens=False)
        if not encoding.ids:
            seen += part.prose
            continue
        if ids:
            ids.append(SEP)
            shape.append(6)
            first.append(0)
            last.append(0)
            offsets.append((part.start, part.start))
            owner.append(-1)
        begin = len(ids)
        # Code 0 is "no paragraph"; 1 the first (last) paragraph, 2 the next, and so on up to the
        # clip.
        a = min(seen + 1, PARAGRAPH_CLIP - 1) if part.prose else 0
        b = min(len(prose) - seen, PARAGRAPH_CLIP - 1) if part.prose else 0
        places = [(part.start + s, part.start + e) for s, e in encoding.offsets]
        ids += encoding.ids
        offsets += places
        shape += [_shape(text[s:e]) for s, e in places]
        first += [a] * len(places)
        last += [b] * len(places)
        owner += [number] * len(places)
        if part.prose:
            sequences.append((begin, len(ids)))
            seen += 1
    return Encoded(
        _array(ids),
        _array(shape),
        _array(first),
        _array(last),
        _array(offsets).reshape(-1, 2),
        _array(owner),
        sequences,
        len(prose),
    )


def _array(values: Sequence[int] | Sequence[tuple[int, int]]) -> np.ndarray:
    return np.asarray(values, dtype=np.int64)


def window_starts(length: int) -> tuple[list[int], int]:
    """First pieces of the windows that cover ``length`` pieces, and how wide each of them is.

    As few windows as will do, all of one width, and no wider than they must be.

    >>> window_starts(400), window_starts(700)
    (([0], 400), ([0, 286], 414))
    """
    if length <= WINDOW:
        return [0], length
    count = 1 + -(-(length - WINDOW) // (WINDOW - OVERLAP))
    width = -(-(length + (count - 1) * OVERLAP) // count)
    return [k * (length - width) // (count - 1) for k in range(count)], width


def windows(encoded: Encoded) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Encoder inputs and where to read the answer.

    Returns ``inputs`` [W, 4, L] (ids, shape, from_start, from_end), ``mask`` [W, L], and ``gather``
    [N]: for each piece the flat index (window * L + position) in the window where it stands
    farthest from an edge, so that no unit is cut at a seam.
    """
    n = len(encoded)
    starts, size = window_starts(n)
    width = size + 2
    inputs = np.zeros((len(starts), 4, width), dtype=np.int64)
    mask = np.ones((len(starts), width), dtype=np.int64)
    best = np.full(n, -1, dtype=np.int64)
    gather = np.zeros(n, dtype=np.int64)
    for w, start in enumerate(starts):
        inputs[w, 0, 0], inputs[w, 0, size + 1] = CLS, SEP
        inputs[w, 1, 0] = inputs[w, 1, size + 1] = 6
        for row, values in enumerate(
            (encoded.ids, encoded.shape, encoded.from_start, encoded.from_end)
        ):
            inputs[w, row, 1 : size + 1] = values[start : start + size]
        position = np.arange(size)
        room = np.minimum(position, size - 1 - position)
        better = room > best[start : start + size]
        index = np.arange(start, start + size)[better]
        best[index] = room[better]
        gather[index] = w * width + 1 + position[better]
    return inputs, mask, gather


def pieces_of(encoded: Encoded, start: int, end: int) -> tuple[int, int] | None:
    """First and last piece that lie in ``[start, end)`` of the text; None where there is none."""
    inside = np.nonzero(
        (encoded.offsets[:, 1] > start) & (encoded.offsets[:, 0] < end) & (encoded.section >= 0)
    )[0]
    return (int(inside[0]), int(inside[-1])) if len(inside) else None


def unit_features(
    encoded: Encoded, spans: Sequence[tuple[int, int]]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where the units stand (Stab & Gurevych 2017, structural features), for piece spans in text
    order.

    Returns ``places`` [n, 6] of small codes (paragraph from the start and from the end, place in
    the paragraph from its start and from its end, units in the paragraph, paragraphs), ``sections``
    [n], and ``gaps`` [n]: the first piece after the unit before, or of the section, so that ``[gap,
    start)`` holds the connective that introduces the unit.
    """
    n = len(spans)
    section = encoded.section[[s for s, _ in spans]] if n else np.zeros(0, dtype=np.int64)
    places = np.zeros((n, 6), dtype=np.int64)
    gaps = np.zeros(n, dtype=np.int64)
    starts = {int(encoded.section[a]): a for a, _ in encoded.sequences}
    for i, (start, _end) in enumerate(spans):
        same = np.nonzero(section == section[i])[0]
        rank = int(np.nonzero(same == i)[0][0])
        places[i] = (
            encoded.from_start[start],
            encoded.from_end[start],
            min(rank, UNIT_CLIP - 1),
            min(len(same) - 1 - rank, UNIT_CLIP - 1),
            min(len(same), UNIT_CLIP - 1),
            min(encoded.paragraphs, UNIT_CLIP - 1),
        )
        gap = starts.get(int(section[i]), start)
        if rank > 0:
            gap = max(gap, spans[int(same[rank - 1])][1] + 1)
        gaps[i] = min(gap, start)
    return places, section, gaps
