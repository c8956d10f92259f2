"""Agreement: Krippendorff's alpha, and precision per check as people saw it."""

from __future__ import annotations

import io

import pytest

from argmap.review.agreement import agreement, alpha, wilson
from argmap.review.store import Store
from argmap.review.terminal import agreement_text

# The published example: four observers, twelve units (Krippendorff 2011, "Computing Krippendorff's
# Alpha-Reliability", section C).
OBSERVERS = {
    "A": "1 2 3 3 2 1 4 1 2 - - -",
    "B": "1 2 3 3 2 2 4 1 2 5 - 3",
    "C": "- 3 3 3 2 3 4 2 2 5 1 -",
    "D": "1 2 3 3 2 4 4 1 2 5 1 -",
}


def test_agreement_alpha_is_that_of_the_published_example():
    ratings = [
        (who, str(item), value)
        for who, values in OBSERVERS.items()
        for item, value in enumerate(values.split())
        if value != "-"
    ]
    found = alpha("example", ratings)
    assert found.value == 0.743
    assert found.low < 0.743 < found.high
    assert (found.items, found.reviewers) == (11, 4)
    assert found == alpha("example", ratings)


def test_agreement_alpha_by_hand():
    # Four items, two people, one disagreement: values x 4, y 4; observed 1/4, expected 4*4*2/(8*7).
    ratings = [("a", "1", "x"), ("b", "1", "x"), ("a", "2", "x"), ("b", "2", "y"),
               ("a", "3", "y"), ("b", "3", "y"), ("a", "4", "x"), ("b", "4", "y")]  # fmt: skip
    found = alpha("by hand", ratings, samples=0)
    assert found.value == round(1 - (2 / 4) / (4 * 4 * 2 / (8 * 7)), 3)
    assert found.same == 0.5


@pytest.mark.parametrize(
    "ratings",
    [
        [],
        [("a", "1", "x"), ("b", "2", "y")],
        [("a", "1", "x"), ("b", "1", "x"), ("a", "2", "x"), ("b", "2", "x")],
        [("a", "1", "x"), ("b", "1", "y")],
    ],
)
def test_agreement_alpha_is_none_where_it_is_not_defined(ratings):
    assert alpha("little", ratings).value is None


def test_agreement_wilson():
    assert wilson(81, 263) == (0.255, 0.366)
    assert wilson(0, 10)[0] == 0
    assert wilson(10, 10)[1] == 1


@pytest.fixture
def three(ferries, reviewing):
    """Ada, Ben and Cleo on the same map."""
    store = Store(":memory:")
    said = {
        "ada": {"f1": "confirm", "f2": "confirm", "f3": "dismiss"},
        "ben": {"f1": "confirm", "f2": "dismiss", "f3": "dismiss"},
        "cleo": {"f1": "confirm", "f2": "dismiss"},
    }
    for who, verdicts in said.items():
        review = reviewing(ferries, who, store)
        for flag, kind in verdicts.items():
            review.say(kind, flag=flag)
    review = reviewing(ferries, "ada", store)
    review.say("dismiss", flag="f1")
    review.say("undo")
    review.say("role", unit="u2", role="claim")
    review.say("add_relation", source="u5", target="u1", type="support")
    return store


def test_agreement_of_reviewers_and_precision_of_checks(three):
    found = agreement(three, samples=20)
    assert found.reviewers == ("ada", "ben", "cleo")
    flags, roles, links = found.alphas
    assert (flags.items, flags.same) == (3, round(2 / 3, 3))
    assert (roles.items, roles.same) == (5, 0.8)
    assert (links.items, links.same) == (5, 0.8)
    checks = {one.check: one for one in found.checks}
    assert checks["overgeneralization"].value == 1.0  # what was undone does not count
    # Two of three dismissed it: one flag, by majority.
    assert (checks["vague-source"].confirmed, checks["vague-source"].dismissed) == (0, 1)
    assert checks["unsupported"].models == ("rules 1",)


def test_agreement_an_even_split_counts_as_neither(ferries, reviewing):
    store = Store(":memory:")
    reviewing(ferries, "ada", store).say("confirm", flag="f2")
    reviewing(ferries, "ben", store).say("dismiss", flag="f2")
    (check,) = agreement(store).checks
    assert (check.split, check.value) == (1, None)


def test_agreement_text_has_no_control_characters(ferries, reviewing):
    store = Store(":memory:")
    reviewing(ferries, "a\x1b[31mda", store).say("confirm", flag="f2")
    text = agreement_text(agreement(store), io.StringIO())
    assert "\x1b" not in text
    assert "vague-source" in text
    assert "1 reviewer (ada), 1 article" in text
