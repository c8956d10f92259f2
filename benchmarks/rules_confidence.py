"""Measures how often each rule of the rules miner is right on gold files, and prints the TOML.

    python benchmarks/rules_confidence.py GOLD.jsonl... > argmap/mining/rules_confidence.toml

Roles are counted on the miner's own units, matched to gold units at 50 % overlap: a unit that is no
gold unit is wrong. Links are counted on gold units; of a gold file only those inside paragraphs,
for its essays mark no others. Rules that link paragraphs are counted on the project's own articles
(`tests/mining/articles`, the thirty for development), which mark every relation. Estimates are
shrunk toward 0.5 by two counts (Laplace), so that few cases do not shout.
"""

import collections
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from argmap.mining.parse import doc_of, shared_pipeline
from argmap.mining.rules import Node, decide
from argmap.model import Article
from argmap.reading import read, read_text

ARTICLES = Path(__file__).resolve().parent.parent / "tests" / "mining" / "articles"
ACROSS = {"section-claim", "paragraph-claim", "to-section-claim", "to-previous-paragraph"}
Tally = dict[str, list[int]]
"""Name to decisions that were right, and all."""


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / max(a[1] - a[0], b[1] - b[0])


def own_articles() -> Iterator[tuple[Article, dict[str, Any]]]:
    for path in sorted(ARTICLES.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["split"] == "dev":
            yield read(path.with_suffix(".txt")), record


def count_links(nodes: list[Node], gold: dict[str, Any], links: Tally, *, across: bool) -> None:
    """Links on gold units: inside paragraphs, or of the rules that link paragraphs."""
    units = sorted(gold["units"], key=lambda unit: unit["start"])
    head = {r["source"]: r["target"] for r in gold["relations"] if r["type"] != "linked"}
    relation_of = {r["id"]: r["source"] for r in gold["relations"] if "id" in r}
    for node, unit in zip(nodes, units, strict=True):
        if node.head is None and node.undercuts is None:
            continue
        if (node.rule in ACROSS) != across:
            continue
        if node.undercuts is not None:
            target = head.get(unit["id"])
            right = relation_of.get(target) == units[node.undercuts]["id"]
        else:
            right = head.get(unit["id"]) == units[node.head]["id"]
        links[node.rule][0] += right
        links[node.rule][1] += 1


def count_roles(nodes: list[Node], gold: dict[str, Any], roles: Tally, *, plain: bool) -> None:
    for node in nodes:
        span = (node.cand.start, node.cand.end)
        match = next(
            (u for u in gold["units"] if overlap(span, (u["start"], u["end"])) >= 0.5), None
        )
        # The microtexts have one central claim each and call it `claim`: it is the thesis.
        role = match and ("major_claim" if plain and match["role"] == "claim" else match["role"])
        roles[node.role.value][0] += role == node.role.value
        roles[node.role.value][1] += 1


def main(paths: list[str]) -> None:
    nlp = shared_pipeline()
    roles: Tally = collections.defaultdict(lambda: [0, 0])
    links: Tally = collections.defaultdict(lambda: [0, 0])
    for path in paths:
        golds = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
        plain = not any(unit["role"] == "major_claim" for gold in golds for unit in gold["units"])
        for gold in golds:
            article = read_text(gold["text"], id=gold["id"])
            doc = nlp(doc_of(nlp, article))
            count_roles(decide(article, doc, None)[0], gold, roles, plain=plain)
            count_links(decide(article, doc, spans(gold))[0], gold, links, across=False)
    for article, gold in own_articles():
        doc = nlp(doc_of(nlp, article))
        count_links(decide(article, doc, spans(gold))[0], gold, links, across=True)
    print("# Share of right decisions by rule; made by benchmarks/rules_confidence.py.")
    print(f"# Measured on: {', '.join(Path(path).name for path in paths)};")
    print("# rules that link paragraphs on tests/mining/articles.\n")
    for title, table in (("role", roles), ("link", links)):
        print(f"[{title}]")
        for name, (right, seen) in sorted(table.items()):
            print(f"{name} = {(right + 1) / (seen + 2):.3f}  # {right} of {seen}")
        if title == "link":
            right, seen = (sum(row[k] for row in table.values()) for k in (0, 1))
            print(f"other = {(right + 1) / (seen + 2):.3f}")
        print()


def spans(gold: dict[str, Any]) -> list[tuple[int, int]]:
    return sorted((u["start"], u["end"]) for u in gold["units"])


if __name__ == "__main__":
    main(sys.argv[1:])
