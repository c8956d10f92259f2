"""The loss of a batch of examples, each head on what its corpus labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from argmap.training.data import NONE, Example
from argmap.training.network import Network

MASK = 103
KIND_WEIGHT = torch.tensor([1.0, 3.0, 3.0])


def states_of(
    net: Network, batch: Sequence[Example], bf16: bool, hide: float
) -> list[tuple[Tensor, Tensor]]:
    """Encoder states and tag scores of each example, stitched from its windows; in training, a
    share ``hide`` of the pieces is hidden."""
    # Few different widths, so that the kernels chosen for a shape are found again.
    width = -(-max(e.inputs.shape[2] for e in batch) // 64) * 64
    count = sum(e.inputs.shape[0] for e in batch)
    inputs = np.zeros((count, 4, width), dtype=np.int64)
    mask = np.zeros((count, width), dtype=np.int64)
    row = 0
    rows = []
    for e in batch:
        w, _, length = e.inputs.shape
        inputs[row : row + w, :, :length] = e.inputs
        mask[row : row + w, :length] = e.mask
        rows.append((row, w, length))
        row += w
    if net.training:
        # Word dropout: a few pieces are hidden, so that no decision hangs on one word (MASK is
        # 103).
        hidden = (np.random.random((count, width)) < hide) & (inputs[:, 0] > MASK)
        inputs[:, 0][hidden] = MASK
    device = net.device
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=bf16):
        states, tags = net.encoder(
            torch.from_numpy(inputs).to(device), torch.from_numpy(mask).to(device)
        )
    states, tags = states.float(), tags.float()
    out = []
    for e, (start, w, length) in zip(batch, rows, strict=True):
        gather = torch.from_numpy(e.gather).to(device)
        part = states[start : start + w, :length].reshape(w * length, -1)[gather]
        score = tags[start : start + w, :length].reshape(w * length, -1)[gather]
        out.append((part, score))
    return out


def heads_of(net: Network, e: Example, states: Tensor) -> tuple[Tensor, ...]:
    """The heads' answers for an example's own spans."""
    spans = np.array(e.spans, dtype=np.int64)
    every = np.arange(len(spans), dtype=np.int64)
    arrays = (spans[:, 0].copy(), spans[:, 1].copy(), e.gaps, e.places, e.sections, every)
    return tuple(net.heads(states, *(torch.from_numpy(a).to(net.device) for a in arrays)))


def marginal(scores: Tensor, allowed: Tensor) -> Tensor:
    """Mean over rows of -log P(one of the permitted columns); rows that permit nothing are left
    out."""
    rows = allowed.any(1)
    if not bool(rows.any()):
        return scores.sum() * 0.0
    scores, allowed = scores[rows], allowed[rows]
    return (
        torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~allowed, -1e9), 1)
    ).mean()


def batch_loss(
    net: Network,
    batch: Sequence[Example],
    weights: dict[str, float],
    bf16: bool,
    hide: float = 0.0,
) -> tuple[Tensor, dict[str, float]]:
    """Mean loss over the examples, and its parts for the log."""
    encoded = states_of(net, batch, bf16, hide)
    pieces = [
        (score[a:b], torch.from_numpy(e.allowed[a:b]))
        for e, (_, score) in zip(batch, encoded, strict=True)
        for a, b in e.encoded.sequences
    ]
    length = max(len(s) for s, _ in pieces)
    emissions = torch.stack([functional.pad(s, (0, 0, 0, length - len(s))) for s, _ in pieces])
    allowed = torch.stack(
        [functional.pad(a, (0, 0, 0, length - len(a)), value=True) for _, a in pieces]
    )
    mask = torch.stack([torch.arange(length) < len(s) for s, _ in pieces])
    device = net.device
    allowed, mask = allowed.to(device), mask.to(device)
    nll = net.crf.loss(emissions, allowed, mask)
    total = nll.sum() / mask.sum() * weights["tags"] * len(batch)
    parts = {"tags": float(nll.detach().sum() / mask.sum())}
    for e, (states, _) in zip(batch, encoded, strict=True):
        if not e.spans:
            continue
        role, comment, article, near, far, kind, genre = heads_of(net, e, states)
        scale = weights.get(e.corpus, 1.0)
        losses = {
            "role": marginal(role, torch.from_numpy(e.roles).to(device)),
            "near": marginal(near, torch.from_numpy(e.near).to(device)),
            "far": marginal(far, torch.from_numpy(e.far).to(device)),
            "genre": functional.cross_entropy(genre[None], torch.tensor([e.genre], device=device)),
        }
        if e.edges:
            i, j, k = torch.tensor(e.edges, device=device).T
            losses["kind"] = functional.cross_entropy(kind[i, j], k, weight=KIND_WEIGHT.to(device))
        if (e.comment != NONE).any():
            losses["comment"] = functional.cross_entropy(
                comment, torch.from_numpy(e.comment).to(device), ignore_index=NONE
            )
        if (e.article != NONE).any():
            losses["article"] = functional.cross_entropy(
                article, torch.from_numpy(e.article).to(device), ignore_index=NONE
            )
        for name, value in losses.items():
            total = total + value * weights[name] * scale
            parts[name] = parts.get(name, 0.0) + float(value.detach()) / len(batch)
    return total / len(batch), parts
