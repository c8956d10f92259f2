"""The surface reader: a linear model over named features, boosted trees over what it says of a unit
and its neighbours and over pairs of units. All in one small file; no library is needed to read it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from argmap.errors import MissingRequirement
from argmap.mining.neural.decoding import log_softmax
from argmap.mining.neural.model import SurfaceScores
from argmap.mining.surface.features import (
    Features,
    kind_features,
    look,
    pair_rows,
    unit_features,
    unit_rows,
)
from argmap.model import Article

FILE = "surface.npz"
LEAST = 1e-4
"""No probability is below this: log-probabilities are added to others."""


@dataclass(frozen=True)
class Linear:
    """Weights [F, C] of named features, and their bias [C]."""

    names: Mapping[str, int]
    weights: np.ndarray
    bias: np.ndarray

    def __call__(self, features: Sequence[Features]) -> np.ndarray:
        """Scores [n, C]."""
        scores = np.tile(self.bias, (len(features), 1))
        for i, named in enumerate(features):
            known = [(self.names[k], v) for k, v in named.items() if k in self.names]
            if known:
                at, values = zip(*known, strict=True)
                scores[i] += np.array(values) @ self.weights[list(at)]
        return scores


@dataclass(frozen=True)
class Trees:
    """Boosted trees, all nodes in one table: go left where the value is at most the threshold.

    ``feature`` [N] is -1 at leaves; ``left`` and ``right`` are nodes of the same table; ``root``
    [T] is where each tree begins, ``column`` [T] which of the C scores it adds to.
    """

    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray
    root: np.ndarray
    column: np.ndarray
    bias: np.ndarray

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        """Scores [n, C] of ``rows`` [n, F]."""
        # As they were fitted: thresholds were chosen among numbers of 32 bits.
        rows = rows.astype(np.float32)
        at = np.tile(self.root, (len(rows), 1))
        each = np.arange(len(rows))[:, None]
        while True:
            feature = self.feature[at]
            inner = feature >= 0
            if not inner.any():
                break
            goes_left = rows[each, feature] <= self.threshold[at]
            at = np.where(inner, np.where(goes_left, self.left[at], self.right[at]), at)
        scores = np.tile(self.bias, (len(rows), 1))
        for c in range(len(self.bias)):
            scores[:, c] += self.value[at[:, self.column == c]].sum(1)
        return scores


@dataclass(frozen=True)
class SurfaceReader:
    """Fitted on essays (`argmap.training.surface`); see `SurfaceScores` for what it answers."""

    role: Linear
    role_trees: Trees
    link_trees: Trees
    kind: Linear

    def read(self, article: Article, spans: Sequence[tuple[int, int]]) -> SurfaceScores:
        """Judge the units ``[start, end)`` of an article, in the order of the text."""
        view = look(article, spans)
        features = unit_features(view)
        roles = self.roles(unit_rows(view, features, log_softmax(self.role(features))))
        pairs, rows = pair_rows(view, roles)
        n = len(spans)
        linked = np.zeros((n, n))
        if pairs:
            child, parent = np.array(pairs).T
            linked[child, parent] = chance(self.link_trees(rows)[:, 0])
        of_child, of_parent = kind_features(features)
        attack = self.kind(of_child) + (self.kind(of_parent) - self.kind.bias).T
        return SurfaceScores(roles, heads_of(linked), attack)

    def roles(self, rows: np.ndarray) -> np.ndarray:
        """Log-probabilities [n, 3] from `unit_rows`."""
        return np.asarray(np.log(np.maximum(np.exp(log_softmax(self.role_trees(rows))), LEAST)))

    def save(self, path: Path) -> None:
        """Write the one file; its numbers are as large as they need to be, not larger."""
        arrays: dict[str, np.ndarray] = {}
        for name in ("role", "kind"):
            linear: Linear = getattr(self, name)
            order = sorted(linear.names)
            arrays[f"{name}.names"] = np.frombuffer("\n".join(order).encode(), dtype=np.uint8)
            at = [linear.names[k] for k in order]
            arrays[f"{name}.weights"] = linear.weights[at].astype(np.float16)
            arrays[f"{name}.bias"] = linear.bias
        for name in ("role_trees", "link_trees"):
            trees: Trees = getattr(self, name)
            for field in TREE_FIELDS:
                arrays[f"{name}.{field}"] = getattr(trees, field)
        with path.open("wb") as file:
            np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


TREE_FIELDS = {
    "feature": np.int8,
    "threshold": np.float32,
    "left": np.uint16,
    "right": np.uint16,
    "value": np.float32,
    "root": np.uint16,
    "column": np.uint8,
    "bias": np.float64,
}
"""Of `Trees`, with the type each is kept in."""


def load_reader(path: Path) -> SurfaceReader:
    """The reader in a file that `SurfaceReader.save` wrote.

    Raises:
        MissingRequirement: the file is damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        return SurfaceReader(
            role=_linear_in(arrays, "role"),
            role_trees=_trees_in(arrays, "role_trees"),
            link_trees=_trees_in(arrays, "link_trees"),
            kind=_linear_in(arrays, "kind"),
        )
    except Exception as error:
        # numpy and zipfile raise types of many kinds for a damaged file.
        raise MissingRequirement(
            f"the surface reader cannot be loaded: {error}",
            where=str(path),
            hint="reinstall argmap, or fit it anew with `argmap train --weights`",
        ) from error


def _linear_in(arrays: Mapping[str, np.ndarray], name: str) -> Linear:
    names = arrays[f"{name}.names"].tobytes().decode().split("\n")
    weights = arrays[f"{name}.weights"].astype(float)
    return Linear({k: i for i, k in enumerate(names)}, weights, arrays[f"{name}.bias"])


def _trees_in(arrays: Mapping[str, np.ndarray], name: str) -> Trees:
    return Trees(**{field: arrays[f"{name}.{field}"] for field in TREE_FIELDS})


def heads_of(linked: np.ndarray) -> np.ndarray:
    """Log-probabilities of heads [n, n + 1] from the chance of each link by itself [n, n]."""
    none = np.clip(1 - linked.sum(1, keepdims=True), 0.02, 1.0)
    spread = np.concatenate([linked, none], 1)
    return np.asarray(np.log(np.maximum(spread / spread.sum(1, keepdims=True), LEAST)))


def chance(log_odds: np.ndarray) -> np.ndarray:
    """The probability for log odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -30, 30))))
