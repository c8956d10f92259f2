"""Run a miner over gold files and measure it, with bootstrap intervals over articles; compare two
miners."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from argmap.evaluation.counts import Counts, count_end_to_end, count_on_gold_units, found_of
from argmap.evaluation.figures import END_TO_END, GOLD_UNITS, Figure, classes, kind_classes
from argmap.evaluation.gold import GoldArticle, load_gold, spans_of
from argmap.evaluation.records import Comparison, Difference, Evaluation, Measure
from argmap.mining import Miner

SAMPLES = 1000
SEED = 13
Progress = Callable[[int, int], None]


def measure(
    miner: Miner,
    gold: Sequence[GoldArticle],
    *,
    name: str = "gold",
    gold_units: bool = False,
    samples: int = SAMPLES,
    progress: Progress | None = None,
) -> Evaluation:
    """Measure a miner on gold articles.

    Args:
        miner: Any miner of the registry's shape.
        gold: From `load_gold`.
        name: What the figures are reported under, such as the file's stem.
        gold_units: Give the miner the gold units' spans and measure roles, types and relations;
            else it finds units by itself.
        samples: Bootstrap samples, of articles, for the 95 % intervals.
        progress: Called with (done, all) after each article.
    """
    counts, words, seconds = count(miner, gold, gold_units, progress)
    wanted = figures_for(gold, gold_units)
    values = {key: figure(total(counts)) for key, (_, figure) in wanted.items()}
    spread = _bootstrap(counts, wanted, samples)
    return Evaluation(
        gold=name,
        miner=miner.name,
        miner_version=miner.version,
        gold_units=gold_units,
        articles=len(gold),
        units=sum(len(article.units) for article in gold),
        relations=sum(len(article.relations) for article in gold),
        measures=tuple(
            Measure(
                name=key,
                value=value,
                low=float(np.quantile(spread[key], 0.025)) if samples else value,
                high=float(np.quantile(spread[key], 0.975)) if samples else value,
            )
            for key, value in values.items()
        ),
        words=words,
        words_per_second=words / seconds if seconds else 0.0,
        samples=samples,
    )


def evaluate(
    paths: Sequence[Path],
    miner: Miner,
    *,
    gold_units: bool = False,
    samples: int = SAMPLES,
    progress: Progress | None = None,
) -> list[Evaluation]:
    """One evaluation for each gold file.

    Raises:
        FormatError: a file is not a gold file.
    """
    return [
        measure(
            miner,
            load_gold(path),
            name=path.stem,
            gold_units=gold_units,
            samples=samples,
            progress=progress,
        )
        for path in paths
    ]


def compare(
    a: Miner,
    b: Miner,
    gold: Sequence[GoldArticle],
    *,
    name: str = "gold",
    gold_units: bool = False,
    samples: int = SAMPLES,
    progress: Progress | None = None,
) -> Comparison:
    """Paired bootstrap over articles (Efron & Tibshirani 1993, section 16): is b better than a, and
    is it chance?

    `p` is two-sided: twice the smaller share of resamples in which the difference lies on one side
    of zero.
    """
    first, _, _ = count(a, gold, gold_units, progress)
    second, _, _ = count(b, gold, gold_units, progress)
    wanted = figures_for(gold, gold_units)
    one, two = _bootstrap(first, wanted, samples), _bootstrap(second, wanted, samples)
    rows = []
    for key, (_, figure) in wanted.items():
        gap = two[key] - one[key]
        share = min(float((gap <= 0).mean()), float((gap >= 0).mean()))
        rows.append(
            Difference(
                name=key,
                a=figure(total(first)),
                b=figure(total(second)),
                low=float(np.quantile(gap, 0.025)),
                high=float(np.quantile(gap, 0.975)),
                p=min(1.0, 2 * share),
            )
        )
    return Comparison(
        gold=name, a=a.name, b=b.name, gold_units=gold_units, articles=len(gold),
        samples=samples, differences=tuple(rows),
    )  # fmt: skip


def count(
    miner: Miner, gold: Sequence[GoldArticle], gold_units: bool, progress: Progress | None = None
) -> tuple[list[Counts], int, float]:
    """The counts of each article, the words read and the seconds that mining took."""
    counts, words, seconds = [], 0, 0.0
    if gold:
        # Models load on first use; that is not part of words per second.
        miner.mine(gold[0].article)
    for done, item in enumerate(gold, 1):
        started = time.perf_counter()
        mined = miner.mine(item.article, spans=spans_of(item) if gold_units else None)
        seconds += time.perf_counter() - started
        words += len(item.article.text.split())
        found = found_of(mined, item)
        counts.append((count_on_gold_units if gold_units else count_end_to_end)(item, found))
        if progress:
            progress(done, len(gold))
    return counts, words, seconds


def figures_for(gold: Sequence[GoldArticle], gold_units: bool) -> dict[str, tuple[str, Figure]]:
    """The figures that this gold has the labels for."""
    labelled = frozenset[str]().union(*(g.labelled for g in gold)) if gold else frozenset[str]()
    if not gold_units:
        needs = {"c": "role", "r": "relation", "unit_ece": "role"}
        return {
            key: value
            for key, value in END_TO_END.items()
            if needs.get(key, needs.get(key.split("_")[0], "")) in {*labelled, ""}
        }
    wanted: dict[str, tuple[str, Figure]] = {}
    if "role" in labelled:
        wanted["role_macro_f1"] = GOLD_UNITS["role_macro_f1"]
        wanted |= classes(sorted(gold[0].roles), "roles")
    if "type" in labelled:
        wanted["type_macro_f1"] = GOLD_UNITS["type_macro_f1"]
        wanted |= classes(sorted(gold[0].types), "types")
    if "relation" in labelled:
        for key in (
            "link_f1",
            "relation_identification_macro_f1",
            "relation_macro_f1",
            "stance_macro_f1",
        ):
            wanted[key] = GOLD_UNITS[key]
        present = {r.kind for g in gold for r in g.relations}
        wanted |= {k: v for k, v in kind_classes().items() if k.split("_")[-1] in present}
    if "role" in labelled:
        wanted["role_ece"] = GOLD_UNITS["role_ece"]
    if "relation" in labelled:
        wanted["relation_ece"] = GOLD_UNITS["relation_ece"]
    return wanted


def total(counts: Sequence[Counts]) -> Counts:
    """The sum of counts over articles."""
    keys = counts[0].keys() if counts else ()
    return {key: np.sum([c[key] for c in counts], axis=0) for key in keys}


def _bootstrap(
    counts: Sequence[Counts], wanted: dict[str, tuple[str, Figure]], samples: int
) -> dict[str, np.ndarray]:
    """Each figure in each resample; the same articles are drawn for every miner, so that miners may
    be compared in pairs."""
    if not counts or not samples:
        return {key: np.zeros(1) for key in wanted}
    draws = np.random.default_rng(SEED).multinomial(
        len(counts), np.full(len(counts), 1 / len(counts)), size=samples
    )
    sums = {key: np.tensordot(draws, np.stack([c[key] for c in counts]), 1) for key in counts[0]}
    return {
        key: np.array([figure({k: v[s] for k, v in sums.items()}) for s in range(samples)])
        for key, (_, figure) in wanted.items()
    }
