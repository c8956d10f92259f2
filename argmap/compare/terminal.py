"""A comparison in the terminal. All text of the articles passes through `shorten`, and into rich
as `Text`, never as markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from argmap.compare.records import Change, Claim, Comparison, Direction, Side, Sign
from argmap.report.terminal import console_for, text_of
from argmap.report.text import one_line, plural, shorten

_STYLES = {Direction.GAINED: "green", Direction.LOST: "red", Direction.MIXED: "yellow"}
_MOST = 30
"""Claims of a list that are printed; `--json` has them all."""


SHOWN = 0.005
"""The least change of strength that two decimals show."""


def comparison_text(result: Comparison, file: IO[str], *, width: int | None = None) -> str:
    """What is printed to this file of a comparison.

    Colour is used only where the file is a terminal, and never alone.
    """
    return text_of(_parts(result), console_for(file, width))


def _parts(result: Comparison) -> Iterator[RenderableType]:
    yield _side("A", result.a)
    yield _side("B", result.b)
    yield _head("Contradicting", len(result.contradictions))
    for clash in result.contradictions[:_MOST]:
        words = (
            f"{clash.sign.value}: {one_line(clash.words_a) or 'nothing'} against "
            f"{one_line(clash.words_b) or 'nothing'}"
        )
        if clash.sign is Sign.STANCE:
            words = "stance: in other words, as the critic reads them"
        yield _two(clash.a, clash.b, Text(words, style="red"))
    yield from _rest(result.contradictions)
    yield _head("Lost or gained support", len(result.changes))
    for change in result.changes[:_MOST]:
        yield _two(change.a, change.b, _told(change))
    yield from _rest(result.changes)
    changed = {change.a.id for change in result.changes}
    same = [pair for pair in result.shared if pair.a.id not in changed]
    yield _head("Shared, as well supported as before", len(same))
    for pair in same[:_MOST]:
        words = "" if pair.similarity == 1 else f"similarity {pair.similarity:.2f}"
        yield _two(pair.a, pair.b, Text(words, style="dim") if words else None)
    yield from _rest(same)
    for name, claims in (("Only in A", result.only_a), ("Only in B", result.only_b)):
        yield _head(name, len(claims))
        for claim in claims[:_MOST]:
            yield Padding(_line("", claim), (0, 0, 0, 2))
        yield from _rest(claims)


def _side(name: str, side: Side) -> Text:
    where = f" ({one_line(side.path)})" if side.path else ""
    return Text(f"{name}  {shorten(side.title, 80)}{where}, {plural(side.units, 'unit')}", "bold")


def _head(words: str, count: int) -> RenderableType:
    return Padding(Text(f"{words}: {count}", style="bold"), (1, 0, 0, 0))


def _rest(items: Sequence[object]) -> Iterator[RenderableType]:
    if len(items) > _MOST:
        yield Text(f"  and {len(items) - _MOST} more (--json has them all)", style="dim")


def _two(a: Claim, b: Claim, about: RenderableType | None) -> RenderableType:
    if " ".join(a.text.split()) == " ".join(b.text.split()):
        both = a.id if a.id == b.id else f"{a.id} {b.id}"
        lines: list[RenderableType] = [_line("A B", a.model_copy(update={"id": both}))]
    else:
        lines = [_line("A", a), _line("B", b)]
    if about is not None:
        lines.append(Padding(about, (0, 0, 0, 4)))
    return Padding(Group(*lines), (0, 0, 0, 2))


def _line(side: str, claim: Claim) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(width=3 if side else 0)
    table.add_column(no_wrap=True)
    table.add_column()
    table.add_row(Text(side), Text(one_line(claim.id), "dim"), Text(shorten(claim.text, 400)))
    return table


def _told(change: Change) -> RenderableType:
    words = {"gained": "gained support", "lost": "lost support", "mixed": "gained and lost"}
    shows = change.strength is not None and abs(change.strength) >= SHOWN
    moved = f" (strength {change.strength:+.2f})" if shows else ""
    lines: list[RenderableType] = [
        Text(words[change.direction.value] + moved, style=_STYLES[change.direction])
    ]
    for name, claims in (
        ("no longer supported by", change.supporters_lost),
        ("newly supported by", change.supporters_gained),
        ("no longer attacked by", change.attackers_lost),
        ("newly attacked by", change.attackers_gained),
    ):
        lines += [Text(f"{name} {one_line(c.id)}: {shorten(c.text, 120)}") for c in claims]
    for name, codes in (
        ("no longer flagged", change.flags_lost),
        ("newly flagged", change.flags_gained),
    ):
        if codes:
            lines.append(Text(f"{name}: {one_line(', '.join(codes))}"))
    return Group(*lines)
