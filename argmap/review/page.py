"""The page of a review: the page of the map, with the tools to decide put in as its extension."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from argmap.model import ArgumentMap
from argmap.review.decisions import Decision, label
from argmap.review.fold import Fold, base_of
from argmap.review.shelf import Entry
from argmap.settings import Limits
from argmap.views.markup import asset, environment, policy

_HERE = "argmap.review"
_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_RECENT = 30
"""Decisions in the list of what was done."""


def state_of(now: Fold, reviewer: str) -> dict[str, Any]:
    """What the page shows of the decisions, as JSON data."""
    return {
        "reviewer": reviewer,
        "map": base_of(now.map),
        "verdicts": {
            flag: {
                "verdict": "confirmed" if verdict.confirmed else "dismissed",
                "reason": verdict.reason,
                "at": verdict.decision.at,
            }
            for flag, verdict in now.verdicts.items()
        },
        "notes": [
            {"unit": note.unit, "text": note.text, "at": note.decision.at} for note in now.notes
        ],
        "questions": [
            {**_told(question.decision), "why": question.why, **_about(question.decision)}
            for question in now.questions
        ],
        "settled": len(now.settled),
        "done": [_told(decision) for decision in now.done[-_RECENT:]],
        "count": len(now.done),
        "undo": _told(now.done[-1]) if now.done else None,
        "redo": _told(now.undone[-1]) if now.undone else None,
        "finished": now.finished,
    }


def _told(decision: Decision) -> dict[str, Any]:
    return {"seq": decision.seq, "at": decision.at, "label": label(decision)}


def _about(decision: Decision) -> dict[str, str]:
    """The words that a decision was about, and what was said of them."""
    anchors = decision.body.get("anchors", {})
    for name in ("span", "unit"):
        if name in anchors:
            return {"words": anchors[name]["text"], "said": decision.body.get("text", "")}
    if "flag" in anchors:
        words = f"{anchors['flag']['unit']['text']} ({anchors['flag']['message']})"
        return {"words": words, "said": decision.body.get("reason", "")}
    relation = anchors.get("relation") or anchors.get("ends")
    if relation:
        target = relation["target"].get("text") or relation["target"].get("source", {}).get("text")
        return {"words": f"{relation['source']['text']} → {target or ''}", "said": ""}
    return {"words": "", "said": ""}


def review_page(
    map: ArgumentMap,
    *,
    base: str,
    entry: Entry,
    reviewer: str,
    token: str,
    many: bool,
    limits: Limits | None = None,
) -> tuple[str, str]:
    """The page of a map with the tools in it, and its Content-Security-Policy.

    The decisions are not in it: its script asks for them. So a page holds as long as its map does.

    Args:
        map: The corrected map.
        base: `base_of(map)`.
        entry: Which article it is.
        reviewer: Who reviews.
        token: What its writes must carry.
        many: Whether there is a list of articles to go back to.
        limits: Of the drawing.
    """
    from argmap.views.page import Extension, to_html

    extension = Extension(
        style=asset(_HERE, "review.css"),
        script=asset(_HERE, "review.js"),
        data={
            "article": entry.key,
            "map": base,
            "many": many,
            "reviewer": reviewer,
            "token": token,
        },
        panels=Markup('<section id="argmap-review" aria-label="Review" tabindex="0"></section>'),
        connects=True,
    )
    page = to_html(map, limits=limits, extension=extension)
    match = _META.search(page)
    if match is None:  # pragma: no cover - the page's own tests see to it
        raise ValueError("the page names no policy")
    # A header says what a <meta> cannot: that no other page may frame this one.
    return page, html.unescape(match[1]) + "; frame-ancestors 'none'"


def list_page(rows: Sequence[tuple[Entry, int]], reviewer: str) -> tuple[str, str]:
    """The list of articles, each with how many decisions are there, and its policy."""
    style = asset(_HERE, "list.css")
    allowed = policy(styles=[style])
    template = environment(_HERE).get_template("list.html.j2")
    text = template.render(rows=rows, reviewer=reviewer, style=style, policy=allowed)
    return text, allowed + "; frame-ancestors 'none'"
