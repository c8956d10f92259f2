"""The figures of the checks are those that the generator measures."""

import json

import pytest

from argmap.checks import checks
from argmap.evaluation.checks import lintscore


@pytest.fixture(scope="module")
def made(make):
    return make("check_figures")


@pytest.fixture(scope="module")
def written(made):
    return json.loads(made.FIGURES.read_text("utf-8"))


def test_check_figures_are_what_the_generator_writes(made, written):
    assert written["checks"] == made.own_figures(), "run `python docs/make figures checks`"


def test_check_figures_gold_is_what_was_measured(made, written):
    if not all((made.GOLD / name).is_file() for name in made.GOLD_FILES):
        pytest.skip("the annotated texts of others are not at hand")
    assert set(written["gold"]) == set(made.GOLD_FILES.values())


def test_check_figures_below_the_floor_are_off_by_default_or_say_why(made, written):
    on = {check.code for check in checks() if check.on_by_default}
    still = written["still"]
    loud = {code for code, row in written["checks"].items() if made.is_low(row, still.get(code))}
    assert made.is_low({"precision": 0.0}) and not made.is_low({"precision": None})
    assert loud & on == set(made.KEPT_ON), "switch it off, or say on its page why it is on"


def test_check_figures_flags_still_raised_count_where_they_are_enough(made):
    low, high = {"precision": 0.5}, {"precision": 0.8}
    assert not made.is_low(low, {"right": 4, "judged": 5})
    assert made.is_low(low, {"right": 3, "judged": 5})
    assert made.is_low(low, {"right": 4, "judged": 4})
    assert not made.is_low(high, {"right": 0, "judged": 9})
    assert made.still_raised(made.FIGURES.parent) == {}


def test_check_figures_judgements_hold_no_texts(made):
    """The editorials belong to others: only where a flag fell, and whether it was right."""
    seen = set()
    for line in made.JUDGED.read_text("utf-8").splitlines():
        one = json.loads(line)
        assert set(one) == {"article", "check", "start", "end", "right", "unseen"}
        assert 0 <= one["start"] < one["end"]
        key = one["article"], one["check"], one["start"]
        assert key not in seen, key
        seen.add(key)


def test_check_figures_a_row_is_counted(made):
    judged, probed = made.Counter(right=4, wrong=1), made.Counter(planted=4, found=1, sound=3)
    row = made._row(judged, probed)
    assert (row["precision"], row["recall"], row["false_alarms"]) == (0.8, 0.25, 0)
    assert row["lintscore"] == round(lintscore(4, 1), 2) == 2.56
    assert made._row(made.Counter(right=3), probed)["precision"] is None
