"""The checks on the article that comes with the project, with the real miner."""

from __future__ import annotations

from pathlib import Path

import pytest

from argmap.checks import run
from argmap.mining import get_miner
from argmap.mining.parse import parse
from argmap.model import ArgumentMap, Article, Block

ARTICLE = Path(__file__).parents[2] / "corpus" / "russia-turkey-weapon-sales.txt"


@pytest.fixture(scope="module")
def flagged() -> ArgumentMap:
    text = ARTICLE.read_bytes().decode("utf-8")
    blocks, at = [], 0
    for paragraph in text.split("\n\n"):
        kind = "paragraph" if paragraph.rstrip().endswith(".") else "heading"
        blocks.append(Block(kind=kind, start=at, end=at + len(paragraph)))  # type: ignore[arg-type]
        at += len(paragraph) + 2
    article = Article(id="article", text=text, blocks=tuple(blocks))
    doc = parse(article)
    mined = get_miner("rules").mine(article, doc)
    return run(ArgumentMap(article=article, units=mined.units, relations=mined.relations), doc)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("destruction of its naval assets", {"presupposed-fact", "unsourced-fact"}),
        ("continued import of Russian naval technology", {"presupposed-fact", "unsourced-fact"}),
        ("The Black Sea fleet, for instance", {"unsourced-fact", "unsupported"}),
        ("has necessitated a closer working relationship", {"causal-leap", "weak-support"}),
        ("neighboring countries like Israel", {"unsourced-fact"}),
        ("checkered past", {"loaded-language"}),
        ("raised concerns among Turkish officials", {"vague-source"}),
        ("its strategic alliance with Russia", {"presupposed-fact", "unsourced-fact"}),
        ("allows it to leverage its alliance", {"unsupported", "weak-support"}),
    ],
)
def test_article_what_must_be_flagged_is(flagged: ArgumentMap, words: str, codes: set[str]) -> None:
    at = flagged.article.text.index(words)
    units = [u for u in flagged.units if u.start <= at < u.end]
    assert codes & {f.check for u in units for f in flagged.flags_of(u.id)}


@pytest.mark.parametrize(
    "words",
    ["Most NATO member countries", "Turkey presents a special case", "the seemingly contradictory"],
)
def test_article_what_has_support_is_not_unsupported(flagged: ArgumentMap, words: str) -> None:
    at = flagged.article.text.index(words)
    units = [u for u in flagged.units if u.start <= at < u.end]
    assert "unsupported" not in {f.check for u in units for f in flagged.flags_of(u.id)}


def test_article_flags_are_few(flagged: ArgumentMap) -> None:
    assert len(flagged.flags) <= 15 * len(flagged.article.text.split()) / 1000
