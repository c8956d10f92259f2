"""The tables of a map as plain rows, for every writer of tables: no pandas here.

A row is a dictionary with the columns of the table in their order; `COLUMNS` says what each is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from argmap.model import ArgumentMap, Relation, RelationKind, Unit
from argmap.ranking import ranked, worst_severity
from argmap.report.findings import findings

Row = dict[str, Any]

UNIT_COLUMNS = {
    "id": "the unit's id, as in the map file",
    "role": "major_claim, claim or premise",
    "type": "kind of statement (fact, value, policy ...), or none",
    "text": "the unit's words",
    "section": "the nearest heading above the unit, or none",
    "start": "first character, in code points of the article's text",
    "end": "one past the last character, in code points",
    "block": "index of the block that holds the unit, or none",
    "confidence": "probability, 0..1, that this is a unit with this role",
    "strength": "standing, 0..1, once supports and attacks are weighed, or none",
    "supports": "number of units that support it directly",
    "attacks": "number of units that attack it directly",
    "flags": "number of flags on it",
    "severity": "worst severity of its flags: info, warning, error, or none",
}
RELATION_COLUMNS = {
    "id": "the relation's id, as in the map file",
    "kind": "support, attack or undercut",
    "source": "id of the unit that supports, attacks or undercuts",
    "target": "id of the unit, or for an undercut of the relation, that it bears on",
    "source_text": "words of the source",
    "target_text": "words of the target; for an undercut those of the relation's source",
    "confidence": "probability, 0..1, that the relation holds in the text",
    "cues": "the words that made the miner decide, joined by ' | '",
}
FLAG_COLUMNS = {
    "id": "the flag's id, as in the map file",
    "check": "code of the check",
    "severity": "info, warning or error",
    "unit": "id of the unit",
    "unit_text": "the unit's words",
    "quote": "the words that the flag is about",
    "start": "first character of the quote, in code points of the article's text",
    "end": "one past its last character, in code points",
    "line": "line of the quote, from 1",
    "column": "column of the quote in that line, from 1, in code points",
    "message": "what is wrong",
    "suggestion": "what would mend it, or none",
    "evidence": "number of passages quoted as evidence",
}
CLAIM_COLUMNS = {
    "rank": "1 is the claim to check first (`argmap.ranking`)",
    "text": "the claim's words",
    "role": "major_claim, claim, or premise (a premise is a row only where it is flagged)",
    "section": "the nearest heading above the claim, or none",
    "supports": "number of units that support it directly",
    "attacks": "number of units that attack it directly",
    "strength": "standing, 0..1, once supports and attacks are weighed, or none",
    "check_worthiness": "probability, 0..1, that a fact-checker should look at it, or none",
    "confidence": "probability, 0..1, that this is a unit with this role",
    "flags": "codes of the checks that flagged it, in the order of the text, joined by a space",
    "severity": "worst severity of its flags: info, warning, error, or none",
    "start": "first character, in code points of the article's text",
    "end": "one past the last character, in code points",
    "unit": "the unit's id, as in the map file",
}


def unit_rows(map_: ArgumentMap) -> list[Row]:
    """A row a unit, in the order of the text; columns as in `UNIT_COLUMNS`."""
    return [
        {
            "id": unit.id,
            "role": str(unit.role),
            "type": unit.type,
            "text": unit.text,
            "section": map_.section_of(unit),
            "start": unit.start,
            "end": unit.end,
            "block": unit.block,
            "confidence": unit.confidence,
            "strength": unit.strength,
            **_counts(map_, unit),
            "flags": len(map_.flags_of(unit.id)),
            "severity": _severity(map_, unit),
        }
        for unit in map_.units
    ]


def relation_rows(map_: ArgumentMap) -> list[Row]:
    """A row a relation, in the order of the map; columns as in `RELATION_COLUMNS`."""
    return [
        {
            "id": relation.id,
            "kind": str(relation.kind),
            "source": relation.source,
            "target": relation.target,
            "source_text": map_.unit(relation.source).text,
            "target_text": _target_text(map_, relation),
            "confidence": relation.confidence,
            "cues": " | ".join(map_.article.text[start:end] for start, end in relation.cues),
        }
        for relation in map_.relations
    ]


def flag_rows(map_: ArgumentMap) -> list[Row]:
    """A row a flag, in the order of the text; columns as in `FLAG_COLUMNS`."""
    return [
        {
            "id": finding.flag.id,
            "check": finding.flag.check,
            "severity": str(finding.flag.severity),
            "unit": finding.flag.unit,
            "unit_text": map_.unit(finding.flag.unit).text,
            "quote": finding.quote,
            "start": finding.flag.start,
            "end": finding.flag.end,
            "line": finding.line,
            "column": finding.column,
            "message": finding.flag.message,
            "suggestion": finding.flag.suggestion,
            "evidence": len(finding.flag.evidence),
        }
        for finding in findings(map_)
    ]


def claim_rows(map_: ArgumentMap) -> list[Row]:
    """A row a claim, in the order of the text; columns as in `CLAIM_COLUMNS`."""
    found = [
        (
            unit.start,
            {
                "rank": rank,
                "text": unit.text,
                "role": str(unit.role),
                "section": map_.section_of(unit),
                **_counts(map_, unit),
                "strength": unit.strength,
                "check_worthiness": worth,
                "confidence": unit.confidence,
                "flags": " ".join(
                    flag.check
                    for flag in sorted(map_.flags_of(unit.id), key=lambda f: (f.start, f.check))
                ),
                "severity": _severity(map_, unit),
                "start": unit.start,
                "end": unit.end,
                "unit": unit.id,
            },
        )
        for rank, (unit, _, worth) in enumerate(ranked(map_), 1)
    ]
    return [row for _, row in sorted(found, key=lambda pair: (pair[0], pair[1]["end"]))]


Rows = Callable[[ArgumentMap], list[Row]]
TABLES: dict[str, tuple[dict[str, str], Rows]] = {
    "claims": (CLAIM_COLUMNS, claim_rows),
    "units": (UNIT_COLUMNS, unit_rows),
    "relations": (RELATION_COLUMNS, relation_rows),
    "flags": (FLAG_COLUMNS, flag_rows),
}
"""Name of a table to its columns and its rows."""


def _counts(map_: ArgumentMap, unit: Unit) -> Row:
    return {
        "supports": len(map_.supporters(unit.id)),
        "attacks": len(map_.attackers(unit.id)),
    }


def _severity(map_: ArgumentMap, unit: Unit) -> str | None:
    severity = worst_severity(map_, unit)
    return None if severity is None else str(severity)


def _target_text(map_: ArgumentMap, relation: Relation) -> str:
    if relation.kind is RelationKind.UNDERCUT:
        return map_.unit(map_.relation(relation.target).source).text
    return map_.unit(relation.target).text
