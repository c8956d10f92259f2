import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argmap.mining.parse import parse
from argmap.mining.rules import RulesMiner, confidences
from argmap.reading import read_text

MINER = RulesMiner()


def mine(text: str):
    return MINER.mine(read_text(text))


def links(text: str) -> set[tuple[str, str, str]]:
    mined = mine(text)
    words = {u.id: u.text for u in mined.units}
    words |= {r.id: f"{words[r.source]} -> {words.get(r.target)}" for r in mined.relations}
    return {(words[r.source], r.kind.value, words[r.target]) for r in mined.relations}


def test_rules_because_makes_a_premise_of_the_claim_before_it():
    assert links("The bridge must go because every storm shakes it.") == {
        ("every storm shakes it", "support", "The bridge must go")
    }


def test_rules_given_makes_a_premise_of_the_claim_after_it():
    text = "Given the state of its old cables, many drivers avoid the bridge."
    assert links(text) == {
        ("Given the state of its old cables", "support", "many drivers avoid the bridge")
    }


def test_rules_while_sets_a_concession_against_the_main_clause():
    text = "While the old bridge looks handsome, the city should replace it soon."
    assert ("the old bridge looks handsome", "attack", "the city should replace it soon") in links(
        text
    )


def test_rules_but_after_the_other_sides_view_undercuts_it():
    text = (
        "The city should replace the bridge. Critics say a new bridge costs too much money. "
        "But the repairs of one decade cost even more."
    )
    critics = "Critics say a new bridge costs too much money"
    goal = "The city should replace the bridge"
    assert (critics, "attack", goal) in links(text)
    undercut = ("the repairs of one decade cost even more", "undercut", f"{critics} -> {goal}")
    assert undercut in links(text)


def test_rules_this_has_forced_draws_a_conclusion_from_the_unit_before():
    text = (
        "Why the ferry is back\n\nThe town needs its ferry again.\n\n"
        "The flood broke both bridges. This damage has forced the council to run a ferry.\n"
    )
    assert (
        "The flood broke both bridges",
        "support",
        "This damage has forced the council to run a ferry",
    ) in links(text)


def test_rules_sections_hang_under_the_thesis():
    text = (
        "Why the bridge must go\n\nThe cables\n\nThe cables are rotten. Inspectors found rust in March.\n\n"
        "The money\n\nRepairs are dear. The city paid two million last year.\n\n"
        "Conclusion\n\nIn conclusion, the city should replace the bridge.\n"
    )  # fmt: skip
    mined = mine(text)
    (thesis,) = [u for u in mined.units if u.role == "major_claim"]
    assert thesis.text == "the city should replace the bridge"
    found = links(text)
    assert ("The cables are rotten", "support", thesis.text) in found
    assert ("Repairs are dear", "support", thesis.text) in found
    assert ("Inspectors found rust in March", "support", "The cables are rotten") in found


def test_rules_announcements_and_background_are_no_units():
    text = (
        "The case of the bridge\n\nThe debate\n\nThe city should replace the bridge. "
        "There are several reasons.\n\nFirst, the cables are rotten.\n\n"
        "Understanding these reasons is crucial for every citizen.\n"
    )
    words = [u.text for u in mine(text).units]
    assert "There are several reasons" not in words
    assert not any(w.startswith("Understanding") for w in words)
    assert "the cables are rotten" in words


def test_rules_repeated_title_is_no_unit():
    text = "Why the bridge must go\n\nWhy the bridge must go\n\nThe cables are rotten. The city should act.\n"
    assert all("Why" not in u.text for u in mine(text).units)


def test_rules_given_spans_are_kept_as_they_are():
    text = "The bridge must go. Every storm shakes it. The cables are rotten."
    spans = [(0, 18), (20, 41)]
    mined = MINER.mine(read_text(text), None, spans)
    assert [(u.start, u.end) for u in mined.units] == spans


def test_rules_confidences_are_measured_shares():
    tables = confidences()
    assert set(tables["role"]) == {"major_claim", "claim", "premise"}
    assert all(0 < value < 1 for table in tables.values() for value in table.values())
    assert len(set(tables["link"].values())) > 5


def is_forest(mined) -> bool:
    head = {r.source: r.target for r in mined.relations if r.kind != "undercut"}
    sources = [r.source for r in mined.relations]
    if len(sources) != len(set(sources)):
        return False
    for at in head:
        seen = set()
        while at in head:
            if at in seen:
                return False
            seen.add(at)
            at = head[at]
    return True


SENTENCES = st.lists(
    st.sampled_from(
        [
            "The bridge must go. ", "However, it is old. ", "Critics say it is fine. ", "But they are wrong. ",
            "Therefore the city should act. ", "This rust has forced a closure. ", "For example, cables broke. ",
            "Because cars are heavy, cables break. ", "That does not follow. ", "In conclusion, we should act. ",
            "\n\n", "\n\nThe money\n\n", "First, it is dear. ", "While it is old, it still stands firm. ", "Why not? ",
        ]
    ),
    min_size=1,
    max_size=25,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(SENTENCES.map("".join).filter(str.strip))
def test_rules_make_one_connected_forest_and_drop_nothing(text):
    article = read_text(text)
    mined = MINER.mine(article, parse(article))
    assert is_forest(mined)
    if mined.units:
        assert [u.role.value for u in mined.units].count("major_claim") == 1
        rooted = {u.id for u in mined.units} - {r.source for r in mined.relations}
        assert len(rooted) == 1, "every unit but the thesis hangs somewhere"
    assert all(text[u.start : u.end] == u.text for u in mined.units)


def test_rules_on_the_article_meet_its_gold(user_article, gold_dir):
    gold = json.loads((gold_dir / "russia-turkey-weapon-sales.json").read_text(encoding="utf-8"))
    text = user_article.read_text(encoding="utf-8")
    units = MINER.mine(read_text(text)).units

    def overlaps(a, b) -> bool:
        shared = min(a[1], b[1]) - max(a[0], b[0])
        return shared >= 0.5 * max(a[1] - a[0], b[1] - b[0])

    spans = [(u.start, u.end) for u in units]
    hits = sum(any(overlaps((g["start"], g["end"]), s) for s in spans) for g in gold["units"])
    f1 = 2 * hits / (len(spans) + len(gold["units"]))
    assert f1 >= 0.8
    (thesis,) = [u for u in units if u.role == "major_claim"]
    (wanted,) = [g for g in gold["units"] if g["role"] == "major_claim"]
    assert overlaps((thesis.start, thesis.end), (wanted["start"], wanted["end"]))


@pytest.mark.parametrize(
    "text", ["Hello", "...", "?!", "a b", "no verbs here at all whatever so long"]
)
def test_rules_on_next_to_nothing_do_not_fail(text):
    assert len(mine(text).units) <= 1
