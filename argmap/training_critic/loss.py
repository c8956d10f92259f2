"""The loss of a batch, by its task."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from argmap.critic.decoding import bucket
from argmap.critic.features import pad
from argmap.training_critic.data import Example
from argmap.training_critic.network import ARC, CriticNetwork

MASK = 103
LOADED_WEIGHT = torch.tensor([3.0, 2.0])
VERIFIABLE_WEIGHT = torch.tensor([0.7, 1.2, 1.6, 0.8])
STANCE_WEIGHT = torch.tensor([1.0, 1.5, 0.8])
CHECKWORTHY_WEIGHT = torch.tensor([0.8, 1.4])


def states_of(net: CriticNetwork, batch: Sequence[Example], hide: float, bf16: bool) -> Tensor:
    """States [B, L, H] of a batch, in full precision."""
    inputs, mask = pad([e.sequence for e in batch])
    if net.training and hide:
        hidden = (np.random.random(mask.shape) < hide) & (inputs[:, 0] > MASK)
        # In a pair a hidden word may be what decides.
        if batch[0].task in {"stance", "nli"}:
            hidden &= np.random.random(mask.shape) < 0.3
        inputs[:, 0][hidden] = MASK
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
        states: Tensor = net.encoder(torch.from_numpy(inputs), torch.from_numpy(mask))
    return states.float()


def means(states: Tensor, batch: Sequence[Example]) -> tuple[Tensor, Tensor]:
    """Mean and maximum of states over each span of each sequence, [n, H] both."""
    mean, peak = [], []
    for k, example in enumerate(batch):
        for first, end in example.sequence.spans:
            part = states[k, first : max(end, first + 1)]
            mean.append(part.mean(0))
            peak.append(part.amax(0))
    return torch.stack(mean), torch.stack(peak)


def batch_loss(
    net: CriticNetwork, batch: Sequence[Example], hide: float, bf16: bool, teacher: Tensor | None
) -> Tensor:
    """Mean loss of a batch of one task; `teacher` has unit vectors [B, H] to stay close to."""
    task = batch[0].task
    states = states_of(net, batch, hide, bf16)
    if task in {"checkworthy", "verifiable", "embed"}:
        mean, peak = means(states, batch)
        loss = torch.zeros(())
        if task != "embed":
            labels = torch.tensor([label for e in batch for label in e.labels])
            check, kind = net.heads.sentences(mean, peak)
            loss = (
                functional.cross_entropy(check, labels, CHECKWORTHY_WEIGHT)
                if task == "checkworthy"
                else functional.cross_entropy(kind, labels, VERIFIABLE_WEIGHT, label_smoothing=0.05)
            )
        if teacher is not None:
            single = [k for k, e in enumerate(batch) for _ in e.labels if len(e.labels) == 1]
            rows = [
                k for k, e in enumerate([e for e in batch for _ in e.labels]) if len(e.labels) == 1
            ]
            if rows:
                own = functional.normalize(net.heads.embedding(mean[rows]), dim=-1)
                near = 1 - (own * teacher[single]).sum(-1)
                loss = loss + near.mean() * (1.0 if task == "embed" else 0.5)
        return loss
    if task in {"stance", "nli"}:
        mean, _ = means(states, batch)
        stance, nli = net.heads.pairs(states[:, 0], mean[0::2], mean[1::2])
        labels = torch.tensor([e.labels[0] for e in batch])
        if task == "stance":
            return functional.cross_entropy(stance, labels, STANCE_WEIGHT, label_smoothing=0.05)
        return nli_loss(nli, labels)
    cue, loaded, left, right, own = net.encoder.pieces(
        functional.dropout(states, 0.1, net.training)
    )
    if task == "loaded":
        return _loaded_loss(loaded, batch)
    return _arcs_loss(net, batch, cue, left, right, own)


def attribution_loss(net: CriticNetwork, batch: Sequence[Example], states: Tensor) -> Tensor:
    """The loss of attribution alone, from states."""
    cue, _, left, right, own = net.encoder.pieces(states)
    return _arcs_loss(net, batch, cue, left, right, own)


def nli_loss(scores: Tensor, labels: Tensor) -> Tensor:
    """Cross entropy; label 3 is "not entailment", the sum of the other two classes."""
    logs = functional.log_softmax(scores, -1)
    either = torch.logsumexp(logs[:, 1:], -1, keepdim=True)
    picked = torch.cat([logs, either], -1).gather(1, labels[:, None])[:, 0]
    return -(0.95 * picked + 0.05 * logs.mean(-1)).mean()


def _loaded_loss(scores: Tensor, batch: Sequence[Example]) -> Tensor:
    total = torch.zeros(())
    count = 0
    for k, example in enumerate(batch):
        assert example.tokens is not None
        target = torch.from_numpy(example.tokens)
        part = functional.binary_cross_entropy_with_logits(
            scores[k, : len(target)], target, pos_weight=LOADED_WEIGHT, reduction="none"
        )
        total = total + (part * torch.tensor([1.0, 0.3])).sum()
        count += len(target)
    return total / max(count, 1) * 2


def arc_scores(
    net: CriticNetwork, cue: tuple[int, int], left: Tensor, right: Tensor, own: Tensor
) -> Tensor:
    """Scores [2, L] of every piece to belong to the source, and to the content, of a cue."""
    n = left.shape[0]
    head = left[cue[0] : cue[1]].mean(0).view(2, ARC)
    tail = right.view(n, 2, ARC)
    apart = torch.from_numpy(bucket(np.arange(n) - cue[0]))
    return torch.einsum("pd,npd->pn", head, tail) / ARC**0.5 + own.T + net.heads.distance[:, apart]


def _arcs_loss(
    net: CriticNetwork,
    batch: Sequence[Example],
    cue: Tensor,
    left: Tensor,
    right: Tensor,
    own: Tensor,
) -> Tensor:
    tags, arcs = [], []
    for k, example in enumerate(batch):
        n = len(example.sequence)
        tags.append(
            functional.cross_entropy(
                cue[k, :n], torch.from_numpy(example.cues), torch.tensor([0.7, 1.5, 1.0]),
                reduction="sum",
            )
        )  # fmt: skip
        for arc in example.arcs:
            scores = arc_scores(net, arc.cue, left[k, :n], right[k, :n], own[k, :n])
            target = torch.zeros(2, n)
            if arc.source is not None:
                target[0, arc.source[0] : arc.source[1]] = 1
            target[1, arc.content[0] : arc.content[1]] = 1
            part = functional.binary_cross_entropy_with_logits(scores, target, reduction="none")
            # A source is a few pieces of many: it counts by its own size, not by the window's.
            arcs.append(part[0].sum() / 6 + part[1].sum() / 12)
    pieces = sum(len(e.sequence) for e in batch)
    loss = torch.stack(tags).sum() / pieces * 4
    if arcs:
        loss = loss + torch.stack(arcs).mean() * 0.5
    return loss
