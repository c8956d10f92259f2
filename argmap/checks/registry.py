"""Which checks there are: the built-in files, and those of other packages."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from argmap.checks.base import Check
from argmap.errors import UsageError

ENTRY_POINTS = "argmap.checks"

BUILT_IN = (
    "unsupported",
    "weak_support",
    "unsourced_fact",
    "vague_source",
    "presupposed_fact",
    "causal_leap",
    "overgeneralization",
    "loaded_language",
    "emotive_wording",
    "slippery_slope",
    "false_dilemma",
    "anecdote_as_proof",
    "overclaim",
    "weasel",
    "circular",
    "contradiction",
    "unsourced_number",
    "unsourced_deed",
    "missing_link",
)
"""Modules of this package, one check each, in the order in which `explain` lists them."""


@cache
def checks() -> tuple[Check, ...]:
    """Every check: the built-in ones, then those that other packages offer, by name.

    A package offers one through an entry point of the group `argmap.checks` that names a `Check`.

    Raises:
        UsageError: an entry point gives no `Check`, or one with a code that is taken.

    >>> [check.code for check in checks()][:2]
    ['unsupported', 'weak-support']
    """
    found: list[Check] = []
    for name in BUILT_IN:
        found.append(import_module(f"argmap.checks.{name}").CHECK)
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda p: p.name):
        value = point.load()
        if not isinstance(value, Check):
            raise UsageError(
                f"the entry point {point.name!r} gives {type(value).__name__}, not a Check",
                where=point.value,
                hint=f"let it name an argmap.checks.Check, or remove it from {ENTRY_POINTS}",
            )
        if any(check.code == value.code for check in found):
            raise UsageError(f"two checks have the code {value.code!r}", where=point.value)
        found.append(value)
    return tuple(found)


def find_check(code: str) -> Check:
    """The check with this code.

    Raises:
        UsageError: there is none; the hint names the nearest code.

    >>> find_check("vague-sorce")
    Traceback (most recent call last):
    ...
    argmap.errors.UsageError: there is no check 'vague-sorce'; did you mean 'vague-source'?
    """
    table = {check.code: check for check in checks()}
    if code in table:
        return table[code]
    near = get_close_matches(code, table, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(table)}"
    raise UsageError(f"there is no check {code!r}", hint=hint)


def choose(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Check, ...]:
    """The checks to run: those selected, else those on by default, without those ignored.

    Raises:
        UsageError: a code is not known.

    >>> [check.code for check in choose(select=["vague-source", "unsupported"])]
    ['unsupported', 'vague-source']
    """
    wanted = {find_check(code).code for code in select}
    unwanted = {find_check(code).code for code in ignore}
    return tuple(
        check
        for check in checks()
        if (check.code in wanted if wanted else check.on_by_default) and check.code not in unwanted
    )


def explain(code: str) -> str:
    """What a check looks for, why it matters, how it decides, and where it comes from.

    Raises:
        UsageError: there is no such check.

    >>> print(explain("vague-source").splitlines()[0])
    vague-source (evidence, warning)
    """
    from argmap.checks.examples import examples

    check = find_check(code)
    switched = "" if check.on_by_default else ", off unless selected"
    switched += ", silent in news reports" if check.of_argument else ""
    lines = [
        f"{check.code} ({check.group}, {check.severity}{switched})",
        "",
        f"Asks: {check.question}",
        "",
        check.explanation.strip(),
        "",
        f"Source: {check.source}",
    ]
    table = examples(code)
    if table is not None:
        flagged = table.flagged[:3]
        let_be = table.let_be[:3]
        lines += ["", "Flagged:", *(f"  - {e.text}  [{e.words}]" for e in flagged)]
        lines += ["", "Let be:", *(f"  - {e.text}  ({e.why})" for e in let_be)]
    return "\n".join(lines) + "\n"
