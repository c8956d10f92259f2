"""Claims of our own against notes of our own: how often a verdict is right."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from argmap.critic import available
from argmap.evidence import Sources
from argmap.model import ArgumentMap, Article, Block, Unit

HERE = Path(__file__).parent
CLAIMS: list[dict[str, Any]] = tomllib.loads((HERE / "claims.toml").read_text(encoding="utf-8"))[
    "claims"
]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    if not available():
        pytest.skip("the critic's weights are not there")
    return Sources.open(HERE / "notes", cache=tmp_path_factory.mktemp("cache"))


def judged(sources: Sources, text: str) -> str:
    end = len(text.rstrip(".?"))
    unit = Unit(id="u", start=0, end=end, text=text[:end], role="claim")
    block = Block(kind="paragraph", start=0, end=len(text))
    map_ = ArgumentMap(article=Article(id="a", text=text, blocks=(block,)), units=(unit,))
    found = sources.verdicts(map_)
    for verdict in found:
        for item in verdict.evidence:
            assert item.quote
            if item.path and item.path.endswith((".md", ".txt", ".csv")):
                told = Path(item.path).read_text(encoding="utf-8")
                assert told[item.start : item.end] == item.quote
        assert verdict.verdict == "not-found" or verdict.evidence
    codes = [verdict.verdict for verdict in found]
    return next((c for c in ("disputed", "backed", "not-found") if c in codes), "none")


# A verdict is an accusation or an endorsement: a wrong one is worse than none.
@pytest.mark.parametrize("part", ["dev", "held-out"])
def test_claims_verdicts_are_right_and_most_are_found(sources: Sources, part: str) -> None:
    told: Counter[tuple[str, str]] = Counter()
    wrong = []
    for claim in (c for c in CLAIMS if c["part"] == part):
        verdict = judged(sources, claim["text"])
        told[claim["verdict"], verdict] += 1
        if verdict in {"backed", "disputed"} and verdict != claim["verdict"]:
            wrong.append((claim["text"], verdict))
    assert wrong == []
    for verdict in ("backed", "disputed"):
        every = sum(n for (truth, _), n in told.items() if truth == verdict)
        assert told[verdict, verdict] / every >= 0.75, told


def test_claims_have_two_equal_parts() -> None:
    parts = Counter(claim["part"] for claim in CLAIMS)
    assert abs(parts["dev"] - parts["held-out"]) <= 2
    assert {c["verdict"] for c in CLAIMS} == {"backed", "disputed", "none"}
