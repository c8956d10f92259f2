"""A small map, and one made of hostile text."""

from __future__ import annotations

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

TEXT = (
    "Trams for Lund\r\n\r\nCosts\r\n\r\nThe city should build a tram line. "
    "Officials say that ridership doubled. Buses are always late. But buses are cheap."
)


def unit(text: str, words: str, id: str, role: str, **more: object) -> Unit:
    start = text.index(words)
    return Unit(id=id, start=start, end=start + len(words), text=words, role=role, **more)


def flag(
    text: str, words: str, id: str, of: str, check: str, severity: str, **more: object
) -> Flag:
    start = text.index(words)
    return Flag(
        id=id, check=check, unit=of, start=start, end=start + len(words), severity=severity, **more
    )


@pytest.fixture
def tram_map() -> ArgumentMap:
    blocks = [("title", "Trams for Lund"), ("heading", "Costs")]
    return ArgumentMap(
        article=Article(
            id="trams",
            title="Trams for Lund",
            path="texts/trams.txt",
            text=TEXT,
            blocks=tuple(
                Block(kind=kind, start=TEXT.index(words), end=TEXT.index(words) + len(words))
                for kind, words in blocks
            ),
        ),
        units=(
            unit(TEXT, "The city should build a tram line", "u1", "major_claim", strength=0.4),
            unit(TEXT, "Officials say that ridership doubled", "u2", "premise", confidence=0.7),
            unit(TEXT, "Buses are always late", "u3", "claim", strength=0.5),
            unit(TEXT, "buses are cheap", "u4", "premise"),
        ),
        relations=(
            Relation(id="r1", source="u2", target="u1", kind="support", confidence=0.8),
            Relation(id="r2", source="u3", target="u1", kind="support"),
            Relation(
                id="r3",
                source="u4",
                target="r2",
                kind="undercut",
                cues=((TEXT.index("But"), TEXT.index("But") + 3),),
            ),
        ),
        flags=(
            flag(TEXT, "Officials", "f1", "u2", "vague-source", "warning",
                 message="nobody in particular is named",
                 suggestion="name the officials"),
            flag(TEXT, "always", "f2", "u3", "overgeneralization", "warning",
                 message="one late bus would refute it",
                 evidence=(Evidence(path="s/log.txt", start=0, end=9, quote="Bus 4 was on time",
                                    stance="refute"),)),
            flag(TEXT, "Buses are always late", "f3", "u3", "unsupported", "error",
                 message="nothing in the article supports it"),
        ),
        made_by=MadeBy(argmap="0.1.0", model="rules 1", checks=("unsupported", "vague-source")),
    )  # fmt: skip


HOSTILE = (
    '=HYPERLINK("http://x.example","pay") is safe.\n'
    "<script>alert(1)</script> and <img src=x onerror=alert(2)> [click](javascript:alert(3)) "
    "![i](http://t.example/p.png) www.t.example `code` **bold** | cell &lt; $x$.\n"
    "# No heading\n1. no list\x1b[31m red \x1b]8;;http://l.example\x07link\x1b]8;;\x07 \x9b2J "
    "[bold red]markup[/] :smile: \u202edesrever\u202c \x00end."
)


@pytest.fixture
def hostile_map() -> ArgumentMap:
    """One claim a line of the hostile text, each flagged with the text as message too."""
    units, flags, start = [], [], 0
    for number, line in enumerate(HOSTILE.split("\n")):
        end = start + len(line)
        units.append(
            Unit(
                id=f"u{number}",
                start=start,
                end=end,
                text=line,
                role="claim" if number else "major_claim",
            )
        )
        flags.append(
            Flag(
                id=f"f{number}",
                check="unsupported",
                unit=f"u{number}",
                start=start,
                end=end,
                severity="warning",
                message=line,
                suggestion=line,
            )
        )
        start = end + 1
    return ArgumentMap(
        article=Article(id="h", title="<b>T</b> [x](y)", path="a\n#b.txt", text=HOSTILE),
        units=tuple(units),
        relations=tuple(
            Relation(id=f"r{u.id}", source=u.id, target="u0", kind="support") for u in units[1:]
        ),
        flags=tuple(flags),
    )


@pytest.fixture
def empty_map() -> ArgumentMap:
    return ArgumentMap(article=Article(id="empty", text="Nothing here."))
