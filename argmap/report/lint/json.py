"""`json`: one list of all flags."""

from __future__ import annotations

import json

from argmap.report.lint.form import Form, Run
from argmap.report.lint.rows import row


def _end(run: Run) -> str:
    return json.dumps([row(one) for one in run.found], indent=1, ensure_ascii=True) + "\n"


FORM = Form(end=_end)
