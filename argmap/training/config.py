"""The one config file of a training run."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from argmap.errors import InputError

ConfigT = TypeVar("ConfigT", bound=BaseModel)


def read_config(kind: type[ConfigT], path: Path, *, hint: str) -> ConfigT:
    """A settings record of this kind from a TOML file.

    Args:
        kind: The record's class.
        path: The file.
        hint: Where the user sees what may stand there.

    Raises:
        InputError: it cannot be read, or a setting is wrong; the message names it.
    """
    try:
        return kind.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            f"cannot be read: {error}", where=str(path), hint="give a TOML file"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{place}: {first['msg']}", where=str(path), hint=hint) from error


class Corpus(BaseModel):
    """One gold file to learn from."""

    model_config = ConfigDict(extra="forbid")

    file: str
    """Name in the gold folder."""
    labels: Literal["aaec", "microtexts1", "microtexts2", "cdcp", "abstrct", "editorials"]
    """Whose scheme it follows: what is labelled, and the genre."""
    share: float = Field(default=1.0, gt=0, le=1)
    """Part of the file drawn in one epoch; the next epoch goes on where this one stopped."""
    dev: str | None = None
    """A gold file held out for development; none: every `hold_out`-th article of `file`."""
    weight: float = 1.0
    """Factor on the losses of units and relations."""


class LossWeights(BaseModel):
    """Factor of each part of the loss."""

    model_config = ConfigDict(extra="forbid")

    tags: float = 2.0
    role: float = 0.6
    near: float = 0.5
    far: float = 0.25
    kind: float = 0.3
    comment: float = 0.45
    article: float = 0.15
    genre: float = 0.05


class Branch(BaseModel):
    """One of the runs whose weights are averaged."""

    model_config = ConfigDict(extra="forbid")

    seed: int
    hide: float | None = Field(default=None, ge=0, lt=1)
    """As in `TrainConfig`; none: the same."""


class TrainConfig(BaseModel):
    """Everything that decides what comes out of a run."""

    model_config = ConfigDict(extra="forbid")

    version: str = "1"
    note: str = ""
    """Said in the model card, such as how this run differs from the one before."""
    start: Path | None = None
    """A checkpoint to go on from; none: the pre-trained encoder and fresh heads."""
    seed: int = 1
    epochs: int = Field(default=15, ge=1)
    branches: tuple[Branch, ...] = ()
    """Runs that go on from the weights that `epochs` ends with, each with its own seed; their
    weights are averaged (Wortsman et al. 2022, model soups). None: those weights are the model."""
    branch_epochs: int = Field(default=6, ge=1)
    branch_rate: float = Field(default=0.8, gt=0)
    """Factor on both learning rates in the branches."""
    patience: int = Field(default=4, ge=1)
    """Evaluations on dev without a better score before the run stops."""
    dev_every: int = Field(default=3, ge=1)
    """Epochs between two evaluations on dev."""
    hold_out: int = Field(default=12, ge=2)
    device: Literal["auto", "cpu", "cuda"] = "auto"
    bf16: bool = True
    threads: int = Field(default=2, ge=1)
    pieces_per_step: int = Field(default=2100, ge=100)
    """Word pieces, padding included, in one step of the optimizer."""
    encoder_rate: float = 1.2e-4
    """Learning rate of the topmost layer; each layer below has 0.9 of the one above."""
    head_rate: float = 8e-4
    warmup: float = 0.08
    average: float = 0.995
    """Decay of the running average of the weights, which is what is exported."""
    dropout: float = 0.1
    head_dropout: float = 0.25
    hide: float = Field(default=0.06, ge=0, lt=1)
    """Chance that a word piece is hidden, so that no decision hangs on one word."""
    split: float = 0.15
    """Share of essays with some paragraphs broken in two, so that links across a break are seen."""
    jitter: float = 0.15
    """Chance that a unit's border is moved by up to three pieces."""
    losses: LossWeights = LossWeights()
    corpora: tuple[Corpus, ...]

    @classmethod
    def read(cls, path: Path) -> TrainConfig:
        """Read a TOML file.

        Raises:
            InputError: it cannot be read, or a setting is wrong; the message names it.
        """
        return read_config(cls, path, hint="see argmap/training/default.toml")

    def loss_weights(self) -> dict[str, float]:
        """Factors by the name of the loss and by the name of the corpus."""
        weights: dict[str, Any] = self.losses.model_dump()
        return weights | {c.labels: c.weight for c in self.corpora}
