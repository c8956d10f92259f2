"""Anchors: the same words found again, or not at all."""

from __future__ import annotations

import pytest

from argmap.review.anchors import find_span, span_anchor, trimmed, whole_words

TEXT = "It rains. We stay. It rains. We go home."


def anchor(words: str, text: str = TEXT, nth: int = 0):
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return span_anchor(text, start, start + len(words))


@pytest.mark.parametrize(
    ("words", "nth", "later", "found"),
    [
        ("We stay", 0, "First this. It rains. We stay. It rains. We go home.", "We stay"),
        ("We stay", 0, "It rains.\nWe\n  stay.\nIt rains.", "We\n  stay"),
        ("We stay", 0, "It rains. We leave.", None),
        ("We stay", 0, "We stayed in.", None),
        ("We stay", 0, "", None),
    ],
)
def test_anchors_find_the_words(words, nth, later, found):
    span = find_span(later, anchor(words, nth=nth))
    assert (later[slice(*span)] if span else None) == found


@pytest.mark.parametrize("nth", [0, 1])
def test_anchors_what_stands_around_tells_the_same_words_apart(nth):
    later = "A new start of some length. " + TEXT
    span = find_span(later, anchor("It rains", nth=nth))
    assert span == (28 + [0, 19][nth], 36 + [0, 19][nth])


def test_anchors_nobody_can_say_which():
    text = "Yes. " * 30
    start = text.index("Yes", 60)
    assert find_span("So. " + text, span_anchor(text, start, start + 3)) is None


def test_anchors_one_of_two_left_is_the_other_one():
    # The first "It rains" is gone. What is left is found: its words are there once.
    assert find_span("We stay. It rains. We go home.", anchor("It rains", nth=1)) == (9, 17)


def test_anchors_spans_are_whole_words_without_punctuation():
    text = "He said: “Cats purr”, and left."
    assert trimmed(text, *whole_words(text, 11, 15)) == (10, 14)
    assert text[slice(*trimmed(text, 25, len(text)))] == "left"
    wide = "字" * 100
    assert whole_words(wide, 40, 60) == (40, 60)
    assert trimmed("...", 0, 3) == (3, 3)
