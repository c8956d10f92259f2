import pytest

from argmap.evidence.compare import compare, content_of, other_number
from argmap.evidence.events import events


def likeness(parsed, claim, passage):
    """How the passage stands to the claim: "agrees", what differs, or none."""
    found = [
        one
        for a in events(parsed(claim))
        for b in events(parsed(passage))
        if (one := compare(a, b)) is not None
    ]
    if any(one.agrees for one in found):
        return "agrees"
    return found[0].differs if found else None


FLEET = "Ukraine sank the Black Sea Fleet's cruiser Moskva in April 2022."


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        # Another agent for the same thing done to the same one.
        ("The destruction of the Black Sea Fleet's ships by NATO shows weakness.", FLEET, "agent"),
        ("NATO sank the Moskva in 2022.", FLEET, "agent"),
        ("The Moskva was sunk by Turkish forces.", FLEET, "agent"),
        ("Ukrainian forces destroyed ships of the Black Sea Fleet.", FLEET, "agrees"),
        # A member may stand for its body.
        ("NATO bombed Belgrade in 1999.", "The United States bombed Belgrade in 1999.", None),
        # Not the same thing, not the same one, not the same time.
        ("NATO sank the Bismarck.", FLEET, None),
        ("NATO praised the Black Sea Fleet's crew.", FLEET, None),
        ("NATO sank the Moskva in 1994.", FLEET, None),
        # What only may be is no claim that it was.
        ("NATO could sink the Moskva.", FLEET, None),
        ("NATO did not sink the Moskva.", FLEET, None),
        # Dates of what happens once.
        ("Turkey joined NATO in 1952.", "Turkey joined NATO on 18 February 1952.", "agrees"),
        ("Turkey joined NATO in 1955.", "Turkey joined NATO on 18 February 1952.", "date"),
        ("Turkey joined the EU in 1955.", "Turkey joined NATO on 18 February 1952.", None),
        ("Iran bombed Basra in 1984.", "Iran bombed Basra in 1986.", None),
        ("Turkey joined NATO in 1952.", "Turkey joined NATO.", None),
        # Places.
        (
            "Russia moved the Black Sea Fleet to Murmansk.",
            "Russia moved the Black Sea Fleet to Novorossiysk.",
            "place",
        ),
        (
            "The Black Sea Fleet's withdrawal weakened Moscow.",
            "Russia moved the Black Sea Fleet to Novorossiysk.",
            "agrees",
        ),
        # There is no such thing.
        (
            "Turkey's import of Russian naval technology continues.",
            "The register lists no delivery of Russian naval weapons to Turkey.",
            "polarity",
        ),
        (
            "Turkey's import of Russian grain continues.",
            "The register lists no delivery of Russian naval weapons to Turkey.",
            None,
        ),
        # People.
        (
            "Thomas Edison invented the telephone.",
            "Alexander Graham Bell invented the telephone.",
            "agent",
        ),
        ("Edison invented the telephone.", "Thomas Edison invented the telephone.", "agrees"),
    ],
)
def test_compare_claim_and_passage(parsed, claim, passage, expected):
    assert likeness(parsed, claim, passage) == expected


def test_compare_says_what_each_says(parsed):
    (a,) = [e for e in events(parsed("NATO sank the Moskva.")) if e.family == "strike"]
    (b,) = [e for e in events(parsed("Ukraine sank the Moskva.")) if e.family == "strike"]
    one = compare(a, b)
    assert (one.ours, one.theirs) == ("NATO", "Ukraine")


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        (
            "Unemployment in Spain fell to 8 percent in 2019.",
            "In 2019 unemployment in Spain fell to 14.1%.",
            "number",
        ),
        (
            "Unemployment in Spain fell to 14 percent in 2019.",
            "In 2019 unemployment in Spain fell to 14.1%.",
            "agrees",
        ),
        (
            "Unemployment in Spain fell to 8 percent in 2010.",
            "In 2019 unemployment in Spain fell to 14.1%.",
            None,
        ),
        (
            "Unemployment in Spain fell to about 8 percent in 2019.",
            "In 2019 unemployment in Spain fell to 14.1%.",
            None,
        ),
        (
            "Bread in Spain cost 8 euros in 2019.",
            "In 2019 unemployment in Spain fell to 14.1%.",
            None,
        ),
    ],
)
def test_compare_numbers(parsed, claim, passage, expected):
    mine, theirs = content_of(parsed(claim)[:]), content_of(parsed(passage)[:])
    one = other_number(claim, passage, len(mine & theirs) / len(mine))
    assert (one and ("agrees" if one.agrees else one.differs)) == expected


def test_events_pronouns_stand_for_the_nearest_name(parsed):
    text = "The Russian Black Sea fleet's withdrawal and the destruction of its ships by Ukraine highlight it."
    strike = next(e for e in events(parsed(text)) if e.family == "strike")
    assert {"black sea", "russia"} <= strike.patients[0].names
    assert text[strike.start : strike.end] == "the destruction of its ships by Ukraine"
