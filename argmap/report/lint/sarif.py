"""`sarif`: SARIF 2.1.0, the interchange format of linters, for code scanning and editors.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

Each flag is a result. `partialFingerprints` names it by its check and its words, so that it stays
the same result when the file changes elsewhere; `relatedLocations` are the passages that are quoted
as evidence, such as the other half of a contradiction. Columns are code points. Where a file is no
plain text (HTML, Word, PDF), its places are those of the text that was read from it: such a result
names the file and quotes the words, and has no region.
"""

from __future__ import annotations

import json
import os
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from argmap.checks.suppressions import EXPLANATION, UNUSED
from argmap.errors import UsageError
from argmap.model import Severity
from argmap.report.diagnostics import LINE_SUFFIXES, Diagnostic, Passage
from argmap.report.lint.form import Form, Run

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
ROOT = "%SRCROOT%"
FINGERPRINT = "argmapFlag/v1"
_LEVELS = {Severity.INFO: "note", Severity.WARNING: "warning", Severity.ERROR: "error"}

Json = dict[str, Any]


def sarif(run: Run) -> Json:
    """The SARIF log of a run.

    >>> log = sarif(Run(found=(), checks=("vague-source",), version="1.0"))
    >>> log["version"], [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]]
    ('2.1.0', ['vague-source'])
    """
    codes = sorted({*run.checks, *(one.code for one in run.found)})
    index = {code: number for number, code in enumerate(codes)}
    driver: Json = {"name": "argmap", "rules": [_rule(code) for code in codes]}
    if run.version:
        driver["version"] = run.version
    invocation: Json = {"executionSuccessful": not run.failures}
    if run.failures:
        invocation["toolExecutionNotifications"] = [_failure(*each) for each in run.failures]
    body: Json = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder that argmap ran in."}}},
        "invocations": [invocation],
        "results": [_result(one, index[one.code]) for one in run.found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [body]}


def _rule(code: str) -> Json:
    from argmap.checks import find_check

    name = "".join(part.capitalize() for part in code.split("-"))
    if code == UNUSED:
        return _described(code, name, EXPLANATION, Severity.INFO, "comments")
    try:
        check = find_check(code)
    except UsageError:  # a flag of a map file that another argmap made
        return {"id": code}
    return _described(code, name, check.explanation, check.severity, check.group) | {
        "help": {"text": f"{check.question}\n\nSource: {check.source}"}
    }


def _described(code: str, name: str, text: str, severity: Severity, group: str) -> Json:
    text = text.strip()
    return {
        "id": code,
        "name": name,
        "shortDescription": {"text": text.splitlines()[0]},
        "fullDescription": {"text": text},
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {"tags": [group]},
    }


def _result(one: Diagnostic, rule: int) -> Json:
    physical: Json = {"artifactLocation": artifact(one.path)}
    message = one.message
    if one.is_of_file:
        physical["region"] = _region(
            (one.line, one.column, one.end_line, one.end_column), one.start, one.end, one.quote
        )
    elif one.quote:
        message = f"{message}\n\n“{one.quote}”"
    if one.suggestion:
        message = f"{message}\n\n{one.suggestion}"
    result: Json = {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": _LEVELS[one.severity],
        # Brackets and braces mean links and placeholders in a message.
        "message": {"text": _plain(message)},
        "locations": [{"physicalLocation": physical}],
        "partialFingerprints": {FINGERPRINT: one.fingerprint},
    }
    if one.section:
        result["locations"][0]["logicalLocations"] = [{"name": one.section, "kind": "section"}]
    related = [_related(one, item, number) for number, item in enumerate(one.evidence, 1)]
    if related:
        result["relatedLocations"] = related
    return result


def _related(one: Diagnostic, item: Passage, number: int) -> Json:
    evidence = item.evidence
    path = evidence.path or one.path
    physical: Json = {"artifactLocation": artifact(path)}
    lines = (item.line, item.column, item.end_line, item.end_column)
    if item.line is not None and one.is_of_file:
        physical["region"] = _region(lines, evidence.start, evidence.end, evidence.quote)
    elif evidence.path and PurePath(path).suffix.lower() in LINE_SUFFIXES:
        physical["region"] = _region(None, evidence.start, evidence.end, evidence.quote)
    words = {"support": "Supports", "refute": "Contradicts", "neither": "See"}[evidence.stance]
    return {
        "id": number,
        "message": {"text": _plain(f"{words}: “{evidence.quote}”")},
        "physicalLocation": physical,
    }


def _region(lines: tuple[int | None, ...] | None, start: int, end: int, words: str) -> Json:
    region: Json = {"charOffset": start, "charLength": end - start, "snippet": {"text": words}}
    if lines is not None:
        names = ("startLine", "startColumn", "endLine", "endColumn")
        region |= dict(zip(names, lines, strict=True))
    return region


def _failure(path: str, error: str) -> Json:
    return {
        "level": "error",
        "message": {"text": _plain(error)},
        "locations": [{"physicalLocation": {"artifactLocation": artifact(path)}}],
    }


def artifact(path: str) -> Json:
    """A path as an artifact location: relative to the working folder where it lies in it.

    >>> artifact("texts/a b.md")
    {'uri': 'texts/a%20b.md', 'uriBaseId': '%SRCROOT%'}
    >>> artifact("<stdin>")
    {'uri': 'stdin'}
    """
    if path in ("<stdin>", "-"):
        return {"uri": "stdin"}
    full = Path(path)
    if full.is_absolute():
        try:
            full = full.relative_to(Path.cwd())
        except ValueError:
            return {"uri": "file://" + _quoted(full.as_posix())}
    return {"uri": _quoted(os.path.normpath(full).replace(os.sep, "/")), "uriBaseId": ROOT}


def _quoted(path: str) -> str:
    return quote(path.encode("utf-8", "replace"))


def _plain(text: str) -> str:
    """The text as a SARIF message shows it: `[...](...)` and `{0}` are none of its syntax."""
    for sign in ("\\", "[", "]"):
        text = text.replace(sign, "\\" + sign)
    return text.replace("{", "{{").replace("}", "}}")


def _end(run: Run) -> str:
    return json.dumps(sarif(run), indent=1, ensure_ascii=True) + "\n"


FORM = Form(end=_end)
