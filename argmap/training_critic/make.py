"""The critic from gold files to weights: train, export, calibrate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from argmap.critic.critic import Critic
from argmap.language.inference import open_tokenizer
from argmap.training_critic.arcs import sharpen_arcs
from argmap.training_critic.calibrate import calibrate
from argmap.training_critic.config import CriticConfig
from argmap.training_critic.export import export
from argmap.training_critic.network import CriticNetwork
from argmap.training_critic.run import train


def make(
    config: CriticConfig,
    gold: Path,
    pretrained: Path,
    work: Path,
    weights: Path,
    tell: Callable[[str], None],
    *,
    steps: int | None = None,
) -> Path:
    """Train the critic and write its weights.

    Args:
        config: What to learn from, and how: see `default.toml`.
        gold: Folder of the gold files.
        pretrained: Folder with MiniLM-L6's `model.safetensors` and `tokenizer.json`.
        work: Folder for checkpoints.
        weights: Where `encoder.onnx`, `heads.npz`, `tokenizer.json` and `settings.json` go.
        tell: Told in a line how it goes.
        steps: Stop each of the two stages after so many steps (for trials).

    Returns:
        The folder of the weights.
    """
    net = train(config, gold, pretrained, work, tell, steps)
    sharpen_arcs(net, config, gold, open_tokenizer(pretrained / "tokenizer.json"), tell, steps)
    return finish(net, config, gold, pretrained, weights, tell)


def finish(
    net: CriticNetwork,
    config: CriticConfig,
    gold: Path,
    pretrained: Path,
    weights: Path,
    tell: Callable[[str], None],
) -> Path:
    """Export a trained network, and calibrate it as it is shipped: in int8, by ONNX Runtime."""
    export(net, pretrained / "tokenizer.json", weights, config.version)
    calibrate(Critic(weights, threads=config.threads), config, gold, weights, tell)
    return weights
