"""`argmap render`: the drawing or the page of one map or article."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from argmap.cli.options import Encoding, Ignore, Miner, Quiet, Select


def render(
    path: Annotated[
        str, typer.Argument(metavar="MAP|ARTICLE", help="A map file, an article, or - for stdin.")
    ],
    *,
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Where it goes, - for stdout; default: NAME.svg in the working folder.",
        ),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="F",
            help="svg, png, pdf, dot or html; default: by FILE's suffix, else svg.",
        ),
    ] = None,
    miner: Miner = None,
    encoding: Encoding = None,
    select: Select = None,
    ignore: Ignore = None,
    quiet: Quiet = False,
) -> None:
    """Draw one map.

    Takes a map file or an article, and writes SVG, PNG, PDF, DOT or a page.
    """
    from argmap.cli import files
    from argmap.cli.console import note
    from argmap.cli.options import settings_with
    from argmap.cli.outputs import VIEWS, by_suffix, one
    from argmap.cli.run import map_of
    from argmap.errors import UsageError

    settings = settings_with(miner=miner, select=select, ignore=ignore)
    if format is not None:
        output = one(format, VIEWS)
    elif out is None or out == files.STDIN:
        output = one("svg", VIEWS)
    else:
        found = by_suffix(out, VIEWS)
        if found is None:
            raise UsageError(
                "the suffix names no drawing", where=out, hint="say which with --format svg"
            )
        output = found
    map_ = map_of(path, settings, encoding=encoding, quiet=quiet)
    data = output.make(map_)
    if out == files.STDIN or (out is None and path == files.STDIN):
        files.write_stdout(data)
        return
    if out is None:
        (job,) = files.plan([path], Path(), [output.suffix], note)
        out = job.name + output.suffix
    written = files.write_bytes(Path(out), data)
    if not quiet:
        sys.stdout.write(f"{written}\n")
