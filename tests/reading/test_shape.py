"""What a line looks like."""

from __future__ import annotations

import pytest

from argmap.reading import shape


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Bees need hedges.", True),
        ("“Bees need hedges.”", True),
        ("(Bees need hedges!)", True),
        ("Bees need hedges:", True),
        ("蜂は垣根が要る。", True),
        ("Bees need hedges", False),
        ("Bees need “hedges”", False),
    ],
)
def test_shape_tells_the_end_of_a_sentence(text: str, closed: bool) -> None:
    assert shape.closes_sentence(text) is closed


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("- hedges", True),
        ("• hedges", True),
        ("12. hedges", True),
        ("(3) hedges", True),
        ("b) hedges", True),
        ("-hedges", False),
        ("A. Lincoln said so", False),
        ("1984. A year", False),
        ("3.5 million bees", False),
        ("a hedge", False),
    ],
)
def test_shape_tells_a_marker_of_a_list_item(text: str, marked: bool) -> None:
    assert bool(shape.MARKER.match(text)) is marked


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("1. Costs", 1),
        ("2) Costs", 1),
        ("2.1 Costs", 2),
        ("2.1.3. Costs", 3),
        ("IV. Costs", 1),
        ("Part 2: Costs", 1),
        ("2015 Costs", None),
        ("3 reasons", None),
        ("I think so", None),
        ("Partly so", None),
    ],
)
def test_shape_tells_the_number_of_a_heading(text: str, depth: int | None) -> None:
    assert shape.heading_number(text) == depth


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“We need hedges.”", True),
        ('"We need hedges".', True),
        ("« Il faut des haies. »", True),
        ("„Wir brauchen Hecken.“", True),
        ("“We” need “hedges”", False),
        ("We need “hedges”", False),
        ('""', False),
        ("", False),
    ],
)
def test_shape_tells_a_quotation(text: str, quoted: bool) -> None:
    assert shape.is_quotation(text) is quoted


@pytest.mark.parametrize(
    ("text", "under_title", "dropped"),
    [
        ("* * *", False, True),
        ("—", False, True),
        ("https://bees.example/hedges", False, True),
        ("@beekeeper", False, True),
        ("CLICK HERE TO FOLLOW THE BEES!", False, True),
        ("By Ann Lee and Bo Day", True, True),
        ("By Ann Lee", False, False),
        ("By planting hedges we win.", True, False),
        ("Monday, 3 May 2024", True, True),
        ("2024-05-03", True, True),
        ("May 2024", False, False),
        ("Plant them in May 2024", True, False),
        (
            "Click here and there, the bees do, all day long, and nobody is there to tell them to stop "
            "it, which is how it ought to be.",
            False,
            False,
        ),
        ("蜂", False, False),
        ("Yes.", False, False),
    ],
)
def test_shape_tells_furniture(text: str, under_title: bool, dropped: bool) -> None:
    assert shape.is_furniture(text, under_title=under_title) is dropped


def test_shape_word_lists_are_lower_case_and_versioned() -> None:
    for words in shape.furniture().values():
        assert words
        assert all(word == word.casefold().strip() for word in words)
