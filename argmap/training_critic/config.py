"""The one config file of a training run of the critic."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from argmap.training.config import read_config

Task = Literal["checkworthy", "verifiable", "stance", "nli", "attribution", "loaded", "embed"]


class TaskConfig(BaseModel):
    """One task: its files, and how much of them is read."""

    model_config = ConfigDict(extra="forbid")

    task: Task
    file: str
    """Name in the gold folder."""
    dev: str | None = None
    """A gold file for development; none: a part of `file` is held out (by claim, by premise)."""
    passes: float = Field(default=2.0, gt=0)
    """How often an example is seen in the whole run, on average."""
    empty: float = Field(default=1.0, ge=0, le=1)
    """Share of the windows without any mark that are read, in tasks that mark words."""
    weight: float = Field(default=1.0, gt=0)
    """Factor on the task's loss."""


class CriticConfig(BaseModel):
    """Everything that decides what comes out of a run."""

    model_config = ConfigDict(extra="forbid")

    version: str = "1"
    seed: int = 1
    pieces_per_step: int = Field(default=2200, ge=100)
    """Word pieces, padding included, in one step of the optimizer."""
    encoder_rate: float = 1e-4
    """Learning rate of the topmost layer; each layer below has `layer_decay` of the one above."""
    head_rate: float = 6e-4
    layer_decay: float = 0.92
    warmup: float = 0.06
    average: float = 0.998
    """Decay of the running average of the weights, which is what is exported."""
    dropout: float = 0.1
    head_dropout: float = 0.2
    hide: float = 0.05
    """Chance that a piece is hidden in training, so that no decision hangs on one word."""
    packed: float = 0.3
    """Share of the sentences that are read in a sequence with others, as they are in an article."""
    arc_passes: float = Field(default=7.0, ge=0)
    """Passes of the second stage: see `argmap.training_critic.arcs`."""
    arc_rate: float = 1.5e-3
    """Learning rate of the second stage."""
    bf16: bool = True
    threads: int = Field(default=2, ge=1)
    minutes: float | None = None
    """Wall time at which the learning rate is to reach its end; none: the examples alone count."""
    save_every: int = Field(default=400, ge=1)
    """Steps between two checkpoints."""
    tasks: tuple[TaskConfig, ...]

    @classmethod
    def read(cls, path: Path) -> CriticConfig:
        """Read a TOML file.

        Raises:
            InputError: it cannot be read, or a setting is wrong; the message names it.
        """
        return read_config(cls, path, hint="see argmap/training_critic/default.toml")
