"""Settings of the decoder and of the calibration, fitted on dev after training."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from argmap.evaluation.counts import (
    Counts,
    count_end_to_end,
    count_on_gold_units,
    found_of,
    match,
    token_spans,
)
from argmap.evaluation.evaluate import figures_for, total
from argmap.evaluation.gold import GoldArticle, spans_of
from argmap.mining import Mined
from argmap.mining.neural.decoding import DEFAULTS, genre_of
from argmap.mining.neural.model import Scores
from argmap.mining.trained import TrainedMiner

GRID: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("tag_weight", (0.0, 0.15, 0.3, 0.5, 0.8, 1.2)),
    ("root_from_roles", (0.0, 0.25, 0.4, 0.5, 0.6, 0.75, 1.0)),
    ("network_role", (0.1, 0.2, 0.3, 0.5, 0.7)),
    ("network_link", (0.05, 0.1, 0.2, 0.3, 0.5)),
)
THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
RIDGE = 1.0


@dataclass(frozen=True)
class Scored:
    """A dev article after the network, both with the units that were found and with the gold
    units."""

    gold: GoldArticle
    found: tuple[list[tuple[int, int]], Scores | None]
    given: tuple[list[tuple[int, int]], Scores | None]


def score(miner: TrainedMiner, gold: Sequence[GoldArticle]) -> list[Scored]:
    """Run the network once over dev; decoding is then tried many times."""
    return [Scored(g, miner.score(g.article), miner.score(g.article, spans_of(g))) for g in gold]


def decided(miner: TrainedMiner, one: Scored, settings: dict[str, Any], given: bool) -> Mined:
    """Decode one scored article."""
    spans, scores = one.given if given else one.found
    if scores is None:
        return Mined()
    return miner.decide(one.gold.article, spans, scores, settings, given=given)


def measured(
    miner: TrainedMiner, part: Sequence[Scored], settings: dict[str, Any], given: bool
) -> dict[str, float]:
    """Every figure of the part under the settings."""
    counts: list[Counts] = []
    for one in part:
        found = found_of(decided(miner, one, settings, given), one.gold)
        counts.append((count_on_gold_units if given else count_end_to_end)(one.gold, found))
    wanted = figures_for([one.gold for one in part], given)
    sums = total(counts)
    return {key: figure(sums) for key, (_, figure) in wanted.items()}


def tune(miner: TrainedMiner, dev: dict[str, Sequence[Scored]]) -> dict[str, Any]:
    """Fit the decoder's few settings, one at a time, then the calibration.

    Args:
        miner: With the weights in question.
        dev: Scored dev articles by the name of their labels ("aaec", "cdcp", "abstrct", ...).
    """
    settings: dict[str, Any] = {**DEFAULTS, "link_threshold": dict(DEFAULTS["link_threshold"])}
    essays = dev.get("aaec", ())
    if essays:
        for _ in range(2):
            for name, values in GRID:
                settings[name] = max(
                    values, key=lambda v: _essay_score(miner, essays, {**settings, name: v})
                )
    for labels, genre in (("cdcp", "comment"), ("abstrct", "abstract")):
        part = dev.get(labels, ())
        if part:
            settings = max(
                (_with_threshold(settings, genre, value) for value in THRESHOLDS),
                key=lambda tried: measured(miner, part, tried, True)["link_f1"],
            )
    settings["calibration"] = calibration(
        miner, [s for part in dev.values() for s in part], settings
    )
    return settings


def _with_threshold(settings: dict[str, Any], genre: str, value: float) -> dict[str, Any]:
    return {**settings, "link_threshold": {**settings["link_threshold"], genre: value}}


def _essay_score(miner: TrainedMiner, part: Sequence[Scored], settings: dict[str, Any]) -> float:
    given = measured(miner, part, settings, True)
    free = measured(miner, part, settings, False)
    return (
        given["role_macro_f1"]
        + given["link_f1"]
        + free["c_f1_exact"]
        + free["c_f1_50"]
        + free["r_f1_exact_paragraph"]
        + free["r_f1_50_paragraph"]
    )


def calibration(
    miner: TrainedMiner, part: Sequence[Scored], settings: dict[str, Any]
) -> dict[str, Any]:
    """Platt scaling (a, b) of units and relations for each genre, with units found and with units
    given."""
    plain = {**settings, "calibration": {}}
    pairs: dict[tuple[str, str], list[tuple[float, bool]]] = {}
    for one in part:
        for given in (True, False):
            _, scores = one.given if given else one.found
            if scores is None:
                continue
            genre = miner.genre or genre_of(scores)
            mined = decided(miner, one, plain, given)
            for what, rows in _answers(one.gold, mined, given).items():
                pairs.setdefault((what, genre), []).extend(rows)
    table: dict[str, Any] = {}
    for (what, genre), rows in sorted(pairs.items()):
        if len(rows) >= 20:
            a, b = platt_fit(np.array([p for p, _ in rows]), np.array([r for _, r in rows]))
            table.setdefault(what, {})[genre] = [round(a, 4), round(b, 4)]
    return table


def _answers(gold: GoldArticle, mined: Mined, given: bool) -> dict[str, list[tuple[float, bool]]]:
    found = found_of(mined, gold)
    starts = np.array([s for s, _ in token_spans(gold.article.text)], dtype=np.int64)
    truth_spans = [(u.start, u.end) for u in gold.units]
    pairs = (
        {i: i for i in range(len(found.spans))}
        if given
        else match(truth_spans, found.spans, starts, True)
    )
    out: dict[str, list[tuple[float, bool]]] = {}
    if "role" in gold.labelled:
        out["given_role" if given else "unit"] = [
            (c, j in pairs and gold.units[pairs[j]].role == found.roles[j])
            for j, c in enumerate(found.confidence)
        ]
    if "relation" in gold.labelled:
        truth = {(r.source, r.target): r.kind for r in gold.relations}
        out["given_relation" if given else "relation"] = [
            (c, truth.get((pairs.get(s, -1), pairs.get(t, -1))) == kind)
            for s, t, kind, c in found.relations
            # Relations that cross a paragraph are not labelled in the gold.
            if found.sections[s] == found.sections[t]
        ]
    return out


def platt_fit(p: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """(a, b) of sigmoid(a logit(p) + b), by Newton's method with halved steps, and a ridge towards
    (1, 0) that keeps a part with few answers near what the network said."""
    q = np.clip(p, 1e-4, 1 - 1e-4)
    x = np.stack([np.log(q / (1 - q)), np.ones_like(q)], 1)
    prior = np.array([1.0, 0.0])
    y = right.astype(float)

    def loss(w: np.ndarray) -> float:
        z = x @ w
        return float((np.logaddexp(0, z) - y * z).sum() + RIDGE / 2 * ((w - prior) ** 2).sum())

    w = prior.copy()
    for _ in range(50):
        z = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (z - y) + RIDGE * (w - prior)
        hessian = (x * (z * (1 - z))[:, None]).T @ x + RIDGE * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        size = 1.0
        while loss(w - size * step) > loss(w) and size > 1e-6:
            size /= 2
        w = w - size * step
        if float(np.abs(size * step).max()) < 1e-8:
            break
    return float(w[0]), float(w[1])


def write_settings(folder: Path, settings: Mapping[str, object]) -> None:
    """Write ``settings.json``."""
    text = json.dumps(settings, indent=1, sort_keys=True) + "\n"
    (folder / "settings.json").write_text(text, encoding="utf-8")
