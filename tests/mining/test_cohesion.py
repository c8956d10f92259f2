import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.mining.cohesion import centroid, cosine, vectors

BAGS = st.lists(st.lists(st.sampled_from("abcdef"), max_size=6), min_size=1, max_size=6)


@given(BAGS)
def test_cohesion_is_symmetric_and_within_0_and_1(bags):
    made = vectors(bags)
    for a in made:
        for b in made:
            assert cosine(a, b) == pytest.approx(cosine(b, a))
            assert -1e-9 <= cosine(a, b) <= 1 + 1e-9


def test_cohesion_rare_words_bind_more_than_common_ones():
    a, b, c, _ = vectors(
        [["fleet", "state"], ["fleet", "port"], ["state", "tax"], ["state", "law"]]
    )
    assert cosine(a, b) > cosine(a, c)


def test_cohesion_of_nothing_is_nothing():
    empty, full = vectors([[], ["a"]])
    assert cosine(empty, full) == 0
    assert centroid([]) == {}
