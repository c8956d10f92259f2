"""Options that more than one command takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
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
    typer.Option(
        metavar="CODES",
        help="Run only these checks (a,b or repeated): codes, groups such as `evidence`, "
        "`default`, `all`.",
    ),
]
Ignore = Annotated[list[str] | None, typer.Option(metavar="CODES", help="Do not run these checks.")]
Sources = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Check the claims against the texts (txt, md, html, pdf) and facts (csv) in DIR.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")]


_GROUPS = ("all", "default", "structure", "evidence", "reasoning", "language", "sources")


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

    loaded = load_settings()
    return loaded.model_copy(
        update={
            "miner": miner or loaded.miner,
            "select": codes(listed(select) or loaded.select),
            "ignore": codes(listed(ignore) or loaded.ignore),
        }
    )


def codes(words: Sequence[str]) -> tuple[str, ...]:
    """Codes of checks, with `all`, `default` and names of groups written out.

    >>> codes(["vague-source", "vague-source"])
    ('vague-source',)
    >>> "causal-leap" in codes(["reasoning"]), "causal-leap" in codes(["evidence"])
    (True, False)
    """
    if not any(word in _GROUPS for word in words):
        return tuple(dict.fromkeys(words))
    from argmap.checks import checks

    found: list[str] = []
    for word in words:
        fitting = [
            check.code
            for check in checks()
            if word in ("all", check.group) or (word == "default" and check.on_by_default)
        ]
        found += fitting if word in _GROUPS else [word]
    return tuple(dict.fromkeys(found))
