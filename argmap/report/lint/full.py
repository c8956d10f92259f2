"""`full`: for each flag its line, the words, the evidence, and what would mend it."""

from __future__ import annotations

from collections.abc import Sequence

from argmap.report.diagnostics import Diagnostic, Passage
from argmap.report.lint.concise import line
from argmap.report.lint.form import Form
from argmap.report.text import one_line, shorten

_LONGEST = 300


def _article(found: Sequence[Diagnostic]) -> str:
    return "".join(_one(one) for one in found)


def _one(one: Diagnostic) -> str:
    lines = [line(one)]
    if one.quote.strip():
        lines.append(f"    “{shorten(one.quote, _LONGEST)}”\n")
    lines += [f"    see: {_place(item)}“{_words(item)}”\n" for item in one.evidence]
    if one.suggestion:
        lines.append(f"    help: {one_line(one.suggestion)}\n")
    return "".join(lines)


def _place(item: Passage) -> str:
    if item.evidence.path:
        return f"{one_line(item.evidence.path)}: "
    return f"line {item.line}: " if item.line is not None else ""


def _words(item: Passage) -> str:
    return shorten(item.evidence.quote, _LONGEST)


FORM = Form(article=_article, for_people=True)
