"""Vectors of short texts whose cosine says how alike the texts are.

`embed` is a seam: the one here needs no model. It weighs words and runs of four letters by how rare
they are among the texts (tf-idf) and folds them into a few hundred dimensions by signed random
projection (Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning"). It sees
spelling and word choice, not meaning: "Taxes must fall" and "The state should take less" are far
apart in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

import numpy as np

Embed = Callable[[Sequence[str]], np.ndarray]
"""Texts to a float32 array [texts, dimensions] with rows of length 1 (or 0, for an empty text)."""
DIMENSIONS = 384
_RUN = 4
_FEW = 100
_BLOCK = 20_000
_MIX = np.uint64(0x9E3779B97F4A7C15)
_WORDS = re.compile(r"\w+")


def plain(text: str) -> str:
    """Lower case words with single spaces: what two texts that only differ in dress share.

    >>> plain("  The  Port must CLOSE! ")
    'the port must close'
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(_WORDS.findall(folded))


def embed(texts: Sequence[str]) -> np.ndarray:
    """Vectors of texts; the same texts give the same vectors, bit for bit.

    Returns:
        float32, [texts, `DIMENSIONS`], each row of length 1, or 0 where a text has no word.

    >>> a, b, c = embed(["The port must close.", "The port must be closed.", "Cats purr at night."])
    >>> bool(a @ b > 0.5 > a @ c)
    True
    """
    vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
    if not texts:
        return vectors
    rows, hashes = _features([plain(text) for text in texts])
    if not len(rows):
        return vectors
    known, index = np.unique(hashes, return_inverse=True)
    # A feature that a text holds twice counts once: the texts are short.
    pairs = np.unique(rows.astype(np.int64) * len(known) + index)
    rows, index = pairs // len(known), pairs % len(known)
    frequency = np.bincount(index, minlength=len(known))
    # Only what is frequent weighs less; among few texts nothing can be said to be.
    weight = np.minimum(np.log1p(max(len(texts), _FEW) / frequency), 1.0)
    for first in range(0, len(texts), _BLOCK):
        low, high = np.searchsorted(rows, [first, first + _BLOCK])
        height = min(_BLOCK, len(texts) - first)
        block = np.zeros(height * DIMENSIONS)
        # Each feature goes to four places, so that two features seldom share all of them.
        for turn in range(4):
            mixed = _scrambled(known[index[low:high]] + np.uint64(turn + 1))
            place = (mixed >> np.uint64(33)).astype(np.int64) % DIMENSIONS
            sign = np.where(mixed & np.uint64(1), 1.0, -1.0)
            block += np.bincount(
                (rows[low:high] - first) * DIMENSIONS + place,
                weights=sign * weight[index[low:high]],
                minlength=len(block),
            )
        vectors[first : first + height] = _unit_rows(block.reshape(height, DIMENSIONS))
    return vectors


def _features(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Row and hash of every word and every run of letters."""
    framed = [f" {text} " for text in texts]
    codes = np.frombuffer("".join(framed).encode("utf-32-le"), np.uint32).astype(np.uint64)
    row = np.repeat(np.arange(len(framed)), [len(text) for text in framed])
    rows, hashes = [], []
    if len(codes) >= _RUN:
        value = np.zeros(len(codes) - _RUN + 1, np.uint64)
        for step in range(_RUN):
            value = value * np.uint64(1_000_003) + codes[step : step + len(value)]
        inside = row[: len(value)] == row[_RUN - 1 :]
        rows.append(row[: len(value)][inside])
        hashes.append(_scrambled(value[inside]))
    spaces = np.flatnonzero(codes == ord(" "))
    total = np.concatenate(
        [[np.uint64(0)], np.cumsum(_scrambled(codes) * _position(codes, spaces))]
    )
    starts, ends = spaces[:-1] + 1, spaces[1:]
    real = ends > starts
    starts, ends = starts[real], ends[real]
    rows.append(row[starts])
    hashes.append(_scrambled(total[ends] - total[starts] + np.uint64(7)))
    return np.concatenate(rows), np.concatenate(hashes)


def _position(codes: np.ndarray, spaces: np.ndarray) -> np.ndarray:
    """An odd number for each place in its word, so that the order of letters counts."""
    place = np.arange(len(codes))
    last = np.zeros(len(codes), np.int64)
    last[spaces] = spaces
    inside = place - np.maximum.accumulate(last)
    return (_scrambled(inside.astype(np.uint64)) | np.uint64(1)).astype(np.uint64)


def _scrambled(values: np.ndarray) -> np.ndarray:
    """The finalizer of SplitMix64: spreads numbers evenly over 64 bits."""
    mixed = values * _MIX
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


def _unit_rows(block: np.ndarray) -> np.ndarray:
    length = np.sqrt((block * block).sum(axis=1, keepdims=True))
    return np.asarray(block / np.where(length == 0, 1, length), np.float32)
