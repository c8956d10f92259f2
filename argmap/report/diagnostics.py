"""Flags as a linter prints them: a path, a line, a severity, a code, and a lasting fingerprint."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath
from unicodedata import normalize

from argmap.checks.suppressions import Problem
from argmap.model import ArgumentMap, Evidence, Flag, Severity
from argmap.report.findings import Finding, Lines, findings

LINE_SUFFIXES = (".txt", ".text", ".md", ".markdown", ".mdown", ".mkd")
"""Suffixes of files whose text is the article's text: lines and columns are the file's own."""


@dataclass(frozen=True)
class Passage:
    """A passage quoted as evidence; the line and column are known where it is of the article."""

    evidence: Evidence
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


@dataclass(frozen=True)
class Diagnostic:
    """One flag of one file, ready to be printed.

    Lines and columns count from 1, columns in code points; offsets are code points of the article's
    text.
    """

    path: str
    code: str
    severity: Severity
    message: str
    suggestion: str | None
    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int
    quote: str
    """The words that it is about."""
    unit: str | None = None
    """The unit's id; none where it is about a comment."""
    unit_text: str | None = None
    section: str | None = None
    """The nearest heading above, or none."""
    evidence: tuple[Passage, ...] = ()
    fingerprint: str = ""
    """Names this flag of this file, however the rest of the file changes."""

    @property
    def is_of_file(self) -> bool:
        """Whether line and column are those of the file itself, not of a text read from it."""
        return PurePath(self.path).suffix.lower() in LINE_SUFFIXES


def diagnostics(
    map_: ArgumentMap, path: str, flags: Iterable[Flag] | None = None
) -> list[Diagnostic]:
    """The map's flags (or `flags` in their place) in the order of the text.

    >>> from argmap.model import Article, Unit
    >>> text = "Trams help."
    >>> unit = Unit(id="u1", start=0, end=10, text="Trams help", role="claim")
    >>> flag = Flag(id="f1", check="unsupported", unit="u1", start=0, end=10, severity="warning",
    ...             message="nothing supports it")
    >>> map_ = ArgumentMap(article=Article(id="a", text=text), units=(unit,), flags=(flag,))
    >>> [(one.line, one.column, one.fingerprint) for one in diagnostics(map_, "a.txt")]
    [(1, 1, 'da2ee62b11e35a52:1')]
    """
    lines = Lines(map_.article.text)
    return numbered(_of(map_, path, finding, lines) for finding in findings(map_, flags))


def of_comments(
    map_: ArgumentMap, path: str, code: str, severity: Severity, problems: Iterable[Problem]
) -> list[Diagnostic]:
    """Comments to argmap that silence nothing, as diagnostics of the linter itself."""
    lines = Lines(map_.article.text)
    return numbered(_of_comment(map_, path, code, severity, each, lines) for each in problems)


def _of_comment(
    map_: ArgumentMap, path: str, code: str, severity: Severity, problem: Problem, lines: Lines
) -> Diagnostic:
    words = map_.article.text[problem.start : problem.end]
    line, column = lines.position(problem.start)
    end_line, end_column = lines.position(problem.end)
    return Diagnostic(
        path=path,
        code=code,
        severity=severity,
        message=problem.message,
        suggestion=problem.suggestion,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        start=problem.start,
        end=problem.end,
        quote=words,
        fingerprint=fingerprint(code, words, problem.message),
    )


def numbered(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The same with their fingerprints made unique: those that are alike are counted."""
    seen: Counter[str] = Counter()
    out = []
    for one in found:
        seen[one.fingerprint] += 1
        out.append(replace(one, fingerprint=f"{one.fingerprint}:{seen[one.fingerprint]}"))
    return out


def fingerprint(code: str, quote: str, context: str) -> str:
    r"""A short hash of the check, the flagged words and the unit around them.

    Neither places nor other text go in, and white space, case and Unicode form do not count: it
    lasts when lines are added, moved or wrapped anew elsewhere, and ends when its own unit is
    rewritten.

    >>> fingerprint("a", "Trams  help", "x") == fingerprint("a", "trams\nhelp", "x")
    True
    """
    parts = (
        code,
        *(" ".join(normalize("NFKC", text).casefold().split()) for text in (quote, context)),
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def _of(map_: ArgumentMap, path: str, finding: Finding, lines: Lines) -> Diagnostic:
    flag = finding.flag
    unit = map_.unit(flag.unit)
    return Diagnostic(
        path=path,
        code=flag.check,
        severity=flag.severity,
        message=flag.message,
        suggestion=flag.suggestion,
        line=finding.line,
        column=finding.column,
        end_line=finding.end_line,
        end_column=finding.end_column,
        start=flag.start,
        end=flag.end,
        quote=finding.quote,
        unit=unit.id,
        unit_text=unit.text,
        section=map_.section_of(unit),
        evidence=tuple(_passage(item, map_, lines) for item in flag.evidence),
        fingerprint=fingerprint(flag.check, finding.quote, unit.text),
    )


def _passage(item: Evidence, map_: ArgumentMap, lines: Lines) -> Passage:
    if item.path is not None or not item.start <= item.end <= len(map_.article.text):
        return Passage(item)
    return Passage(item, *lines.position(item.start), *lines.position(item.end))
