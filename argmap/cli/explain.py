"""`argmap explain`: what a check asks and where it comes from."""

from __future__ import annotations

import sys
from typing import Annotated

import typer


def explain(
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="Code of a check; none lists all.")
    ] = None,
) -> None:
    """Explain a check, or list all.

    Says what a check asks, how it decides, where it comes from, and gives examples.
    """
    from argmap.checks import explain as explained
    from argmap.checks.suppressions import UNUSED
    from argmap.checks.suppressions import explain as explained_comments

    if code is None:
        text = _listing()
    else:
        text = explained_comments() if code == UNUSED else explained(code)
    sys.stdout.write(text.rstrip("\n") + "\n")


def _listing() -> str:
    from argmap.checks import checks
    from argmap.checks.suppressions import QUESTION, UNUSED

    width = max(len(code) for code in (UNUSED, *(check.code for check in checks())))
    lines = [
        f"{check.code:<{width}}  {check.severity:<7}  {check.question}"
        + ("" if check.on_by_default else " (off unless selected)")
        + (" (silent in news reports)" if check.of_argument else "")
        for check in checks()
    ]
    lines.append(f"{UNUSED:<{width}}  info     {QUESTION}")
    return "\n".join(lines)
