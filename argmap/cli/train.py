"""`argmap train`: a miner, or a critic, of one's own, from gold files."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated

import typer


def train(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD_DIR", help="The folder with the gold files.")
    ],
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="Where the trained miner goes.")
    ],
    config: Annotated[
        Path | None,
        typer.Option(metavar="TOML", help="Which files, and how; default: the one in the package."),
    ] = None,
    critic: Annotated[
        bool,
        typer.Option("--critic", help="Train the critic, which the checks ask, not the miner."),
    ] = False,
    weights: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Keep the network in this folder; fit only what stands beside it. Minutes.",
        ),
    ] = None,
    steps: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="With --critic: stop each stage early, for a trial."),
    ] = None,
) -> None:
    """Train a miner on gold files, and export it; or the critic.

    Ends with the ONNX model in int8, a check that int8 loses no more than a point, and a model card
    with the figures on the development parts. Needs the extra `train`: pip install argmap[train].

    With --weights: the network is taken as it is; the surface reader, the decoder's settings, the
    calibration and the model card are made anew. Needs no torch.

    With --critic: all of its stages, the heads of attribution last, then the export in int8 and the
    calibration of what was exported. Checkpoints lie in DIR/checkpoints.
    """
    from argmap.errors import MissingRequirement, UsageError

    if steps is not None and not critic:
        raise UsageError("--steps is for the critic", hint="add --critic, or set it in --config")
    if weights is not None and critic:
        raise UsageError("--weights is for the miner", hint="leave out --critic or --weights")
    try:
        if critic:
            _critic(gold, out, config, steps)
        else:
            _miner(gold, out, config, weights)
    except ImportError as error:
        raise MissingRequirement(
            f"training needs what is not installed: {error.name}",
            hint="pip install 'argmap[train]'",
        ) from error


def _miner(gold: Path, out: Path, config: Path | None, weights: Path | None) -> None:
    from argmap.cli.console import say
    from argmap.training.config import TrainConfig

    with _config_of("argmap.training", config) as path:
        settings = TrainConfig.read(path)
    if weights is not None:
        from argmap.training.finish import refit

        refit(settings, gold, weights, out, say=say)
        return
    from argmap.training.run import train as run

    run(settings, gold, out, say=say)


def _critic(gold: Path, out: Path, config: Path | None, steps: int | None) -> None:
    from argmap.cli.console import say
    from argmap.training_critic.config import CriticConfig

    with _config_of("argmap.training_critic", config) as path:
        settings = CriticConfig.read(path)
    from argmap.training.run import pretrained_folder
    from argmap.training_critic.make import make

    make(settings, gold, pretrained_folder(), out / "checkpoints", out, say, steps=steps)
    say(f"{out}: the critic's weights")


def _config_of(package: str, config: Path | None) -> AbstractContextManager[Path]:
    """The user's config file, or the one in the package."""
    from importlib.resources import as_file, files

    return nullcontext(config) if config is not None else as_file(files(package) / "default.toml")
