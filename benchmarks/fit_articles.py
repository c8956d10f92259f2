"""Fits the weights by which the trained miner adds the rules' evidence in articles, and measures.

    python benchmarks/fit_articles.py [--weights FOLDER] [--gold FOLDER] [--measure] [--held-out]

Written to `article.json` beside the trained weights (`--measure`: nothing is written). To be run
whenever the trained weights change: their scores may be scaled differently.

Data: the articles of `tests/mining/articles`. Those with `"split": "dev"` are fitted on, the others
are only measured. With `--gold`, a folder with dev slices (`editorials.jsonl`,
`aaec.jsonl`, `micro.jsonl`), units are fitted on the editorials too, and cues on the essays and
microtexts, inside paragraphs.

Method: each decision (thesis among units, head among units, attack or support, claim or premise,
unit or scene) is a log-linear model fitted by Newton's method on its own likelihood, with a ridge
toward a prior that trusts both witnesses. Borders are fitted by grid on unit F1. Confidences are
calibrated by Platt scaling on the dev articles, each decided by weights fitted on the others.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from argmap.evaluation.counts import match, token_spans
from argmap.evaluation.gold import article_of, dependencies
from argmap.mining import Mined, Miner
from argmap.mining.articles import (
    SETTINGS,
    Evidence,
    borders,
    clause_marks,
    head_features,
    kind_features,
    outside_odds,
    role_features,
    thesis_features,
    unit_features,
)
from argmap.mining.neural.features import trim
from argmap.mining.neural.model import WEIGHTS
from argmap.mining.parse import parse
from argmap.mining.rules import RulesMiner
from argmap.mining.trained import TrainedMiner
from argmap.model import Article
from argmap.reading import read

HERE = Path(__file__).resolve().parents[1]
ARTICLES = HERE / "tests" / "mining" / "articles"
PRIOR: dict[str, dict[str, float]] = {
    "thesis": {
        **{"trained": 0.4, "rules": 0.8, "announces": -1.5},
        **{"own_view": 1.0, "example": -1.5},
    },
    "head": {
        **{"near": 0.5, "far": 0.3, "before": 0.5, "ahead": 2.0},
        **{
            "rules_reason": 1.5,
            "rules_against": 0.5,
            "rules_paragraph": 1.0,
            "rules_addition": 1.5,
        },
        **{"rules_section": 2.0, "rules_lead": 1.5, "rules_previous": 1.0},
    },
    "kind": {"bias": -2.0, "trained": 0.3, "rules": 1.0, "opposed": 1.0, "answers_next": 1.0},
    "role": {"trained": 0.3, "supported": 1.0, "thesis_supported": 0.5},
    "unit": {"bias": 1.0, "outside": -0.3, "scene": -2.0, "announces": -2.0, "idle": -2.0},
}
RIDGE = {"thesis": 0.5, "head": 0.5, "kind": 0.3, "role": 0.3, "unit": 0.3}
"""By cross-validation over the articles for fitting."""
KNOWN = frozenset({"own_view", "example", "announces"})
"""Cues of the thesis that thirty articles hold too few of to say anything against what is known."""
SURE_OF = 30.0
BORDERS = ((0.0, 1.0, 2.0, 3.0, 4.0, 6.0), (0.0, 1.0, 2.0, 4.0), (0.0, 0.5, 1.0, 2.0, 4.0))


TAUGHT = 0.1
"""Weight of a link in an essay or microtext beside one in an article."""
HOME = "home"
"""The feature of essays and microtexts alone; no part of what is written."""


@dataclass(frozen=True)
class Gold:
    """An article with its annotation: spans, roles, heads (n is none) and attacks."""

    article: Article
    doc: Any
    spans: list[tuple[int, int]]
    roles: list[str]
    heads: list[int]
    attack: list[bool]

    @property
    def thesis(self) -> int:
        """The major claim; in a microtext the unit under which the others hang."""
        if "major_claim" in self.roles:
            return self.roles.index("major_claim")
        return self.heads.index(len(self.heads))


def gold_article(article: Article, record: dict[str, Any]) -> Gold:
    units = sorted(record["units"], key=lambda u: u["start"])
    at = {u["id"]: i for i, u in enumerate(units)}
    n = len(units)
    heads, attack = [n] * n, [False] * n
    for child, parent, kind in dependencies(record):
        heads[at[child]] = at[parent]
        attack[at[child]] = kind != "support"
    spans = [trim(article.text, u["start"], u["end"]) for u in units]
    return Gold(article, parse(article), spans, [u.get("role", "") for u in units], heads, attack)


def own_articles(split: str, folder: Path = ARTICLES) -> list[Gold]:
    found = []
    for path in sorted(folder.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["split"] == split:
            found.append(gold_article(read(path.with_suffix(".txt")), record))
    return found


# Fitting ----------------------------------------------------------------------------------------

Choice = tuple[np.ndarray, np.ndarray, float]
"""One decision: features of each option [m, F], which options are right [m], and its weight."""
EDITORIAL = 0.4
"""Weight of a stretch of the editorials beside one of the articles: they are more, and their gold
calls nearly every clause a unit."""


def fit(choices: Sequence[Choice], prior: np.ndarray, ridge: float | np.ndarray) -> np.ndarray:
    """Weights of a conditional log-linear model, by Newton's method with halved steps.

    Where several options are right, their likelihoods are added. `ridge` may be one a weight.
    """
    ridge = np.broadcast_to(np.asarray(ridge, dtype=float), prior.shape)

    def loss(w: np.ndarray) -> float:
        total = float((ridge / 2 * (w - prior) ** 2).sum())
        for x, right, much in choices:
            z = x @ w
            total += much * float(_logsum(z) - _logsum(z[right]))
        return total

    w = prior.copy()
    for _ in range(60):
        gradient, hessian = ridge * (w - prior), np.diag(ridge)
        for x, right, much in choices:
            z = x @ w
            p = np.exp(z - _logsum(z))
            q = np.where(right, p, 0) / max(float(p[right].sum()), 1e-12)
            gradient = gradient + much * x.T @ (p - q)
            mean = x.T @ p
            hessian = hessian + much * ((x * p[:, None]).T @ x - np.outer(mean, mean))
        step, size = np.linalg.solve(hessian, gradient), 1.0
        before = loss(w)
        while loss(w - size * step) > before and size > 1e-6:
            size /= 2
        w = w - size * step
        if float(np.abs(size * step).max()) < 1e-6:
            break
    return w


def _logsum(z: np.ndarray) -> float:
    top = float(z.max())
    return top + float(np.log(np.exp(z - top).sum()))


def named(part: str, names: Sequence[str], choices: Sequence[Choice]) -> dict[str, float]:
    if part in ("head", "kind"):
        names = [*names, HOME]
        choices = [
            (x if x.shape[1] == len(names) else np.pad(x, ((0, 0), (0, 1))), right, much)
            for x, right, much in choices
        ]
    prior = np.array([PRIOR[part].get(name, 0.0) for name in names])
    ridge = np.array([SURE_OF if name in KNOWN else RIDGE[part] for name in names])
    w = fit(choices, prior, ridge)
    found = {name: round(float(value), 4) for name, value in zip(names, w, strict=True)}
    found.pop(HOME, None)
    return found


def yes_no(
    features: dict[str, np.ndarray],
    right: Sequence[bool],
    keep: Sequence[bool],
    weight: float = 1.0,
) -> list[Choice]:
    x = np.stack(list(features.values()), 1)
    return [
        (np.stack([row, np.zeros_like(row)]), np.array([bool(r), not r]), weight)
        for row, r, k in zip(x, right, keep, strict=True)
        if k
    ]


@dataclass(frozen=True)
class Prepared:
    """The choices of one article for each model, on its gold units; and its found stretches."""

    gold: Gold
    names: dict[str, list[str]]
    choices: dict[str, list[Choice]]


def evidence_of(miner: TrainedMiner, gold: Gold) -> Evidence:
    state = miner.model.read(gold.article)
    return miner.evidence(gold.article, gold.doc, state, miner._given(state, gold.spans))


def prepare(miner: TrainedMiner, gold: Gold, shape: dict[str, float]) -> Prepared:
    e = evidence_of(miner, gold)
    n, thesis = len(e), gold.thesis
    names: dict[str, list[str]] = {}
    choices: dict[str, list[Choice]] = {}
    f = thesis_features(e)
    names["thesis"] = list(f)
    right = np.array([role == "major_claim" for role in gold.roles]) | restates(e, gold)
    choices["thesis"] = [(np.stack(list(f.values()), 1), right, 1.0)]
    pairs = dict(head_features(e, thesis))
    names["head"] = list(pairs)
    stack = np.stack(list(pairs.values()), 2)
    choices["head"] = []
    for i, head in enumerate(gold.heads):
        if head < n:
            options = [j for j in range(n) if j != i]
            choices["head"].append((stack[i, options], np.array([j == head for j in options]), 1.0))
    f = kind_features(e, gold.heads, thesis)
    names["kind"] = list(f)
    choices["kind"] = yes_no(f, gold.attack, [h < n for h in gold.heads])
    f = role_features(e, gold.heads, thesis)
    names["role"] = list(f)
    claims = [role == "claim" for role in gold.roles]
    choices["role"] = yes_no(f, claims, [i != thesis for i in range(n)])
    names["unit"], choices["unit"], among = stretches(miner, gold, shape)
    # The thesis has to be told from scenes too, not only from other units.
    choices["thesis"] += among
    return Prepared(gold, names, choices)


def restates(e: Evidence, gold: Gold) -> np.ndarray:
    """[n] 1 for a claim under the thesis by which the end sums up ("In conclusion, ...").

    It says the thesis again; which of the two is marked as the thesis is the author's choice.
    """
    under = np.array([head == gold.thesis for head in gold.heads])
    claims = np.array([role == "claim" for role in gold.roles])
    return under & claims & (e.cues["summary"] > 0) & (e.blocks >= e.blocks.max() - 1)


def prepare_taught(miner: TrainedMiner, gold: Gold) -> dict[str, list[Choice]]:
    """Links inside the paragraphs of an essay or microtext, and their kinds.

    They know cues that few articles have ("Given A, B"). The heads were taught on such texts and
    are better there than anywhere else: a feature of their own takes that up, and is thrown away.
    """
    e = evidence_of(miner, gold)
    n, thesis = len(e), gold.thesis
    pairs = dict(head_features(e, thesis))
    stack = np.stack([*pairs.values(), pairs["near"]], 2)
    links: list[Choice] = []
    keep = []
    for i, head in enumerate(gold.heads):
        near = [j for j in range(n) if j != i and e.blocks[j] == e.blocks[i]]
        keep.append(head in near)
        if head in near and len(near) > 1:
            links.append((stack[i, near], np.array([j == head for j in near]), TAUGHT))
    f = kind_features(e, gold.heads, thesis)
    return {"head": links, "kind": yes_no({**f, HOME: f["trained"]}, gold.attack, keep, TAUGHT)}


def stretches(
    miner: TrainedMiner, gold: Gold, shape: dict[str, float], weight: float = 1.0
) -> tuple[list[str], list[Choice], list[Choice]]:
    """What the tagger finds under these border weights: unit or scene? And which is the thesis?"""
    state = miner.model.read(gold.article)
    marks = clause_marks(gold.article, gold.doc, state)
    shaped = replace(state, emissions=borders(state.emissions, marks, shape))
    found = miner.stretches(gold.article, gold.doc, shaped)
    if not found:
        return [], [], []
    e = miner.evidence(gold.article, gold.doc, state, found)
    f = unit_features(e, outside_odds(state, [p for p, _ in found]), int(np.argmax(e.theses)))
    spans = [trim(gold.article.text, *span) for _, span in found]
    hits = match(gold.spans, spans, _starts(gold.article), True)
    units = yes_no(f, [j in hits for j in range(len(found))], [True] * len(found), weight)
    again = restates(evidence_of(miner, gold), gold) if gold.heads else []
    right = np.array([j in hits and (gold.roles[hits[j]] == "major_claim" or bool(again[hits[j]]))
                      for j in range(len(found))])  # fmt: skip
    among = [(np.stack(list(thesis_features(e).values()), 1), right, 1.0)] if right.any() else []
    return list(f), units, among


def _starts(article: Article) -> np.ndarray:
    return np.array([s for s, _ in token_spans(article.text)], dtype=np.int64)


def fit_borders(miner: TrainedMiner, parts: Sequence[Sequence[Gold]]) -> dict[str, float]:
    """The best of a grid, by unit F1 exact and at 50 %, each part counting alike."""
    cached = []
    for part in parts:
        states = [miner.model.read(gold.article) for gold in part]
        cached.append(
            [
                (gold, state, _starts(gold.article), clause_marks(gold.article, gold.doc, state))
                for gold, state in zip(part, states, strict=True)
            ]
        )

    def value(shape: dict[str, float]) -> float:
        total = 0.0
        for part in cached:
            counts = np.zeros(4)
            for gold, state, starts, marks in part:
                shaped = replace(state, emissions=borders(state.emissions, marks, shape))
                found = miner.stretches(gold.article, gold.doc, shaped)
                spans = [trim(gold.article.text, *span) for _, span in found]
                counts += [
                    len(match(gold.spans, spans, starts, True)),
                    len(match(gold.spans, spans, starts, False)),
                    len(spans),
                    len(gold.spans),
                ]
            total += (2 * counts[0] + counts[1]) / (counts[2] + counts[3])
        return total

    best = {"begin": 0.0, "inside": 0.0, "outside": 0.0}
    for _ in range(2):
        for name, grid in zip(best, BORDERS, strict=True):
            best = max(({**best, name: v} for v in grid), key=value)
    return best


def fitted(
    parts: Sequence[Prepared], shape: dict[str, float], more: Mapping[str, Sequence[Choice]]
) -> dict[str, Any]:
    """All weights; `more` are decisions in texts that are no articles, or have no links."""
    settings: dict[str, Any] = {"borders": shape}
    for part in PRIOR:
        names = next(p.names[part] for p in parts if p.names[part])
        choices = [c for p in parts for c in p.choices[part]]
        settings[part] = named(part, names, [*choices, *more.get(part, ())])
    return settings


def platt(rows: Sequence[tuple[float, bool]]) -> list[float]:
    """(a, b) of sigmoid(a logit(p) + b)."""
    p = np.clip(np.array([p for p, _ in rows]), 1e-3, 1 - 1e-3)
    x = np.stack([np.log(p / (1 - p)), np.ones_like(p)], 1)
    choices = [
        (np.stack([row, np.zeros(2)]), np.array([right, not right]), 1.0)
        for row, (_, right) in zip(x, rows, strict=True)
    ]
    return [round(float(v), 4) for v in fit(choices, np.array([1.0, 0.0]), 1.0)]


# Measuring --------------------------------------------------------------------------------------


def answers(gold: Gold, mined: Mined) -> dict[str, Any]:
    """Counts of one answer, and each confidence with whether it was right."""
    units = sorted(mined.units, key=lambda u: u.start)
    spans = [trim(gold.article.text, u.start, u.end) for u in units]
    pairs = match(gold.spans, spans, _starts(gold.article), True)
    at = {u.id: i for i, u in enumerate(units)}
    source = {r.id: r.source for r in mined.relations}
    n = len(gold.spans)
    relations = []
    for r in mined.relations:
        target = source.get(r.target, r.target)
        i, j = pairs.get(at[r.source], -1), pairs.get(at[target], -1)
        linked = i >= 0 and j >= 0 and gold.heads[i] == j
        attack = r.kind.value != "support"
        relations.append((r.confidence, linked, linked and attack == gold.attack[i], attack))
    theses = [pairs.get(k, -1) for k, u in enumerate(units) if u.role.value == "major_claim"]
    right = [
        pairs.get(k, -1) >= 0 and gold.roles[pairs[k]] == u.role.value for k, u in enumerate(units)
    ]
    return {
        "thesis": [theses.count(gold.thesis), len(theses), 1],
        "unit": [len(pairs), len(units), n],
        "link": [sum(r[1] for r in relations), len(relations), n - 1],
        "relation": [sum(r[2] for r in relations), len(relations), n - 1],
        "attack": [
            sum(r[2] and r[3] for r in relations),
            sum(r[3] for r in relations),
            sum(gold.attack),
        ],
        "role": [sum(right), len(units), n],
        "unit_rows": [(u.confidence, ok) for u, ok in zip(units, right, strict=True)],
        "relation_rows": [(r[0], r[2]) for r in relations],
    }


def measured(mine: Callable[[Gold], Mined], part: Sequence[Gold]) -> dict[str, float]:
    rows = [answers(gold, mine(gold)) for gold in part]
    out: dict[str, float] = {"theses right": sum(r["thesis"][0] > 0 for r in rows) / len(rows)}
    for name in ("unit", "role", "link", "relation", "attack"):
        right, found, truth = (sum(r[name][k] for r in rows) for k in range(3))
        out[f"{name} F1"] = 2 * right / max(found + truth, 1)
    for name in ("unit", "relation"):
        pairs = [pair for r in rows for pair in r[f"{name}_rows"]]
        out[f"{name} ECE"] = _ece(pairs)
    return out


def _ece(pairs: Sequence[tuple[float, bool]]) -> float:
    bins: dict[int, list[tuple[float, bool]]] = {}
    for p, right in pairs:
        bins.setdefault(min(int(p * 10), 9), []).append((p, right))
    return sum(
        abs(sum(p for p, _ in b) - sum(right for _, right in b)) for b in bins.values()
    ) / max(len(pairs), 1)


def with_settings(miner: TrainedMiner, settings: dict[str, Any]) -> Callable[[Gold], Mined]:
    return lambda gold: miner.decide_article(
        gold.article, gold.doc, settings, miner.model.read(gold.article)
    )


def heads_alone(miner: TrainedMiner, article: Article) -> Mined:
    """What the trained miner says without the rules' evidence."""
    spans, scores = miner.score(article)
    if scores is None:
        return Mined()
    return miner.decide(article, spans, scores, miner.model.settings, given=False)


def line(name: str, figures: dict[str, float]) -> str:
    return f"{name:28}" + " ".join(f"{k} {v:.3f}" for k, v in figures.items())


def gold_file(path: Path) -> list[Gold]:
    found = []
    for text in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(text)
        found.append(gold_article(article_of(record["id"], record["text"]), record))
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--weights", type=Path, default=WEIGHTS)
    options.add_argument(
        "--gold", type=Path, help="folder with editorials.jsonl, aaec.jsonl, micro.jsonl"
    )
    options.add_argument("--measure", action="store_true", help="write nothing")
    options.add_argument("--held-out", action="store_true", help="measure on these too")
    asked = options.parse_args()
    miner = TrainedMiner(asked.weights)
    dev = own_articles("dev")
    editorials = gold_file(asked.gold / "editorials.jsonl") if asked.gold else []
    taught = (
        [g for name in ("aaec", "micro") for g in gold_file(asked.gold / f"{name}.jsonl")]
        if (asked.gold)
        else []
    )
    path = asked.weights / SETTINGS
    if asked.measure:
        settings = json.loads(path.read_text(encoding="utf-8"))
    else:
        settings = fit_all(miner, dev, editorials, taught)
        path.write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    report(
        miner,
        settings,
        {"dev": dev, **({"held-out": own_articles("held-out")} if asked.held_out else {})},
    )
    if editorials:
        for name, mine in miners(miner, settings).items():
            print(line(f"editorials {name}", {"unit F1": measured_units(mine, editorials)}))


def measured_units(mine: Callable[[Gold], Mined], part: Sequence[Gold]) -> float:
    counts = np.zeros(3)
    for gold in part:
        spans = [trim(gold.article.text, u.start, u.end) for u in mine(gold).units]
        pairs = match(gold.spans, spans, _starts(gold.article), True)
        counts += [len(pairs), len(spans), len(gold.spans)]
    return float(2 * counts[0] / (counts[1] + counts[2]))


def fit_all(
    miner: TrainedMiner, dev: Sequence[Gold], editorials: Sequence[Gold], taught: Sequence[Gold]
) -> dict[str, Any]:
    shape = fit_borders(miner, [part for part in (dev, editorials) if part])
    print("borders", shape)
    parts = [prepare(miner, gold, shape) for gold in dev]
    more: dict[str, list[Choice]] = {"unit": [], "head": [], "kind": []}
    more["unit"] = [c for g in editorials for c in stretches(miner, g, shape, EDITORIAL)[1]]
    for gold in taught:
        for part, choices in prepare_taught(miner, gold).items():
            more[part] += choices
    settings = fitted(parts, shape, more)
    rows: dict[str, list[tuple[float, bool]]] = {"unit": [], "relation": []}
    folded = []
    for k, gold in enumerate(dev):
        rest = fitted([p for i, p in enumerate(parts) if i != k], shape, more)
        mined = with_settings(miner, rest)(gold)
        folded.append((gold, mined))
        for name in rows:
            rows[name] += answers(gold, mined)[f"{name}_rows"]
    by_id = {gold.article.id: mined for gold, mined in folded}
    print(line("dev, each by the others", measured(lambda g: by_id[g.article.id], dev)))
    settings["calibration"] = {}
    for name, pairs in rows.items():
        given = {"unit": "given_role", "relation": "given_relation"}[name]
        for key in (name, given):
            settings["calibration"][key] = {"article": platt(pairs)}
    return settings


def miners(miner: TrainedMiner, settings: dict[str, Any]) -> dict[str, Callable[[Gold], Mined]]:
    rules: Miner = RulesMiner()
    return {
        "rules": lambda gold: rules.mine(gold.article, gold.doc),
        "heads alone": lambda gold: heads_alone(miner, gold.article),
        "combined": with_settings(miner, settings),
    }


def report(miner: TrainedMiner, settings: dict[str, Any], parts: dict[str, Sequence[Gold]]) -> None:
    for part, golds in parts.items():
        for name, mine in miners(miner, settings).items():
            print(line(f"{part} {name}", measured(mine, golds)))


if __name__ == "__main__":
    main()
