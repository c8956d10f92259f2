"""Decisions: what a reviewer may say about a map, as plain records.

What comes in from the page is one of the `...Order` records, closed to unknown keys. What is kept
is a `Decision`: the order with who, when and on which map, and with anchors (the words that it is
about, and what stands around them), so that it can be found again in a later map of the article.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from argmap.errors import UsageError
from argmap.model import RelationKind, Role
from argmap.model.records import Record


class Kind(StrEnum):
    """What kind of decision it is."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    ROLE = "role"
    SPAN = "span"
    ADD_UNIT = "add_unit"
    REMOVE_UNIT = "remove_unit"
    ADD_RELATION = "add_relation"
    REDRAW_RELATION = "redraw_relation"
    REMOVE_RELATION = "remove_relation"
    NOTE = "note"
    FINISH = "finish"
    LET_GO = "let_go"
    UNDO = "undo"
    REDO = "redo"


Id = Annotated[str, Field(min_length=1, max_length=1000)]
Words = Annotated[str, Field(max_length=10_000)]
Offset = Annotated[int, Field(ge=0, strict=True)]


class _Order(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class VerdictOrder(_Order):
    """A flag is right (confirm) or wrong (dismiss), and why."""

    kind: Literal["confirm", "dismiss"]
    flag: Id
    reason: Words = ""


class RoleOrder(_Order):
    """A unit has another role."""

    kind: Literal["role"]
    unit: Id
    role: Role


class SpanOrder(_Order):
    """A unit has other bounds: `[start, end)` of the article's text."""

    kind: Literal["span"]
    unit: Id
    start: Offset
    end: Offset


class AddUnitOrder(_Order):
    """A stretch of the text is a unit."""

    kind: Literal["add_unit"]
    start: Offset
    end: Offset
    role: Role


class RemoveUnitOrder(_Order):
    """A unit is none; its relations and flags go with it."""

    kind: Literal["remove_unit"]
    unit: Id


class AddRelationOrder(_Order):
    """A unit bears on a unit or, for an undercut, on a relation."""

    kind: Literal["add_relation"]
    source: Id
    target: Id
    type: RelationKind


class RedrawRelationOrder(_Order):
    """A relation has other ends or another kind."""

    kind: Literal["redraw_relation"]
    relation: Id
    source: Id
    target: Id
    type: RelationKind


class RemoveRelationOrder(_Order):
    """A relation is none; what undercuts it goes with it."""

    kind: Literal["remove_relation"]
    relation: Id


class NoteOrder(_Order):
    """Words on a unit, or on the article as a whole."""

    kind: Literal["note"]
    unit: Id | None = None
    text: Annotated[Words, Field(min_length=1)]


class FinishOrder(_Order):
    """The reviewer has been through the whole article (or, after all, has not)."""

    kind: Literal["finish"]
    done: bool = True


class LetGoOrder(_Order):
    """A decision on an earlier map has no place in this one, and need not have."""

    kind: Literal["let_go"]
    decision: int


class StepOrder(_Order):
    """Take the last decision back, or make the last one that was taken back again."""

    kind: Literal["undo", "redo"]


Order = (
    VerdictOrder
    | RoleOrder
    | SpanOrder
    | AddUnitOrder
    | RemoveUnitOrder
    | AddRelationOrder
    | RedrawRelationOrder
    | RemoveRelationOrder
    | NoteOrder
    | FinishOrder
    | LetGoOrder
    | StepOrder
)
_ORDERS: TypeAdapter[Order] = TypeAdapter(Annotated[Order, Field(discriminator="kind")])


def read_order(data: object) -> Order:
    """The order in parsed JSON.

    Raises:
        UsageError: it is none; the message names what is wrong with it.

    >>> read_order({"kind": "role", "unit": "u1", "role": "claim"}).role.value
    'claim'
    >>> read_order({"kind": "guess"})
    Traceback (most recent call last):
        ...
    argmap.errors.UsageError: kind: there is no decision of this kind
    """
    try:
        return _ORDERS.validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        if first["type"] in {"union_tag_invalid", "union_tag_not_found"}:
            raise UsageError("there is no decision of this kind", where="kind") from error
        # The first part of the place is the kind itself.
        place = ".".join(str(part) for part in first["loc"][1:]) or "decision"
        raise UsageError(first["msg"].removeprefix("Value error, "), where=place) from error


class Decision(Record):
    """One decision as it is kept; never changed, never deleted."""

    seq: int
    """Its number in the store; later ones are larger."""
    article: str
    reviewer: str
    at: str
    """When, in UTC (ISO 8601)."""
    model: str
    """What made the map that it was made on, such as `rules 1`."""
    base: str
    """SHA-256 of the machine's map that it was made on."""
    kind: Kind
    body: dict[str, Any]
    """The order's fields, `made` (the id of what it adds) and `anchors`."""


def label(decision: Decision) -> str:
    """The decision in a few words.

    >>> label(Decision(seq=1, article="a", reviewer="r", at="", model="", base="",
    ...                kind="role", body={"unit": "u1", "role": "claim"}))
    'role of u1: claim'
    """
    body = decision.body
    check = body.get("anchors", {}).get("flag", {}).get("check", body.get("flag"))
    words = {
        Kind.CONFIRM: "confirmed {check}",
        Kind.DISMISS: "dismissed {check}",
        Kind.ROLE: "role of {unit}: {role}",
        Kind.SPAN: "bounds of {unit}",
        Kind.ADD_UNIT: "added unit {made}",
        Kind.REMOVE_UNIT: "removed unit {unit}",
        Kind.ADD_RELATION: "added relation: {source} {type} {target}",
        Kind.REDRAW_RELATION: "redrew relation {relation}: {source} {type} {target}",
        Kind.REMOVE_RELATION: "removed relation {relation}",
        Kind.NOTE: "note on {unit}",
        Kind.FINISH: "marked as gone through" if body.get("done") else "marked as not done",
        Kind.LET_GO: "let decision {decision} go",
        Kind.UNDO: "undo of {decision}",
        Kind.REDO: "redo of {decision}",
    }[decision.kind]
    fields = {**body, "check": check}
    if decision.kind is Kind.NOTE and not body.get("unit"):
        fields["unit"] = "the article"
    if decision.kind in (Kind.CONFIRM, Kind.DISMISS):
        unit = body.get("anchors", {}).get("flag", {}).get("unit", {}).get("id")
        words += f" on {unit}" if unit else ""
    return words.format_map(fields)
