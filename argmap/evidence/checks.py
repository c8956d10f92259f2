"""The three checks of the group `sources`, and how their flags come into a map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from argmap.checks.base import NOT_CHECKED, Check, Finding
from argmap.checks.runner import levels_of, reconsider, with_flags
from argmap.checks.subject import Subject
from argmap.evidence.sources import Sources, Verdict
from argmap.model import ArgumentMap, Flag, Severity
from argmap.strength import replaced, with_strength

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ADVICE = {
    "disputed": "Check it against the source, and correct it or say why the source is wrong.",
    "not-found": "Give a source for it, or add one that speaks of it to the folder.",
}


def _nothing(subject: Subject) -> Iterator[Finding]:
    """Without sources there is nothing to hold a claim against: not checked."""
    del subject
    return iter(())


DISPUTED = Check(
    code="disputed",
    group="sources",
    severity=Severity.ERROR,
    question="Does a source that was given say otherwise?",
    source=(
        "Thorne et al. (2018), FEVER; Diggelmann et al. (2020), Climate-FEVER; "
        "Sarrouti et al. (2021), HealthVer"
    ),
    explanation="""A claim that one of the given sources contradicts.

    How it decides: the claim and a passage must speak of the same thing before the passage counts:
    the same kind of event, done to the same one, or the same names and most of the same words. Then
    another agent
    ("the source names Ukraine, not NATO"), another date, place or number, or a passage that says
    there is no such thing, disputes it. A stance model decides only where none of that can be told,
    and only where it is sure. Countries that are called neighbours are held against their land
    borders.

    Runs with `--sources DIR`. Without sources nothing is flagged: not checked is not false.
    """,
    find=_nothing,
    on_by_default=False,
)
BACKED = Check(
    code="backed",
    group="sources",
    severity=Severity.INFO,
    question="Does a source that was given say so too?",
    source="Thorne et al. (2018), FEVER",
    explanation="""A claim that one of the given sources supports.

    No weakness: it tells the reader where to look. How it decides: names, dates and numbers of the
    claim must all be in the passage. A backed unit starts from a higher base score when strengths
    are computed.
    Runs with `--sources DIR`.
    """,
    find=_nothing,
    on_by_default=False,
)
NOT_FOUND = Check(
    code="not-found",
    group="sources",
    severity=Severity.INFO,
    question="Is it a claim that could be looked up, of which no given source speaks?",
    source="Thorne et al. (2018), FEVER (the class NotEnoughInfo)",
    explanation="""A checkable claim of which the given sources do not speak.

    How it decides: checkable is what names who did what, or gives a figure. That no source speaks
    of it says nothing about its truth. Runs with `--sources DIR`.
    """,
    find=_nothing,
    on_by_default=False,
)
CHECKS = (DISPUTED, BACKED, NOT_FOUND)
_BY_CODE = {check.code: check for check in CHECKS}


def check_sources(
    map: ArgumentMap,
    doc: Doc | None,
    sources: Sources,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severities: Mapping[str, Severity | str] | None = None,
) -> ArgumentMap:
    """The map with flags of the group `sources` added, and strengths weighed anew.

    Flags of these checks that the map carries already are replaced; the others are kept, but for
    those of checks that read the others' flags: these run anew, so that a claim whose support a
    source disputes has `weak-support`. At most one flag of a check falls on a unit, and a disputed
    unit has no other flag of the group.

    Args:
        map: Of an article.
        doc: The parse of `map.article.text`; none: it is made.
        sources: What to hold it against.
        select: Codes to run; empty: all three. Codes of other groups are passed over.
        ignore: Codes not to run.
        severities: Code to the severity that its flags shall have.

    Raises:
        UsageError: a code or a severity is not known.
    """
    levels = levels_of(severities or {})
    wanted = set(select) & set(_BY_CODE) or (set() if set(select) else set(_BY_CODE))
    chosen = [check for check in CHECKS if check.code in wanted and check.code not in set(ignore)]
    codes = {check.code for check in chosen}
    from argmap.mining.parse import parse

    parsed = doc if doc is not None else parse(map.article)
    verdicts = sources.verdicts(map, parsed)
    made = _flags(verdicts, codes, levels)
    kept = [
        flag.model_copy(update={"message": flag.message.replace(f" {NOT_CHECKED}", "")})
        if _is_looked_up(flag, made)
        else flag
        for flag in map.flags
        if flag.check not in _BY_CODE
    ]
    ran = tuple(dict.fromkeys([*map.made_by.checks, *(check.code for check in chosen)]))
    made_by = map.made_by.model_copy(update={"checks": ran})
    told = with_strength(replaced(with_flags(map, [*kept, *made]), made_by=made_by))
    return with_strength(reconsider(told, parsed, severities=severities))


def _is_looked_up(flag: Flag, made: Iterable[Flag]) -> bool:
    """Does a source back or dispute what another check says was not checked?"""
    return NOT_CHECKED in flag.message and any(
        one.check != "not-found" and one.start < flag.end and flag.start < one.end for one in made
    )


def _flags(verdicts: list[Verdict], codes: set[str], levels: Mapping[str, Severity]) -> list[Flag]:
    best: dict[tuple[str, str], Verdict] = {}
    for verdict in verdicts:
        best.setdefault((verdict.unit, verdict.verdict), verdict)
    disputed = {unit for unit, code in best if code == "disputed"}
    out: list[Flag] = []
    for (unit, code), verdict in best.items():
        if code not in codes or (code != "disputed" and unit in disputed):
            continue
        out.append(
            Flag(
                id=f"s{len(out)}",
                check=code,
                unit=unit,
                start=verdict.start,
                end=verdict.end,
                severity=levels.get(code, _BY_CODE[code].severity),
                message=verdict.message,
                evidence=verdict.evidence,
                suggestion=_ADVICE.get(code),
            )
        )
    return out
