"""Fit temperatures, thresholds and class biases on development text, as the weights are shipped.

Temperatures (Guo et al. 2017) make probabilities honest; thresholds and biases choose labels so
that the F1 by which a task is judged is best. A bias never enters a probability.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from argmap.critic.critic import NLI_LABELS, STANCE_LABELS, VERIFIABLE_LABELS, Critic
from argmap.critic.features import encode_pair, encode_sentences, encode_windows
from argmap.critic.holders import is_generic_source
from argmap.training.tune import write_settings
from argmap.training_critic.config import CriticConfig
from argmap.training_critic.data import LOADED, Record, pieces_of, split
from argmap.training_critic.export import NEUTRAL_THRESHOLDS

STEPS = np.round(np.arange(-1.2, 1.21, 0.1), 2)


def temperature(scores: np.ndarray, labels: np.ndarray) -> float:
    """The temperature with the best likelihood, found on a grid of 0.5 .. 4.

    >>> s = np.array([[4.0, 0.0], [4.0, 0.0], [0.0, 4.0], [4.0, 0.0]])
    >>> temperature(s, np.array([0, 1, 1, 0])) > 2
    True
    """
    best, least = 1.0, np.inf
    for t in np.arange(0.5, 4.01, 0.05):
        z = scores / t
        z = z - z.max(1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(1, keepdims=True))
        loss = -logs[np.arange(len(labels)), labels].mean()
        if loss < least:
            best, least = float(t), loss
    return round(best, 2)


def macro_f1(labels: np.ndarray, found: np.ndarray, classes: int) -> float:
    """Mean F1 over classes."""
    values = []
    for k in range(classes):
        right = float(((labels == k) & (found == k)).sum())
        size = float((labels == k).sum() + (found == k).sum())
        values.append(2 * right / size if size else 0.0)
    return float(np.mean(values))


def class_bias(logs: np.ndarray, labels: np.ndarray) -> list[float]:
    """What to add to log probabilities so that macro-F1 is best; the last class stays.

    Of biases that are within half a point of the best, the mean is taken: a narrow peak on a few
    hundred sentences is chance.
    """
    classes = logs.shape[1]
    tried = []
    for bias in itertools.product(STEPS, repeat=classes - 1):
        full = np.array([*bias, 0.0])
        tried.append((macro_f1(labels, (logs + full).argmax(1), classes), full))
    top = max(value for value, _ in tried)
    near = [full for value, full in tried if value >= top - 0.005]
    return [round(float(v), 3) for v in np.mean(near, axis=0)]


def best_threshold(chances: np.ndarray, labels: np.ndarray) -> float:
    """The threshold with the best F1 of the positive class, smoothed as `class_bias` is."""
    grid = np.arange(0.05, 0.96, 0.01)
    values = []
    for t in grid:
        found = chances >= t
        size = found.sum() + labels.sum()
        values.append(2 * (found & (labels == 1)).sum() / size if size else 0.0)
    near = grid[np.array(values) >= max(values) - 0.005]
    return round(float(near.mean()), 3)


def calibrate(
    critic: Critic, config: CriticConfig, gold: Path, folder: Path, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Fit everything on the development parts and write it to `settings.json` in `folder`."""
    settings: dict[str, Any] = {
        "version": config.version,
        "temperatures": {"checkworthy": 1.0, "verifiable": 1.0, "stance": 1.0, "nli": 1.0},
        "thresholds": dict(NEUTRAL_THRESHOLDS),
        "biases": {},
    }
    for task in config.tasks:
        if task.task == "embed":
            continue
        _, dev = split(task, gold)
        if task.task in {"checkworthy", "verifiable", "stance", "nli"}:
            _fit_classes(critic, task.task, dev, settings)
        elif task.task == "loaded":
            settings["thresholds"]["loaded"] = _fit_loaded(critic, dev)
        else:
            settings["thresholds"]["cue"] = _fit_cue(critic, dev)
            critic.settings["thresholds"].update(settings["thresholds"])
            settings["thresholds"].update(_fit_vague(critic, dev))
        tell(f"{task.task}: {settings['temperatures'].get(task.task, '')}")
    write_settings(folder, settings)
    return settings


def _fit_classes(critic: Critic, task: str, dev: list[Record], settings: dict[str, Any]) -> None:
    scores, labels = raw_scores(critic, task, dev)
    t = temperature(scores, labels)
    settings["temperatures"][task] = t
    z = scores / t
    logs = z - z.max(1, keepdims=True)
    logs = logs - np.log(np.exp(logs).sum(1, keepdims=True))
    if task == "checkworthy":
        settings["thresholds"]["checkworthy"] = best_threshold(np.exp(logs[:, 1]), labels)
    elif task in {"verifiable", "stance"}:
        settings["biases"][task] = class_bias(logs, labels)


def raw_scores(critic: Critic, task: str, dev: list[Record]) -> tuple[np.ndarray, np.ndarray]:
    """Scores [n, k] and labels [n] of a sentence or pair task, of records that have its label."""
    rows, labels = [], []
    for record in dev:
        if task == "checkworthy":
            scores = critic.sentence_scores(encode_sentences([record["text"]], critic.tokenizer))
            rows.append(scores[0][0])
            labels.append(int(bool(record["label"])))
        elif task == "verifiable":
            if record["label"] == "nonargument":
                continue
            scores = critic.sentence_scores(encode_sentences([record["text"]], critic.tokenizer))
            rows.append(scores[1][0, :3])
            labels.append(VERIFIABLE_LABELS.index(record["label"]))
        elif task == "stance":
            pair = encode_pair(record["evidence"], record["claim"], critic.tokenizer)
            rows.append(critic.pair_scores(pair)[0])
            labels.append(STANCE_LABELS.index(record["label"]))
        elif record["label"] in NLI_LABELS:
            pair = encode_pair(record["premise"], record["hypothesis"], critic.tokenizer)
            rows.append(critic.pair_scores(pair)[1])
            labels.append(NLI_LABELS.index(record["label"]))
    return np.array(rows), np.array(labels)


def _fit_loaded(critic: Critic, dev: list[Record]) -> float:
    from argmap.evaluation.checks import overlap_f1

    values = []
    grid = np.round(np.arange(0.3, 0.91, 0.05), 2)
    gold = [
        [(s["start"], s["end"]) for s in record["spans"] if s["technique"] in LOADED]
        for record in dev
    ]
    scored = [_chances(critic, record["text"]) for record in dev]
    for limit in grid:
        spans = [_spans(windows, float(limit)) for windows in scored]
        values.append(overlap_f1(gold, spans))
    near = grid[np.array(values) >= max(values) - 0.005]
    return round(float(near.mean()), 3)


def _chances(critic: Critic, text: str) -> list[tuple[np.ndarray, np.ndarray]]:
    out = []
    for window in encode_windows(text, critic.tokenizer):
        chance = 1 / (1 + np.exp(-critic.read(window)["loaded"][:, 0]))
        out.append((window.offsets, np.where(window.offsets[:, 0] < 0, 0.0, chance)))
    return out


def _spans(windows: Sequence[tuple[np.ndarray, np.ndarray]], limit: float) -> list[tuple[int, int]]:
    from argmap.critic.decoding import runs, text_span

    spans = []
    for offsets, chance in windows:
        for first, end in runs((chance > limit).tolist(), gap=1):
            span = text_span(offsets, first, end)
            if span is not None:
                spans.append(span)
    return spans


def _fit_cue(critic: Critic, dev: list[Record]) -> float:
    """The bias of "no cue" with the best F1 of cues that overlap a gold cue."""
    from argmap.critic.decoding import cue_spans

    read = []
    for record in dev:
        for window in encode_windows(record["text"], critic.tokenizer):
            cues = [
                found
                for one in record["attributions"]
                if one["cue"] and (found := pieces_of(window.offsets, *one["cue"]))
            ]
            read.append((critic.read(window)["cue"], cues))
    values = []
    grid = np.round(np.arange(-1.5, 1.51, 0.25), 2)
    for bias in grid:
        right = made = wanted = 0
        for scores, cues in read:
            spans = cue_spans(scores, float(bias))
            made += len(spans)
            wanted += len(cues)
            right += sum(any(a < d and c < b for c, d in cues) for a, b in spans)
        values.append(2 * right / max(1, made + wanted))
    near = grid[np.array(values) >= max(values) - 0.005]
    return round(float(near.mean()), 3)


def _fit_vague(critic: Critic, dev: list[Record], least: float = 0.75) -> dict[str, float]:
    """Limits above which an attribution is called vague: the best F1 with precision of `least`.

    A flag accuses, so precision goes first: where no limits reach it, those with the best precision
    at a recall of a fifth are taken.
    """
    from argmap.evaluation.checks import Attributed, attribution_counts

    found = [critic.quoted(record["text"]) for record in dev]
    tried = []
    for source in (-4.0, -3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0):
        for cue in (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
            total = np.zeros(11)
            for record, quotes in zip(dev, found, strict=True):
                judged = [
                    Attributed(
                        source=q.source,
                        cue=q.cue,
                        content=q.content,
                        vague=q.confidence >= cue
                        and (
                            q.source_score < source
                            if q.source is None
                            else is_generic_source(record["text"][slice(*q.source)])
                        ),
                    )
                    for q in quotes
                ]
                total += attribution_counts(record, judged)
            right = total[3] / max(1.0, total[4])
            recall = total[5] / max(1.0, total[6])
            tried.append((right, recall, source, cue))
    good = [t for t in tried if t[0] >= least]
    best = (
        max(good, key=lambda t: (2 * t[0] * t[1] / max(t[0] + t[1], 1e-9), t[0]))
        if good
        else max(tried, key=lambda t: (t[1] >= 0.2, t[0]))
    )
    return {"vague_source": best[2], "vague_cue": best[3]}
