"""Diagnostics of a small article with evidence in it and in a source."""

from __future__ import annotations

import pytest

from argmap.model import ArgumentMap, Article, Block, Evidence, Flag, Unit
from argmap.report.diagnostics import diagnostics

TEXT = (
    "# Trams\n\n## Costs\n\nThe tram is free. Officials say so.\n\nThe tram costs two crowns [1].\n"
)


def make(path: str = "texts/a b.md", text: str = TEXT) -> ArgumentMap:
    def at(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    def unit(id: str, words: str) -> Unit:
        start, end = at(words)
        return Unit(id=id, start=start, end=end, text=words, role="claim")

    free, cost = at("The tram is free"), at("The tram costs two crowns [1]")
    officials = at("Officials")
    other = Evidence(start=cost[0], end=cost[1], quote=text[slice(*cost)], stance="refute")
    source = Evidence(path="sources/fares.md", start=4, end=9, quote="{0} [x]", stance="refute")
    heading = at("Costs")
    return ArgumentMap(
        article=Article(
            id="a",
            path=path,
            text=text,
            blocks=(Block(kind="heading", start=heading[0], end=heading[1], level=2),),
        ),
        units=(unit("u1", "The tram is free"), unit("u2", "Officials say so")),
        flags=(
            Flag(id="f1", check="contradiction", unit="u1", start=free[0], end=free[1],
                 severity="error", message="both cannot stand", evidence=(other, source)),
            Flag(id="f2", check="vague-source", unit="u2", start=officials[0], end=officials[1],
                 severity="info", message="nobody: 100 %, is named", suggestion="name [them]"),
        ),
    )  # fmt: skip


@pytest.fixture
def make_map():
    return make


@pytest.fixture
def found():
    return diagnostics(make(), "texts/a b.md")
