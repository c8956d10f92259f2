"""The encoder and its heads, run by ONNX Runtime: an article in, scores out. No decisions are made
here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from argmap.errors import MissingRequirement
from argmap.language.inference import open_encoder, open_graph, open_tokenizer
from argmap.mining.neural.features import Encoded, Section, encode, unit_features, windows
from argmap.model import Article, BlockKind

WEIGHTS = Path(__file__).resolve().parent.parent / "weights"
PAIRS = 60_000
"""Pairs of units in one call of the heads, some kilobytes each while it runs."""
HEADS = ("role", "comment", "article", "within", "across", "kind", "genre")
OF_PAIRS = ("within", "across", "kind")


@dataclass(frozen=True)
class SurfaceScores:
    """What `argmap.mining.surface` says about n units: log-probabilities of their roles [n, 3] and
    of their heads in the paragraph [n, n + 1] (the last column is "none"), and log odds that child
    i attacks parent j [n, n]."""

    roles: np.ndarray
    heads: np.ndarray
    attack: np.ndarray


@dataclass(frozen=True)
class Scores:
    """What the heads say about n units; scores, not probabilities.

    ``role`` [n, 3], ``comment`` [n, 5], ``article`` [n, 6], ``within`` and ``across`` [n, n + 1]
    (child, parent; the last column is "none"), ``kind`` [n, n, 3], ``genre`` [5]; ``sections`` [n];
    ``tags`` [n, 3] is the tagger's mean score of each role in the span. ``surface`` is there for
    essays.
    """

    role: np.ndarray
    comment: np.ndarray
    article: np.ndarray
    within: np.ndarray
    across: np.ndarray
    kind: np.ndarray
    genre: np.ndarray
    sections: np.ndarray
    tags: np.ndarray
    surface: SurfaceScores | None = None


@dataclass(frozen=True)
class Read:
    """An article after the encoder: pieces, their states [N, H] and tag scores [N, T]."""

    encoded: Encoded
    states: np.ndarray
    emissions: np.ndarray


def sections_of(article: Article) -> list[Section]:
    """The article's blocks as sections; titles and headings are no prose. A text without blocks is
    one paragraph."""
    if not article.blocks:
        return [Section(0, len(article.text))]
    silent = {BlockKind.TITLE, BlockKind.HEADING}
    return [Section(b.start, b.end, b.kind not in silent) for b in article.blocks]


def read_settings(folder: Path) -> dict[str, Any]:
    """The decoder's settings, the calibration and the version of the weights in a folder.

    Raises:
        MissingRequirement: there are none.
    """
    try:
        found: dict[str, Any] = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MissingRequirement(
            f"the trained miner's settings cannot be read: {error}",
            where=str(folder),
            hint="reinstall argmap, or train anew with `argmap train`",
        ) from error
    return found


class Model:
    """Weights in memory.

    Args:
        folder: Where ``encoder.onnx``, ``heads.onnx``, ``crf.npz``, ``tokenizer.json`` and
            ``settings.json`` lie.
        threads: Threads of ONNX Runtime; none: as many as are at hand. The answer is the same.

    Raises:
        MissingRequirement: a file, or onnxruntime, is not there.
    """

    def __init__(self, folder: Path = WEIGHTS, threads: int | None = None) -> None:
        try:
            self._encoder = open_encoder(folder / "encoder.onnx", threads)
            self._heads = open_graph(folder / "heads.onnx", threads)
            crf = np.load(folder / "crf.npz")
            self.transitions: np.ndarray = crf["transitions"].astype(np.float32)
            self.starts: np.ndarray = crf["starts"].astype(np.float32)
            self._tokenizer = open_tokenizer(folder / "tokenizer.json")
            self.settings = read_settings(folder)
        except MissingRequirement:
            raise
        except Exception as error:
            # onnxruntime and tokenizers raise bare types of their own for a file that is not there.
            raise MissingRequirement(
                f"the trained miner's weights cannot be loaded: {error}",
                where=str(folder),
                hint="reinstall argmap, or train anew with `argmap train`",
            ) from error

    def read(self, article: Article) -> Read:
        """Encode the whole article, in overlapping windows where it is long."""
        encoded = encode(article.text, sections_of(article), self._tokenizer)
        if not len(encoded):
            return Read(encoded, np.zeros((0, 384), np.float32), np.zeros((0, 7), np.float32))
        inputs, _, gather = windows(encoded)
        states, tags = [], []
        # One at a time: several do not fit the processor's cache, and would share an int8 scale.
        for window in inputs:
            s, t = self._encoder.run(None, {"inputs": window[None]})
            states.append(s.reshape(-1, s.shape[-1]))
            tags.append(t.reshape(-1, t.shape[-1]))
        return Read(encoded, np.concatenate(states)[gather], np.concatenate(tags)[gather])

    def judge(self, read: Read, spans: Sequence[tuple[int, int]]) -> Scores:
        """Score units, given as piece spans (last piece included) in the order of the text."""
        places, sections, gaps = unit_features(read.encoded, spans)
        ends = np.array([e for _, e in spans], dtype=np.int64)
        starts = np.array([s for s, _ in spans], dtype=np.int64)
        inputs = {
            "states": read.states,
            "starts": starts,
            "ends": ends,
            "gaps": gaps,
            "places": places,
            "sections": sections,
        }
        parts = []
        step = max(1, PAIRS // len(spans))
        for first in range(0, len(spans), step):
            rows = np.arange(first, min(first + step, len(spans)), dtype=np.int64)
            answer = self._heads.run(list(HEADS), inputs | {"rows": rows})
            parts.append(dict(zip(HEADS, answer, strict=True)))
        answers = parts[0] | {name: np.concatenate([p[name] for p in parts]) for name in OF_PAIRS}
        tags = np.stack([_role_scores(read.emissions[s : e + 1]) for s, e in spans])
        return Scores(**answers, sections=sections, tags=tags)


def _role_scores(emissions: np.ndarray) -> np.ndarray:
    """Mean tag score of each role over a span: its first piece as a beginning, the rest as
    insides."""
    rows = emissions[:, 2::2].copy()
    rows[0] = emissions[0, 1::2]
    return np.asarray(rows.mean(0))


@lru_cache(maxsize=2)
def load_model(folder: Path = WEIGHTS, threads: int | None = None) -> Model:
    """The model in a folder, loaded once a process."""
    return Model(folder, threads)
