"""The counts, against cases worked by hand."""

import numpy as np
import pytest

from argmap.evaluation.counts import (
    bio,
    calibration,
    count_end_to_end,
    count_on_gold_units,
    found_of,
    match,
    token_spans,
)
from argmap.evaluation.figures import class_f1, ece, f1, macro_f1
from argmap.evaluation.gold import gold_of
from argmap.mining import Mined
from argmap.model import Relation, Unit

# Two paragraphs, four units:  [a: Tea is good] [b: it warms you]  //  [c: Coffee is bad] [d: it keeps you awake]
TEXT = "Tea is good, for it warms you.\nCoffee is bad because it keeps you awake."


def at(part: str) -> tuple[int, int]:
    start = TEXT.index(part)
    return start, start + len(part)


A, B, C, D = (
    at("Tea is good"),
    at("it warms you"),
    at("Coffee is bad"),
    at("it keeps you awake"),
)


def gold(**change):
    spans = {"a": A, "b": B, "c": C, "d": D}
    roles = {"a": "major_claim", "b": "premise", "c": "claim", "d": "premise"}
    record = {
        "id": "drinks",
        "text": TEXT,
        "units": [{"id": k, "start": s, "end": e, "role": roles[k]} for k, (s, e) in spans.items()],
        "relations": [
            {"id": "r1", "source": "b", "target": "a", "type": "support"},
            {"id": "r2", "source": "d", "target": "c", "type": "support"},
        ],
    } | change
    return gold_of([record])[0]


def unit(name, span, role, confidence=1.0):
    s, e = span
    return Unit(id=name, start=s, end=e, text=TEXT[s:e], role=role, confidence=confidence)


def mined(units, relations=()):
    return Mined(
        units=tuple(unit(*u) for u in units),
        relations=tuple(
            Relation(id=f"r{k}", source=s, target=t, kind=kind, confidence=0.9)
            for k, (s, t, kind) in enumerate(relations)
        ),
    )


PERFECT = [
    ("a", A, "major_claim"),
    ("b", B, "premise"),
    ("c", C, "claim"),
    ("d", D, "premise"),
]


def test_counts_of_a_perfect_answer_give_one_everywhere():
    found = found_of(mined(PERFECT, [("b", "a", "support"), ("d", "c", "support")]), gold())
    counts = count_end_to_end(gold(), found)
    for key in ("unit_exact", "unit_half", "c_exact", "c_half", "r_exact_article"):
        assert f1(counts[key]) == 1.0, key
    assert macro_f1(counts["bio"]) == 1.0


def test_bio_tags_the_first_token_and_the_inside():
    tokens = token_spans(TEXT)
    # Tea is good , for it warms you .
    assert bio(tokens, [A, B])[:9].tolist() == [1, 2, 2, 0, 0, 1, 2, 2, 0]


def test_half_overlap_needs_half_of_the_longer_unit():
    starts = np.array([s for s, _ in token_spans(TEXT)])
    s, _ = D  # it keeps you awake: four tokens
    half = (s, s + len("it keeps"))
    quarter = (s, s + len("it"))
    assert match([D], [half], starts, True) == {0: 0}
    assert match([D], [quarter], starts, True) == {}
    assert match([D], [half], starts, False) == {}


def test_half_overlap_matches_one_to_one():
    starts = np.array([s for s, _ in token_spans(TEXT)])
    s, e = D
    first, second = (s, s + len("it keeps")), (s + len("it keeps "), e)
    assert match([D], [first, second], starts, True) == {0: 0}


def test_c_f1_wants_the_role_too():
    answer = mined([("a", A, "claim"), ("b", B, "premise"), ("c", C, "claim")])
    counts = count_end_to_end(gold(), found_of(answer, gold()))
    assert counts["unit_exact"].tolist() == [3, 3, 4]
    # b and c have their role, a has not: 2 right, 3 found, 4 gold.
    assert counts["c_exact"].tolist() == [2, 3, 4]
    assert f1(counts["c_exact"]) == pytest.approx(4 / 7)


def test_r_f1_inside_paragraphs_leaves_out_what_crosses_on_both_sides():
    answer = mined(PERFECT, [("b", "a", "support"), ("c", "a", "support"), ("d", "c", "attack")])
    counts = count_end_to_end(gold(), found_of(answer, gold()))
    # b-a is right; d-c has the wrong kind; c-a crosses the paragraph.
    assert counts["r_exact_paragraph"].tolist() == [1, 2, 2]
    assert counts["r_exact_article"].tolist() == [1, 3, 2]


def test_r_f1_needs_both_units():
    answer = mined([("a", A, "premise"), ("b", (B[0], B[1] - 4), "claim")], [("b", "a", "support")])
    counts = count_end_to_end(gold(), found_of(answer, gold()))
    assert counts["r_exact_paragraph"].tolist() == [0, 1, 2]
    # Two tokens of three: a match at 50 %, and the roles do not count.
    assert counts["r_half_paragraph"].tolist() == [1, 1, 2]


def test_punctuation_at_the_ends_does_not_count():
    loose = (B[0], B[1] + 1)
    assert TEXT[loose[1] - 1] == "."
    counts = count_end_to_end(gold(), found_of(mined([("b", loose, "premise")]), gold()))
    assert counts["c_exact"].tolist() == [1, 1, 4]


def test_on_gold_units_pairs_are_those_of_one_paragraph():
    answer = mined(PERFECT, [("b", "a", "support"), ("c", "a", "support")])
    counts = count_on_gold_units(gold(), found_of(answer, gold()))
    # Ordered pairs in a paragraph: 2 + 2. One link right of one found and two gold.
    assert counts["link"].tolist() == [1, 1, 2]
    assert counts["nolink"].tolist() == [2, 3, 2]
    assert counts["kind_support"].tolist() == [1, 1, 2]


def test_roles_on_gold_units_make_a_table():
    answer = mined([("a", A, "claim"), *PERFECT[1:]])
    counts = count_on_gold_units(gold(), found_of(answer, gold()))
    # Sorted names: claim, major_claim, premise.
    assert counts["roles"][:, :3].tolist() == [[1, 0, 0], [1, 0, 0], [0, 0, 2]]
    assert class_f1(counts["roles"], 0) == pytest.approx(2 / 3)
    assert macro_f1(counts["roles"]) == pytest.approx((2 / 3 + 0 + 1) / 3)


def test_gold_without_major_claims_calls_them_claims():
    record = {
        "id": "x", "text": TEXT, "relations": [],
        "units": [{"id": "a", "start": A[0], "end": A[1], "role": "claim"}],
    }  # fmt: skip
    item = gold_of([record])[0]
    counts = count_on_gold_units(item, found_of(mined([("a", A, "major_claim")]), item))
    assert counts["roles"][0, 0] == 1


def test_undercuts_hang_under_the_source_of_what_they_undercut():
    item = gold(
        relations=[
            {"id": "r1", "source": "b", "target": "a", "type": "attack"},
            {"id": "r2", "source": "c", "target": "r1", "type": "undercut"},
            {"id": "r3", "source": "d", "target": "r1", "type": "linked"},
        ]
    )
    assert [(r.source, r.target, r.kind) for r in item.relations] == [
        (1, 0, "attack"),
        (2, 1, "undercut"),
        (3, 0, "attack"),
    ]
    answer = Mined(
        units=tuple(unit(*u) for u in PERFECT),
        relations=(
            Relation(id="r1", source="b", target="a", kind="attack"),
            Relation(id="r2", source="c", target="r1", kind="undercut"),
        ),
    )
    assert [r[:3] for r in found_of(answer, item).relations] == [
        (1, 0, "attack"),
        (2, 1, "undercut"),
    ]


def test_calibration_error_is_the_mean_gap_of_the_bins():
    # Bin .8: two answers at .8, one right: gap .3 each. Bin .2: one at .2, wrong: gap .2.
    table = calibration([0.8, 0.8, 0.2], [True, False, False])
    assert ece(table) == pytest.approx((0.6 + 0.2) / 3)


def test_other_units_than_the_given_ones_are_refused():
    with pytest.raises(ValueError, match="units that were given"):
        count_on_gold_units(gold(), found_of(mined(PERFECT[:2]), gold()))
