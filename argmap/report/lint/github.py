"""`github`: workflow commands, which GitHub Actions shows beside the lines of a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Sequence

from argmap.model import Severity
from argmap.report.diagnostics import Diagnostic
from argmap.report.lint.form import Form
from argmap.report.text import one_line

_COMMANDS = {Severity.INFO: "notice", Severity.WARNING: "warning", Severity.ERROR: "error"}


def _article(found: Sequence[Diagnostic]) -> str:
    return "".join(_one(one) for one in found)


def _one(one: Diagnostic) -> str:
    fields = {"file": one.path, "title": f"argmap {one.code}"}
    if one.is_of_file:
        fields |= {"line": str(one.line), "endLine": str(one.end_line)}
        # GitHub takes columns only where a flag begins and ends in one line.
        if one.line == one.end_line:
            fields |= {"col": str(one.column), "endColumn": str(one.end_column)}
    properties = ",".join(f"{name}={_property(value)}" for name, value in fields.items())
    message = f"{one.message} {one.suggestion}" if one.suggestion else one.message
    return f"::{_COMMANDS[one.severity]} {properties}::{_data(message)}\n"


def _data(text: str) -> str:
    return one_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORM = Form(article=_article)
