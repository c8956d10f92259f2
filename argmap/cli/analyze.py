"""`argmap analyze`: articles in; maps, drawings, pages and reports out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from argmap.cli.options import Encoding, Ignore, Miner, Paths, Quiet, Select, Sources

if TYPE_CHECKING:
    from argmap.cli.files import Job
    from argmap.model import ArgumentMap


def analyze(
    paths: Paths,
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Where results go; default: the working folder."
        ),
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            metavar="F",
            help="map, svg, png, pdf, dot, html, csv, md, xlsx, or a format of other tools (aif, "
            "argdown, brat ...); repeatable. Default: map, svg, html, csv and md.",
        ),
    ] = None,
    miner: Miner = None,
    encoding: Encoding = None,
    select: Select = None,
    ignore: Ignore = None,
    sources: Sources = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a summary for programs instead.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Analyse articles and write what was found.

    For each article NAME.txt this writes NAME.map.json, NAME.svg, NAME.html, NAME.claims.csv and
    NAME.report.md, or what --format asks for, and prints a summary. With - and a single --format
    and no -o the result itself goes to stdout.
    """
    from argmap.cli import files
    from argmap.cli.console import note
    from argmap.cli.options import listed, settings_with
    from argmap.cli.outputs import chosen
    from argmap.cli.run import SOME_FAILED, each, map_of

    settings = settings_with(miner=miner, select=select, ignore=ignore)
    wanted = chosen(listed(formats))
    if paths == [files.STDIN] and formats and len(wanted) == 1 and out is None and not as_json:
        map_ = map_of(files.STDIN, settings, encoding=encoding, quiet=quiet, sources=sources)
        files.write_stdout(wanted[0].make(map_))
        return

    folder = out or Path()
    jobs = files.plan(files.find_inputs(paths), folder, [output.suffix for output in wanted], note)
    done: list[dict[str, Any]] = []

    def one(job: Job) -> str:
        map_ = map_of(job.path, settings, encoding=encoding, quiet=quiet, sources=sources)
        # Everything is made before anything is written: no half a set of files of an article.
        made = [(output, output.make(map_)) for output in wanted]
        written = {
            output: files.write_bytes(folder / (job.name + output.suffix), data)
            for output, data in made
        }
        if as_json:
            done.append(_record(job, map_, {o.name: str(p) for o, p in written.items()}))
            return ""
        if quiet:
            return ""
        return _shown(map_, {o.label: p for o, p in written.items()}, alone=len(jobs) == 1)

    failures = each(jobs, lambda job: job.path, one, quiet=quiet)
    if as_json:
        _print_json(done, [vars(failure) for failure in failures])
    if failures:
        raise typer.Exit(SOME_FAILED)


def _record(job: Job, map_: ArgumentMap, files: dict[str, str]) -> dict[str, Any]:
    from argmap.report import summarize

    return {"path": job.path, "name": job.name, "files": files} | {
        "summary": summarize(map_).as_dict()
    }


def _print_json(articles: list[dict[str, Any]], failed: list[dict[str, Any]]) -> None:
    from argmap.cli.files import write_json

    write_json({"articles": articles, "failed": failed})


def _shown(map_: ArgumentMap, written: dict[str, Path], *, alone: bool) -> str:
    from argmap.report.text import one_line, plural

    if not alone:
        name = one_line(map_.article.path or map_.article.id)
        counts = f"{plural(len(map_.units), 'unit')}, {plural(len(map_.flags), 'flag')}"
        return f"{name}: {counts}\n"
    from argmap.report.terminal import summary_text

    width = max(len(label) for label in written)
    places = [f"{label:<{width}}  {one_line(str(path))}" for label, path in written.items()]
    return "\n".join([summary_text(map_, sys.stdout), *places, ""])
