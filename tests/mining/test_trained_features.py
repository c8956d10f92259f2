"""Features: sections, windows that cover a long text, spans and places."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argmap.mining.neural.features import (
    WINDOW,
    Encoded,
    Section,
    encode,
    pieces_of,
    plain_sections,
    trim,
    unit_features,
    window_starts,
    windows,
)
from argmap.mining.neural.model import WEIGHTS

TEXT = "Pets and People\n\nCats are clean. They wash.\nDogs, as Ann says, are loyal!"


@pytest.fixture(scope="module")
def tokenizer():
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
    made.no_padding()
    made.no_truncation()
    return made


def test_plain_sections_know_a_title():
    sections = plain_sections(TEXT)
    assert [s.prose for s in sections] == [False, True, True]
    assert TEXT[sections[0].start : sections[0].end] == "Pets and People"


def test_a_first_line_right_above_the_next_is_no_title():
    assert all(s.prose for s in plain_sections("One line.\nAnother line."))


@pytest.mark.parametrize(
    ("text", "kept"),
    [(' "so it is." ', "so it is"), ("plain", "plain"), ("...", "..."), ("(a) b", "a) b")],
)
def test_trim(text, kept):
    s, e = trim(text, 0, len(text))
    assert text[s:e] == kept


def test_pieces_carry_offsets_and_sections(tokenizer):
    encoded = encode(TEXT, plain_sections(TEXT), tokenizer)
    start = TEXT.index("Dogs")
    first, last = pieces_of(encoded, start, start + 4)
    assert TEXT[encoded.offsets[first, 0] : encoded.offsets[last, 1]] == "Dogs"
    assert encoded.section[first] == 2
    assert (encoded.section == -1).sum() == 2
    assert len(encoded.sequences) == 2


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 5000))
def test_windows_cover_every_piece_with_room(n):
    starts, width = window_starts(n)
    assert width <= WINDOW and starts[0] == 0 and starts[-1] == n - width
    room = np.full(n, -1)
    for s in starts:
        size = width
        k = np.arange(size)
        # The ends of the whole text have no more context to lose.
        left = k if s > 0 else np.full(size, WINDOW)
        right = size - 1 - k if s + size < n else np.full(size, WINDOW)
        room[s : s + size] = np.maximum(room[s : s + size], np.minimum(left, right))
    assert room.min() >= (63 if n > WINDOW else 0)


def test_gather_reads_each_piece_back():
    n = 1300
    zeros = np.zeros(n, dtype=np.int64)
    encoded = Encoded(
        np.arange(1000, 1000 + n), zeros, zeros, zeros, np.zeros((n, 2), dtype=np.int64), zeros,
        [(0, n)], 1,
    )  # fmt: skip
    inputs, mask, gather = windows(encoded)
    assert inputs[:, 0].reshape(-1)[gather].tolist() == encoded.ids.tolist()
    assert mask.all()


def test_unit_places_count_within_the_paragraph(tokenizer):
    encoded = encode(TEXT, plain_sections(TEXT), tokenizer)
    spans = [
        pieces_of(encoded, TEXT.index(part), TEXT.index(part) + len(part))
        for part in ("Cats are clean", "They wash", "are loyal")
    ]
    places, sections, gaps = unit_features(encoded, spans)
    assert sections.tolist() == [1, 1, 2]
    # Paragraph from the start and end; rank from the start and end; units in it; paragraphs.
    assert places.tolist() == [[1, 2, 0, 1, 2, 2], [1, 2, 1, 0, 2, 2], [2, 1, 0, 0, 1, 2]]
    assert gaps[0] == spans[0][0]
    # "Dogs, as Ann says," leads to the last unit.
    assert TEXT[encoded.offsets[gaps[2], 0] :].startswith("Dogs")


def test_an_empty_section_has_no_pieces(tokenizer):
    assert len(encode("  ", [Section(0, 2)], tokenizer)) == 0
