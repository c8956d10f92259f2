"""Maps to draw, written for these tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from argmap.model import (
    ArgumentMap,
    Article,
    Block,
    Evidence,
    Flag,
    MadeBy,
    Relation,
    Unit,
)

PARTS = [
    ("title", "Mend the old bridge"),
    ("paragraph", "The town should mend the old bridge this year."),
    ("heading", "Cost"),
    ("paragraph", "Mending is cheaper than building anew, because the piers still stand."),
    ("heading", "Risk"),
    ("paragraph", "Officials say the bridge is unsafe. A survey of 2019 found no crack at all."),
]
UNITS = [
    ("u1", "The town should mend the old bridge this year", "major_claim"),
    ("u2", "Mending is cheaper than building anew", "claim"),
    ("u3", "because the piers still stand", "premise"),
    ("u4", "Officials say the bridge is unsafe", "claim"),
    ("u5", "A survey of 2019 found no crack at all", "premise"),
]


@pytest.fixture
def bridge() -> ArgumentMap:
    """Five units, a support chain, an attack, an undercut, flags of every severity."""
    text, blocks = "", []
    for kind, words in PARTS:
        blocks.append(Block(kind=kind, start=len(text), end=len(text) + len(words)))
        text += words + "\n\n"
    units = []
    for key, words, role in UNITS:
        start = text.index(words)
        units.append(
            Unit(
                id=key, start=start, end=start + len(words), text=words, role=role,
                confidence=0.8, strength=0.5, cues=((start, start + 3),),
            )
        )  # fmt: skip
    at = {unit.id: unit.start for unit in units}
    return ArgumentMap(
        article=Article(
            id="bridge", title="Mend the old bridge", path="bridge.txt", text=text, blocks=blocks
        ),
        units=units,
        relations=(
            Relation(id="r1", source="u2", target="u1", kind="support", confidence=0.9),
            Relation(id="r2", source="u3", target="u2", kind="support"),
            Relation(id="r3", source="u4", target="u1", kind="attack"),
            Relation(id="r4", source="u5", target="r3", kind="undercut"),
        ),
        flags=(
            Flag(
                id="f1", check="vague-source", unit="u4", start=at["u4"], end=at["u4"] + 9,
                severity="warning", message="Which officials?", suggestion="Name them.",
                evidence=(Evidence(path="notes.txt", start=0, end=5, quote="Nobody was named."),),
            ),
            Flag(
                id="f2", check="unsupported", unit="u4", start=at["u4"], end=at["u4"] + 20,
                severity="error", message="Nothing is offered for it.",
            ),
            Flag(
                id="f3", check="loaded-language", unit="u5", start=at["u5"], end=at["u5"] + 8,
                severity="info", message="A heavy word.",
            ),
        ),
        made_by=MadeBy(argmap="0.1.0", model="rules 1"),
    )  # fmt: skip


@pytest.fixture
def make_map() -> Callable[..., ArgumentMap]:
    """A map of given texts; unit n > 0 supports unit (n - 1) // branching."""

    def make(texts: list[str], *, branching: int = 4, **fields: object) -> ArgumentMap:
        text, units = "", []
        for index, words in enumerate(texts):
            start = len(text)
            role = "major_claim" if index == 0 else "claim" if index <= branching else "premise"
            units.append(
                Unit(id=f"u{index}", start=start, end=start + len(words), text=words, role=role)
            )
            text += words + "\n\n"
        relations = tuple(
            Relation(
                id=f"r{index}", source=f"u{index}", target=f"u{(index - 1) // branching}",
                kind="support",
            )
            for index in range(1, len(texts))
        )  # fmt: skip
        article = Article(id="made", text=text, **fields)
        return ArgumentMap(article=article, units=units, relations=relations)

    return make


@pytest.fixture
def hostile(bridge: ArgumentMap) -> Callable[[str], ArgumentMap]:
    """The bridge with a string in every field that an outsider can fill."""

    def make(string: str) -> ArgumentMap:
        text = f"{string}\n\n{string}\n\nSafe words.\n\n{string}"
        middle, last = len(string) + 2, len(text) - len(string)
        blocks = (
            Block(kind="title", start=0, end=len(string)),
            Block(kind="heading", start=middle, end=middle + len(string)),
            Block(kind="paragraph", start=middle + len(string) + 2, end=last - 2),
            Block(kind="quote", start=last, end=len(text)),
        )
        units = (
            Unit(
                id=string, start=last, end=len(text), text=string, role="claim", type=string,
                cues=((last, len(text)),),
            ),
            Unit(id="u2", start=last, end=len(text), text=string, role="premise"),
        )  # fmt: skip
        flag = Flag(
            id=string, check=string, unit=string, start=last, end=len(text), severity="error",
            message=string, suggestion=string,
            evidence=(Evidence(path=string, start=0, end=1, quote=string, stance="refute"),),
        )  # fmt: skip
        return ArgumentMap(
            article=Article(id=string, title=string, path=string, text=text, blocks=blocks),
            units=units,
            relations=(Relation(id=string, source="u2", target=string, kind="attack"),),
            flags=(flag,),
            made_by=MadeBy(argmap=string, model=string),
        )

    return make
