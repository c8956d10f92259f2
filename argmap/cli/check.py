"""`argmap check`: the flags of articles, printed as a linter does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from argmap.cli.options import Encoding, Ignore, Miner, Paths, Quiet, Select, Sources, listed

if TYPE_CHECKING:
    from argmap.checks.suppressions import Page
    from argmap.model import ArgumentMap, Flag, Severity
    from argmap.report.baseline import Baseline
    from argmap.report.diagnostics import Diagnostic
    from argmap.settings import Settings

FINDINGS = 1


class FailOn(StrEnum):
    """The lowest severity that makes the command exit with 1."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    NEVER = "never"


class Form(StrEnum):
    """How findings are printed: the names of `argmap.report.lint.FORMS`."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    JSONL = "jsonl"
    SARIF = "sarif"
    GITHUB = "github"
    CSV = "csv"


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
    severity: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE=LEVEL", help="Give a check another severity; repeatable."),
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Be silent on the flags that this file has.")
    ] = None,
    write_baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the flags that there are to a baseline."),
    ] = None,
    suppressions: Annotated[
        bool,
        typer.Option(help="Heed the comments in articles that ignore flags."),
    ] = True,
    miner: Miner = None,
    encoding: Encoding = None,
    select: Select = None,
    ignore: Ignore = None,
    sources: Sources = None,
    quiet: Quiet = False,
) -> None:
    """Print flags as a linter does.

    Takes articles and map files, and prints `path:line:column: severity code message`.

    Lines and columns count from 1, columns in code points. For html, docx and pdf they are those
    of the text that was read from the file. Exits with 1 where a flag is at or above --fail-on.
    In Markdown and HTML, `<!-- argmap: ignore CODE -->` silences a check for the next block.
    """
    from argmap import __version__
    from argmap.cli.files import STDIN, find_inputs, is_map
    from argmap.cli.run import SOME_FAILED, each, map_of
    from argmap.report import lint
    from argmap.report.baseline import read_baseline
    from argmap.report.diagnostics import diagnostics

    settings, unused = _settings(miner, select, ignore, severity)
    threshold = _threshold(fail_on, settings.fail_on)
    known = read_baseline(baseline) if baseline is not None else None
    inputs = find_inputs(paths)
    printed = lint.form(form.value)
    found: list[Diagnostic] = []
    names: list[str] = []
    ran: set[str] = set()

    def one(path: str) -> str:
        map_ = map_of(path, settings, encoding=encoding, quiet=quiet, sources=sources)
        name = map_.article.path or ("<stdin>" if path == STDIN else path)
        _require_known(map_, settings)
        flags = _wanted(map_, settings)
        comments: list[Diagnostic] = []
        if suppressions:
            page = None if path == STDIN or is_map(path) else _page(path, encoding, settings)
            flags, comments = _heeded(map_, name, flags, settings, page, unused)
        mine = sorted(
            [*diagnostics(map_, name, flags), *comments],
            key=lambda d: (d.start, d.end, d.code),
        )
        names.append(name)
        ran.update(map_.made_by.checks)
        found.extend(mine)
        # As they are found: a long run shows them at once, and a pipe can stop it.
        return printed.article(_new(mine, known))

    sys.stdout.write(printed.begin)
    failures = each(inputs, lambda path: path, one, quiet=quiet)
    new = _new(found, known)
    wanted = ran.intersection(settings.select) if settings.select else ran
    run = lint.Run(
        found=tuple(new),
        checks=tuple(sorted(wanted.difference(settings.ignore))),
        failures=tuple((failure.path, failure.error) for failure in failures),
        version=__version__,
    )
    sys.stdout.write(printed.end(run))
    if write_baseline is not None:
        _write(write_baseline, found, quiet=quiet)
    if printed.for_people and not quiet:
        _close(len(new), len(found) - len(new), len(names))
    if known is not None and not quiet:
        _tell_gone(known.gone(names, found))
    if failures:
        raise typer.Exit(SOME_FAILED)
    accepted = write_baseline is not None
    if not accepted and threshold is not None and any(d.severity.rank >= threshold for d in new):
        raise typer.Exit(FINDINGS)


def _settings(
    miner: str | None,
    select: list[str] | None,
    ignore: list[str] | None,
    severity: list[str] | None,
) -> tuple[Settings, Severity | None]:
    """The settings, and the severity of comments that ignore nothing (none: do not tell them).

    That check is the linter's own. The checks of articles do not know its code.
    """
    from argmap.checks.suppressions import UNUSED
    from argmap.cli.options import settings_with
    from argmap.errors import UsageError
    from argmap.model import Severity

    settings = settings_with(miner=miner, select=select, ignore=ignore)
    severities = dict(settings.severities)
    for word in listed(severity):
        code, equals, level = word.partition("=")
        if not equals:
            raise UsageError(f"no severity in {word!r}", where="--severity", hint="say CODE=LEVEL")
        severities[code.strip()] = level.strip()
    for code, level in severities.items():
        if level not in list(Severity):
            raise UsageError(
                f"no severity {level!r} for the check {code!r}",
                hint=f"use one of {', '.join(Severity)}",
            )
    told = UNUSED not in settings.ignore and (not settings.select or UNUSED in settings.select)
    unused = Severity(severities.pop(UNUSED, Severity.INFO))
    chosen = tuple(code for code in settings.select if code != UNUSED)
    if severities:
        from argmap.checks import find_check

        for code in severities:
            find_check(code)
    update = {
        "select": chosen,
        "ignore": tuple(code for code in settings.ignore if code != UNUSED),
        "severities": severities,
    }
    return settings.model_copy(update=update), unused if told else None


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


def _require_known(map_: ArgumentMap, settings: Settings) -> None:
    """Raise where a code is no check's and not in the map (which others may have made)."""
    there = {*map_.made_by.checks, *(flag.check for flag in map_.flags)}
    strange = [code for code in (*settings.select, *settings.ignore) if code not in there]
    if strange:
        from argmap.checks import find_check

        for code in strange:
            find_check(code)


def _wanted(map_: ArgumentMap, settings: Settings) -> list[Flag]:
    """The map's flags as the settings want them; a map file may hold others."""
    from argmap.model import Severity

    off = {*settings.ignore, *settings.ignored_for(map_.article.path)}
    return [
        flag.model_copy(update={"severity": Severity(settings.severities[flag.check])})
        if flag.check in settings.severities
        else flag
        for flag in map_.flags
        if (not settings.select or flag.check in settings.select) and flag.check not in off
    ]


def _heeded(
    map_: ArgumentMap,
    name: str,
    flags: list[Flag],
    settings: Settings,
    page: Callable[[], Page] | None,
    unused: Severity | None,
) -> tuple[list[Flag], list[Diagnostic]]:
    """Flags without those that a comment ignores, and the comments that ignore none."""
    from argmap.checks.suppressions import UNUSED, apply
    from argmap.report.diagnostics import of_comments

    off = {*settings.ignore, *settings.ignored_for(map_.article.path)}
    ran = [
        code
        for code in map_.made_by.checks
        if code not in off and (not settings.select or code in settings.select)
    ]
    result = apply(map_.article, flags, ran=ran, known=_known, page=page)
    if unused is None:
        return list(result.kept), []
    return list(result.kept), of_comments(map_, name, UNUSED, unused, result.problems)


def _known() -> list[str]:
    from argmap.checks import checks
    from argmap.checks.suppressions import UNUSED

    return [*(check.code for check in checks()), UNUSED]


def _page(path: str, encoding: str | None, settings: Settings) -> Callable[[], Page]:
    """The file behind an article, should its comments be no part of the text that was read."""

    def page() -> Page:
        from argmap.checks.suppressions import Page
        from argmap.reading.content import Source
        from argmap.reading.files import read_bytes
        from argmap.reading.readers import by_suffix

        reader = by_suffix(Path(path).suffix)
        assert reader is not None
        data = read_bytes(path, settings.limits)
        # The article was short enough; the marks that stand for its comments are no part of it.
        room = settings.limits.article_characters + len(data)
        limits = settings.limits.model_copy(update={"article_characters": room})
        source = Source(where=path, encoding=encoding, limits=limits)
        return Page(data, lambda marked: reader.read(marked, source).text)

    return page


def _new(found: list[Diagnostic], known: Baseline | None) -> list[Diagnostic]:
    return [one for one in found if known is None or not known.knows(one)]


def _write(path: Path, found: list[Diagnostic], *, quiet: bool) -> None:
    from argmap.cli.console import note
    from argmap.cli.files import write_bytes
    from argmap.report.baseline import baseline_text
    from argmap.report.text import plural

    write_bytes(path, baseline_text(found, path.parent).encode("ascii"))
    if not quiet:
        note(f"{path}: {plural(len(found), 'flag')} written")


def _close(flags: int, known: int, articles: int) -> None:
    from argmap.cli.console import say
    from argmap.report.text import plural

    new = f"{plural(flags, 'flag')} in" if flags else "no flags in"
    old = f", and {plural(known, 'flag')} of the baseline" if known else ""
    say(f"{new} {plural(articles, 'article')}{old}")


def _tell_gone(gone: int) -> None:
    from argmap.cli.console import note
    from argmap.report.text import plural

    if gone:
        note(
            f"{plural(gone, 'flag')} of the baseline {'is' if gone == 1 else 'are'} no more; "
            "--write-baseline takes them out"
        )
