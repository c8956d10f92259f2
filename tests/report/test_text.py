import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.report.text import one_line, shorten


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\x1b[2Jb", "ab"),
        ("a\x9b31mb", "ab"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]8;;http://x.example\x1b\\b", "ab"),
        ("a\x1bPq#0\x1b\\b", "ab"),
        ("a\x1bcb", "ab"),
        ("a\x1b(0b", "ab"),
        ("a\r\n\tb\u2028c\x85d", "a b c d"),
        ("a\u202eb\u2066c\u2069\x00\x7f", "abc"),
        ("\u05d0\u200f!", "\u05d0\u200f!"),
        ("a\ud800b", "ab"),
    ],
)
def test_text_one_line_takes_out_what_acts_on_a_screen(raw, shown):
    assert one_line(raw) == shown


@given(st.text(alphabet=st.characters()))
def test_text_one_line_never_lets_a_control_character_through(text):
    line = one_line(text)
    assert all(char >= " " and not "\x7f" <= char <= "\x9f" for char in line)
    assert one_line(line) == line


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_text_shorten_keeps_to_the_width(text, width):
    assert len(shorten(text, width)) <= width


def test_text_shorten_cuts_a_word_only_where_there_is_no_space():
    assert shorten("x" * 30, 10) == "x" * 9 + "…"
    assert shorten("Buses are always late", 15) == "Buses are…"
