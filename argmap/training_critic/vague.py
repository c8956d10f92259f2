"""Train the head that tells attributions of nobody in particular, on the critic as it is shipped.

`python -m argmap.training_critic.vague GOLD_FOLDER [WEIGHTS]` reads `attribution.train.jsonl` and
`attribution.dev.jsonl`, and writes `vague.npz` beside the critic's other weights. The limit is the
one with the best recall at `LEAST` precision on the development part.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

from argmap.critic.critic import WEIGHTS, Critic
from argmap.critic.holders import is_generic_source
from argmap.critic.vague import FILE, VagueHead, features
from argmap.evaluation.checks import overlap, read_check_gold

LEAST = 0.75
HIDDEN = 96
NETWORKS = 6
EPOCHS = 6
BATCH = 256


def examples(
    critic: Critic, path: Path
) -> tuple[np.ndarray, list[frozenset[tuple[int, int]]], int]:
    """Rows [n, d], which vague gold attributions each candidate meets, and how many there are."""
    rows, met, wanted = [], [], 0
    for number, record in enumerate(read_check_gold(path)):
        text = record["text"]
        gold = [
            a
            for a in record["attributions"]
            if a.get("content")
            and (not a.get("source") or is_generic_source(text[slice(*a["source"])]))
        ]
        wanted += len(gold)
        for one in critic.candidates(text):
            rows.append(features(text, one).astype(np.float16))
            met.append(
                frozenset(
                    (number, k) for k, g in enumerate(gold) if _meets(one.cue, one.content, g)
                )
            )
    return np.array(rows), met, wanted


def _meets(cue: tuple[int, int], content: tuple[int, int], gold: dict[str, Any]) -> bool:
    if gold.get("cue") and overlap(cue, tuple(gold["cue"])) > 0:
        return True
    return overlap(content, tuple(gold["content"])) >= 0.5


def limit_of(scores: np.ndarray, met: list[frozenset[tuple[int, int]]], least: float) -> float:
    """The lowest score down to which `least` of the candidates are right.

    >>> limit_of(np.array([3.0, 2.0, 1.0]), [frozenset({(0, 0)}), frozenset(), frozenset()], 0.9)
    3.0
    """
    right, best = 0, float(scores.max(initial=0.0))
    for place, index in enumerate(np.argsort(-scores), 1):
        right += bool(met[index])
        if right >= least * place:
            best = float(scores[index])
    return best


def train(gold: Path, folder: Path = WEIGHTS) -> dict[str, np.ndarray]:
    """Weights for `VagueHead`, with their limit."""
    import torch
    from torch import nn

    critic = Critic(folder)
    rows, met, _ = examples(critic, gold / "attribution.train.jsonl")
    labels = torch.tensor([bool(one) for one in met]).float()
    mean, spread = rows.astype(np.float32).mean(0), rows.astype(np.float32).std(0) + 1e-3
    inputs = torch.from_numpy(((rows - mean) / spread).astype(np.float32))
    parts: dict[str, list[np.ndarray]] = {"w1": [], "b1": [], "w2": [], "b2": []}
    torch.set_num_threads(1)
    for seed in range(NETWORKS):
        torch.manual_seed(seed)
        net = nn.Sequential(
            nn.Dropout(0.3), nn.Linear(inputs.shape[1], HIDDEN), nn.GELU(approximate="tanh"),
            nn.Dropout(0.4), nn.Linear(HIDDEN, 1),
        )  # fmt: skip
        optimizer = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.05)
        for _ in range(EPOCHS):
            for chosen in torch.randperm(len(inputs)).split(BATCH):
                loss = nn.functional.binary_cross_entropy_with_logits(
                    net(inputs[chosen])[:, 0], labels[chosen]
                )
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
        first, second = (net[k].weight.detach().numpy() for k in (1, 4))
        bias, last = (net[k].bias.detach().numpy() for k in (1, 4))
        parts["w1"].append(first / spread)
        parts["b1"].append(bias - (first / spread) @ mean)
        parts["w2"].append(second[0])
        parts["b2"].append(last[0])
    held = {name: np.array(value, dtype=np.float32) for name, value in parts.items()}
    held["w1"] = held["w1"].astype(np.float16)
    held["limit"] = np.array(0.0)
    path = folder / FILE
    np.savez_compressed(path, allow_pickle=False, **held)
    dev, found, _ = examples(critic, gold / "attribution.dev.jsonl")
    held["limit"] = np.array(limit_of(VagueHead(path).scores(dev.astype(np.float32)), found, LEAST))
    np.savez_compressed(path, allow_pickle=False, **held)
    return held


if __name__ == "__main__":
    arguments = [Path(argument) for argument in sys.argv[1:]]
    train(*arguments)
