"""The comparison: each unit told of once; what contradicts; what became of the support."""

from __future__ import annotations

import numpy as np
import pytest
from compare_support import make

from argmap.compare import Comparison, compare
from argmap.compare.contradict import Found
from argmap.compare.records import Sign


def told(result):
    a = [p.a.id for p in (*result.shared, *result.contradictions)] + [c.id for c in result.only_a]
    b = [p.b.id for p in (*result.shared, *result.contradictions)] + [c.id for c in result.only_b]
    return sorted(a), sorted(b)


def test_run_two_versions(before, after):
    result = compare(before, after)
    assert [(p.a.id, p.b.id) for p in result.shared] == [("u1", "x1"), ("u2", "x2")]
    assert [(p.a.id, p.b.id, p.sign.value) for p in result.contradictions] == [
        ("u3", "x3", "number"), ("u4", "x4", "negation"),
    ]  # fmt: skip
    assert [claim.id for claim in result.only_a] == ["u5", "u6"]
    assert [claim.id for claim in result.only_b] == ["x5"]
    assert told(result) == (
        [unit.id for unit in before.units], [unit.id for unit in after.units],
    )  # fmt: skip


def test_run_what_lost_and_gained_support(before, after):
    changes = {change.a.id: change for change in compare(before, after).changes}
    crane = changes["u2"]
    assert (crane.direction, crane.strength) == ("lost", -0.2)
    assert [claim.id for claim in crane.supporters_lost] == ["u4", "u5"]
    assert [claim.id for claim in crane.attackers_gained] == ["x4"]
    assert (crane.flags_lost, crane.flags_gained) == (("unsourced-fact",), ())
    thesis = changes["u1"]
    assert thesis.supporters_lost == thesis.supporters_gained == ()
    assert [claim.id for claim in thesis.attackers_gained] == ["x3", "x5"]
    back = {change.a.id: change for change in compare(after, before).changes}
    assert (back["x2"].direction, back["x2"].strength) == ("gained", 0.2)


def test_run_without_strengths_the_direction_follows_the_relations():
    rows = [("The crane stays here", "claim", None), ("It draws visitors to town", "premise", None)]
    bare, linked = make(rows), make(rows, [(2, 1, "support")])
    (change,) = compare(bare, linked).changes
    assert (change.direction, change.strength) == ("gained", None)
    (change,) = compare(linked, bare).changes
    assert change.direction == "lost"
    both = make(rows, [(2, 1, "support")], [(1, "unsupported")])
    (change,) = compare(bare, both).changes
    assert change.direction == "mixed"


def test_run_a_map_with_itself(before):
    result = compare(before, before)
    assert [p.similarity for p in result.shared] == [1.0] * 6
    assert (result.contradictions, result.only_a, result.only_b, result.changes) == ((), (), (), ())


def test_run_the_same_words_twice_are_paired_one_to_one():
    a = make([("Trams help", "claim", None)] * 3)
    b = make([("Trams help", "claim", None)] * 2)
    result = compare(a, b)
    assert len(result.shared) == 2
    assert len(result.only_a) == 1


@pytest.mark.parametrize("rows", [[], [("It rains", "claim", None)]])
def test_run_with_an_empty_map(before, rows):
    result = compare(before, make(rows))
    assert told(result) == ([u.id for u in before.units], ["u1"] * len(rows))
    assert told(compare(make(rows), before))[1] == [u.id for u in before.units]


def test_run_a_shared_claim_is_not_contradicted_by_a_third():
    a = make([("The crane is safe", "claim", None)])
    b = make([("The crane is not safe", "claim", None), ("The crane is safe", "claim", None)])
    result = compare(a, b)
    assert [(p.a.id, p.b.id) for p in result.shared] == [("u1", "u2")]
    assert result.contradictions == ()


def test_run_through_the_seams(before, after):
    def embedded(texts_a, texts_b):
        return np.eye(len(texts_a), len(texts_b))

    def stance(pairs):
        return [Found(Sign.STANCE, "", "") if "mayor" in a else None for a, _ in pairs]

    result = compare(before, after, similarity=embedded, contradicts=stance)
    # The numbers and the polarity still speak against one meaning.
    assert [(p.a.id, p.b.id) for p in result.shared] == [("u1", "x1"), ("u2", "x2"), ("u5", "x5")]
    assert result.method == "embedded"
    assert result.contradictions == ()
    result = compare(before, after, similarity=lambda a, b: np.full((len(a), len(b)), 0.5),
                     contradicts=stance)  # fmt: skip
    assert [p.a.id for p in result.contradictions] == ["u6"]
    assert result.contradictions[0].sign is Sign.STANCE


def test_run_json_is_read_back_and_the_same_twice(before, after):
    text = compare(before, after).model_dump_json()
    assert Comparison.model_validate_json(text) == compare(before, after)
    assert text == compare(before, after).model_dump_json()


def test_run_two_large_maps_take_seconds():
    rows = [(f"The harbour crane number {n} serves pier {n % 7} of town {n % 31}", "claim", 0.5)
            for n in range(250)]  # fmt: skip
    a, b = make(rows), make(rows[::-1])
    result = compare(a, b)
    assert len(result.shared) == 250
    assert all(p.a.text == p.b.text for p in result.shared)
