"""`csv`: one row a flag, RFC 4180, with cells that a spreadsheet would run defused."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from argmap.report.csv import defused
from argmap.report.diagnostics import Diagnostic
from argmap.report.lint.form import Form
from argmap.report.lint.rows import row

COLUMNS = (
    "path",
    "line",
    "column",
    "end_line",
    "end_column",
    "severity",
    "code",
    "message",
    "suggestion",
    "quote",
    "unit_text",
    "section",
    "start",
    "end",
    "fingerprint",
)


def _article(found: Sequence[Diagnostic]) -> str:
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, COLUMNS, lineterminator="\r\n", extrasaction="ignore")
    writer.writerows({name: defused(value) for name, value in row(one).items()} for one in found)
    return target.getvalue()


FORM = Form(begin=",".join(COLUMNS) + "\r\n", article=_article)
