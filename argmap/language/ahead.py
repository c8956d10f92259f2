"""Work begun in a second thread while the first has something else to do: the encoders read a text
while spaCy parses it, for both need the text alone and neither the other."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from argmap.language.inference import threads_at_hand

Job = tuple[Hashable, Callable[[], Any]]
"""A name for an answer, and what makes it."""

_here = threading.local()
"""What the thread at hand has begun; other threads have begun their own."""


class _Begun:
    """Jobs shared by two threads: a second one does them in turn, and the first, where it must wait
    for one, does the others meanwhile.

    A thread each time, not a pool: a process that is forked takes no thread along, and would wait
    for a pool's for ever.
    """

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._answers: dict[Hashable, tuple[Any, BaseException | None]] = {}
        self._done = {name: threading.Event() for name, _ in jobs}
        self._open = deque(jobs)  # its pops are atomic: no job is done twice
        self._thread = threading.Thread(target=self._run, name="argmap-ahead", daemon=True)
        self._thread.start()

    def _run(self, until: Hashable = None) -> None:
        while until is None or not self._done[until].is_set():
            try:
                name, make = self._open.popleft()
            except IndexError:
                return
            try:
                self._answers[name] = (make(), None)
            except BaseException as error:
                # Raised where the answer is asked for; a user's Ctrl-C does not wait for that.
                self._answers[name] = (None, error)
                if until is not None and not isinstance(error, Exception):
                    raise
            finally:
                self._done[name].set()

    def has(self, name: Hashable) -> bool:
        return name in self._done

    def take(self, name: Hashable) -> Any:
        self._run(until=name)
        self._done[name].wait()
        answer, error = self._answers[name]
        if error is not None:
            raise error
        return answer

    def wait(self) -> None:
        self._open.clear()  # what nobody has asked for by now, nobody will
        self._thread.join()


@contextmanager
def ahead(jobs: Sequence[Job]) -> Iterator[None]:
    """While this lasts, `answer` gives what a second thread makes meanwhile.

    Where one thread is at hand, nothing is begun. The answers are the same either way.

    >>> with ahead([("sum", lambda: 1 + 1)]):
    ...     answer("sum", lambda: 1 + 1)
    2
    """
    if not jobs or threads_at_hand() < 2:
        yield
        return
    before = getattr(_here, "begun", None)
    begun = _here.begun = _Begun(jobs)
    try:
        yield
    finally:
        _here.begun = before
        begun.wait()


def answer(name: Hashable, make: Callable[[], Any]) -> Any:
    """What was begun under this name, waited for; or made now.

    Raises:
        Exception: whatever making it raised.
    """
    begun: _Begun | None = getattr(_here, "begun", None)
    return begun.take(name) if begun is not None and begun.has(name) else make()


__all__ = ["Job", "ahead", "answer"]
