"""`argmap check`: the flags of articles, printed as a linter does."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from argmap.cli.options import Encoding, Ignore, Miner, Paths, Quiet, Select

if TYPE_CHECKING:
    from argmap.model import ArgumentMap, Flag
    from argmap.report import Finding

FINDINGS = 1


class FailOn(StrEnum):
    """The lowest severity that makes the command exit with 1."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    NEVER = "never"


class Form(StrEnum):
    """How findings are printed."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"


def check(
    paths: Paths,
    *,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(help="Exit with 1 on a flag this severe. Default: the setting, or warning."),
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", "-f", help="How flags are printed.")
    ] = Form.FULL,
    miner: Miner = None,
    encoding: Encoding = None,
    select: Select = None,
    ignore: Ignore = None,
    quiet: Quiet = False,
) -> None:
    """Print flags as a linter does.

    Takes articles and map files, and prints `path:line:column: severity code message`.

    Lines and columns count from 1, columns in code points. For html, docx and pdf they are those
    of the text that was read from the file. Exits with 1 where a flag is at or above --fail-on.
    """
    from argmap.cli.files import STDIN, find_inputs
    from argmap.cli.options import settings_with
    from argmap.cli.run import SOME_FAILED, each, map_of
    from argmap.report import findings

    settings = settings_with(miner=miner, select=select, ignore=ignore)
    threshold = _threshold(fail_on, settings.fail_on)
    inputs = find_inputs(paths)
    found: list[tuple[str, ArgumentMap, Finding]] = []

    def one(path: str) -> str:
        map_ = map_of(path, settings, encoding=encoding, quiet=quiet)
        name = map_.article.path or ("<stdin>" if path == STDIN else path)
        mine = [
            (name, map_, finding)
            for finding in findings(map_)
            if (not settings.select or finding.flag.check in settings.select)
            and finding.flag.check not in settings.ignore
        ]
        found.extend(mine)
        # As they are found: a long run shows them at once, and a pipe can stop it.
        return "" if form is Form.JSON else "".join(_PRINTED[form](*each_) for each_ in mine)

    failures = each(inputs, lambda path: path, one, quiet=quiet)
    if form is Form.JSON:
        rows = [_as_json(*one_) for one_ in found]
        sys.stdout.write(json.dumps(rows, indent=1, ensure_ascii=True) + "\n")
    elif not quiet:
        _close(len(found), len(inputs) - len(failures))
    if failures:
        raise typer.Exit(SOME_FAILED)
    if threshold is not None and any(f.flag.severity.rank >= threshold for _, _, f in found):
        raise typer.Exit(FINDINGS)


def _threshold(fail_on: FailOn | None, setting: str) -> int | None:
    """Rank of the lowest severity that fails; none where none does."""
    from argmap.errors import UsageError
    from argmap.model import Severity

    name = setting if fail_on is None else fail_on.value
    if name not in list(FailOn):
        raise UsageError(
            f"fail-on is {name!r}",
            where="[tool.argmap]",
            hint=f"choose from: {', '.join(FailOn)}",
        )
    return None if name == FailOn.NEVER else Severity(name).rank


def _concise(path: str, map_: ArgumentMap, finding: Finding) -> str:
    from argmap.report.text import one_line

    flag = finding.flag
    place = f"{one_line(path)}:{finding.line}:{finding.column}"
    return f"{place}: {flag.severity} {one_line(flag.check)} {one_line(flag.message)}\n"


def _full(path: str, map_: ArgumentMap, finding: Finding) -> str:
    from argmap.report.text import one_line, shorten

    flag = finding.flag
    lines = [_concise(path, map_, finding), f"    “{shorten(finding.quote, 300)}”\n"]
    lines += [f"    see: {_place(flag, number)}\n" for number in range(len(flag.evidence))]
    if flag.suggestion:
        lines.append(f"    help: {one_line(flag.suggestion)}\n")
    return "".join(lines)


def _place(flag: Flag, number: int) -> str:
    from argmap.report.text import one_line, shorten

    item = flag.evidence[number]
    place = f"{one_line(item.path)}: " if item.path else ""
    return f"{place}“{shorten(item.quote, 300)}”"


_PRINTED: dict[Form, Callable[[str, ArgumentMap, Finding], str]] = {
    Form.FULL: _full,
    Form.CONCISE: _concise,
}


def _as_json(path: str, map_: ArgumentMap, finding: Finding) -> dict[str, Any]:
    flag = finding.flag
    return {
        "path": path,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "start": flag.start,
        "end": flag.end,
        "severity": str(flag.severity),
        "code": flag.check,
        "message": flag.message,
        "suggestion": flag.suggestion,
        "quote": finding.quote,
        "unit": flag.unit,
        "unit_text": map_.unit(flag.unit).text,
        "evidence": [item.model_dump(mode="json") for item in flag.evidence],
    }


def _close(flags: int, articles: int) -> None:
    from argmap.cli.console import say
    from argmap.report.text import plural

    say(f"{plural(flags, 'flag')} in {plural(articles, 'article')}" if flags else
        f"no flags in {plural(articles, 'article')}")  # fmt: skip
