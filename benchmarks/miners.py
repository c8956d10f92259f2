"""Every figure of docs/accuracy.md: both miners on gold files, side by side, in one run.

    python benchmarks/miners.py ../shared/gold/cdcp.dev.jsonl ... > figures.md

Prints a Markdown table for each gold file, with 95 % bootstrap intervals and the p of a paired
bootstrap test.
"""

from __future__ import annotations

import sys
from pathlib import Path

from argmap.evaluation import compare, load_gold, measure
from argmap.evaluation.tables import label
from argmap.mining import get_miner


def main(paths: list[Path]) -> None:
    """Measure the rules miner and the trained miner on each file."""
    rules, trained = get_miner("rules"), get_miner("trained")
    for path in paths:
        gold = load_gold(path)
        print(f"\n## {path.stem}: {len(gold)} articles\n")
        for given in (False, True):
            if given and not gold[0].labelled:
                continue
            print(f"{'Gold units' if given else 'End to end'}:\n")
            print("| measure | rules | trained | 95 % interval | p |")
            print("|---|---|---|---|---|")
            result = measure(trained, gold, gold_units=given)
            test = compare(rules, trained, gold, gold_units=given)
            p = {d.name: (d.a, d.p) for d in test.differences}
            for m in result.measures:
                before, chance = p[m.name]
                interval = f"{m.low:.3f} to {m.high:.3f}"
                name = label(m.name).strip()
                print(f"| {name} | {before:.3f} | {m.value:.3f} | {interval} | {chance:.3f} |")
            print(f"\n{result.words_per_second:,.0f} words/s (trained).\n")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
