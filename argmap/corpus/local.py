"""Articles done on this machine: a few worker processes, each with one thread and its own model."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from queue import Empty, SimpleQueue

from argmap.corpus.plan import Item
from argmap.corpus.runner import COMMAND, Runner
from argmap.corpus.task import Failed, Outcome
from argmap.settings import Settings

Load = Callable[[Item], tuple[Item, bytes | str]]
"""Gives an article as it is when its turn comes, with its bytes or why it cannot be read."""
Result = tuple[Item, Item, Outcome]
"""The article as it was planned, as it was done, and what came of it."""


def on_this_machine(
    items: Sequence[Item],
    load: Load,
    settings: Settings,
    workers: int,
    *,
    sources: str | None = None,
    command: Sequence[str] = COMMAND,
    tick: Callable[[], None] = lambda: None,
) -> Generator[Result, None, None]:
    """What comes of each article, in the order in which they are ready.

    Args:
        items: The articles.
        load: See `Load`.
        settings: What they are analysed with.
        workers: How many processes, at most.
        sources: A folder that their claims are checked against.
        command: The worker program.
        tick: Called about once a second.

    Raises:
        ArgmapError: no worker can do any article.
    """
    waiting, ready = deque(items), SimpleQueue[Result | BaseException]()
    runners = [
        Runner(settings, sources=sources, command=command) for _ in range(min(workers, len(items)))
    ]

    def serve(runner: Runner) -> None:
        try:
            while waiting:
                try:
                    planned = waiting.popleft()
                except IndexError:  # another thread was quicker
                    return
                item, data = load(planned)
                outcome = Failed(data) if isinstance(data, str) else runner.run(item.path, data)
                ready.put((planned, item, outcome))
        except BaseException as problem:
            ready.put(problem)
        finally:
            runner.reap()

    threads = [
        threading.Thread(target=serve, args=(runner,), name="argmap-worker", daemon=True)
        for runner in runners
    ]
    try:
        for thread in threads:
            thread.start()
        for _ in items:
            while True:
                try:
                    result = ready.get(timeout=1.0)
                    break
                except Empty:
                    tick()
            if isinstance(result, BaseException):
                raise result
            yield result
    finally:
        waiting.clear()
        for runner in runners:
            runner.close()
        for thread in threads:
            if thread.ident is not None:
                thread.join()
