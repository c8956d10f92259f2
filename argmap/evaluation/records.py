"""What an evaluation hands out: plain records, ready for JSON or a table."""

from __future__ import annotations

from argmap.model.records import Record


class Measure(Record):
    """A figure with its 95 % bootstrap interval, all as shares of one."""

    name: str
    value: float
    low: float
    high: float


class Measured(Record):
    """The figures of whatever was measured on one gold file."""

    gold: str
    measures: tuple[Measure, ...]
    samples: int

    def value(self, name: str) -> float:
        """The figure with this name.

        Raises:
            KeyError: it was not measured here.
        """
        for one in self.measures:
            if one.name == name:
                return one.value
        raise KeyError(name)


class Evaluation(Measured):
    """One miner on one gold file under one protocol."""

    miner: str
    miner_version: str
    gold_units: bool
    articles: int
    units: int
    relations: int
    words: int
    words_per_second: float


class Difference(Record):
    """A figure of miner a and of miner b; `low` and `high` bound b - a at 95 %; `p` is
    two-sided."""

    name: str
    a: float
    b: float
    low: float
    high: float
    p: float


class Comparison(Record):
    """A paired bootstrap test of two miners on one gold file."""

    gold: str
    a: str
    b: str
    gold_units: bool
    articles: int
    samples: int
    differences: tuple[Difference, ...]
