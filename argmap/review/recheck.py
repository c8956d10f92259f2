"""The checks, run anew on a corrected map: who adds a support sees `unsupported` go."""

from __future__ import annotations

from itertools import count

from argmap.model import ArgumentMap, Flag, Unit
from argmap.review.fold import Fold, weighed
from argmap.strength import replaced

_Found = dict[tuple[str, str], Flag]


def rechecked(fold: Fold) -> ArgumentMap:
    """The corrected map with the flags that corrections brought, and without those they cured.

    The checks that made the machine's map run on that map and on the corrected one. A flag that
    they find on the first alone is cured; one that they find on the second alone is new. All other
    flags stay as they are: what people confirmed, what sources told, and what another version of
    argmap, or another program, found. A flag that was dismissed does not come back.

    A map that no check has run on, or none that is known here, keeps its flags.
    """
    from argmap.checks import checks, run
    from argmap.mining.parse import parse

    corrected, machine = fold.corrected, fold.machine
    known = sorted(set(machine.made_by.checks) & {check.code for check in checks()})
    if not known or (corrected.units, corrected.relations) == (machine.units, machine.relations):
        return corrected
    doc = parse(machine.article)
    before = _by_place(run(machine, doc, select=known))
    after = _by_place(run(corrected, doc, select=known))
    dismissed = {
        (flag.check, flag.unit)
        for flag in fold.map.flags
        if flag.id in fold.verdicts and not fold.verdicts[flag.id].confirmed
    }
    units = {unit.id: unit for unit in corrected.units}
    kept = [flag for flag in corrected.flags if not _cured(flag, before, after)]
    have = {(flag.check, flag.unit) for flag in kept} | dismissed | set(before)
    fresh = [flag for place, flag in after.items() if place not in have]
    taken = {flag.id for flag in fold.map.flags}
    names = (name for number in count(1) if (name := f"n{number}") not in taken)
    added = [flag.model_copy(update={"id": name}) for flag, name in zip(fresh, names, strict=False)]
    flags = sorted((*kept, *added), key=lambda flag: _order(flag, units))
    return weighed(replaced(corrected, flags=tuple(flags)))


def _by_place(map: ArgumentMap) -> _Found:
    return {(flag.check, flag.unit): flag for flag in map.flags}


def _cured(flag: Flag, before: _Found, after: _Found) -> bool:
    place = (flag.check, flag.unit)
    return place in before and place not in after


def _order(flag: Flag, units: dict[str, Unit]) -> tuple[int, int, str, str]:
    return (units[flag.unit].start, flag.start, flag.check, flag.id)
