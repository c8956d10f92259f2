"""From sentences, pairs and paragraphs to the arrays that the critic's encoder reads.

One place for training and for run time, so that both see the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from argmap.language.surrogates import sound

CLS, SEP, PAD = 101, 102, 0
POSITIONS = 256
"""Longest sequence, [CLS] and [SEP] included."""
SENTENCE_PIECES = 126
PAIR_PIECES = 189
CLAIM_PIECES = 80
"""Of the pair's room, what the second text may take at most."""
WINDOW_PIECES = 126
PARAGRAPH_PIECES = 180
"""A paragraph longer than this is cut between sentences."""
SHAPES = 8
MATCHES = 5
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+")


@dataclass
class Encoded:
    """One input: `rows` [4, L] are piece ids, segment, letter shape and match; `offsets` [L, 2].

    Offsets are code points of the text that was read, (-1, -1) for [CLS] and [SEP]. In a pair they
    belong to the text of the piece's own segment.
    """

    rows: np.ndarray
    offsets: np.ndarray
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Piece ranges `[first, end)` of the sentences or texts in it."""

    def __len__(self) -> int:
        return int(self.rows.shape[1])


@lru_cache(maxsize=50_000)
def shape_of(word: str) -> int:
    """A small code for how a piece is written.

    0 lower case, 1 capitalised, 2 all capitals, 3 a number, 4 a mark, 5 an end of sentence.

    >>> [shape_of(w) for w in ("fleet", "Fleet", "NATO", "1952", ",", ".")]
    [0, 1, 2, 3, 4, 5]
    """
    if not word:
        return 0
    if not any(c.isalnum() for c in word):
        return 5 if word in ".!?" else 4
    if word[0].isdigit():
        return 3
    if len(word) > 1 and word.isupper():
        return 2
    return 1 if word[0].isupper() else 0


def _pieces(text: str, tokenizer: Any) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    encoding = tokenizer.encode(sound(text), add_special_tokens=False)
    offsets = list(encoding.offsets)
    return list(encoding.ids), [shape_of(text[s:e]) for s, e in offsets], offsets


def matches(ids: Sequence[int], other: Sequence[int]) -> list[int]:
    """How each piece of a text recurs in the other text.

    1 not at all, 2 alone, 3 with the piece before it, or the piece after it, 4 with both.

    >>> matches([7, 8, 9, 5], [1, 7, 8, 9, 2])
    [3, 4, 3, 1]
    """
    known = set(other)
    pairs = set(pairwise(other))
    codes = []
    for k, piece in enumerate(ids):
        if piece not in known:
            codes.append(1)
            continue
        left = k > 0 and (ids[k - 1], piece) in pairs
        right = k + 1 < len(ids) and (piece, ids[k + 1]) in pairs
        codes.append(2 + left + right)
    return codes


def _build(
    parts: Sequence[tuple[list[int], list[int], list[tuple[int, int]], int, list[int]]],
) -> Encoded:
    """[CLS] part [SEP] part [SEP] ...; a part is ids, shapes, offsets, segment, matches."""
    ids, shapes, offsets, segments, match = [CLS], [6], [(-1, -1)], [0], [0]
    spans = []
    for piece_ids, piece_shapes, piece_offsets, segment, codes in parts:
        spans.append((len(ids), len(ids) + len(piece_ids)))
        ids += [*piece_ids, SEP]
        shapes += [*piece_shapes, 6]
        offsets += [*piece_offsets, (-1, -1)]
        segments += [segment] * (len(piece_ids) + 1)
        match += [*codes, 0]
    rows = np.array([ids, segments, shapes, match], dtype=np.int64)
    return Encoded(rows, np.array(offsets, dtype=np.int64).reshape(-1, 2), spans)


def encode_sentences(texts: Sequence[str], tokenizer: Any) -> Encoded:
    """One or several sentences in one sequence, [SEP] between them; each is cut to fit."""
    room = max(8, SENTENCE_PIECES // max(1, len(texts)))
    parts = []
    for text in texts:
        ids, shapes, offsets = _pieces(text, tokenizer)
        size = min(len(ids), SENTENCE_PIECES if len(texts) == 1 else room)
        parts.append((ids[:size], shapes[:size], offsets[:size], 0, [0] * size))
    return _build(parts)


def encode_pair(first: str, second: str, tokenizer: Any) -> Encoded:
    """Two texts, such as evidence and claim, or premise and hypothesis, each cut to fit."""
    a, b = _pieces(first, tokenizer), _pieces(second, tokenizer)
    size_b = min(len(b[0]), CLAIM_PIECES)
    size_a = min(len(a[0]), PAIR_PIECES - size_b)
    codes_a = matches(a[0][:size_a], b[0][:size_b])
    codes_b = matches(b[0][:size_b], a[0][:size_a])
    return _build(
        [
            (a[0][:size_a], a[1][:size_a], a[2][:size_a], 0, codes_a),
            (b[0][:size_b], b[1][:size_b], b[2][:size_b], 1, codes_b),
        ]
    )


def encode_windows(text: str, tokenizer: Any) -> list[Encoded]:
    """A text as sequences of whole paragraphs (lines), [SEP] between them.

    Paragraphs are packed while they fit; one that is too long is cut between sentences, and a
    sentence that is too long between words. Offsets are code points of `text`.
    """
    windows: list[Encoded] = []
    pending: list[tuple[list[int], list[int], list[tuple[int, int]], int, list[int]]] = []
    size = 0
    for start, end in _stretches(text):
        ids, shapes, offsets = _pieces(text[start:end], tokenizer)
        for a, b in _cuts(text[start:end], offsets):
            moved = [(start + s, start + e) for s, e in offsets[a:b]]
            part = (ids[a:b], shapes[a:b], moved, 0, [0] * (b - a))
            if pending and size + (b - a) + 1 > WINDOW_PIECES:
                windows.append(_build(pending))
                pending, size = [], 0
            pending.append(part)
            size += b - a + 1
    if pending:
        windows.append(_build(pending))
    return windows


def _stretches(text: str) -> list[tuple[int, int]]:
    found = []
    position = 0
    for line in text.split("\n"):
        if line.strip():
            found.append((position, position + len(line)))
        position += len(line) + 1
    return found


def _cuts(text: str, offsets: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Piece ranges of a paragraph: the whole of it where it fits."""
    n = len(offsets)
    if n == 0:
        return []
    if n <= PARAGRAPH_PIECES:
        return [(0, n)]
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    starts = [s for s, _ in offsets]
    borders = sorted({int(np.searchsorted(starts, e)) for e in ends} - {0, n})
    cuts: list[tuple[int, int]] = []
    first = 0
    while n - first > PARAGRAPH_PIECES:
        inside = [b for b in borders if first < b <= first + PARAGRAPH_PIECES]
        last = inside[-1] if inside else first + PARAGRAPH_PIECES
        cuts.append((first, last))
        first = last
    return [*cuts, (first, n)]


def pad(sequences: Sequence[Encoded], multiple: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """`inputs` [B, 4, L] and `mask` [B, L] of several sequences."""
    width = max(len(s) for s in sequences)
    width = min(-(-width // multiple) * multiple, POSITIONS)
    inputs = np.zeros((len(sequences), 4, width), dtype=np.int64)
    mask = np.zeros((len(sequences), width), dtype=np.int64)
    for k, sequence in enumerate(sequences):
        inputs[k, :, : len(sequence)] = sequence.rows
        mask[k, : len(sequence)] = 1
    return inputs, mask
