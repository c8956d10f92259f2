"""`argmap corpus`: many articles to one result folder, and what they say as a whole."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from argmap.cli.console import WIPE
from argmap.cli.options import Ignore, Miner, Quiet, Select, Sources

if TYPE_CHECKING:
    from argmap.corpus.runs import State, Summary

corpus = typer.Typer(
    name="corpus",
    help="Analyse many articles, and see what they say as a whole.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
_LIVE_SECONDS, _PLAIN_SECONDS = 0.2, 10.0
_SHOWN_FAILURES = 20


@corpus.command("run")
def run(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder that holds the articles.")
    ],
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="OUT", help="The folder that the results go to.")
    ],
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", "-w", metavar="N", min=1, help="Processes; default: one for each core."
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Have the work done by a Dask cluster (tcp://...)."),
    ] = None,
    miner: Miner = None,
    select: Select = None,
    ignore: Ignore = None,
    sources: Sources = None,
    tables: Annotated[
        bool, typer.Option("--tables/--no-tables", help="Write the Parquet tables.")
    ] = True,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again what failed before.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a summary for programs instead.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Analyse all articles in DIR into OUT; started again, do what is missing or has changed.

    OUT gets a map file for each article, manifest.json, and Parquet tables of articles, units,
    relations and flags. A run can be stopped at any moment; the same command goes on from there.
    """
    from argmap import corpus as work
    from argmap.cli.options import settings_with
    from argmap.cli.run import SOME_FAILED

    progress = Progress(quiet=quiet or as_json)
    try:
        summary = work.run(
            folder,
            out,
            settings=settings_with(miner=miner, select=select, ignore=ignore),
            workers=workers or _cores(),
            scheduler=scheduler,
            sources=sources,
            tables=tables,
            retry_failed=retry_failed,
            told=progress.tell,
        )
    finally:
        progress.end()
    if as_json:
        _print_json(summary, out)
    else:
        _tell(summary, out, quiet=quiet)
    if summary.failed:
        raise typer.Exit(SOME_FAILED)


def _cores() -> int:
    import os

    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Progress:
    """A line on stderr with count, rate and time left.

    On a terminal it is written over; elsewhere there is one every ten seconds.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet, self._live = quiet, sys.stderr.isatty()
        self._last, self._shown = 0.0, False

    def tell(self, state: State) -> None:
        """Say how far it is, unless that was said just now."""
        now = time.monotonic()
        last_one = state.total and state.done + state.failed == state.total
        pause = _LIVE_SECONDS if self._live else _PLAIN_SECONDS
        if self._quiet or not state.total or (now - self._last < pause and not last_one):
            return
        self._last, self._shown = now, True
        line = progress_line(state)
        sys.stderr.write(f"{WIPE}{line}" if self._live else f"{line}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Take the live line away."""
        if self._live and self._shown:
            sys.stderr.write(WIPE)
            sys.stderr.flush()


def progress_line(state: State) -> str:
    """How far a run is, in a line.

    >>> from argmap.corpus.runs import State
    >>> progress_line(State(200, done=38, failed=2, bytes_total=500, bytes_done=100, seconds=20))
    '[ 40/200] 2.0 articles/s, 1 min 20 s left, 2 failed'
    """
    width = len(str(state.total))
    count = state.done + state.failed
    left = state.seconds_left
    parts = [f"{state.rate:.1f} articles/s"] if count else ["starting"]
    if left is not None and count < state.total:
        parts.append(f"{_span(left)} left")
    if state.failed:
        parts.append(f"{state.failed} failed")
    return f"[{count:>{width}}/{state.total}] {', '.join(parts)}"


def _span(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _tell(summary: Summary, out: Path, *, quiet: bool) -> None:
    from argmap.cli.console import error, note
    from argmap.report.text import one_line, plural

    for reason in list(summary.failed.values())[:_SHOWN_FAILURES]:
        error(reason)
    if len(summary.failed) > _SHOWN_FAILURES:
        error(f"and {len(summary.failed) - _SHOWN_FAILURES} more; manifest.json names them all")
    if summary.failed:
        error(
            f"{len(summary.failed)} of {summary.total} articles failed, the others are done; "
            "--retry-failed tries them again"
        )
    if quiet:
        return
    if summary.other:
        note(
            f"{plural(summary.other, 'map')} of other texts, versions or settings "
            f"{'lies' if summary.other == 1 else 'lie'} in {out / 'maps'} and "
            f"{'is' if summary.other == 1 else 'are'} not counted"
        )
    made = f"{plural(summary.done, 'article')} analysed"
    kept = f", {summary.kept} were there before" if summary.kept else ""
    sys.stdout.write(f"{made}{kept}: {one_line(str(out))}\n")


def _print_json(summary: Summary, out: Path) -> None:
    from argmap.cli.files import write_json

    data = {
        "out": str(out),
        "articles": summary.total,
        "done": summary.done,
        "kept": summary.kept,
        "failed": [{"path": path, "error": why} for path, why in sorted(summary.failed.items())],
    }
    write_json(data)


@corpus.command("report")
def report(
    results: Annotated[
        Path, typer.Argument(metavar="OUT", help="The result folder of `argmap corpus run`.")
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Where the report goes; default: OUT/report."
        ),
    ] = None,
    meaning: Annotated[
        bool,
        typer.Option(
            "--meaning/--words",
            help="Join claims and find contradictions by meaning, or join by words alone: quicker.",
        ),
    ] = True,
    quiet: Quiet = False,
) -> None:
    """Say what the articles of a run claim as a whole, as a page and as CSV.

    Writes report.html (the claims that come up most, those that nobody supports, articles that
    contradict each other, flag rates by source and over time), claims.csv, contradictions.csv,
    flags-by-folder.csv and flags-over-time.csv.
    """
    from argmap.corpus import Corpus
    from argmap.corpus.report import write_report
    from argmap.report.text import one_line

    for path in write_report(Corpus.open(results), out, meaning=meaning):
        if not quiet:
            sys.stdout.write(f"{one_line(str(path))}\n")
