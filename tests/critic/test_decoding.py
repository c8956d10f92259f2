import numpy as np
import pytest

from argmap.critic.decoding import BUCKETS, best_stretch, bucket, cue_spans, runs, text_span


def test_decoding_buckets_are_symmetric_and_in_range():
    distances = np.arange(-300, 301)
    codes = bucket(distances)
    assert codes.min() >= 0 and codes.max() < BUCKETS
    assert (codes + codes[::-1] == 2 * codes[300]).all()
    assert (np.diff(codes) >= 0).all()


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([], None),
        ([-1.0, -2.0], None),
        ([0.0], None),
        ([2.0], (0, 1, 2.0)),
        ([1.0, -3.0, 2.0], (2, 3, 2.0)),
        ([2.0, -1.0, 2.0], (0, 3, 3.0)),
        ([1.0, -1.0, 1.0], (0, 1, 1.0)),
    ],
)
def test_decoding_best_stretch(scores, expected):
    assert best_stretch(np.array(scores)) == expected


def test_decoding_best_stretch_is_the_best_of_all():
    rng = np.random.default_rng(0)
    for _ in range(50):
        scores = rng.normal(size=12)
        every = [scores[i:j].sum() for i in range(12) for j in range(i + 1, 13)]
        found = best_stretch(scores)
        assert (found[2] if found else 0.0) == pytest.approx(max(0.0, *every))


def test_decoding_runs():
    assert runs([]) == []
    assert runs([False, True, True, False, True], 0) == [(1, 3), (4, 5)]
    assert runs([False, True, True, False, True], 1) == [(1, 5)]


def test_decoding_cues_that_touch_are_two():
    scores = np.eye(3)[[1, 2, 1, 0, 2]] * 4.0
    assert cue_spans(scores) == [(0, 2), (2, 3), (4, 5)]
    assert cue_spans(scores, bias=9.0) == []


def test_decoding_text_span_leaves_out_marks_between_paragraphs():
    offsets = np.array([[-1, -1], [0, 3], [4, 8], [-1, -1]])
    assert text_span(offsets, 0, 4) == (0, 8)
    assert text_span(offsets, 3, 4) is None
