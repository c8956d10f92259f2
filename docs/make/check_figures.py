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
from argmap.checks import checks
from argmap.evaluation.checks import CriticJudge, evaluate_checks, lintscore, protocol_rows

ROOT = Path(__file__).parents[2]
FIGURES = ROOT / "docs" / "figures" / "checks.json"
JUDGED = ROOT / "tests" / "checks" / "judgements.jsonl"
PROBES = ROOT / "tests" / "checks" / "probes"
GOLD = ROOT.parent / "shared" / "gold"
GOLD_FILES = {"attribution.dev.jsonl": "vague-source", "loaded.dev.jsonl": "loaded-language"}
LEAST = 5
"""Judged flags below which no precision is told."""


FLOOR = 0.7
"""Precision below which a check is off by default."""
_MENDED = {
    "causal-leap": (
        "nothing else asks about a cause",
        "clefts that say who did it, measured causes and what only seems were left out",
    ),
    "presupposed-fact": (
        "a fact that is slipped in is what readers miss most",
        "decisions that were announced, the clauses of verbs such as “ignore”, public acts of "
        "persons, and what a first sentence recalls were left out",
    ),
    "unsourced-number": (
        "figures are what a fact-checker looks at first",
        "reports that name their sources throughout, and figures on public record, of a poll, "
        "aimed at, rounded, or sourced some sentences off were left out",
    ),
    "unsupported": (
        "what it is for, a bare claim, has no other check",
        "claims that neither say what something does nor what ought to be, that go on after a "
        "semicolon, take up what went before, or stand among sentences on the same things were "
        "left out",
    ),
    "vague-source": (
        "most of what it found wrongly has been mended",
        "holders after whom a person is quoted within four sentences, anonymity that is owned "
        "up to, asides, and what only occupations know were left out",
    ),
}
"""Why each stays on, and what was changed after its flags were judged."""
KEPT_ON = {
    "overgeneralization": "It stays on because so few of its flags are judged.",
    **{
        code: f"It stays on because {why}; {since} since these flags were judged."
        for code, (why, since) in _MENDED.items()
    },
}
"""Checks below the floor that are on all the same, and why: said on their page."""


def figures(gold: Path = GOLD) -> dict[str, Any]:
    """All that is measured: the parts of the repository, and the gold texts where they are."""
    before = json.loads(FIGURES.read_text("utf-8")) if FIGURES.is_file() else {}
    kept = before.get("gold", {})
    return {
        "checks": own_figures(),
        "gold": gold_figures(gold) if (gold / next(iter(GOLD_FILES))).is_file() else kept,
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


def is_low(row: dict[str, Any]) -> bool:
    """Is the precision told, and below the floor?"""
    return row.get("precision") is not None and row["precision"] < FLOOR


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
        map_ = argmap.analyze_file(path.with_suffix(".txt"), miner="rules")
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
