"""Plain records of articles and their maps, and the map file. No NLP."""

from argmap.model.map import SCHEMA_VERSION, ArgumentMap
from argmap.model.records import (
    Article,
    Block,
    BlockKind,
    Cue,
    Evidence,
    Flag,
    MadeBy,
    Relation,
    RelationKind,
    Role,
    Severity,
    Stance,
    Unit,
)

__all__ = [
    "SCHEMA_VERSION",
    "ArgumentMap",
    "Article",
    "Block",
    "BlockKind",
    "Cue",
    "Evidence",
    "Flag",
    "MadeBy",
    "Relation",
    "RelationKind",
    "Role",
    "Severity",
    "Stance",
    "Unit",
]
