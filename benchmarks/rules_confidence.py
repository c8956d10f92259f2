"""Measures how often each rule of the rules miner is right on gold files, and prints the TOML.

    python benchmarks/rules_confidence.py GOLD.jsonl... > argmap/mining/rules_confidence.toml

Roles are counted on the miner's own units, matched to gold units at 50 % overlap: a unit that is no
gold unit is wrong. Links are counted on gold units, inside paragraphs, which is where the essays
mark them. A rule that links paragraphs takes the share of its sources that are gold claims.
Estimates are shrunk toward 0.5 by two counts (Laplace), so that few cases do not shout.
"""

import collections
import json
import sys
from pathlib import Path

from argmap.mining.parse import doc_of, shared_pipeline
from argmap.mining.rules import decide
from argmap.reading import read_text

ACROSS = {"section-claim", "paragraph-claim", "to-section-claim", "to-previous-paragraph"}


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / max(a[1] - a[0], b[1] - b[0])


def main(paths: list[str]) -> None:
    nlp = shared_pipeline()
    roles: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
    links: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
    for path in paths:
        golds = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
        # The microtexts have one central claim each and call it `claim`: it is the thesis.
        plain = not any(unit["role"] == "major_claim" for gold in golds for unit in gold["units"])
        for gold in golds:
            article = read_text(gold["text"], id=gold["id"])
            doc = nlp(doc_of(nlp, article))
            units = sorted(gold["units"], key=lambda unit: unit["start"])
            nodes, _ = decide(article, doc, None)
            for node in nodes:
                span = (node.cand.start, node.cand.end)
                match = next(
                    (u for u in units if overlap(span, (u["start"], u["end"])) >= 0.5), None
                )
                roles[node.role.value][0] += bool(match) and (
                    ("major_claim" if plain and match["role"] == "claim" else match["role"])
                    == node.role.value
                )
                roles[node.role.value][1] += 1
            nodes, _ = decide(article, doc, [(u["start"], u["end"]) for u in units])
            head = {r["source"]: r["target"] for r in gold["relations"] if r["type"] != "linked"}
            relation_of = {r["id"]: r["source"] for r in gold["relations"]}
            for node, unit in zip(nodes, units, strict=True):
                if node.undercuts is not None:
                    target = head.get(unit["id"])
                    right = relation_of.get(target) == units[node.undercuts]["id"]
                elif node.head is None:
                    continue
                elif node.rule in ACROSS and node.paragraph != nodes[node.head].paragraph:
                    right = unit["role"] in ("claim", "major_claim")
                else:
                    right = head.get(unit["id"]) == units[node.head]["id"]
                links[node.rule][0] += right
                links[node.rule][1] += 1
    print("# Share of right decisions by rule; made by benchmarks/rules_confidence.py.")
    print(f"# Measured on: {', '.join(Path(path).name for path in paths)}.\n")
    for title, table in (("role", roles), ("link", links)):
        print(f"[{title}]")
        total = [0, 0]
        for name, (right, seen) in sorted(table.items()):
            total = [total[0] + right, total[1] + seen]
            print(f"{name} = {(right + 1) / (seen + 2):.3f}  # {right} of {seen}")
        if title == "link":
            print(f"other = {(total[0] + 1) / (total[1] + 2):.3f}")
        print()


if __name__ == "__main__":
    main(sys.argv[1:])
