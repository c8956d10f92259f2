import pytest

from argmap.evidence.borders import neighbourhoods
from argmap.evidence.countries import countries


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "Turkey's interest in the system includes shooting down aircraft from neighboring "
            "countries like Israel and the broader region.",
            [("turkey", "israel")],
        ),
        ("Poland shares a border with Ukraine.", [("poland", "ukraine")]),
        ("Portugal does not border France.", [("portugal", "france")]),
        ("Germany invaded neighboring Poland.", [("germany", "poland")]),
        ("France and its neighbour Spain signed a treaty.", [("france", "spain")]),
        (
            "Kenya's neighbours, Uganda and Nigeria, agreed.",
            [("kenya", "uganda"), ("kenya", "nigeria")],
        ),
        ("Neighbouring villages were flooded.", []),
        ("My neighbour borders on madness.", []),
    ],
)
def test_borders_who_is_called_whose_neighbour(parsed, text, pairs):
    assert [(n.country, n.other) for n in neighbourhoods(parsed(text))] == pairs


def test_borders_denial_is_heard(parsed):
    (one,) = neighbourhoods(parsed("Portugal does not border France."))
    assert one.denied


@pytest.mark.parametrize(
    ("first", "second", "share"),
    [
        ("Turkey", "Syria", True),
        ("Turkish", "Israel", False),
        ("Germany", "Polish", True),
        ("Japan", "Iceland", None),
        ("Atlantis", "Spain", None),
        ("Spain", "Spain", None),
    ],
)
def test_borders_of_countries(first, second, share):
    assert countries().neighbours(first, second) is share
