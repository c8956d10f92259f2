"""How `argmap check` prints: one format, one file, and this table of them.

A format says what is printed before the first article (`begin`), for each article (`article`) and
after the last (`end`). What can be printed as it is found is printed then, so that a long run shows
it at once and a pipe can stop it.
"""

from __future__ import annotations

from importlib import import_module

from argmap.report.lint.form import Form, Run

FORMS: dict[str, str] = {
    "full": "argmap.report.lint.full",
    "concise": "argmap.report.lint.concise",
    "json": "argmap.report.lint.json",
    "jsonl": "argmap.report.lint.jsonl",
    "sarif": "argmap.report.lint.sarif",
    "github": "argmap.report.lint.github",
    "csv": "argmap.report.lint.csv",
}
"""Name of a format to its module, which holds a `FORM`."""

__all__ = ["FORMS", "Form", "Run", "form"]


def form(name: str) -> Form:
    """The format of this name.

    >>> form("concise").for_people
    True
    """
    found: Form = import_module(FORMS[name]).FORM
    return found
