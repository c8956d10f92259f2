"""A worker process seen from outside: give it an article, wait no longer than the limit, kill it.

An article that hangs in C code cannot be interrupted by a thread or a signal handler; its process
can be killed. Workers are programs of their own and no forks, so that no lock or thread of the
caller is inherited, and so that they can be started from inside a Dask worker or a notebook.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Any, cast

from argmap import errors
from argmap.corpus.frames import read_frame, write_frame
from argmap.corpus.task import Done, Failed, Lost, Outcome
from argmap.settings import Settings

START_SECONDS = 300.0
"""How long a worker may take to load the models: long, for a machine with a cold disk."""
ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "BLIS_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
        "NUMEXPR_NUM_THREADS",
    ),
    "1",
)
COMMAND = (sys.executable, "-P", "-m", "argmap.corpus.worker")


class Runner:
    """One worker process, started when it is first needed and anew after it was lost.

    Args:
        settings: What the articles are analysed with; `limits.article_seconds` is the time limit.
        sources: A folder that their claims are checked against.
        command: The program; another than argmap's own worker is for tests.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        sources: str | None = None,
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._settings, self._sources, self._command = settings, sources, tuple(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None
        self._closed = False
        self._lock = threading.Lock()

    def run(self, path: str, data: bytes) -> Outcome:
        """Do one article.

        Raises:
            UsageError: an option is wrong; no other article would fare better.
            MissingRequirement: something is not installed; likewise.
            ArgmapError: the worker does not even start.
        """
        process = self._started()
        seconds = self._settings.limits.article_seconds
        answer, late = self._ask(process, {"path": path}, data, seconds)
        if late:
            self._end()
            return Lost(f"took longer than {seconds:g} s (`article_seconds`)")
        if answer is None:
            return Lost(f"its process died ({_told(self._end())})")
        head, body = answer
        _raise_for(head)
        return Done(body) if head.get("done") else Failed(str(head.get("failed")))

    def close(self) -> None:
        """Kill the process, whatever it is at; the runner is of no more use."""
        with self._lock:
            self._closed = True
            process = self._process
        if process is not None:
            process.kill()
        # `run`, in its own thread, sees the end of the pipe; else nobody is at it.

    def reap(self) -> None:
        """Kill the process and wait for its end."""
        self.close()
        self._end()

    # The process ------------------------------------------------------------------------------

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None:
            return self._process
        with self._lock:
            if self._closed:
                raise errors.ArgmapError("the run was ended")
            self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `_end`
            process = self._process = subprocess.Popen(  # noqa: S603 - argmap itself, no shell
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._log,
                env=_environment(),
            )
        greeting = {
            "settings": self._settings.model_dump_json(by_alias=True),
            "sources": self._sources,
        }
        answer, late = self._ask(process, greeting, b"", START_SECONDS)
        if answer is None:
            said = self._last_words()
            status = self._end()
            why = "took too long" if late else _told(status)
            raise errors.ArgmapError(
                f"a worker process cannot start ({why}){said}",
                hint="try `argmap analyze` on one article to see what is wrong",
            )
        _raise_for(answer[0])
        return process

    def _ask(
        self, process: subprocess.Popen[bytes], head: dict[str, Any], body: bytes, seconds: float
    ) -> tuple[tuple[dict[str, Any], bytes] | None, bool]:
        """The answer, or none where the process has gone; and whether its time had run out."""
        # By the clock, not by whether the timer came to kill: on a busy machine it may come late.
        end = time.monotonic() + seconds
        timer = threading.Timer(seconds, process.kill)
        timer.daemon = True
        timer.start()
        answer = None
        try:
            write_frame(cast(IO[bytes], process.stdin), head, body)
            answer = read_frame(cast(IO[bytes], process.stdout))
        except (OSError, ValueError):
            pass
        finally:
            timer.cancel()
        return answer, time.monotonic() >= end

    def _last_words(self) -> str:
        if self._log is None:
            return ""
        with suppress(OSError, ValueError):
            self._log.seek(0)
            lines = self._log.read().decode("utf-8", "replace").strip().splitlines()
            return f": {lines[-1]}" if lines else ""
        return ""

    def _end(self) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.kill()
        status = process.wait()
        for stream in (process.stdin, process.stdout, self._log):
            if stream is not None:
                with suppress(OSError):  # what was not sent before the process died
                    stream.close()
        return status


def _environment() -> dict[str, str]:
    """This process's, with one thread a worker and modules found where they are found here."""
    paths = os.pathsep.join(path for path in sys.path if path)
    return {
        **os.environ,
        **ONE_THREAD,
        "PYTHONPATH": paths,
        "PYTHONUTF8": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }


def _raise_for(head: dict[str, Any]) -> None:
    if "error" not in head:
        return
    kind = getattr(errors, str(head["error"]), errors.ArgmapError)
    if not (isinstance(kind, type) and issubclass(kind, errors.ArgmapError)):
        kind = errors.ArgmapError
    raise kind(head["what"], where=head["where"], hint=head["hint"])


def _told(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"exit status {status}"
