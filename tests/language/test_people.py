import pytest

from argmap.language.people import is_actor, is_people
from argmap.mining.parse import parse
from argmap.model import Article


def word(text: str, which: str):
    return next(t for t in parse(Article(id="a", text=text)) if t.text == which)


@pytest.mark.parametrize("noun", ["recruiters", "librarians", "politicians", "governments"])
def test_people_nouns(noun: str) -> None:
    assert is_people(word(f"Many {noun} like tea.", noun))


@pytest.mark.parametrize("noun", ["computers", "rivers", "letters", "factors"])
def test_people_nouns_that_only_end_so(noun: str) -> None:
    assert not is_people(word(f"Many {noun} are grey.", noun))


@pytest.mark.parametrize(
    ("text", "noun", "expected"),
    [
        ("The ministry closed the mine.", "ministry", True),
        ("The ministry closed the mine.", "mine", False),
        ("Ministries close mines.", "Ministries", False),
        ("British surveyors drew the line.", "surveyors", True),
        ("The rain closed the mine.", "rain", False),
    ],
)
def test_people_actors_are_somebody_in_particular(text: str, noun: str, expected: bool) -> None:
    assert is_actor(word(text, noun)) is expected
