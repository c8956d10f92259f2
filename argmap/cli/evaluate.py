"""`argmap evaluate`: how good a miner is, on gold files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from argmap.evaluation.checks import CheckEvaluation


def evaluate(
    paths: Annotated[
        list[Path], typer.Argument(metavar="GOLD...", help="Gold files: an article a line, JSON.")
    ],
    *,
    miner: Annotated[
        str | None, typer.Option(metavar="NAME", help="The miner to measure; default: the default.")
    ] = None,
    gold_units: Annotated[
        bool, typer.Option("--gold-units", help="Give the miner the gold units: roles and links.")
    ] = False,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="A B", help="Two miners, side by side, with a paired bootstrap test."),
    ] = None,
    checks: Annotated[
        bool,
        typer.Option(
            "--checks",
            help="Measure what the checks rest on: check-worthiness, verifiability, stance, "
            "inference, attribution, loaded words; the gold file's fields tell which.",
        ),
    ] = False,
    patterns: Annotated[
        bool, typer.Option("--patterns", help="With --checks: the patterns, not the critic model.")
    ] = False,
    samples: Annotated[
        int, typer.Option(min=10, metavar="N", help="Bootstrap samples for the intervals.")
    ] = 1000,
    as_json: Annotated[bool, typer.Option("--json", help="Print data for a program.")] = False,
) -> None:
    """Measure a miner on gold files.

    Prints for each file segmentation, roles and relations end to end, or with --gold-units roles
    and relations on the units that are given, each with a 95 % bootstrap interval over articles;
    and how well the confidences are calibrated. docs/accuracy.md says what each figure means.
    """
    from argmap import evaluation
    from argmap.mining import get_miner

    if checks:
        from argmap.evaluation.checks import CriticJudge, PatternJudge, evaluate_checks

        judged = evaluate_checks(
            paths, PatternJudge() if patterns else CriticJudge(), samples=samples
        )
        data = [one.model_dump(mode="json") for one in judged]
        _print(data, [*map(_check_table, judged), _summary_table(judged)], as_json)
        return
    if compare is not None:
        a, b = (get_miner(name) for name in compare)
        compared = [
            evaluation.compare(
                a,
                b,
                evaluation.load_gold(path),
                name=path.stem,
                gold_units=gold_units,
                samples=samples,
            )
            for path in paths
        ]
        _print(evaluation.as_data(compared), map(evaluation.comparison_table, compared), as_json)
        return
    found = evaluation.evaluate(paths, get_miner(miner), gold_units=gold_units, samples=samples)
    _print(evaluation.as_data(found), map(evaluation.table_of, found), as_json)


def _check_table(one: CheckEvaluation) -> Table:
    from rich.table import Table

    table = Table(
        title=f"{one.gold} · {one.kind} · {one.judge}",
        caption=f"{one.items:,} items; 95 % intervals from {one.samples} bootstrap samples",
    )
    for column in ("measure", "value", "95 % interval"):
        table.add_column(column)
    for m in one.measures:
        table.add_row(m.name, f"{m.value:.3f}", f"{m.low:.3f} to {m.high:.3f}")
    return table


def _summary_table(found: list[CheckEvaluation]) -> Table:
    from rich.table import Table

    from argmap.evaluation.checks import protocol_rows

    table = Table(title="What the checks rest on")
    for column in ("what", "figure", "how it is counted", "gold"):
        table.add_column(column)
    for row in protocol_rows(found):
        figure = " / ".join(f"{value:.3f}" for value in row.values)
        table.add_row(row.what, figure, row.protocol, row.gold)
    return table


def _print(data: object, tables: Iterable[Table], as_json: bool) -> None:
    if as_json:
        from argmap.cli.files import write_json

        write_json(data)
        return
    from rich.console import Console

    console = Console()
    for table in tables:
        console.print(table)
