"""Run checks over a map: flags, strengths, and the checks that read both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from argmap.checks.base import Check, Finding
from argmap.checks.registry import checks, choose, find_check
from argmap.checks.subject import Subject
from argmap.errors import ArgmapError, UsageError
from argmap.model import ArgumentMap, Flag, Severity
from argmap.strength import replaced, with_strength

if TYPE_CHECKING:
    from spacy.tokens import Doc


def run(
    map: ArgumentMap,
    doc: Doc | None = None,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severities: Mapping[str, Severity | str] | None = None,
) -> ArgumentMap:
    """The map with its flags and strengths.

    Flags that the map carries already are replaced. Without a parse only the checks that read the
    map alone run. At most one flag of a check falls on a unit.

    Args:
        map: Units and relations of an article.
        doc: The parse of `map.article.text`; none for maps made by others.
        select: Codes of the checks to run; empty for all that are on by default.
        ignore: Codes of checks not to run.
        severities: Code to the severity that its flags shall have.

    Raises:
        UsageError: a code or a severity is not known, or the parse is of another text.

    >>> from argmap.model import Article, Unit
    >>> text = "The port must close."
    >>> unit = Unit(id="u1", start=0, end=19, text=text[:19], role="claim")
    >>> map_ = ArgumentMap(article=Article(id="a", text=text), units=(unit,))
    >>> [flag.check for flag in run(map_, select=["unsupported"]).flags]
    ['unsupported']
    """
    chosen = choose(select, ignore)
    levels = levels_of(severities or {})
    able = [check for check in chosen if doc is not None or not check.needs_parse]
    bare = replaced(map, flags=())
    subject = Subject(bare, doc)
    found: list[tuple[Check, Finding]] = []
    for check in able:
        if not check.after_others:
            found.extend(_findings(check, subject))
    found = _specific(found)
    flagged = with_strength(_with_flags(bare, found, levels))
    # The second round sees the first one's flags and the strengths that follow from them. It reads
    # the same parse, so what the subject has worked out of it is kept.
    later = subject.on(flagged)
    late = [pair for check in able if check.after_others for pair in _findings(check, later)]
    result = _with_flags(bare, _specific(found + late), levels)
    made_by = map.made_by.model_copy(update={"checks": tuple(check.code for check in able)})
    return replaced(with_strength(result), made_by=made_by)


def reconsider(
    map: ArgumentMap,
    doc: Doc | None = None,
    *,
    severities: Mapping[str, Severity | str] | None = None,
) -> ArgumentMap:
    """The map with the checks that read the others' flags run anew.

    For whoever adds flags to a map that `run` gave, such as verdicts of sources: a claim whose
    support a source disputes has weak support, which the first run could not know. Flags of all
    other checks stay as they are; strengths are the caller's to weigh.

    Args:
        map: With flags, and the codes of the checks that ran.
        doc: The parse of `map.article.text`; none: checks that need one keep their flags.
        severities: Code to the severity that its flags shall have.

    Raises:
        UsageError: a code or a severity is not known, or the parse is of another text.

    >>> from argmap.model import Article
    >>> reconsider(ArgumentMap(article=Article(id="a", text=""))).flags
    ()
    """
    levels = levels_of(severities or {})
    ran = frozenset(map.made_by.checks)
    again = [
        check
        for check in checks()
        if check.code in ran and check.after_others and (doc is not None or not check.needs_parse)
    ]
    codes = {check.code for check in again}
    if not codes:
        return map
    kept = tuple(flag for flag in map.flags if flag.check not in codes)
    subject = Subject(replaced(map, flags=kept), doc)
    on_unit: dict[str, set[str]] = {}
    for flag in kept:
        on_unit.setdefault(flag.unit, set()).add(flag.check)
    found = [
        (check, finding)
        for check, finding in _specific([f for check in again for f in _findings(check, subject)])
        if not check.yields_to & on_unit.get(finding.unit, set())
    ]
    fresh = _with_flags(replaced(map, flags=()), found, levels).flags
    return with_flags(map, (*kept, *fresh))


def with_flags(map: ArgumentMap, flags: Iterable[Flag]) -> ArgumentMap:
    """The map with these flags, numbered anew in the order of the text.

    >>> from argmap.model import Article
    >>> with_flags(ArgumentMap(article=Article(id="a", text="")), []).flags
    ()
    """
    order = {unit.id: number for number, unit in enumerate(map.units)}
    ranked = sorted(flags, key=lambda f: (f.start, f.end, order[f.unit], f.check))
    numbered = (f.model_copy(update={"id": f"f{n}"}) for n, f in enumerate(ranked, 1))
    return replaced(map, flags=tuple(numbered))


def levels_of(severities: Mapping[str, Severity | str]) -> dict[str, Severity]:
    """The severities by the codes of their checks.

    Raises:
        UsageError: a code or a severity is not known.

    >>> levels_of({"weasel": "error"})
    {'weasel': <Severity.ERROR: 'error'>}
    """
    levels: dict[str, Severity] = {}
    for code, value in severities.items():
        check = find_check(code)
        try:
            levels[check.code] = Severity(value)
        except ValueError as error:
            names = ", ".join(Severity)
            raise UsageError(
                f"no severity {str(value)!r} for the check {code!r}", hint=f"use one of {names}"
            ) from error
    return levels


def _findings(check: Check, subject: Subject) -> list[tuple[Check, Finding]]:
    """One finding a unit, the first in the text; each inside its unit."""
    if check.of_argument and subject.has_parse and subject.is_report:
        return []
    first: dict[str, Finding] = {}
    for finding in check.find(subject):
        unit = subject.map.unit(finding.unit)
        if not unit.start <= finding.start < finding.end <= unit.end:
            raise ArgmapError(
                f"the check {check.code!r} flags {finding.start}-{finding.end}, which is outside "
                f"its unit {unit.id!r} ({unit.start}-{unit.end})",
                hint="this is a mistake in the check",
            )
        kept = first.get(finding.unit)
        if kept is None or (finding.start, finding.end) < (kept.start, kept.end):
            first[finding.unit] = finding
    return [(check, finding) for finding in first.values()]


def _specific(found: list[tuple[Check, Finding]]) -> list[tuple[Check, Finding]]:
    """Without the findings of checks that yield to a more specific one on the same unit."""
    fired: dict[str, set[str]] = {}
    for check, finding in found:
        fired.setdefault(finding.unit, set()).add(check.code)
    return [(check, f) for check, f in found if not check.yields_to & fired[f.unit]]


def _with_flags(
    map: ArgumentMap, found: list[tuple[Check, Finding]], levels: Mapping[str, Severity]
) -> ArgumentMap:
    """The map with these findings as its flags."""
    return with_flags(
        map,
        (
            Flag(
                id=f"f{number}",
                check=check.code,
                unit=finding.unit,
                start=finding.start,
                end=finding.end,
                severity=levels.get(check.code, finding.severity or check.severity),
                message=finding.message,
                evidence=finding.evidence,
                suggestion=finding.suggestion,
            )
            for number, (check, finding) in enumerate(found, 1)
        ),
    )
