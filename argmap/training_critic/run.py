"""The training loop of the critic."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from argmap.critic.features import encode_sentences, pad
from argmap.language.inference import open_tokenizer
from argmap.training.network import LAYERS
from argmap.training.run import seed_all
from argmap.training_critic.config import CriticConfig
from argmap.training_critic.data import Example, plan
from argmap.training_critic.loss import batch_loss
from argmap.training_critic.network import CriticEncoder, CriticNetwork


class Teacher:
    """Sentence vectors of the encoder as it was pre-trained, kept so that retrieval stays good."""

    def __init__(self, weights: Path, tokenizer: Any, bf16: bool) -> None:
        self.encoder = CriticEncoder(0.0).eval()
        self.encoder.load_pretrained(weights)
        self.tokenizer, self.bf16 = tokenizer, bf16
        self.known: dict[str, Tensor] = {}

    def __call__(self, batch: list[Example]) -> Tensor | None:
        """Unit vectors [B, H], zeros for several sentences in one; none where no text is kept."""
        texts = [t for e in batch for t in e.texts]
        if not texts:
            return None
        fresh = sorted({t for t in texts if t not in self.known})
        if fresh:
            sequences = [encode_sentences([t], self.tokenizer) for t in fresh]
            inputs, mask = pad(sequences)
            # The features it was not pre-trained with are silent.
            inputs[:, 2:] = 0
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.bf16):
                states = self.encoder(torch.from_numpy(inputs), torch.from_numpy(mask)).float()
            weight = torch.from_numpy(mask).float()[..., None]
            means = functional.normalize((states * weight).sum(1) / weight.sum(1), dim=-1)
            for text, vector in zip(fresh, means.half(), strict=True):
                self.known[text] = vector
        zero = torch.zeros(means_size(self.encoder))
        return torch.stack([self.known[e.texts[0]].float() if e.texts else zero for e in batch])


def means_size(encoder: CriticEncoder) -> int:
    """Width of the encoder's states."""
    return int(encoder.norm.weight.shape[0])


def groups(net: CriticNetwork, config: CriticConfig) -> list[dict[str, Any]]:
    """Parameters with their learning rates: lower layers move less; word vectors stay."""
    net.encoder.words.weight.requires_grad_(False)
    out = []
    for name, value in net.named_parameters():
        if not value.requires_grad:
            continue
        rate = config.head_rate
        if name.startswith("encoder.layers."):
            rate = config.encoder_rate * config.layer_decay ** (
                LAYERS - 1 - int(name.split(".")[2])
            )
        elif name.startswith(("encoder.positions", "encoder.norm", "encoder.segments")):
            rate = config.encoder_rate * config.layer_decay**LAYERS
        elif name.startswith(("encoder.shape", "encoder.match")):
            rate = config.head_rate * 0.5
        elif name.startswith("heads.embedding"):
            rate = config.head_rate * 0.3
        decay = 0.01 if value.ndim > 1 else 0.0
        out.append({"params": [value], "lr": rate, "weight_decay": decay})
    return out


def train(
    config: CriticConfig,
    gold: Path,
    pretrained: Path,
    out: Path,
    tell: Callable[[str], None],
    steps: int | None = None,
) -> CriticNetwork:
    """Train, with checkpoints in `out/last.pt`; the answer carries the averaged weights.

    Args:
        config: What to learn from, and how.
        gold: Folder of the gold files.
        pretrained: Folder with MiniLM-L6's `model.safetensors` and `tokenizer.json`.
        out: Folder for checkpoints.
        tell: Told in a line how it goes.
        steps: Stop after so many steps (for trials).
    """
    out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(config.threads)
    seed_all(config.seed)
    tokenizer = open_tokenizer(pretrained / "tokenizer.json")
    net = CriticNetwork(config.dropout, config.head_dropout)
    net.encoder.load_pretrained(pretrained / "model.safetensors")
    teacher = Teacher(pretrained / "model.safetensors", tokenizer, config.bf16)
    optimizer = torch.optim.AdamW(groups(net, config), betas=(0.9, 0.98))
    rates = [group["lr"] for group in optimizer.param_groups]
    weights: dict[str, float] = {task.task: task.weight for task in config.tasks}
    learned = {n: p for n, p in net.named_parameters() if p.requires_grad}
    average = {n: p.detach().clone() for n, p in learned.items()}
    every = list(plan(config, gold, tokenizer))
    total = len(every)
    tell(f"{total} steps, {sum(len(e.sequence) for b in every for e in b)} pieces")
    sums: dict[str, list[float]] = {}
    began = time.monotonic()
    for step, batch in enumerate(every):
        done = step / total
        if config.minutes:
            done = max(done, (time.monotonic() - began) / 60 / config.minutes)
        if done >= 1 or (steps is not None and step >= steps):
            break
        factor = min(
            (step + 1) / (config.warmup * total), max(0.02, (1 - done) / (1 - config.warmup))
        )
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * factor
        net.train()
        task = batch[0].task
        loss = batch_loss(net, batch, config.hide, config.bf16, teacher(batch))
        optimizer.zero_grad(set_to_none=True)
        (loss * weights[task]).backward()
        torch.nn.utils.clip_grad_norm_([p for p in learned.values() if p.grad is not None], 1.0)
        optimizer.step()
        decay = min(config.average, (1 + step) / (10 + step))
        with torch.no_grad():
            torch._foreach_lerp_(list(average.values()), list(learned.values()), 1 - decay)
        told = sums.setdefault(task, [0.0, 0.0])
        told[0] += float(loss.detach())
        told[1] += 1
        if (step + 1) % 50 == 0:
            seconds = time.monotonic() - began
            parts = " ".join(f"{t}={a / n:.3f}" for t, (a, n) in sorted(sums.items()))
            tell(f"{step + 1}/{total} {seconds:.0f}s {parts}")
            sums = {}
        if (step + 1) % config.save_every == 0:
            _save(net, average, out)
    _save(net, average, out)
    net.load_state_dict({**net.state_dict(), **average})
    return net


def _save(net: CriticNetwork, average: dict[str, Tensor], out: Path) -> None:
    state = {**net.state_dict(), **average}
    torch.save(state, out / "next.pt")
    (out / "next.pt").replace(out / "last.pt")
