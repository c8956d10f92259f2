"""Articles done on other machines: the same tasks, on a Dask cluster.

Bytes go out and map files come back, so the workers need no shared disk, only argmap of the same
version. Each Dask worker keeps a worker process of argmap's own beside it, because a thread of a
Dask worker cannot be killed when an article takes too long.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from json import dumps
from typing import Any

from argmap.corpus.local import Load, Result
from argmap.corpus.plan import Item, recipe
from argmap.corpus.runner import Runner
from argmap.corpus.task import Done, Failed, Lost, Outcome
from argmap.errors import ArgmapError, MissingRequirement, UsageError
from argmap.settings import Settings

CONNECT_SECONDS = 30
_idle: dict[str, list[Runner]] = {}
_lock = threading.Lock()
_Answer = tuple[str, bytes | str]


def remote(
    settings_json: str, made_by: str, path: str, data: bytes, sources: str | None = None
) -> _Answer:
    """One article on a Dask worker: what came of it, as plain data.

    Raises:
        UsageError: the worker's argmap, or what it has as sources, would make another map than the
            run's.
    """
    settings = Settings.model_validate_json(settings_json)
    here = _recipe(settings_json, sources)
    if here != made_by:
        raise UsageError(
            f"a worker would make other maps than this machine: it has {here}, here is {made_by}",
            hint="install the same versions on all machines",
        )
    with _lock:
        kept = _idle.setdefault(made_by, [])
        runner = kept.pop() if kept else Runner(settings, sources=sources)
    outcome = runner.run(path, data)
    with _lock:
        kept.append(runner)
    if isinstance(outcome, Done):
        return "done", outcome.map
    return ("failed" if isinstance(outcome, Failed) else "lost"), outcome.reason


@lru_cache(maxsize=4)
def _recipe(settings_json: str, sources: str | None) -> str:
    """What this machine would make maps with, as JSON; found out once a process."""
    return dumps(recipe(Settings.model_validate_json(settings_json), sources), sort_keys=True)


def on_dask(
    items: Sequence[Item],
    load: Load,
    settings: Settings,
    address: str,
    *,
    sources: str | None = None,
    at_once: int | None = None,
    tick: Callable[[], None] = lambda: None,
) -> Generator[Result, None, None]:
    """What comes of each article, in the order in which they are ready.

    Args:
        items: The articles.
        load: See `Load`; it is called on this machine.
        settings: What they are analysed with.
        address: Of the scheduler, such as `tcp://10.0.0.1:8786`.
        sources: A folder that their claims are checked against, at this path on every machine.
        at_once: Articles that are out at a time; none is two for each thread of the cluster.
        tick: Called after each result.

    Raises:
        MissingRequirement: `distributed` is not installed.
        ArgmapError: there is no scheduler at this address, or it went away.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as problem:
        raise MissingRequirement(
            "--scheduler needs Dask's `distributed`", hint="`pip install 'argmap[dask]'`"
        ) from problem
    try:
        client = distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as problem:
        raise ArgmapError(
            f"no Dask scheduler answers: {type(problem).__name__}: {problem}",
            where=address,
            hint="start one with `dask scheduler`, and look at the address that it prints",
        ) from problem
    settings_json = settings.model_dump_json(by_alias=True)
    made_by = dumps(recipe(settings, sources), sort_keys=True)
    waiting = iter(items)
    out: dict[Any, tuple[Item, Item]] = {}
    with client:
        limit = at_once or max(2, 2 * _threads(client))
        pool = distributed.as_completed(loop=client.loop)

        def send() -> Generator[Result, None, None]:
            """Send one more article; those that cannot be read are results at once."""
            for planned in waiting:
                item, data = load(planned)
                if isinstance(data, str):
                    yield planned, item, Failed(data)
                    continue
                future = client.submit(
                    remote, settings_json, made_by, item.path, data, sources, pure=False
                )
                out[future] = planned, item
                pool.add(future)
                return

        for _ in range(limit):
            yield from send()
        while out:
            future = next(pool)
            planned, item = out.pop(future)
            outcome = _outcome(future)
            future.release()
            yield planned, item, outcome
            tick()
            yield from send()


def _threads(client: Any) -> int:
    with suppress(OSError):
        return sum(client.nthreads().values())
    return 0


def _outcome(future: Any) -> Outcome:
    distributed: Any = import_module("distributed")
    try:
        kind, body = future.result()
    except distributed.KilledWorker:
        return Lost("the workers that did it died")
    except (distributed.CancelledError, OSError) as problem:
        raise ArgmapError(
            "the Dask cluster went away",
            hint="start the same command again: it goes on from where it was",
        ) from problem
    except (ArgmapError, KeyboardInterrupt):
        raise
    except Exception as problem:
        raise ArgmapError(
            f"a Dask worker cannot do its work: {type(problem).__name__}: {problem}",
            hint="install argmap of the same version on all machines",
        ) from problem
    if kind == "done":
        return Done(body)
    return Failed(body) if kind == "failed" else Lost(body)
