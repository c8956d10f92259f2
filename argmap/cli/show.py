"""`argmap show`: the map as a tree in the terminal."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from argmap.cli.options import Encoding, Ignore, Miner, Quiet, Select


def show(
    path: Annotated[
        str, typer.Argument(metavar="MAP|ARTICLE", help="A map file, an article, or - for stdin.")
    ],
    *,
    depth: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help="Show N levels below each root; default: all."),
    ] = None,
    width: Annotated[
        int | None,
        typer.Option(min=20, metavar="N", help="Fold lines at N columns; default: the terminal's."),
    ] = None,
    flags: Annotated[bool, typer.Option(help="Show the flags of each unit.")] = True,
    why: Annotated[
        bool,
        typer.Option("--why", help="Tell the cue of each decision, or what the miner saw."),
    ] = False,
    miner: Miner = None,
    encoding: Encoding = None,
    select: Select = None,
    ignore: Ignore = None,
    quiet: Quiet = False,
) -> None:
    """Show one map as a tree.

    Takes a map file or an article. Under each unit stands what supports (+) or attacks (-) it, or
    undercuts (x) its link, with the unit's strength and its flags. What is not linked to the
    thesis comes after it.
    """
    from argmap.cli.options import settings_with
    from argmap.cli.run import map_of
    from argmap.report.tree import print_tree

    settings = settings_with(miner=miner, select=select, ignore=ignore)
    map_ = map_of(path, settings, encoding=encoding, quiet=quiet)
    print_tree(map_, file=sys.stdout, width=width, depth=depth, flags=flags, why=why)
