"""`argmap compare`: two articles, or two versions of one, side by side."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from argmap.cli.options import Encoding, Ignore, Miner, Quiet, Select


def compare(
    a: Annotated[
        str, typer.Argument(metavar="A", help="A map file or an article, or - for stdin.")
    ],
    b: Annotated[str, typer.Argument(metavar="B", help="The other, or the later version of it.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[
        str | None,
        typer.Option("--out", "-o", metavar="FILE", help="Write a page with both maps, joined."),
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(
            min=0.0, max=1.0, metavar="X", help="Least similarity of a shared claim; default: 0.55."
        ),
    ] = None,
    miner: Miner = None,
    encoding: Encoding = None,
    select: Select = None,
    ignore: Ignore = None,
    quiet: Quiet = False,
) -> None:
    """Compare the claims of two articles.

    Tells which claims both have, which contradict one another, which only one of them has, and
    which lost or gained support from A to B.
    """
    from argmap.cli.files import STDIN, write_bytes, write_json
    from argmap.cli.options import settings_with
    from argmap.cli.run import map_of
    from argmap.compare.run import THRESHOLD
    from argmap.compare.run import compare as compared
    from argmap.errors import UsageError

    if a == b == STDIN:
        raise UsageError("stdin (-) can be read only once", hint="name it once")
    if out is not None and Path(out).suffix.lower() not in {".html", ".htm"}:
        raise UsageError("the page is HTML", where=out, hint="call it FILE.html")
    settings = settings_with(miner=miner, select=select, ignore=ignore)
    map_a = map_of(a, settings, encoding=encoding, quiet=quiet)
    map_b = map_of(b, settings, encoding=encoding, quiet=quiet)
    result = compared(map_a, map_b, threshold=THRESHOLD if threshold is None else threshold)
    if out is not None:
        from argmap.compare.page import comparison_html

        page = comparison_html(result, map_a, map_b, limits=settings.limits)
        written = write_bytes(Path(out), page.encode("utf-8", "replace"))
        if not json:
            if not quiet:
                sys.stdout.write(f"{written}\n")
            return
    if json:
        write_json(result.model_dump(mode="json"))
        return
    from argmap.compare.terminal import comparison_text

    sys.stdout.write(comparison_text(result, sys.stdout))
