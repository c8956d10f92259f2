"""The map as a tree in the terminal: the thesis, and under each unit what bears on it.

A map is a graph. A unit that bears on several others is written out where it first comes, and named
again, marked as seen, where it comes next; an undercut stands under the unit whose relation it
weakens. Where the tree is too deep for the width, a branch goes on further down, under a number.

All text of the article passes through `one_line` and into rich as `Text`, never as markup: it can
neither move the cursor nor restyle what is printed.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from typing import IO, NamedTuple

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from argmap.mining.explain import Reasons
from argmap.model import ArgumentMap, Relation, RelationKind, Role, Unit
from argmap.report.summary import role_name
from argmap.report.terminal import SEVERITIES, console_for, text_of
from argmap.report.text import one_line, plural

_SIGNS = {
    RelationKind.SUPPORT: ("+", "green"),
    RelationKind.ATTACK: ("-", "red"),
    RelationKind.UNDERCUT: ("x", "magenta"),
}
_LEGEND = "+ supports, - attacks, x undercuts the link above it"
_WEIGHED = "; (0.50): strength"
_GUIDE = 4
"""Columns that one level of the tree takes."""
_LEAST_WORDS = 36
"""Columns that a unit's words get at least; half the width where that is less."""
_FEWEST_WORDS = 20
"""Columns that they get at least on the narrowest screen, where it has so many."""


class _Step(NamedTuple):
    """A unit that is to be written under a node of the tree."""

    parent: Tree
    unit: Unit
    relation: Relation | None
    level: int


def print_tree(
    map_: ArgumentMap,
    *,
    file: IO[str] | None = None,
    width: int | None = None,
    depth: int | None = None,
    flags: bool = True,
    why: bool = False,
) -> None:
    """Print the map as a tree.

    Colour is used only where the file is a terminal, and never alone.

    Args:
        map_: The map.
        file: Where it goes; none is stdout.
        width: In columns; none takes the terminal's (100 where the file is none).
        depth: Levels below a root that are shown; none shows all.
        flags: Whether flags are shown.
        why: Whether it is told what each decision rests on: its cue, or what the miner saw.

    >>> from argmap.model import Article, Relation, Unit
    >>> text = "Cats should be kept. They catch mice."
    >>> map_ = ArgumentMap(
    ...     article=Article(id="cats", text=text),
    ...     units=(
    ...         Unit(id="u1", start=0, end=19, text=text[0:19], role="major_claim"),
    ...         Unit(id="u2", start=21, end=36, text=text[21:36], role="premise"),
    ...     ),
    ...     relations=(Relation(id="r1", source="u2", target="u1", kind="support"),),
    ... )
    >>> print_tree(map_, width=60)
    cats
    major claim: Cats should be kept
    └── + premise: They catch mice
    <BLANKLINE>
    + supports, - attacks, x undercuts the link above it
    """
    target = file or sys.stdout
    target.write(tree_text(map_, target, width=width, depth=depth, flags=flags, why=why))


def tree_text(
    map_: ArgumentMap,
    file: IO[str],
    *,
    width: int | None = None,
    depth: int | None = None,
    flags: bool = True,
    why: bool = False,
) -> str:
    """What `print_tree` would print to this file."""
    console = console_for(file, width)
    return text_of(_parts(map_, console, depth=depth, flags=flags, why=why), console)


def _parts(
    map_: ArgumentMap, console: Console, *, depth: int | None, flags: bool, why: bool
) -> Iterator[Text | Tree]:
    yield Text(one_line(map_.article.title or map_.article.id), style="bold")
    if not map_.units:
        yield Text("No argument was found in this article.")
        return
    sign = ("⚑" if console.encoding.lower().startswith("utf") else "!") if flags else ""
    words = min(_LEAST_WORDS, max(console.width // 2, _FEWEST_WORDS))
    deepest = max((console.width - words) // _GUIDE, 1)
    writer = _Writer(map_, deepest=deepest, depth=depth, flag_sign=sign, why=why)
    first = map_.thesis or next(iter(map_.roots), map_.units[0])
    apart = False
    # The thesis, then what bears on nothing, then what stands in circles alone.
    for unit in (first, *map_.roots, *map_.units):
        if unit.id in writer.seen or unit.id in writer.hidden:
            continue
        if unit is not first and not apart:
            apart = True
            yield Text("")
            yield Text("Apart from it", style="bold")
        yield writer.tree(unit, None)
        while writer.waiting:
            number, further, relation = writer.waiting.popleft()
            yield Text("")
            yield writer.tree(further, relation, f"({number}) ")
    if map_.relations:
        yield Text("")
        weighed = any(unit.strength is not None for unit in map_.units)
        yield Text(_LEGEND + (_WEIGHED if weighed else ""), style="dim")


class _Writer:
    """Writes trees, and keeps what has been written and what goes on further down."""

    def __init__(
        self,
        map_: ArgumentMap,
        *,
        deepest: int,
        depth: int | None,
        flag_sign: str,
        why: bool,
    ) -> None:
        self._map = map_
        self._reasons = Reasons(map_) if why else None
        self._deepest, self._depth, self._flag_sign = deepest, depth, flag_sign
        self.seen: set[str] = set()
        self.hidden: set[str] = set()
        """Below the depth that was asked for."""
        self.waiting: deque[tuple[int, Unit, Relation | None]] = deque()
        self._numbers = 0

    def tree(self, root: Unit, relation: Relation | None, head: str = "") -> Tree:
        """One root with all that bears on it, written without recursion, however deep it goes."""
        self.seen.add(root.id)
        tree = Tree(self._label(root, relation, head), guide_style="dim")
        steps = self._below(root, relation, tree, 1)
        while steps:
            parent, unit, link, level = steps.pop()
            if unit.id in self.seen:
                label = self._words(unit, link, "")
                label.append(" (see above)", style="dim")
                # What undercuts this link is told nowhere else.
                steps += self._undercuts(link, parent.add(label), level + 1)
            elif level > self._deepest:
                self._numbers += 1
                self.seen.add(unit.id)
                self.waiting.append((self._numbers, unit, link))
                parent.add(Text(f"… goes on at ({self._numbers})", style="dim"))
            else:
                self.seen.add(unit.id)
                steps += self._below(unit, link, parent.add(self._label(unit, link)), level + 1)
        return tree

    def _below(self, unit: Unit, relation: Relation | None, node: Tree, level: int) -> list[_Step]:
        """What bears on a unit and on its link, the last first."""
        links = self._map.incoming(unit.id)
        if self._depth is not None and level > self._depth:
            hidden = self._reachable(unit, relation)
            if hidden:
                self.hidden |= hidden
                node.add(Text(f"… {plural(len(hidden), 'unit')} below", style="dim"))
            return []
        steps = [_Step(node, self._map.unit(r.source), r, level) for r in reversed(links)]
        return self._undercuts(relation, node, level) + steps

    def _undercuts(self, relation: Relation | None, node: Tree, level: int) -> list[_Step]:
        links = self._map.incoming(relation.id) if relation is not None else []
        return [_Step(node, self._map.unit(r.source), r, level) for r in reversed(links)]

    def _reachable(self, unit: Unit, relation: Relation | None) -> set[str]:
        """Ids of the units below a unit and its link that have not been written."""
        found: set[str] = set()
        open_ = [unit.id] + ([relation.id] if relation is not None else [])
        while open_:
            for link in self._map.incoming(open_.pop()):
                if link.source not in found:
                    found.add(link.source)
                    open_ += [link.source, link.id]
        return found - self.seen

    def _label(self, unit: Unit, relation: Relation | None, head: str = "") -> Text:
        label = self._words(unit, relation, head)
        if unit.strength is not None:
            label.append(f" ({unit.strength:.2f})", style="dim")
        if self._reasons is not None:
            said = self._reasons.related(relation) if relation else self._reasons.unit(unit)
            label.append(f"\n{one_line(said)}", style="dim")
        if self._flag_sign:
            for flag in sorted(self._map.flags_of(unit.id), key=lambda f: (f.start, f.check)):
                label.append(f"\n{self._flag_sign} ", style=SEVERITIES[flag.severity])
                label.append(one_line(flag.check), style=SEVERITIES[flag.severity])
                label.append(f": {one_line(flag.message)}")
        return label

    @staticmethod
    def _words(unit: Unit, relation: Relation | None, head: str) -> Text:
        label = Text(head, style="")
        if relation is not None:
            sign, colour = _SIGNS[relation.kind]
            label.append(f"{sign} ", style=colour)
        thesis = unit.role is Role.MAJOR_CLAIM
        label.append(f"{role_name(unit.role)}: ", style="bold" if thesis else "dim")
        label.append(one_line(unit.text), style="bold" if thesis else "")
        return label
