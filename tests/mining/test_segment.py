import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argmap.mining.parse import parse
from argmap.mining.segment import find_candidates, plain_heading
from argmap.reading import read_text


def pieces(text: str) -> list[str]:
    article = read_text(text)
    return [text[c.start : c.end] for c in find_candidates(article, parse(article))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Given the shortage of homes in the city, many families move away.",
            ["Given the shortage of homes in the city", "many families move away"],
        ),
        (
            "While the old rules protect tenants well, builders avoid the city.",
            ["the old rules protect tenants well", "builders avoid the city"],
        ),
        (
            "Rents must fall because few families can still afford them.",
            ["Rents must fall", "few families can still afford them"],
        ),
        (
            "The council ignores tenants, and the builders ignore the council.",
            ["The council ignores tenants", "the builders ignore the council"],
        ),
        ("Although it is cheap, the new bridge will not last.", ["the new bridge will not last"]),
        (
            "Since the council left the union in 1990, rents have risen every year.",
            ["Since the council left the union in 1990, rents have risen every year"],
        ),
        ("Firstly, the bridge is old.", ["the bridge is old"]),
        ("In conclusion, therefore, the bridge must go.", ["the bridge must go"]),
        ("First World War bridges still stand.", ["First World War bridges still stand"]),
    ],
)
def test_segment_splits_what_stands_for_itself(text, expected):
    assert pieces(text) == expected


def test_segment_leaves_titles_headings_and_reference_lists_alone():
    text = (
        "Bridges of the city\n\nThe bridge is old and it must go.\n\nReferences\n\n"
        "Miller wrote about bridges in 1999 and again later.\n"
    )
    assert all("Bridges of the city" not in piece for piece in pieces(text))
    assert all("Miller" not in piece for piece in pieces(text))


def test_segment_sentence_never_crosses_a_heading():
    text = "A Bridge Too Old\n\nWhy it must go\n\nThe bridge is old. It shakes in every storm.\n"
    assert pieces(text)[0] == "The bridge is old"


def test_plain_heading_drops_numbers_and_marks():
    assert plain_heading("IV. 5) Final Thoughts —") == "iv. 5) final thoughts"
    assert plain_heading("§ 3.1 Summary:") == "summary"


ALPHABET = st.sampled_from(
    list("ab cde fg hi. ,;?!\n\r\t'\"()") + ["because ", "while ", "However, ", "é", "e\u0301", "🙂", "👩‍👩‍👧", "שלום ", "\u202e", "\u2028", "İ", "ß"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(ALPHABET, min_size=1, max_size=120)
    .map("".join)
    .filter(lambda text: any(c.isalnum() for c in text))
)
def test_segment_spans_are_exact_ordered_and_apart(text):
    article = read_text(text)
    last = 0
    for c in find_candidates(article, parse(article)):
        assert last <= c.start < c.end <= len(text)
        assert text[c.start : c.end] == text[c.start : c.end].strip()
        assert all(0 <= cue.start < cue.end <= len(text) for cue in c.cues)
        last = c.end
