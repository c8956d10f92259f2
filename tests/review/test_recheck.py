"""Checks on the corrected map: what corrections cure goes, what they break comes."""

from __future__ import annotations

import pytest
from review_support import make_map

from argmap.checks import run
from argmap.mining.parse import parse
from argmap.model import ArgumentMap, Flag
from argmap.review.recheck import rechecked

CODES = ("unsupported", "overgeneralization", "vague-source")


TEXT = (
    "Taxes\n\nThe lake is large. The tax will ruin the small shops. Officials say so. "
    "Rents eat up what they earn."
)


@pytest.fixture
def machine() -> ArgumentMap:
    """A claim that nothing supports, and what could."""
    words = [
        ("u1", "The lake is large", "major_claim"),
        ("u2", "The tax will ruin the small shops", "claim"),
        ("u3", "Officials say so", "premise"),
        ("u4", "Rents eat up what they earn", "premise"),
    ]
    bare = make_map(TEXT, words, flags=False)
    return run(bare, parse(bare.article), select=CODES)


def of(map_, check):
    return [flag.unit for flag in map_.flags if flag.check == check]


def test_recheck_a_support_that_is_added_takes_the_flag_away(machine, reviewing):
    assert of(machine, "unsupported") == ["u2"]
    review = reviewing(machine)
    review.say("add_relation", source="u4", target="u2", type="support")
    found = rechecked(review.now)
    assert of(found, "unsupported") == []
    others = [flag for flag in machine.flags if flag.check != "unsupported"]
    assert [flag for flag in found.flags if flag.id in {one.id for one in others}] == others


def test_recheck_a_support_that_is_removed_brings_a_flag(machine, reviewing):
    review = reviewing(machine)
    review.say("add_relation", source="u4", target="u2", type="support")
    supported = rechecked(review.now)
    assert of(supported, "unsupported") == []
    review = reviewing(supported)
    review.say("remove_relation", relation=supported.relations[-1].id)
    found = rechecked(review.now)
    assert of(found, "unsupported") == ["u2"]
    assert len({flag.id for flag in found.flags}) == len(found.flags)
    assert ArgumentMap.from_json(found.to_json()) == found


def test_recheck_what_was_dismissed_does_not_come_back(machine, reviewing):
    review = reviewing(machine)
    (flag,) = [one for one in machine.flags if one.check == "unsupported"]
    review.say("dismiss", flag=flag.id, reason="said before")
    review.say("role", unit="u3", role="claim")
    assert "u2" not in of(rechecked(review.now), "unsupported")


def test_recheck_flags_of_others_stay(machine, reviewing):
    unit = machine.unit("u2")
    other = Flag(id="x9", check="disputed", unit="u2", start=unit.start, end=unit.end,
                 severity="error", message="A source says otherwise.")  # fmt: skip
    theirs = machine.model_copy(update={"flags": (*machine.flags, other)})
    review = reviewing(ArgumentMap.from_json(theirs.to_json()))
    review.say("add_relation", source="u4", target="u2", type="support")
    assert other in rechecked(review.now).flags


def test_recheck_without_checks_or_corrections_nothing_changes(machine, ferries, reviewing):
    assert rechecked(reviewing(machine).now) == reviewing(machine).now.corrected
    unchecked = ferries.model_copy(
        update={"made_by": ferries.made_by.model_copy(update={"checks": ()})}
    )
    review = reviewing(unchecked)
    review.say("role", unit="u5", role="claim")
    assert rechecked(review.now).flags == unchecked.flags
