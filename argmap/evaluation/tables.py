"""Evaluations as tables for the terminal and as data for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from argmap.evaluation.records import Comparison, Evaluation

LABELS = {
    "bio_macro_f1": "token BIO macro-F1",
    "unit_f1_exact": "unit F1, exact",
    "unit_f1_50": "unit F1, 50 % overlap",
    "c_f1_exact": "C-F1, exact",
    "c_f1_50": "C-F1, 50 %",
    "r_f1_exact_paragraph": "R-F1, exact, inside paragraphs",
    "r_f1_50_paragraph": "R-F1, 50 %, inside paragraphs",
    "r_f1_exact_article": "R-F1, exact, whole article",
    "r_f1_50_article": "R-F1, 50 %, whole article",
    "unit_ece": "unit calibration error",
    "role_macro_f1": "role macro-F1",
    "type_macro_f1": "type macro-F1",
    "link_f1": "link F1",
    "relation_identification_macro_f1": "relation identification macro-F1",
    "relation_macro_f1": "relation macro-F1 (link and kind)",
    "stance_macro_f1": "kind macro-F1 on the links found right",
    "role_ece": "role calibration error",
    "relation_ece": "relation calibration error",
}


def label(name: str) -> str:
    """A figure's name in words."""
    if name in LABELS:
        return LABELS[name]
    head, _, what = name.partition("_f1_")
    return f"  {head} F1: {what}"


def table_of(evaluation: Evaluation) -> Table:
    """One evaluation: a row a figure, with its interval."""
    protocol = "gold units" if evaluation.gold_units else "end to end"
    table = Table(
        title=f"{evaluation.gold} · {evaluation.miner} {evaluation.miner_version} · {protocol}",
        caption=(
            f"{evaluation.articles} articles, {evaluation.units} units, "
            f"{evaluation.relations} relations; {evaluation.words_per_second:,.0f} words/s; "
            f"95 % intervals from {evaluation.samples} bootstrap samples of articles"
        ),
    )
    table.add_column("measure")
    table.add_column("value", justify="right")
    table.add_column("95 % interval", justify="right")
    for m in evaluation.measures:
        table.add_row(label(m.name), f"{m.value:.3f}", f"{m.low:.3f} to {m.high:.3f}")
    return table


def comparison_table(comparison: Comparison) -> Table:
    """A paired test: a row a figure."""
    protocol = "gold units" if comparison.gold_units else "end to end"
    table = Table(
        title=f"{comparison.gold} · {comparison.a} against {comparison.b} · {protocol}",
        caption=(
            f"{comparison.articles} articles; paired bootstrap, {comparison.samples} samples; "
            "p is two-sided"
        ),
    )
    table.add_column("measure")
    for name in (comparison.a, comparison.b, "difference", "95 % interval", "p"):
        table.add_column(name, justify="right")
    for d in comparison.differences:
        table.add_row(
            label(d.name), f"{d.a:.3f}", f"{d.b:.3f}", f"{d.b - d.a:+.3f}",
            f"{d.low:+.3f} to {d.high:+.3f}", f"{d.p:.3f}",
        )  # fmt: skip
    return table


def as_data(results: Sequence[Evaluation] | Sequence[Comparison]) -> list[dict[str, Any]]:
    """The records as plain data, floats rounded to four decimals."""
    return [_round(r.model_dump(mode="json")) for r in results]


def _round(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {k: _round(v) for k, v in value.items()}
    return [_round(v) for v in value] if isinstance(value, (list, tuple)) else value
