"""What a review leaves behind: corrected maps, the decisions as CSV, and gold to learn from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from argmap.formats import gold
from argmap.model import ArgumentMap
from argmap.report.csv import defused
from argmap.review.decisions import Decision, Kind, label
from argmap.review.fold import Fold
from argmap.review.recheck import rechecked

COLUMNS = (
    "seq", "at", "reviewer", "article", "kind", "state", "what", "check", "unit", "words", "value",
    "reason", "why", "model", "base",
)  # fmt: skip


@dataclass(frozen=True)
class Reviewed:
    """An article after one reviewer's decisions."""

    name: str
    reviewer: str
    fold: Fold
    decisions: tuple[Decision, ...]
    """All of them, those taken back too."""

    @cached_property
    def map(self) -> ArgumentMap:
        """The corrected map, its checks run anew; `made_by` says that people had a hand in it."""
        map_ = rechecked(self.fold)
        review = {
            "reviewer": self.reviewer,
            "decisions": len(self.fold.done),
            "last": self.decisions[-1].at if self.decisions else "",
            "base": self.fold.base,
            "finished": self.fold.finished,
        }
        settings = {**map_.made_by.settings, "review": review}
        return map_.model_copy(
            update={"made_by": map_.made_by.model_copy(update={"settings": settings})}
        )


def gold_file(reviewed: Iterable[Reviewed]) -> bytes:
    """A gold file (JSON Lines) of the corrected maps: `argmap train` and `evaluate` read it.

    The id of each article is its name in the review, so that no two are the same.
    """
    maps = []
    for one in reviewed:
        map_ = one.map
        article = map_.article.model_copy(update={"id": one.name})
        maps.append(map_.model_copy(update={"article": article}))
    return gold.write_many(maps)


def decisions_csv(reviewed: Iterable[Reviewed]) -> str:
    """The decisions as CSV (RFC 4180), a row each, in the order in which they were made.

    `state` is `holds`, `undone`, `settled` (the map is so already) or `asked` (it has no sure place
    in the map of today; `why` says why). Cells that a spreadsheet would run as a formula get a
    leading apostrophe, as in the table of claims.
    """
    rows = sorted((row for one in reviewed for row in _rows(one)), key=lambda row: int(row["seq"]))
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: defused(value) for name, value in row.items()} for row in rows)
    return target.getvalue()


def _rows(one: Reviewed) -> list[dict[str, Any]]:
    states = {decision.seq: "holds" for decision in one.fold.done}
    states |= {decision.seq: "settled" for decision in one.fold.settled}
    states |= {question.decision.seq: "asked" for question in one.fold.questions}
    why = {question.decision.seq: question.why for question in one.fold.questions}
    rows = []
    for decision in one.decisions:
        step = decision.kind in (Kind.UNDO, Kind.REDO)
        anchors = decision.body.get("anchors", {})
        rows.append(
            {
                "seq": decision.seq,
                "at": decision.at,
                "reviewer": decision.reviewer,
                "article": decision.article,
                "kind": decision.kind.value,
                "state": states.get(decision.seq, "" if step else "undone"),
                "what": label(decision),
                "check": anchors.get("flag", {}).get("check", ""),
                "unit": _unit(decision, anchors).get("id", decision.body.get("made", "")),
                "words": _words(decision, anchors),
                "value": _value(decision.body, decision.kind),
                "reason": decision.body.get("reason", decision.body.get("text", "")),
                "why": why.get(decision.seq, ""),
                "model": decision.model,
                "base": decision.base[:12],
            }
        )
    return rows


def _unit(decision: Decision, anchors: dict[str, Any]) -> dict[str, Any]:
    if "flag" in anchors:
        return dict(anchors["flag"]["unit"])
    relation = anchors.get("ends") or anchors.get("relation")
    return dict(anchors.get("unit") or (relation or {}).get("source") or {})


def _words(decision: Decision, anchors: dict[str, Any]) -> str:
    if decision.kind is Kind.ADD_UNIT:
        return str(anchors["span"]["text"])
    return str(_unit(decision, anchors).get("text", ""))


def _value(body: dict[str, Any], kind: Kind) -> str:
    if kind in (Kind.SPAN, Kind.ADD_UNIT):
        span = f"{body['start']} to {body['end']}"
        return f"{span}, {body['role']}" if "role" in body else span
    if "type" in body:
        return f"{body['source']} {body['type']} {body['target']}"
    if kind is Kind.FINISH:
        return "yes" if body["done"] else "no"
    return str(body.get("role", body.get("decision", "")))


def reviewers_of(decisions: Sequence[Decision]) -> list[str]:
    """Who decided anything, by name."""
    return sorted({decision.reviewer for decision in decisions})
