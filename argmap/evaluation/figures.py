"""From sums of counts to figures: F1, macro-F1, expected calibration error."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from argmap.evaluation.counts import Counts

Figure = Callable[[Counts], float]


def f1(counts: np.ndarray) -> float:
    """F1 of `[right, found, gold]`; 0 where nothing was there to find and nothing was found.

    >>> f1(np.array([1, 2, 2]))
    0.5
    """
    right, found, gold = counts
    return float(2 * right / (found + gold)) if found + gold else 0.0


def class_f1(table: np.ndarray, k: int) -> float:
    """F1 of class k from a table [gold, found]."""
    return f1(np.array([table[k, k], table[:, k].sum(), table[k].sum()]))


def macro_f1(table: np.ndarray) -> float:
    """Mean F1 of the classes that the gold has, from a table [gold, found]."""
    present = [k for k in range(table.shape[0]) if table[k].sum()]
    return float(np.mean([class_f1(table, k) for k in present])) if present else 0.0


def ece(bins: np.ndarray) -> float:
    """Expected calibration error (Guo et al. 2017): the mean gap of confidence and share right, by
    bin.

    >>> ece(np.array([[2, 1.6, 2.0]]))
    0.2
    """
    total = bins[:, 0].sum()
    if not total:
        return 0.0
    return round(float(np.abs(bins[:, 1] - bins[:, 2]).sum() / total), 12)


def _kinds(prefix: str) -> Figure:
    def figure(counts: Counts) -> float:
        tables = [counts[f"{prefix}_{k}"] for k in ("support", "attack", "undercut")]
        present = [t for t in tables if t[2]]
        return float(np.mean([f1(t) for t in present])) if present else 0.0

    return figure


END_TO_END: dict[str, tuple[str, Figure]] = {
    "bio_macro_f1": ("bio", lambda c: macro_f1(c["bio"])),
    "unit_f1_exact": ("unit_exact", lambda c: f1(c["unit_exact"])),
    "unit_f1_50": ("unit_half", lambda c: f1(c["unit_half"])),
    "c_f1_exact": ("c_exact", lambda c: f1(c["c_exact"])),
    "c_f1_50": ("c_half", lambda c: f1(c["c_half"])),
    "r_f1_exact_paragraph": ("r_exact_paragraph", lambda c: f1(c["r_exact_paragraph"])),
    "r_f1_50_paragraph": ("r_half_paragraph", lambda c: f1(c["r_half_paragraph"])),
    "r_f1_exact_article": ("r_exact_article", lambda c: f1(c["r_exact_article"])),
    "r_f1_50_article": ("r_half_article", lambda c: f1(c["r_half_article"])),
    "unit_ece": ("ece_unit", lambda c: ece(c["ece_unit"])),
}
"""Figure -> (the count it needs, how it is made)."""

GOLD_UNITS: dict[str, tuple[str, Figure]] = {
    "role_macro_f1": ("roles", lambda c: macro_f1(c["roles"])),
    "type_macro_f1": ("types", lambda c: macro_f1(c["types"])),
    "link_f1": ("link", lambda c: f1(c["link"])),
    "relation_identification_macro_f1": (
        "link",
        lambda c: (f1(c["link"]) + f1(c["nolink"])) / 2,
    ),
    "relation_macro_f1": ("link", _kinds("kind")),
    "stance_macro_f1": ("link", _kinds("stance")),
    "role_ece": ("ece_role", lambda c: ece(c["ece_role"])),
    "relation_ece": ("ece_relation", lambda c: ece(c["ece_relation"])),
}


def classes(names: list[str], count: str) -> dict[str, tuple[str, Figure]]:
    """One F1 for each class of a table."""

    def of(k: int) -> Figure:
        return lambda counts: class_f1(counts[count], k)

    prefix = {"roles": "role", "types": "type"}[count]
    return {f"{prefix}_f1_{name}": (count, of(k)) for k, name in enumerate(names)}


def kind_classes() -> dict[str, tuple[str, Figure]]:
    """One F1 for each kind of relation."""

    def of(kind: str) -> Figure:
        return lambda counts: f1(counts[f"kind_{kind}"])

    return {f"relation_f1_{k}": (f"kind_{k}", of(k)) for k in ("support", "attack", "undercut")}
