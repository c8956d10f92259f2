"""Options that more than one command takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from argmap.settings import Settings

PATHS = typer.Argument(
    metavar="PATH",
    help="Articles (txt, md, html, docx, pdf), folders of them, or - for stdin.",
)
Paths = Annotated[list[str], PATHS]
Miner = Annotated[
    str | None, typer.Option(metavar="NAME", help="The miner that finds units and relations.")
]
Encoding = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Encoding of the text files, where argmap shall not guess."),
]
Select = Annotated[
    list[str] | None,
    typer.Option(metavar="CODES", help="Run only these checks (a,b or repeated)."),
]
Ignore = Annotated[list[str] | None, typer.Option(metavar="CODES", help="Do not run these checks.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")]


def listed(values: Iterable[str] | None) -> tuple[str, ...]:
    """The values of a repeatable option that also takes `a,b`.

    >>> listed(["a,b", " c"])
    ('a', 'b', 'c')
    """
    parts = (part.strip() for value in values or () for part in value.split(","))
    return tuple(part for part in parts if part)


def settings_with(
    *,
    miner: str | None = None,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] | None = None,
) -> Settings:
    """The settings of the working folder, with what the command line says put over them.

    Raises:
        UsageError: the settings file is wrong.
    """
    from argmap.settings import load_settings

    given = {"miner": miner, "select": listed(select), "ignore": listed(ignore)}
    return load_settings().model_copy(
        update={name: value for name, value in given.items() if value}
    )
