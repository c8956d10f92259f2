"""`concise`: one line a flag, as compilers print: `path:line:column: severity code message`."""

from __future__ import annotations

from collections.abc import Sequence

from argmap.report.diagnostics import Diagnostic
from argmap.report.lint.form import Form
from argmap.report.text import one_line


def line(one: Diagnostic) -> str:
    """The line of one flag."""
    place = f"{one_line(one.path)}:{one.line}:{one.column}"
    return f"{place}: {one.severity} {one_line(one.code)} {one_line(one.message)}\n"


def _article(found: Sequence[Diagnostic]) -> str:
    return "".join(line(one) for one in found)


FORM = Form(article=_article, for_people=True)
