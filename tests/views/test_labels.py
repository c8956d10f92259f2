import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.views.labels import clean, clip, escape, is_rtl, width, wrap


def test_labels_ampersand_goes_first():
    assert escape("&lt;") == "&amp;lt;"
    assert escape("AT&T <b>") == "AT&amp;T &lt;b&gt;"


def test_labels_backslash_is_no_escape():
    assert escape(r"\N \G") == r"\\N \\G"


@pytest.mark.parametrize(
    "refused", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ufffe", "\uffff", "\ud800", "\u202e"]
)
def test_labels_refused_characters_are_left_out(refused):
    assert clean(f"a{refused}b") == "ab"


@given(st.text())
def test_labels_escape_can_be_undone_to_the_clean_text(text):
    escaped = escape(text)
    assert "<" not in escaped and ">" not in escaped and '"' not in escaped
    assert html.unescape(escaped.replace("\\\\", "\\")) == clean(text)


@given(st.text(), st.integers(min_value=4, max_value=40))
def test_labels_wrap_keeps_every_character_and_the_width(text, columns):
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())
    assert all(width(line) <= columns for line in lines)


@given(st.text(), st.integers(min_value=2, max_value=60))
def test_labels_clip_bounds_the_length(text, characters):
    assert len(clip(text, characters)) <= characters


def test_labels_clip_does_not_part_a_mark_from_its_letter():
    assert clip("abcde\u0301fgh", 6) == "abcd…"


def test_labels_wrap_breaks_a_script_without_spaces():
    assert wrap("日本語日本語", 6) == ["日本語", "日本語"]


def test_labels_wrap_breaks_a_long_address():
    assert max(map(len, wrap("https://example.org/" + "a" * 300, 30))) <= 30


def test_labels_direction_is_that_of_the_first_letter():
    assert is_rtl("12 שלום")
    assert not is_rtl("12 Hello שלום")
    assert not is_rtl("12")
