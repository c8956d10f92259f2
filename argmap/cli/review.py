"""`argmap review`: look at a map in the browser and decide; export and measure what was decided."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from argmap.cli.options import Encoding, Ignore, Miner, Quiet, Select

if TYPE_CHECKING:
    from argmap.review.export import Reviewed
    from argmap.review.shelf import Shelf
    from argmap.review.store import Store
    from argmap.settings import Limits


def review(
    path: Annotated[
        str,
        typer.Argument(
            metavar="MAP|ARTICLE|DIR", help="A map file, an article, or a folder of either."
        ),
    ],
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="Port; 0 takes any that is free.")
    ] = 8765,
    reviewer: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who decides; default: the name you are logged in with."),
    ] = None,
    db: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Where decisions are kept; default: argmap-review.db beside PATH."
        ),
    ] = None,
    export: Annotated[
        bool,
        typer.Option(
            "--export",
            help="Write corrected maps, decisions.csv and gold.jsonl instead of serving.",
        ),
    ] = False,
    agreement: Annotated[
        bool,
        typer.Option(
            "--agreement", help="Print how far reviewers, and the machine, agree; do not serve."
        ),
    ] = False,
    out: Annotated[
        str,
        typer.Option("--out", "-o", metavar="DIR", help="Folder for --export."),
    ] = ".",
    json: Annotated[
        bool, typer.Option("--json", help="Print --agreement as JSON, --export's files as JSON.")
    ] = False,
    miner: Miner = None,
    encoding: Encoding = None,
    select: Select = None,
    ignore: Ignore = None,
    quiet: Quiet = False,
) -> None:
    """Review maps in the browser.

    Serves the page of each map on this machine alone (127.0.0.1), with tools to confirm or dismiss
    flags, and to correct units and relations. Every decision is kept at once and can be undone.
    Stop with Ctrl+C.
    """
    from argmap.cli.options import settings_with
    from argmap.cli.run import map_of
    from argmap.errors import UsageError
    from argmap.review.shelf import Shelf, entries
    from argmap.review.store import Store

    if path == "-":
        raise UsageError("stdin cannot be reviewed", hint="give a file or a folder")
    if export and agreement:
        raise UsageError("--export and --agreement are two commands", hint="run one at a time")
    settings = settings_with(miner=miner, select=select, ignore=ignore)
    shelf = Shelf(entries(path), lambda one: map_of(one, settings, encoding=encoding, quiet=quiet))
    with Store(db or _beside(path), must_exist=export or agreement) as store:
        if export:
            _export(store, shelf, reviewer, Path(out), quiet, json)
        elif agreement:
            _agreement(store, json)
        else:
            _serve(store, shelf, reviewer or _login(), port, settings.limits, quiet)


def _beside(path: str) -> str:
    from argmap.review.store import NAME

    place = Path(path)
    return str((place if place.is_dir() else place.parent) / NAME)


def _login() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return "reviewer"


def _serve(
    store: Store,
    shelf: Shelf,
    reviewer: str,
    port: int,
    limits: Limits,
    quiet: bool,
) -> None:
    from argmap.cli.console import note
    from argmap.errors import MissingRequirement, UsageError

    if not reviewer.strip() or len(reviewer) > 100 or not reviewer.isprintable():
        raise UsageError("this is no reviewer's name", hint="give a name with --reviewer")
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ModuleNotFoundError as error:
        raise MissingRequirement(
            f"{error.name}, which serves the review, is not installed",
            hint="pip install 'argmap[review]'",
        ) from error
    from argmap.review.server import Desk, make_app, serve

    if len(shelf) == 1:
        shelf.map(next(iter(shelf)))  # what is wrong with it is said here, not in the browser
    desk = Desk(shelf, store, reviewer, limits=limits)

    def ready(address: str) -> None:
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        if not quiet:
            note(f"{reviewer} reviews; decisions are kept in {store.path}; Ctrl+C stops")

    serve(make_app(desk), port=port, ready=ready)


def _export(
    store: Store,
    shelf: Shelf,
    reviewer: str | None,
    folder: Path,
    quiet: bool,
    as_json: bool,
) -> None:
    from argmap.cli.console import note
    from argmap.cli.files import write_bytes, write_json
    from argmap.errors import InputError
    from argmap.review.export import decisions_csv, gold_file, reviewers_of

    who = reviewers_of(store.decisions())
    if reviewer is not None:
        who = [name for name in who if name == reviewer]
    written: list[Path] = []
    everything: list[Reviewed] = []
    for name in who:
        done = _reviewed(store, shelf, name)
        everything += done
        # Two reviewers of one article give two maps: their names keep the files apart.
        mark = "" if len(who) == 1 else f".{_slug(name, who)}"
        for one in done:
            file = folder / f"{one.name}{mark}.reviewed.map.json"
            written.append(write_bytes(file, one.map.to_json().encode("utf-8", "replace")))
        if done:
            written.append(write_bytes(folder / f"gold{mark}.jsonl", gold_file(done)))
    if not everything:
        raise InputError(
            "nothing was decided on this" + (f" by {reviewer}" if reviewer else ""),
            where=store.path,
            hint="review it first with `argmap review`",
        )
    text = decisions_csv(everything).encode("utf-8", "replace")
    written.append(write_bytes(folder / "decisions.csv", text))
    if as_json:
        write_json([str(path) for path in written])
    else:
        sys.stdout.write("".join(f"{path}\n" for path in written))
    if quiet:
        return
    open_ = sum(not one.fold.finished for one in everything)
    asked = sum(len(one.fold.questions) for one in everything)
    if open_:
        note(f"{open_} of {len(everything)} reviews are not marked as gone through")
    if asked:
        note(f"{asked} decisions have no sure place in the maps of today: see decisions.csv")


def _reviewed(store: Store, shelf: Shelf, reviewer: str) -> list[Reviewed]:
    from argmap.review.export import Reviewed
    from argmap.review.fold import fold

    done = []
    for entry in shelf:
        decisions = store.decisions(entry.name, reviewer)
        if decisions:
            machine, base = shelf.map(entry)
            done.append(
                Reviewed(
                    entry.name, reviewer, fold(machine, decisions, base=base), tuple(decisions)
                )
            )
    return done


def _slug(name: str, names: list[str]) -> str:
    """The reviewer's name as part of a file's name; no two the same."""
    import re

    def plain(text: str) -> str:
        return re.sub(r"[^\w-]+", "-", text).strip("-").lower() or "reviewer"

    same = [one for one in names if plain(one) == plain(name)]
    number = same.index(name)
    return plain(name) + (f"-{number + 1}" if number else "")


def _agreement(store: Store, as_json: bool) -> None:
    from argmap.errors import InputError
    from argmap.review.agreement import agreement

    if not store.decisions():
        raise InputError("nothing was decided yet", where=store.path, hint="review first")
    found = agreement(store)
    if as_json:
        from argmap.cli.files import write_json

        write_json(found.model_dump(mode="json"))
        return
    from argmap.review.terminal import agreement_text

    sys.stdout.write(agreement_text(found, sys.stdout))
