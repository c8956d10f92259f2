"""docs/figures/checks.json: how often each check is right, and how much it finds.

Three things are measured, and none is typed:

- *precision*: the verdicts of tests/checks/judgements.jsonl, flags on texts of others that a
  strict reader has judged. A verdict counts as it was given: that a rule was changed after it, and
  the flag is gone, does not strike it out. The file holds ids, places and verdicts; the texts are
  not ours to give.
- *recall* and *false alarms*: the held-out probe articles of tests/checks/probes.
- *gold*: the critic on annotated texts, as `argmap evaluate --checks` measures it. Where these
  texts are not at hand, what was measured before is kept.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import argmap
from argmap.checks import checks, run
from argmap.checks.runner import with_flags
from argmap.evaluation.checks import CriticJudge, evaluate_checks, lintscore, protocol_rows
from argmap.mining.parse import parse
from argmap.model import Article
from argmap.pipeline import Argmap
from argmap.reading import read, read_text

ROOT = Path(__file__).parents[2]
FIGURES = ROOT / "docs" / "figures" / "checks.json"
JUDGED = ROOT / "tests" / "checks" / "judgements.jsonl"
PROBES = ROOT / "tests" / "checks" / "probes"
GOLD = ROOT.parent / "shared" / "gold"
GOLD_FILES = {"attribution.dev.jsonl": "vague-source", "loaded.dev.jsonl": "loaded-language"}
JUDGED_TEXTS = (
    *("editorials.train.jsonl", "loaded.dev.jsonl", "loaded.train.jsonl"),
    *("attribution.dev.jsonl", "attribution.train.jsonl"),
)
"""Whose texts hold the flags that were judged."""
LEAST = 5
"""Judged flags below which no precision is told."""


FLOOR = 0.7
"""Precision below which a check is off by default."""
KEPT_ON: dict[str, str] = {}
"""Checks below the floor that are on all the same, and why: said on their page."""


def figures(gold: Path = GOLD) -> dict[str, Any]:
    """All that is measured: the parts of the repository, and the gold texts where they are."""
    before = json.loads(FIGURES.read_text("utf-8")) if FIGURES.is_file() else {}
    kept = before.get("gold", {})
    return {
        "checks": own_figures(),
        "gold": gold_figures(gold) if (gold / next(iter(GOLD_FILES))).is_file() else kept,
        "still": still_raised(gold) or before.get("still", {}),
    }


def own_figures() -> dict[str, dict[str, Any]]:
    """Code to figures, from what stands in the repository alone."""
    judged, probed = judgements(), probes()
    return {
        check.code: _row(judged[check.code], probed[check.code])
        for check in checks()
        if check.find.__module__.startswith("argmap.") and (judged | probed).get(check.code)
    }


def _row(judged: Counter[str], probed: Counter[str]) -> dict[str, Any]:
    right, wrong = judged["right"], judged["wrong"]
    enough = right + wrong >= LEAST
    planted, sound = probed["planted"], probed["sound"]
    return {
        "right": right,
        "judged": right + wrong,
        "precision": round(right / (right + wrong), 3) if enough else None,
        "lintscore": round(lintscore(right, wrong), 2) if enough else None,
        "found": probed["found"],
        "planted": planted,
        "recall": round(probed["found"] / planted, 3) if planted else None,
        "false_alarms": probed["false_alarms"],
        "sound": sound,
    }


def is_low(row: dict[str, Any], still: dict[str, int] | None = None) -> bool:
    """Is the precision told, and below the floor?

    Args:
        row: Of the verdicts as they were given.
        still: Of those on flags that the check raises to this day; where they are enough, it is
            their share that counts.
    """
    if row.get("precision") is None or row["precision"] >= FLOOR:
        return False
    if still and still["judged"] >= LEAST:
        return still["right"] < FLOOR * still["judged"]
    return True


def still_raised(folder: Path) -> dict[str, dict[str, int]]:
    """Code to the judged flags that are raised to this day; empty where the texts are not at hand.

    All verdicts count, also those on which the rules were mended: this flatters.
    """
    texts: dict[str, str] = {}
    for name in JUDGED_TEXTS:
        if not (folder / name).is_file():
            return {}
        for line in (folder / name).read_text("utf-8").splitlines():
            record = json.loads(line)
            texts[record["id"]] = record["text"]
    verdicts: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in JUDGED.read_text("utf-8").splitlines():
        one = json.loads(line)
        verdicts[one["article"]].append(one)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article, ones in verdicts.items():
        map_ = _with_all(read_text(texts[article]))
        for one in ones:
            if any(
                f.check == one["check"] and f.start < one["end"] and one["start"] < f.end
                for f in map_.flags
            ):
                counts[one["check"]].update(judged=1, right=int(one["right"]))
    return {code: dict(row) for code, row in sorted(counts.items())}


def judgements() -> defaultdict[str, Counter[str]]:
    """Code to right and wrong, of the flags on texts that the check was not changed on."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in JUDGED.read_text("utf-8").splitlines():
        one = json.loads(line)
        if one["unseen"]:
            counts[one["check"]]["right" if one["right"] else "wrong"] += 1
    return counts


def probes() -> defaultdict[str, Counter[str]]:
    """Code to planted weaknesses and those found, sound clauses and those flagged."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    codes = {check.code for check in checks() if check.group != "sources"}
    for path in sorted(PROBES.glob("*.json")):
        probe = json.loads(path.read_text("utf-8"))
        if probe["split"] != "held-out":
            continue
        map_ = _with_all(read(path.with_suffix(".txt")))
        for mark in probe["must"]:
            first = mark["any_of"][0]  # the most fitting code
            if first in codes:
                counts[first]["planted"] += 1
                counts[first]["found"] += bool(_on(map_, mark) & set(mark["any_of"]))
        for mark in probe["must_not"]:
            raised = _on(map_, mark)
            for code in codes & set(mark["none_of"]):
                counts[code]["sound"] += 1
                counts[code]["false_alarms"] += code in raised
    return counts


def _with_all(article: Article) -> argmap.ArgumentMap:
    """The map by the rules, with the flags of the checks that are off by default, too."""
    off = [c.code for c in checks() if c.group != "sources" and not c.on_by_default]
    doc = parse(article)
    map_ = Argmap("rules").predict(doc)
    return with_flags(map_, (*map_.flags, *run(map_, doc, select=off).flags))


def _on(map_: argmap.ArgumentMap, mark: dict[str, Any]) -> set[str]:
    """Codes of the flags on a mark or its other half."""
    places = [mark, *([mark["other"]] if "other" in mark else [])]
    return {
        flag.check
        for flag in map_.flags
        for place in places
        if flag.start < place["end"] and place["start"] < flag.end
    }


def gold_figures(folder: Path) -> dict[str, dict[str, Any]]:
    """Code to what the critic behind the check reaches on annotated texts."""
    paths = [folder / name for name in GOLD_FILES if (folder / name).is_file()]
    found = evaluate_checks(paths, CriticJudge(), samples=10)
    rows = {row.what: row for row in protocol_rows(found)}
    return {
        code: {
            "gold": rows[code].gold,
            "protocol": rows[code].protocol,
            "values": [round(value, 3) for value in rows[code].values],
        }
        for code in GOLD_FILES.values()
        if code in rows
    }


def write(gold: Path = GOLD) -> Path:
    """Write docs/figures/checks.json anew."""
    text = json.dumps(figures(gold), indent=1, sort_keys=True) + "\n"
    FIGURES.write_text(text, encoding="utf-8")
    return FIGURES
