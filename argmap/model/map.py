"""ArgumentMap: units, relations and flags of one article, and the map file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, ValidationError, model_validator

from argmap.errors import FormatError, InputError
from argmap.model.records import (
    Article,
    Flag,
    MadeBy,
    Record,
    Relation,
    RelationKind,
    Role,
    Unit,
)

if TYPE_CHECKING:
    import pandas as pd

SCHEMA_VERSION = 1


class ArgumentMap(Record):
    """Units, relations and flags of one article.

    >>> from argmap.model import Article, ArgumentMap, Relation, Unit
    >>> text = "Cats should be kept. They catch mice."
    >>> map_ = ArgumentMap(
    ...     article=Article(id="cats", text=text),
    ...     units=(
    ...         Unit(id="u1", start=0, end=19, text=text[0:19], role="major_claim"),
    ...         Unit(id="u2", start=21, end=36, text=text[21:36], role="premise"),
    ...     ),
    ...     relations=(Relation(id="r1", source="u2", target="u1", kind="support"),),
    ... )
    >>> map_.thesis.text
    'Cats should be kept'
    >>> [unit.id for unit in map_.supporters("u1")]
    ['u2']
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    schema_version: int = SCHEMA_VERSION
    article: Article
    units: tuple[Unit, ...] = ()
    """In the order of the text."""
    relations: tuple[Relation, ...] = ()
    flags: tuple[Flag, ...] = ()
    made_by: MadeBy = MadeBy(argmap="", model="")

    @model_validator(mode="after")
    def _consistent(self) -> ArgumentMap:
        if self.schema_version != SCHEMA_VERSION:
            raise ValueError(
                f"schema_version is {self.schema_version}, this argmap reads {SCHEMA_VERSION}"
            )
        text = self.article.text
        units, relations = {u.id for u in self.units}, {r.id for r in self.relations}
        for kind, records in (
            ("unit", self.units),
            ("relation", self.relations),
            ("flag", self.flags),
        ):
            seen: set[str] = set()
            for record in records:
                if record.id in seen:
                    raise ValueError(f"two {kind}s have the id {record.id!r}")
                seen.add(record.id)
        for unit in self.units:
            if text[unit.start : unit.end] != unit.text or unit.end > len(text):
                raise ValueError(f"unit {unit.id!r}: its text is not what stands at its offsets")
            if unit.block is not None and not 0 <= unit.block < len(self.article.blocks):
                raise ValueError(f"unit {unit.id!r}: there is no block {unit.block}")
        for relation in self.relations:
            targets = relations if relation.kind is RelationKind.UNDERCUT else units
            if relation.source not in units:
                raise ValueError(f"relation {relation.id!r}: no unit {relation.source!r}")
            if relation.target not in targets:
                raise ValueError(f"relation {relation.id!r}: no target {relation.target!r}")
        for flag in self.flags:
            if flag.unit not in units:
                raise ValueError(f"flag {flag.id!r}: no unit {flag.unit!r}")
        return self

    # Looking around ---------------------------------------------------------------------------

    @cached_property
    def _unit_by_id(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def _relation_by_id(self) -> dict[str, Relation]:
        return {relation.id: relation for relation in self.relations}

    @cached_property
    def _incoming(self) -> dict[str, list[Relation]]:
        table: dict[str, list[Relation]] = {}
        for relation in self.relations:
            table.setdefault(relation.target, []).append(relation)
        return table

    @cached_property
    def _outgoing(self) -> dict[str, list[Relation]]:
        table: dict[str, list[Relation]] = {}
        for relation in self.relations:
            table.setdefault(relation.source, []).append(relation)
        return table

    @cached_property
    def _flags_of(self) -> dict[str, list[Flag]]:
        table: dict[str, list[Flag]] = {}
        for flag in self.flags:
            table.setdefault(flag.unit, []).append(flag)
        return table

    def model_copy(
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> ArgumentMap:
        """A copy with some fields changed; it looks things up in its own records."""
        copied = super().model_copy(update=update, deep=deep)
        for name, value in type(self).__dict__.items():
            if isinstance(value, cached_property):
                copied.__dict__.pop(name, None)  # pydantic copies what the original looked up
        return copied

    def unit(self, unit_id: str) -> Unit:
        """The unit with this id.

        Raises:
            KeyError: there is none.
        """
        return self._unit_by_id[unit_id]

    def relation(self, relation_id: str) -> Relation:
        """The relation with this id.

        Raises:
            KeyError: there is none.
        """
        return self._relation_by_id[relation_id]

    def incoming(self, target_id: str) -> list[Relation]:
        """Relations whose target is this unit or relation."""
        return list(self._incoming.get(target_id, ()))

    def outgoing(self, unit_id: str) -> list[Relation]:
        """Relations whose source is this unit."""
        return list(self._outgoing.get(unit_id, ()))

    def supporters(self, unit_id: str) -> list[Unit]:
        """Units that support this unit directly."""
        return self._sources(unit_id, RelationKind.SUPPORT)

    def attackers(self, unit_id: str) -> list[Unit]:
        """Units that attack this unit directly."""
        return self._sources(unit_id, RelationKind.ATTACK)

    def _sources(self, unit_id: str, kind: RelationKind) -> list[Unit]:
        return [
            self._unit_by_id[relation.source]
            for relation in self._incoming.get(unit_id, ())
            if relation.kind is kind
        ]

    def flags_of(self, unit_id: str) -> list[Flag]:
        """Flags on this unit."""
        return list(self._flags_of.get(unit_id, ()))

    @property
    def thesis(self) -> Unit | None:
        """The first major claim, or none."""
        return next((unit for unit in self.units if unit.role is Role.MAJOR_CLAIM), None)

    @property
    def roots(self) -> list[Unit]:
        """Units with no outgoing relation, in the order of the text."""
        return [unit for unit in self.units if unit.id not in self._outgoing]

    def section_of(self, unit: Unit) -> str | None:
        """Text of the nearest heading above the unit, or none."""
        heading = None
        for block in self.article.blocks:
            if block.start > unit.start:
                break
            if block.kind == "heading":
                heading = self.article.text[block.start : block.end].strip()
        return heading

    # The map file -----------------------------------------------------------------------------

    def to_json(self) -> str:
        """The map file's text: keys sorted, UTF-8 characters as they are, one closing newline."""
        data = self.model_dump(mode="json")
        return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes, *, where: str | None = None) -> ArgumentMap:
        """Read a map file's text.

        Raises:
            FormatError: it is no JSON, or breaks the schema; the message names the place.
        """
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise FormatError(f"not JSON: {error}", where=where) from error
        return cls.from_data(data, where=where)

    @classmethod
    def from_data(cls, data: object, *, where: str | None = None) -> ArgumentMap:
        """Validate a map file's parsed JSON.

        Raises:
            FormatError: it breaks the schema; the message names the place.
        """
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or "map"
            raise FormatError(
                f"not a map file: {place}: {first['msg']}",
                where=where,
                hint="make it anew with `argmap analyze`",
            ) from error

    @classmethod
    def read(cls, path: str | Path, *, format: str | None = None) -> ArgumentMap:
        """Read a map from a file in any format that argmap knows (by suffix, or named).

        Raises:
            InputError: the file cannot be read, or its format is not known.
        """
        verb = _verb("argmap.formats", "read_map")
        return verb(Path(path), format=format)  # type: ignore[no-any-return]

    def write(self, path: str | Path, *, format: str | None = None) -> Path:
        """Write the map to a file in any format that argmap knows (by suffix, or named)."""
        verb = _verb("argmap.formats", "write_map")
        return verb(self, Path(path), format=format)  # type: ignore[no-any-return]

    # Verbs of the modules to the right ---------------------------------------------------------

    def units_frame(self) -> pd.DataFrame:
        """A row a unit: see `argmap.report.frames.units_frame`."""
        return _verb("argmap.report.frames", "units_frame")(self)  # type: ignore[no-any-return]

    def relations_frame(self) -> pd.DataFrame:
        """A row a relation: see `argmap.report.frames.relations_frame`."""
        return _verb("argmap.report.frames", "relations_frame")(self)  # type: ignore[no-any-return]

    def flags_frame(self) -> pd.DataFrame:
        """A row a flag: see `argmap.report.frames.flags_frame`."""
        return _verb("argmap.report.frames", "flags_frame")(self)  # type: ignore[no-any-return]

    def claims_frame(self) -> pd.DataFrame:
        """A row a claim: see `argmap.report.frames.claims_frame`."""
        return _verb("argmap.report.frames", "claims_frame")(self)  # type: ignore[no-any-return]

    def to_svg(self) -> str:
        """The drawing as SVG: see `argmap.views.drawing`."""
        return _verb("argmap.views", "to_svg")(self)  # type: ignore[no-any-return]

    def to_html(self) -> str:
        """The page: see `argmap.views.page`."""
        return _verb("argmap.views", "to_html")(self)  # type: ignore[no-any-return]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return _verb("argmap.views.notebook", "mimebundle")(self)  # type: ignore[no-any-return]

    def __repr__(self) -> str:
        return (
            f"<ArgumentMap {self.article.id!r}: {len(self.units)} units, "
            f"{len(self.relations)} relations, {len(self.flags)} flags>"
        )

    __str__ = __repr__


def _verb(module: str, name: str) -> Any:
    """A function of a module that stands to the right of this one.

    The street runs one way: `model` imports nothing from there. These few convenience verbs look
    their module up by name when they are called, so that importing the records stays light.
    """
    try:
        return getattr(import_module(module), name)
    except ModuleNotFoundError as error:  # pragma: no cover - a broken installation
        raise InputError(f"{module} is not installed", hint="reinstall argmap") from error
