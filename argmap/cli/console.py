"""What the commands say on stderr: notes, progress and errors, one line each."""

from __future__ import annotations

import sys

WIPE = "\r\x1b[K"
"""Takes away what stands in the terminal's line."""


def error(message: str) -> None:
    """Say what went wrong."""
    say(f"argmap: error: {message}")


def note(message: str) -> None:
    """Say what was assumed, or what the user may want to know."""
    say(f"argmap: note: {message}")


def say(message: str) -> None:
    """Print a line to stderr, without control characters: file names and texts are in it."""
    from argmap.report.text import one_line

    # On a terminal, over the live line of a `Progress`, should there be one.
    wipe = WIPE if sys.stderr.isatty() else ""
    sys.stderr.write(f"{wipe}{one_line(message)}\n")
    sys.stderr.flush()


class Progress:
    """A line on stderr for each article of a run of more than one.

    On a terminal the line is written over; elsewhere each stays.
    """

    def __init__(self, total: int, *, quiet: bool = False) -> None:
        self._total = total
        self._silent = quiet or total < 2
        self._live = sys.stderr.isatty()
        self._done = 0

    def step(self, name: str) -> None:
        """Say that the article `name` is next."""
        from argmap.report.text import shorten

        self._done += 1
        if self._silent:
            return
        width = len(str(self._total))
        line = f"[{self._done:>{width}}/{self._total}] {shorten(name, 100)}"
        self._write(f"{WIPE}{line}" if self._live else f"{line}\n")

    def clear(self) -> None:
        """Take the live line away, before something else is said."""
        if self._live and not self._silent:
            self._write(WIPE)

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
