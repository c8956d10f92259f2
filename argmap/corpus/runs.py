"""A run: every article of a folder to one result folder, however often it is stopped.

Each map is written as soon as it is there, and a result that is there is not made again, so a run
can be killed at any moment and started again by the same command. Manifest and tables are made at
the end from what lies in the folder. What comes out does not depend on the number of workers, the
order, or how often the run was interrupted.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from json import dumps
from pathlib import Path
from typing import Any

from argmap.corpus import manifest
from argmap.corpus.local import Result, on_this_machine
from argmap.corpus.plan import Item, item_of, plan, recipe
from argmap.corpus.runner import COMMAND
from argmap.corpus.store import Store
from argmap.corpus.tables import require_pyarrow
from argmap.corpus.task import Done, Failed, Lost
from argmap.errors import UsageError
from argmap.settings import Settings


@dataclass(frozen=True)
class State:
    """How far a run is."""

    total: int
    """Articles that had to be done."""
    done: int = 0
    failed: int = 0
    bytes_total: int = 0
    bytes_done: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Articles a second."""
        return (self.done + self.failed) / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """By the bytes that are left; none while nothing is done.

        >>> State(total=4, done=1, bytes_total=400, bytes_done=100, seconds=10.0).seconds_left
        30.0
        """
        if not self.bytes_done or not self.seconds:
            return None
        return (self.bytes_total - self.bytes_done) * self.seconds / self.bytes_done


@dataclass(frozen=True)
class Summary:
    """What a run came to."""

    total: int
    done: int
    """Made in this run."""
    kept: int
    """There before."""
    failed: dict[str, str] = field(default_factory=dict)
    """Path of an article to the reason why it has no map."""
    other: int = 0
    """Maps in the folder that are of other texts, versions or settings."""


def run(
    folder: str | Path,
    out: str | Path,
    *,
    settings: Settings | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    sources: str | Path | None = None,
    tables: bool = True,
    retry_failed: bool = False,
    told: Callable[[State], None] = lambda state: None,
    shuffle: int | None = None,
    command: Sequence[str] = COMMAND,
) -> Summary:
    """Analyse every article of a folder.

    Args:
        folder: Articles, however deep.
        out: Result folder; `maps/`, `failed/`, manifest.json and the tables go into it.
        settings: Miner, checks and limits; none is the defaults.
        workers: Processes on this machine.
        scheduler: Address of a Dask scheduler; none is this machine.
        sources: A folder of reference texts and facts that the claims are checked against; on a
            cluster it lies at the same path on every machine.
        tables: Write the Parquet tables too.
        retry_failed: Try again what failed before.
        told: Called with how far it is, about once a second or more.
        shuffle: Seed of another order; for tests, since the result is the same.
        command: The worker program; for tests.

    Returns:
        What was made, what was there, and what failed with the reasons.

    Raises:
        InputError: the folder holds no article, or that of the sources no source.
        OutputError: a result cannot be written; what is done is kept.
        UsageError: an option is wrong, or another run is at work in the folder.
        MissingRequirement: something that is needed is not installed.
    """
    if workers < 1:
        raise UsageError(f"{workers} workers can do nothing", hint="give --workers 1 or more")
    if tables:
        require_pyarrow()
    chosen = settings or Settings()
    source, store = Path(folder), Store(Path(out))
    held = None if sources is None else str(sources)
    # The articles first: a mistyped folder shall leave no result folder behind.
    items = plan(source, store.root, chosen, held)
    made_by = recipe(chosen, held)
    with store.opened():
        job = _Job(source, store, chosen, dumps(made_by, sort_keys=True), told)
        todo = job.todo(items, retry_failed=retry_failed)
        if not todo and manifest.fits(store, items, made_by, with_tables=tables):
            return job.summary(items, done=0)
        job.start(todo)
        order = list(todo)
        if shuffle is not None:
            random.Random(shuffle).shuffle(order)  # noqa: S311 - an order, no secret
        backend = _backend(scheduler, workers, chosen, held, command)
        lost = job.take(backend(order, job), last_try=False)
        for item in lost:
            # Once more, with nothing else at work: a loaded machine may have been at fault.
            job.take(backend([item], job), last_try=True)
        final = [job.changed.get(item.name, item) for item in items]
        manifest.build(store, final, made_by, with_tables=tables)
        return job.summary(final, done=job.done)


_Backend = Callable[[Sequence[Item], "_Job"], Generator[Result, None, None]]


def _backend(
    scheduler: str | None,
    workers: int,
    settings: Settings,
    sources: str | None,
    command: Sequence[str],
) -> _Backend:
    def here(items: Sequence[Item], job: _Job) -> Generator[Result, None, None]:
        return on_this_machine(
            items, job.load, settings, workers, sources=sources, command=command, tick=job.tell
        )

    def there(items: Sequence[Item], job: _Job) -> Generator[Result, None, None]:
        from argmap.corpus.cluster import on_dask

        return on_dask(items, job.load, settings, str(scheduler), sources=sources, tick=job.tell)

    return here if scheduler is None else there


class _Job:
    """The state of one run."""

    def __init__(
        self,
        source: Path,
        store: Store,
        settings: Settings,
        made_by: str,
        told: Callable[[State], None],
    ) -> None:
        self.source, self.store, self.settings = source, store, settings
        self.made_by, self.told = made_by, told
        self.changed: dict[str, Item] = {}
        """Planned name to the article as it was when its turn came, where that differs."""
        self.total = self.done = self.failed = self.bytes_total = self.bytes_done = 0
        self.began = time.monotonic()

    @property
    def limits(self) -> dict[str, Any]:
        return self.settings.limits.model_dump(mode="json")

    def todo(self, items: Sequence[Item], *, retry_failed: bool) -> list[Item]:
        """Articles that have neither a map nor a failure under the same limits."""
        anew = set(manifest.broken(self.store, items))
        found = []
        for item in items:
            if item.name in anew or not self.store.has_map(item.name):
                failure = self.store.failure(item.name)
                stands = failure is not None and failure.get("limits") == self.limits
                if item.name in anew or retry_failed or not stands:
                    found.append(item)
        return found

    def start(self, todo: Sequence[Item]) -> None:
        self.total, self.bytes_total = len(todo), sum(item.size for item in todo)
        self.began = time.monotonic()
        self.tell()

    def load(self, planned: Item) -> tuple[Item, bytes | str]:
        """The article as it is now; it may have changed since the run began."""
        return item_of(planned.file, self.source, self.made_by, self.settings.limits)

    def take(self, results: Generator[Result, None, None], *, last_try: bool) -> list[Item]:
        """Keep results as they come; gives back the articles whose process was lost."""
        lost: list[Item] = []
        # Closed whatever happens, so that no worker outlives an error or Ctrl-C.
        with closing(results):
            for planned, item, outcome in results:
                if item.name != planned.name:
                    self.changed[planned.name] = item
                if isinstance(outcome, Lost) and not last_try:
                    lost.append(planned)
                    continue
                if isinstance(outcome, Done):
                    self.store.put_map(item.name, outcome.map)
                    self.store.forget_failure(item.name)
                    self.done += 1
                else:
                    self._fail(item, outcome)
                self.bytes_done += planned.size
                self.tell()
        return lost

    def _fail(self, item: Item, outcome: Failed | Lost) -> None:
        reason = outcome.reason
        if isinstance(outcome, Lost):
            reason = f"{item.path}: {reason}, twice; the second time it ran alone"
        record = {"path": item.path, "reason": reason, "limits": self.limits}
        self.store.put_failure(item.name, record)
        self.failed += 1

    def tell(self) -> None:
        self.told(
            State(
                total=self.total,
                done=self.done,
                failed=self.failed,
                bytes_total=self.bytes_total,
                bytes_done=self.bytes_done,
                seconds=time.monotonic() - self.began,
            )
        )

    def summary(self, items: Sequence[Item], *, done: int) -> Summary:
        failed = {}
        for item in items:
            if not self.store.has_map(item.name):
                record = self.store.failure(item.name) or {}
                failed[item.path] = str(record.get("reason", "not done"))
        names = {item.name for item in items}
        return Summary(
            total=len(items),
            done=done,
            kept=len(items) - len(failed) - done,
            failed=failed,
            other=sum(name not in names for name in self.store.names()),
        )
