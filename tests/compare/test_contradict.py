"""Contradictions by words: what is one, and, more, what is none."""

from __future__ import annotations

import pytest

from argmap.compare.claims import claim_words
from argmap.compare.contradict import antonyms, by_words, same_meaning

CONTRADICT = [
    ("Exports rose by 5 percent last year", "Exports fell by 5 percent last year", "antonym"),
    ("Nuclear power is safe", "Nuclear power is dangerous", "antonym"),
    ("Most pupils like the new rules", "Few pupils like the new rules", "antonym"),
    ("Raising the minimum wage increases unemployment", "Raising the minimum wage reduces unemployment", "antonym"),
    ("The new tram line will cost 40 million euros", "The new tram line will cost 65 million euros", "number"),
    ("The new tram line will cost about 40 million euros", "The new tram line will cost 65 million euros", "number"),
    ("The programme employs 300 people in the region", "The programme employs 120 people in the region", "number"),
    ("The city should close the airport", "The city should not close the airport", "negation"),
    ("The government failed to protect the coast", "The government protected the coast", "negation"),
    ("No study has found a link between the dam and the floods", "A study has found a link between the dam and the floods", "negation"),
    ("The bridge was never repaired by the mayor", "The mayor repaired the bridge", "negation"),
    ("The reason is the quality of the engine, which has not kept pace with progress",
     "The reason is the quality of the engine, which has kept pace with progress", "negation"),
]  # fmt: skip
AGREE_OR_DIFFER = [
    ("The new tram line will cost about 40 million euros", "The new tram line will cost 41 million euros"),
    ("The new tram line will cost over 40 million euros", "The new tram line will cost 65 million euros"),
    ("In 2019 exports rose", "In 2020 exports fell"),
    ("Exports rose in May", "Exports fell in June"),
    ("Nuclear power is not safe", "Nuclear power is dangerous"),
    ("The city should close the airport", "The city closed the airport"),
    ("Critics say the city should not close the airport", "The city should close the airport"),
    ("Trams not only save time but also money", "Trams save time and money"),
    ("Turkey bought the missiles from Russia", "Greece did not buy the missiles from Russia"),
    ("The vaccine might not work in children", "The vaccine works in children"),
    ("The bridge was closed by the mayor", "The mayor closed the bridge"),
    ("If taxes rise, firms leave the country", "If taxes fall, firms leave the country"),
    ("Do trams help?", "Trams do not help"),
    ("Wages rose in the north", "Rents fell in the south"),
    ("The museum opened its doors", "The theatre closed its doors"),
    ("", "Not"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "sign"), CONTRADICT)
def test_contradict_finds(a, b, sign):
    for found in by_words([(a, b), (b, a)]):
        assert found is not None
        assert found.sign == sign
    assert not same_meaning(*claim_words([a, b]))


@pytest.mark.parametrize(("a", "b"), AGREE_OR_DIFFER)
def test_contradict_is_quiet(a, b):
    assert by_words([(a, b), (b, a)]) == [None, None]


def test_contradict_says_which_words():
    (found,) = by_words([("Exports rose by 5 percent", "Exports fell by 5 percent")])
    assert (found.words_a, found.words_b) == ("rose", "fell")
    (found,) = by_words([("The line costs 4 million euros", "The line costs 7 million euros")])
    assert (found.words_a, found.words_b) == ("4 million", "7 million")
    (found,) = by_words([("The old line is never late", "The old line is late")])
    assert (found.words_a, found.words_b) == ("never", "")


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Russia sold missiles to Turkey", "Turkey sold missiles to Russia", False),
        ("The mayor closed the bridge", "The bridge was closed by the mayor", True),
        ("Nuclear power is not safe", "Nuclear power is unsafe", True),
        ("Turkey bought missiles", "Greece bought missiles", False),
        ("President Erdogan signed the treaty", "Erdogan signed the treaty", True),
        ("It was built in 1990", "It was built in 1991", False),
        ("The line costs over 40 million euros", "The line costs 65 million euros", False),
        ("The line costs 40 million euros", "The line costs 40,000,000 euros", True),
    ],
)
def test_contradict_same_meaning(a, b, same):
    assert same_meaning(*claim_words([a, b])) is same


def test_contradict_antonyms_are_pairs_of_two_words():
    assert len(antonyms()) > 100
    assert all(len(pair) == 2 for pair in antonyms())
    assert all(word == word.lower() and " " not in word for pair in antonyms() for word in pair)


@pytest.mark.parametrize(
    ("a", "b", "years"),
    [
        ("Since Ruritania joined the League in 1949, it has traded more.",
         "Since Ruritania joined the League in 1952, it has traded more.", ("1949", "1952")),
        ("The firm was founded in 1901.", "The firm was founded in 1910.", ("1901", "1910")),
        ("Exports rose in 2019.", "Exports rose in 2020.", None),
        ("The firm was founded in 1901.", "Another firm was founded in 1910.", None),
        ("The firm was founded in 1901.", "The firm may have been founded in 1910.", None),
    ],
)  # fmt: skip
def test_contradict_another_year_of_what_happens_once(a, b, years):
    found = by_words([(a, b)])[0]
    assert (found and (found.words_a, found.words_b)) == years
