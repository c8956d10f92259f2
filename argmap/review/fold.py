"""The fold: a machine's map and the decisions on it give the corrected map.

Decisions are events. The state is never kept; it is worked out from the first decision on, so that
it cannot disagree with them. A decision that was made on this very map is found by ids. One that
was made on an earlier map of the article is found by its anchors (`argmap.review.anchors`); where
that fails it becomes a question, unless the new map already is as the decision wanted it: then it
is settled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from argmap.errors import UsageError
from argmap.model import ArgumentMap, Flag, Relation, RelationKind, Role, Unit
from argmap.review.anchors import (
    find_span,
    find_unit,
    flag_anchor,
    relation_anchor,
    span_anchor,
    trimmed,
    unit_anchor,
    unit_at,
    whole_words,
)
from argmap.review.decisions import (
    AddRelationOrder,
    AddUnitOrder,
    Decision,
    FinishOrder,
    Kind,
    LetGoOrder,
    NoteOrder,
    Order,
    RedrawRelationOrder,
    RemoveRelationOrder,
    RemoveUnitOrder,
    RoleOrder,
    SpanOrder,
    StepOrder,
    VerdictOrder,
)
from argmap.strength import replaced, with_strength


class _Unplaced(Exception):  # noqa: N818 - a question, no error
    """The decision has no place in this map."""


class _Settled(Exception):  # noqa: N818 - good news, no error
    """The map already is as the decision wants it."""


@dataclass(frozen=True)
class Verdict:
    """What a reviewer said of a flag."""

    confirmed: bool
    reason: str
    decision: Decision


@dataclass(frozen=True)
class Note:
    """A reviewer's words on a unit (or, where it is none, on the article)."""

    unit: str | None
    text: str
    decision: Decision


@dataclass(frozen=True)
class Question:
    """A decision on an earlier map that has no sure place in this one."""

    decision: Decision
    why: str


@dataclass(frozen=True)
class Fold:
    """A map after a reviewer's decisions."""

    map: ArgumentMap
    """The corrected map, dismissed flags still in it."""
    machine: ArgumentMap
    base: str
    verdicts: dict[str, Verdict]
    """By flag id."""
    notes: tuple[Note, ...]
    done: tuple[Decision, ...]
    """Decisions that hold, in their order."""
    undone: tuple[Decision, ...]
    """Decisions that were taken back and can be made again, the next one last."""
    questions: tuple[Question, ...]
    settled: tuple[Decision, ...]
    """Decisions that this map already follows, or that it has made pointless."""
    finished: bool
    used: frozenset[str] = frozenset()
    """Ids that decisions have given to what they added, those taken back too."""

    @property
    def corrected(self) -> ArgumentMap:
        """The corrected map without the flags that were dismissed, strengths weighed anew."""
        kept = tuple(
            flag
            for flag in self.map.flags
            if flag.id not in self.verdicts or self.verdicts[flag.id].confirmed
        )
        return weighed(replaced(self.map, flags=kept))


def base_of(map: ArgumentMap) -> str:
    """SHA-256 of the map file: tells one machine's map from another.

    >>> from argmap.model import Article
    >>> one = ArgumentMap(article=Article(id="a", text=""))
    >>> base_of(one) == base_of(ArgumentMap.from_json(one.to_json()))
    True
    """
    return sha256(map.to_json().encode("utf-8", "surrogatepass")).hexdigest()


def fold(machine: ArgumentMap, decisions: Sequence[Decision], *, base: str | None = None) -> Fold:
    """Apply one reviewer's decisions on one article, in their order, to a machine's map of it.

    Args:
        machine: The map.
        decisions: All of them, undo and redo among them.
        base: `base_of(machine)`, where it is known.

    >>> from argmap.model import Article
    >>> unit = Unit(id="u1", start=0, end=9, text="Cats purr", role="claim")
    >>> map_ = ArgumentMap(article=Article(id="cats", text="Cats purr."), units=(unit,))
    >>> said = Decision(seq=1, article="cats", reviewer="ada", at="", model="", base=base_of(map_),
    ...                 kind="role", body={"unit": "u1", "role": "premise"})
    >>> fold(map_, [said]).map.units[0].role.value
    'premise'
    """
    base = base or base_of(machine)
    done, undone = _steps(decisions)
    draft = _Draft(machine)
    questions: list[Question] = []
    settled: list[Decision] = []
    for decision in done:
        try:
            draft.apply(decision, by_id=decision.base == base)
        except _Unplaced as problem:
            questions.append(Question(decision, str(problem)))
        except _Settled:
            settled.append(decision)
    return Fold(
        map=draft.map(),
        machine=machine,
        base=base,
        verdicts=draft.verdicts,
        notes=tuple(draft.notes),
        done=tuple(done),
        undone=tuple(undone),
        questions=tuple(q for q in questions if q.decision.seq not in draft.gone),
        settled=tuple(settled),
        finished=draft.finished,
        used=frozenset(d.body["made"] for d in decisions if "made" in d.body),
    )


def _steps(decisions: Sequence[Decision]) -> tuple[list[Decision], list[Decision]]:
    """Decisions that hold, and those that were taken back, after every undo and redo."""
    done: list[Decision] = []
    undone: list[Decision] = []
    for decision in decisions:
        aim = decision.body.get("decision")
        if decision.kind is Kind.UNDO:
            if done and done[-1].seq == aim:
                undone.append(done.pop())
        elif decision.kind is Kind.REDO:
            if undone and undone[-1].seq == aim:
                done.append(undone.pop())
        else:
            done.append(decision)
            undone.clear()
    return done, undone


def weighed(map: ArgumentMap) -> ArgumentMap:
    """The map with its strengths weighed anew; one without any (of another tool) stays without."""
    return with_strength(map) if any(u.strength is not None for u in map.units) else map


# One decision after the other ------------------------------------------------------------------


@dataclass
class _Draft:
    """A map that is being corrected."""

    machine: ArgumentMap
    units: dict[str, Unit] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    flags: dict[str, Flag] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    finished: bool = False
    changed: bool = False

    def __post_init__(self) -> None:
        self.text = self.machine.article.text
        self.units = {unit.id: unit for unit in self.machine.units}
        self.relations = {relation.id: relation for relation in self.machine.relations}
        self.flags = {flag.id: flag for flag in self.machine.flags}

    def map(self) -> ArgumentMap:
        if not self.changed:
            return self.machine
        units = sorted(self.units.values(), key=lambda unit: (unit.start, unit.end))
        return weighed(
            replaced(
                self.machine,
                units=tuple(units),
                relations=tuple(self.relations.values()),
                flags=tuple(self.flags.values()),
            )
        )

    def apply(self, decision: Decision, *, by_id: bool) -> None:
        """Follow the decision.

        Raises:
            _Unplaced, _Settled: it cannot be followed, or need not be.
        """
        verbs: dict[Kind, Callable[[Decision, bool], None]] = {
            Kind.CONFIRM: self._verdict,
            Kind.DISMISS: self._verdict,
            Kind.ROLE: self._role,
            Kind.SPAN: self._span,
            Kind.ADD_UNIT: self._add_unit,
            Kind.REMOVE_UNIT: self._remove_unit,
            Kind.ADD_RELATION: self._add_relation,
            Kind.REDRAW_RELATION: self._redraw,
            Kind.REMOVE_RELATION: self._remove_relation,
            Kind.NOTE: self._note,
            Kind.FINISH: self._finish,
            Kind.LET_GO: self._let_go,
        }
        verbs[decision.kind](decision, by_id)

    # Finding what it is about

    def unit(self, unit_id: str, anchor: dict[str, Any] | None, by_id: bool) -> Unit:
        if by_id or anchor is None:
            found = self.units.get(unit_id)
            if found is None:
                raise _Unplaced(f"there is no unit {unit_id} any more")
            return found
        found = find_unit(self.text, self.units.values(), anchor)
        if found is None:
            if find_span(self.text, anchor) is None:
                raise _Unplaced("its words are not in the text any more, or not in one place alone")
            raise _Unplaced("its words are there, but no unit has these bounds any more")
        return found

    def relation(self, relation_id: str, anchor: dict[str, Any] | None, by_id: bool) -> Relation:
        if by_id or anchor is None:
            found = self.relations.get(relation_id)
            if found is None:
                raise _Unplaced(f"there is no relation {relation_id} any more")
            return found
        source = self.unit(anchor["source"]["id"], anchor["source"], False)
        target = self._target(anchor, False)
        for relation in self.relations.values():
            if (relation.source, relation.target) == (source.id, target) and (
                relation.kind.value == anchor["type"]
            ):
                return relation
        raise _Unplaced("both ends are there, but not the relation")

    def _target(self, anchor: dict[str, Any], by_id: bool) -> str:
        target = anchor["target"]
        if anchor["type"] != RelationKind.UNDERCUT.value:
            return self.unit(target["id"], target, by_id).id
        if "source" not in target or "text" not in target["source"]:
            raise _Unplaced("what it undercuts is not there")
        return self.relation(target["id"], target, by_id).id

    def _ends(self, decision: Decision, by_id: bool) -> tuple[str, str, RelationKind]:
        body = decision.body
        kind = RelationKind(body["type"])
        if by_id:
            source = self.unit(body["source"], None, True).id
            if kind is RelationKind.UNDERCUT:
                return source, self.relation(body["target"], None, True).id, kind
            return source, self.unit(body["target"], None, True).id, kind
        ends = body["anchors"]["ends"]
        return self.unit("", ends["source"], False).id, self._target(ends, False), kind

    # Following it

    def _verdict(self, decision: Decision, by_id: bool) -> None:
        body = decision.body
        flag = self.flags.get(body["flag"]) if by_id else self._same_flag(decision)
        if flag is None:
            raise _Unplaced(f"there is no flag {body['flag']} any more")
        self.verdicts[flag.id] = Verdict(
            decision.kind is Kind.CONFIRM, body.get("reason", ""), decision
        )

    def _same_flag(self, decision: Decision) -> Flag:
        anchor = decision.body["anchors"]["flag"]
        try:
            unit = self.unit("", anchor["unit"], False)
        except _Unplaced:
            if decision.kind is Kind.DISMISS and not self._raised(anchor):
                raise _Settled from None
            raise
        for flag in self.flags.values():
            if flag.unit == unit.id and flag.check == anchor["check"]:
                if self.text[flag.start : flag.end].split() == anchor["words"].split():
                    return flag
                raise _Unplaced("the same check now flags other words of the unit")
        if decision.kind is Kind.DISMISS:
            raise _Settled  # the machine does not say it any more
        raise _Unplaced("the flag was confirmed, and the machine does not raise it any more")

    def _raised(self, anchor: dict[str, Any]) -> bool:
        """Whether the check of a flag still flags the same words, in whatever unit."""
        words = anchor["words"].split()
        return any(
            flag.check == anchor["check"] and self.text[flag.start : flag.end].split() == words
            for flag in self.flags.values()
        )

    def _role(self, decision: Decision, by_id: bool) -> None:
        unit = self.unit(decision.body["unit"], decision.body.get("anchors", {}).get("unit"), by_id)
        role = Role(decision.body["role"])
        if unit.role is role and not by_id:
            raise _Settled
        self._put(unit.model_copy(update={"role": role, "confidence": 1.0}))

    def _span(self, decision: Decision, by_id: bool) -> None:
        body = decision.body
        if by_id:
            start, end = body["start"], body["end"]
            unit = self.unit(body["unit"], None, True)
        else:
            place = find_span(self.text, body["anchors"]["span"])
            if place is not None and unit_at(self.text, self.units.values(), *place):
                raise _Settled
            unit = self.unit("", body["anchors"]["unit"], False)
            if place is None:
                raise _Unplaced("the words that it should have are not in the text any more")
            start, end = place
        self._fits(start, end, unit.id)
        words = self.text[start:end]
        cues = tuple(cue for cue in unit.cues if start <= cue[0] and cue[1] <= end)
        self._put(
            unit.model_copy(
                update={"start": start, "end": end, "text": words, "cues": cues, "confidence": 1.0,
                        "block": self._block(start)}
            )
        )  # fmt: skip
        for flag in list(self.flags.values()):
            if flag.unit == unit.id:
                left, right = max(flag.start, start), min(flag.end, end)
                if left >= right:
                    left, right = start, end
                self.flags[flag.id] = flag.model_copy(update={"start": left, "end": right})

    def _add_unit(self, decision: Decision, by_id: bool) -> None:
        body = decision.body
        if by_id:
            start, end = body["start"], body["end"]
        else:
            place = find_span(self.text, body["anchors"]["span"])
            if place is None:
                raise _Unplaced("its words are not in the text any more, or not in one place alone")
            start, end = place
            known = unit_at(self.text, self.units.values(), start, end)
            if known is not None:
                if known.role is Role(body["role"]):
                    raise _Settled
                raise _Unplaced(
                    f"the machine now has this unit, as {known.role.value} ({known.id})"
                )
        self._fits(start, end, None)
        self._put(
            Unit(
                id=self._free(body["made"], self.units),
                start=start,
                end=end,
                text=self.text[start:end],
                role=Role(body["role"]),
                strength=0.5 if any(u.strength is not None for u in self.units.values()) else None,
                block=self._block(start),
            )
        )

    def _remove_unit(self, decision: Decision, by_id: bool) -> None:
        body = decision.body
        try:
            unit = self.unit(body["unit"], body.get("anchors", {}).get("unit"), by_id)
        except _Unplaced:
            if by_id:
                raise
            raise _Settled from None  # the machine does not have it any more
        self.changed = True
        del self.units[unit.id]
        for relation in list(self.relations.values()):
            ends = {relation.source}
            if relation.kind is not RelationKind.UNDERCUT:
                ends.add(relation.target)
            if unit.id in ends:
                self._drop_relation(relation.id)
        for flag in list(self.flags.values()):
            if flag.unit == unit.id:
                del self.flags[flag.id]
                self.verdicts.pop(flag.id, None)
        self.notes = [note for note in self.notes if note.unit != unit.id]

    def _add_relation(self, decision: Decision, by_id: bool) -> None:
        source, target, kind = self._ends(decision, by_id)
        if self._linked(source, target, kind, None):
            if by_id:
                raise _Unplaced("this relation is there already")
            raise _Settled
        self.changed = True
        made = self._free(decision.body["made"], self.relations)
        self.relations[made] = Relation(id=made, source=source, target=target, kind=kind)

    def _redraw(self, decision: Decision, by_id: bool) -> None:
        source, target, kind = self._ends(decision, by_id)
        try:
            relation = self.relation(
                decision.body["relation"], decision.body.get("anchors", {}).get("relation"), by_id
            )
        except _Unplaced:
            if not by_id and self._linked(source, target, kind, None):
                raise _Settled from None
            raise
        if self._linked(source, target, kind, relation.id):
            if not by_id:
                raise _Settled
            raise _Unplaced("this relation is there already")
        if target == relation.id:
            raise _Unplaced("a relation cannot undercut itself")
        self.changed = True
        self.relations[relation.id] = Relation(
            id=relation.id, source=source, target=target, kind=kind
        )

    def _remove_relation(self, decision: Decision, by_id: bool) -> None:
        try:
            relation = self.relation(
                decision.body["relation"], decision.body.get("anchors", {}).get("relation"), by_id
            )
        except _Unplaced:
            if by_id:
                raise
            raise _Settled from None
        self.changed = True
        self._drop_relation(relation.id)

    def _note(self, decision: Decision, by_id: bool) -> None:
        unit = decision.body.get("unit")
        if unit is not None:
            unit = self.unit(unit, decision.body.get("anchors", {}).get("unit"), by_id).id
        self.notes.append(Note(unit, decision.body["text"], decision))

    def _finish(self, decision: Decision, by_id: bool) -> None:
        if not by_id and decision.body["done"]:
            # Somebody has been through the whole of another map, not of this one.
            raise _Settled
        self.finished = decision.body["done"]

    def _let_go(self, decision: Decision, by_id: bool) -> None:
        self.gone.add(decision.body["decision"])

    # Small things

    def _put(self, unit: Unit) -> None:
        self.changed = True
        self.units[unit.id] = unit

    def _drop_relation(self, relation_id: str) -> None:
        waiting = [relation_id]
        while waiting:
            one = waiting.pop()
            if self.relations.pop(one, None) is None:
                continue
            waiting += [
                r.id
                for r in self.relations.values()
                if r.kind is RelationKind.UNDERCUT and r.target == one
            ]

    def _linked(self, source: str, target: str, kind: RelationKind, besides: str | None) -> bool:
        return any(
            (r.source, r.target, r.kind) == (source, target, kind) and r.id != besides
            for r in self.relations.values()
        )

    def _free(self, wanted: str, taken: dict[str, Any]) -> str:
        number, name = 1, wanted
        while name in taken:
            number += 1
            name = f"{wanted}-{number}"
        return name

    def _block(self, start: int) -> int | None:
        for index, block in enumerate(self.machine.article.blocks):
            if block.start <= start < block.end:
                return index
        return None

    def _fits(self, start: int, end: int, own: str | None) -> None:
        """Nested units are fine; two on the same words, or crossing ones, are not."""
        for unit in self.units.values():
            if unit.id == own or unit.end <= start or unit.start >= end:
                continue
            if (unit.start, unit.end) == (start, end):
                raise _Unplaced(f"unit {unit.id} already stands on these words")
            inside = unit.start <= start and end <= unit.end
            around = start <= unit.start and unit.end <= end
            if not inside and not around:
                raise _Unplaced(f"it would cross unit {unit.id}")


# A new decision ---------------------------------------------------------------------------------


def prepare(now: Fold, order: Order) -> tuple[Kind, dict[str, Any]]:
    """What is to be kept of an order: checked against the map as it now stands, with anchors.

    Raises:
        UsageError: it cannot be followed; the message says why.
    """
    kind = Kind(order.kind)
    if isinstance(order, StepOrder):
        steps = now.done if order.kind == "undo" else now.undone
        if not steps:
            raise UsageError(f"there is nothing to {order.kind}")
        return kind, {"decision": steps[-1].seq}
    if isinstance(order, LetGoOrder) and order.decision not in {
        question.decision.seq for question in now.questions
    }:
        raise UsageError(f"decision {order.decision} is not one that was asked about")
    body = _body(now, order)
    body["anchors"] = _anchors(now, body, order)
    trial = Decision(
        seq=0, article="", reviewer="", at="", model="", base=now.base, kind=kind, body=body
    )
    draft = _Draft(now.map)
    try:
        draft.apply(trial, by_id=True)
    except _Unplaced as problem:
        raise UsageError(str(problem)) from problem
    return kind, body


def _body(now: Fold, order: Order) -> dict[str, Any]:
    body = order.model_dump(mode="json", exclude={"kind"})
    text = now.map.article.text
    if isinstance(order, (SpanOrder, AddUnitOrder)):
        if not order.start < order.end <= len(text):
            raise UsageError(f"{order.start} to {order.end} is no stretch of the text")
        body["start"], body["end"] = trimmed(text, *whole_words(text, order.start, order.end))
        if body["start"] == body["end"]:
            raise UsageError("there is no word in what was selected")
    if isinstance(order, AddUnitOrder):
        body["made"] = _next_id("a", {u.id for u in now.map.units} | now.used)
    if isinstance(order, AddRelationOrder):
        body["made"] = _next_id("ar", {r.id for r in now.map.relations} | now.used)
    if (
        isinstance(order, (AddRelationOrder, RedrawRelationOrder)) and order.source == order.target
    ) and order.type is not RelationKind.UNDERCUT:
        raise UsageError("a unit cannot bear on itself")
    return body


def _next_id(prefix: str, taken: set[str] | frozenset[str]) -> str:
    number = 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def _anchors(now: Fold, body: dict[str, Any], order: Order) -> dict[str, Any]:
    text = now.map.article.text
    units = {unit.id: unit for unit in now.map.units}
    relations = {relation.id: relation for relation in now.map.relations}

    def unit_of(unit_id: str) -> Unit:
        if unit_id not in units:
            raise UsageError(f"there is no unit {unit_id!r}")
        return units[unit_id]

    def relation_of(relation_id: str) -> Relation:
        if relation_id not in relations:
            raise UsageError(f"there is no relation {relation_id!r}")
        return relations[relation_id]

    found: dict[str, Any] = {}
    if isinstance(order, VerdictOrder):
        flag = next((f for f in now.map.flags if f.id == order.flag), None)
        if flag is None:
            raise UsageError(f"there is no flag {order.flag!r}")
        found["flag"] = flag_anchor(text, flag, unit_of(flag.unit))
    if isinstance(order, (RoleOrder, SpanOrder, RemoveUnitOrder)) or (
        isinstance(order, NoteOrder) and order.unit is not None
    ):
        found["unit"] = unit_anchor(text, unit_of(body["unit"]))
    if isinstance(order, (SpanOrder, AddUnitOrder)):
        found["span"] = span_anchor(text, body["start"], body["end"])
    if isinstance(order, (RedrawRelationOrder, RemoveRelationOrder)):
        relation = relation_of(order.relation)
        found["relation"] = relation_anchor(text, relation, units, relations)
    if isinstance(order, (AddRelationOrder, RedrawRelationOrder)):
        if order.type is RelationKind.UNDERCUT:
            relation_of(order.target)
        else:
            unit_of(order.target)
        ends = Relation(
            id="new", source=unit_of(order.source).id, target=order.target, kind=order.type
        )
        found["ends"] = relation_anchor(text, ends, units, relations)
    if isinstance(order, FinishOrder):
        return {}
    return found
