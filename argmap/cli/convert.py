"""`argmap convert`: a map from one format into another."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from argmap.cli.options import Quiet

if TYPE_CHECKING:
    from argmap.cli.outputs import Output
    from argmap.formats import Format
    from argmap.model import ArgumentMap


def convert(
    source: Annotated[
        str, typer.Argument(metavar="IN", help="A file with a map in it, or - for stdin.")
    ],
    target: Annotated[
        str, typer.Argument(metavar="OUT", help="The file to write, or - for stdout.")
    ],
    *,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="F", help="Format of IN; default: by suffix or content."),
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="F", help="Format of OUT; default: by suffix.")
    ] = None,
    lenient: Annotated[
        bool, typer.Option(help="Drop, with a note, relations that lead nowhere.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Convert a map into another format.

    Reads and writes what `argmap.formats` knows (map, gold, aif, xaif, argdown, sadface, brat,
    arguebuf, conll, graphml, dot, mermaid, pairs, docbin), and writes what analyze writes. Says
    what of the map the other format does not keep.
    """
    from argmap.cli.console import note
    from argmap.cli.files import STDIN
    from argmap.cli.options import settings_with
    from argmap.cli.outputs import Output
    from argmap.cli.run import read_map
    from argmap.formats import lost

    settings = settings_with()
    wanted = _wanted(target, to)
    map_ = read_map(source, settings, format=from_, lenient=lenient, quiet=quiet)
    _write(map_, target, wanted)
    if quiet:
        return
    if not isinstance(wanted, Output):
        for loss in lost(map_, wanted.name):
            note(f"{wanted.name} does not keep {loss}")
    if target != STDIN:
        sys.stdout.write(f"{target}\n")


def _wanted(target: str, to: str | None) -> Format | Output:
    """What OUT shall be: by name, else by suffix.

    A format that can be read again comes first: here `dot` is the interchange format, while
    `a.claims.csv` is the table of claims and `a.csv` are pairs.
    """
    from argmap.cli.outputs import by_suffix, one, outputs
    from argmap.errors import UsageError
    from argmap.formats import FORMATS, format_of_path

    if to is not None:
        return FORMATS.get(to) or one(to, tuple(outputs()))
    reports = tuple(name for name in outputs() if name not in FORMATS)
    found = by_suffix(target, reports) or format_of_path(Path(target))
    if found is None:
        raise UsageError("the suffix names no format", where=target, hint="say which with --to")
    return found


def _write(map_: ArgumentMap, target: str, wanted: Format | Output) -> None:
    from argmap.cli.files import STDIN, make_folder, write_bytes, write_stdout
    from argmap.cli.outputs import Output
    from argmap.formats import dumps, write_map

    if isinstance(wanted, Output):
        data = wanted.make(map_)
    elif target == STDIN or not wanted.companion:
        data = dumps(map_, wanted.name)
    else:
        make_folder(Path(target))
        write_map(map_, target, format=wanted.name)
        return
    if target == STDIN:
        write_stdout(data)
    else:
        write_bytes(Path(target), data)
