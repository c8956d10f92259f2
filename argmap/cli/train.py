"""`argmap train`: a miner of one's own, from gold files."""

from __future__ import annotations

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
) -> None:
    """Train a miner on gold files, and export it.

    Ends with the ONNX model in int8, a check that int8 loses no more than a point, and a model card
    with the figures on the development parts. Needs the extra `train`: pip install argmap[train].
    """
    from importlib.resources import as_file, files

    from argmap.cli.console import say
    from argmap.errors import MissingRequirement
    from argmap.training.config import TrainConfig

    if config is not None:
        settings = TrainConfig.read(config)
    else:
        with as_file(files("argmap.training") / "default.toml") as path:
            settings = TrainConfig.read(path)
    try:
        from argmap.training.run import train as run
    except ImportError as error:
        raise MissingRequirement(
            f"training needs what is not installed: {error.name}",
            hint="pip install 'argmap[train]'",
        ) from error
    run(settings, gold, out, say=say)
