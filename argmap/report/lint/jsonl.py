"""`jsonl`: one JSON object a flag and line, as they are found."""

from __future__ import annotations

import json
from collections.abc import Sequence

from argmap.report.diagnostics import Diagnostic
from argmap.report.lint.form import Form
from argmap.report.lint.rows import row


def _article(found: Sequence[Diagnostic]) -> str:
    return "".join(json.dumps(row(one), ensure_ascii=True) + "\n" for one in found)


FORM = Form(article=_article)
