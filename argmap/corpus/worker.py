"""A worker process: loads the models once, then does articles from stdin, one at a time.

Run as a program of its own (`python -m argmap.corpus.worker`), by `runner`.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any

from argmap.corpus.frames import read_frame, write_frame

if TYPE_CHECKING:
    from argmap.model import ArgumentMap
    from argmap.settings import Settings

Frame = tuple[dict[str, Any], bytes]


def main() -> None:
    """Answer each frame on stdin by one on stdout, until stdin ends."""
    # Ctrl-C reaches every process of the terminal; the run itself decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, target = _private_streams()
    frames: SimpleQueue[Frame] = SimpleQueue()
    threading.Thread(target=_listen, args=(source, frames), daemon=True).start()
    head, _ = frames.get()
    try:
        do = _prepared(head["settings"], head.get("sources"))
    except Exception as problem:
        write_frame(target, _error(problem))
        return
    write_frame(target, {"ready": True})
    while True:
        head, data = frames.get()
        try:
            answer, body = do(head["path"], data)
        except Exception as problem:
            answer, body = _error(problem), b""
        write_frame(target, answer, body)


def _private_streams() -> tuple[IO[bytes], IO[bytes]]:
    """stdin and stdout, out of reach of anything else here that reads or prints."""
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return source, target


def _listen(source: IO[bytes], frames: SimpleQueue[Frame]) -> None:
    """Take frames in, and end the process at once when the run is over or was killed."""
    while (frame := read_frame(source)) is not None:
        frames.put(frame)
    os._exit(0)


def _prepared(settings_json: str, folder: str | None) -> Any:
    from argmap.api import analyze
    from argmap.corpus.task import Done, analyze_bytes, perform
    from argmap.evidence import Sources
    from argmap.mining.parse import borrowed_memory
    from argmap.settings import Settings

    settings = Settings.model_validate_json(settings_json)
    held = Sources.open(folder, limits=settings.limits) if folder is not None else None
    # What is loaded late shall not count as time of the first article.
    analyze("Cats should be kept because they catch mice.", settings=settings)
    # Models, tables and modules stay to the end: collecting garbage need not look at them again.
    gc.collect()
    gc.freeze()

    def analyzed(path: str, data: bytes, settings: Settings) -> ArgumentMap:
        # Sources keep parsed passages, which may not outlive the memory that they borrow.
        sources = Sources(held.index, held.critic) if held is not None else None
        return analyze_bytes(path, data, settings, sources=sources)

    def do(path: str, data: bytes) -> Frame:
        with borrowed_memory():
            outcome = perform(path, data, settings, analyzed)
        if isinstance(outcome, Done):
            return {"done": True}, outcome.map
        return {"failed": outcome.reason}, b""

    return do


def _error(problem: Exception) -> dict[str, Any]:
    """What ends the whole run: a wrong option, or something that is not installed."""
    return {
        "error": type(problem).__name__,
        "what": getattr(problem, "what", f"{type(problem).__name__}: {problem}"),
        "where": getattr(problem, "where", None),
        "hint": getattr(problem, "hint", None),
    }


if __name__ == "__main__":
    main()
    sys.exit(0)
