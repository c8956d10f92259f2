"""The second stage: the heads of attribution alone, on an encoder that no longer moves.

Sources and contents are found by products of states, which need many more passes than the other
heads before they are sharp; with the encoder held still a pass costs a third, and no other task
changes.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from argmap.training_critic.config import CriticConfig
from argmap.training_critic.data import batches, examples, is_empty, split
from argmap.training_critic.loss import attribution_loss, states_of
from argmap.training_critic.network import CriticNetwork

_HEADS = ("encoder.cue", "encoder.left", "encoder.right", "encoder.own", "heads.distance")


def sharpen_arcs(
    net: CriticNetwork,
    config: CriticConfig,
    gold: Path,
    tokenizer: Any,
    tell: Callable[[str], None],
    steps: int | None = None,
) -> None:
    """Train cue, source and content heads for `config.arc_passes` passes; the net is changed.

    `steps` ends it sooner, for trials.
    """
    tasks = [task for task in config.tasks if task.task == "attribution"]
    if not tasks or not config.arc_passes:
        return
    rng = random.Random(config.seed)  # noqa: S311
    records, _ = split(tasks[0], gold)
    made = [
        e
        for e in examples("attribution", records, tokenizer, 0, rng)
        if not is_empty(e) or rng.random() < tasks[0].empty / 2
    ]
    every = batches(made, config.pieces_per_step, rng)
    total = round(len(every) * config.arc_passes)
    total = total if steps is None else min(total, steps)
    learned = [p for n, p in net.named_parameters() if n.startswith(_HEADS)]
    for value in net.parameters():
        value.requires_grad_(False)
    for value in learned:
        value.requires_grad_(True)
    optimizer = torch.optim.AdamW(learned, lr=config.arc_rate, weight_decay=0.01, betas=(0.9, 0.98))
    average = [value.detach().clone() for value in learned]
    net.eval()
    for step in range(total):
        for group in optimizer.param_groups:
            group["lr"] = config.arc_rate * min((step + 1) / 20, 1 - step / total)
        batch = every[step % len(every)]
        with torch.no_grad():
            states = states_of(net, batch, 0.0, config.bf16)
        loss = attribution_loss(net, batch, functional.dropout(states, 0.1, True))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learned, 5.0)
        optimizer.step()
        with torch.no_grad():
            torch._foreach_lerp_(average, learned, 1 - min(0.99, (1 + step) / (10 + step)))
        if (step + 1) % 100 == 0 or step + 1 == total:
            tell(f"arcs {step + 1}/{total} {float(loss.detach()):.3f}")
    with torch.no_grad():
        for value, mean in zip(learned, average, strict=True):
            value.copy_(mean)
