"""A flag as plain JSON values: what `json` and `jsonl` print."""

from __future__ import annotations

from typing import Any

from argmap.report.diagnostics import Diagnostic, Passage


def row(one: Diagnostic) -> dict[str, Any]:
    """The flag's fields; offsets are code points, lines and columns count from 1."""
    return {
        "path": one.path,
        "line": one.line,
        "column": one.column,
        "end_line": one.end_line,
        "end_column": one.end_column,
        "start": one.start,
        "end": one.end,
        "severity": str(one.severity),
        "code": one.code,
        "message": one.message,
        "suggestion": one.suggestion,
        "quote": one.quote,
        "unit": one.unit,
        "unit_text": one.unit_text,
        "section": one.section,
        "evidence": [_passage(item) for item in one.evidence],
        "fingerprint": one.fingerprint,
    }


def _passage(item: Passage) -> dict[str, Any]:
    fields: dict[str, Any] = item.evidence.model_dump(mode="json")
    if item.line is not None:
        fields |= {"line": item.line, "column": item.column}
    return fields
