import pytest

from argmap.mining.cues import connectives, find_cues, kind_of


def kinds(text: str, start: int = 0) -> list[str]:
    return [cue.kind for cue in find_cues(text, 0, start, len(text))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Therefore, rents must fall.", "conclusion"),
        ("For this reason rents must fall.", "conclusion"),
        ("However, rents rise.", "contrast"),
        ("“Moreover, rents rise,” she wrote.", "addition"),
        ("The main reason is that few homes are built.", "reason"),
        ("Rents, for instance, rise.", "example"),
        ("Given the shortage of homes", "reason_ahead"),
        ("In conclusion, rents must fall.", "summary"),
        ("I firmly believe that rents must fall.", "thesis"),
        ("Critics say rents never fall.", "opponent"),
        ("That doesn’t follow.", "undercut"),
    ],
)
def test_cues_are_found_at_the_start_inside_and_with_either_apostrophe(text, kind):
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "First World War veterans marched.",
        "Soldiers marched home.",
        "Still waters run deep.",
        "Butter is dear.",
        "Consider the lilies.",
    ],
)
def test_cues_do_not_fire_on_words_that_only_look_like_them(text):
    assert kinds(text) == []


def test_cues_longest_phrase_wins_and_its_offsets_are_exact():
    text = "  As a result of this, rents fell."
    (cue,) = find_cues(text, 0, 2, len(text))
    assert text[cue.start : cue.end] == "As a result"


def test_cues_keep_exact_offsets_where_lower_case_changes_length():
    text = "İİİ rose. However, İ fell."
    start = text.index("However")
    (cue,) = find_cues(text, start, start, len(text))
    assert text[cue.start : cue.end] == "However"


def test_cues_kinds_are_known_and_no_phrase_is_twice_in_one_kind():
    for kind, phrases in connectives().items():
        assert len(set(phrases)) == len(phrases), kind
        assert all(phrase == phrase.lower() == phrase.strip() for phrase in phrases), kind
    assert kind_of("For  Instance") == "example"
    assert kind_of("banana") is None
