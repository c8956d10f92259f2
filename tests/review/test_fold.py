"""The fold: decisions over a map, undo and redo, and the same article analysed anew."""

from __future__ import annotations

import random

import pytest
from review_support import TEXT, WORDS, make_map

from argmap.errors import UsageError


def unit(map_, key):
    return next((one for one in map_.units if one.id == key), None)


def test_fold_without_decisions_is_the_machines_map(ferries, reviewing):
    assert reviewing(ferries).now.map is ferries


def test_fold_verdicts(ferries, reviewing):
    review = reviewing(ferries)
    review.say("confirm", flag="f1", reason="plainly")
    review.say("dismiss", flag="f2", reason="named above")
    now = review.now
    assert {key: one.confirmed for key, one in now.verdicts.items()} == {"f1": True, "f2": False}
    assert [flag.id for flag in now.map.flags] == ["f1", "f2", "f3"]
    assert [flag.id for flag in now.corrected.flags] == ["f1", "f3"]
    review.say("confirm", flag="f2")
    assert review.now.verdicts["f2"].confirmed


def test_fold_a_dismissed_flag_no_longer_weighs(ferries, reviewing):
    review = reviewing(ferries)
    before = review.now.corrected.unit("u5").strength
    review.say("dismiss", flag="f2")
    assert review.now.corrected.unit("u5").strength > before


def test_fold_role_and_span(ferries, reviewing):
    review = reviewing(ferries)
    review.say("role", unit="u3", role="claim")
    start = TEXT.index("buses are full")
    review.say("span", unit="u3", start=start - 1, end=start + 15)
    changed = review.now.map.unit("u3")
    assert (changed.role.value, changed.text, changed.confidence) == ("claim", "buses are full", 1)
    # The flag was on a word that is outside now: it is on the unit still.
    flag = next(one for one in review.now.map.flags if one.id == "f1")
    assert (flag.start, flag.end) == (changed.start, changed.end)


def test_fold_add_and_remove(ferries, reviewing):
    review = reviewing(ferries)
    start = TEXT.index("The harbour")
    made = review.say("add_unit", start=start, end=len(TEXT), role="premise").body["made"]
    added = review.now.map.unit(made)
    assert added.text == "The harbour was dredged in spring"
    assert added.block == 2
    link = review.say("add_relation", source=made, target="u1", type="support").body["made"]
    assert made in {one.id for one in review.now.map.supporters("u1")}
    review.say("redraw_relation", relation=link, source=made, target="r3", type="undercut")
    assert review.now.map.relation(link).target == "r3"
    review.say("remove_relation", relation="r3")
    # What undercuts a relation goes with it.
    assert {one.id for one in review.now.map.relations} == {"r1", "r2", "r4"}
    review.say("remove_unit", unit="u5")
    now = review.now.map
    assert unit(now, "u5") is None
    assert [flag.id for flag in now.flags] == ["f1", "f3"]
    assert {one.id for one in now.relations} == {"r1", "r2"}


def test_fold_undo_and_redo(ferries, reviewing):
    review = reviewing(ferries)
    maps = [review.now.map]
    orders = [
        ("role", {"unit": "u3", "role": "claim"}),
        ("remove_unit", {"unit": "u4"}),
        ("add_relation", {"source": "u5", "target": "u1", "type": "attack"}),
    ]
    for kind, fields in orders:
        review.say(kind, **fields)
        maps.append(review.now.map)
    for expected in reversed(maps[:-1]):
        review.say("undo")
        assert review.now.map == expected
    with pytest.raises(UsageError, match="nothing to undo"):
        review.say("undo")
    for expected in maps[1:]:
        review.say("redo")
        assert review.now.map == expected
    review.say("undo")
    review.say("note", text="Another way.")
    with pytest.raises(UsageError, match="nothing to redo"):
        review.say("redo")
    # Nothing was ever taken out of the store.
    assert len(review.store.decisions()) == 11


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("confirm", {"flag": "f9"}, "no flag"),
        ("role", {"unit": "u9", "role": "claim"}, "no unit"),
        ("span", {"unit": "u1", "start": 5, "end": 5}, "no stretch"),
        ("span", {"unit": "u1", "start": 5, "end": 10_000}, "no stretch"),
        ("span", {"unit": "u1", "start": 30, "end": 70}, "would cross"),
        ("add_unit", {"start": 18, "end": 54, "role": "claim"}, "already stands"),
        ("add_unit", {"start": 16, "end": 18, "role": "claim"}, "no word"),
        ("add_relation", {"source": "u1", "target": "u1", "type": "support"}, "itself"),
        ("add_relation", {"source": "u2", "target": "u1", "type": "support"}, "already"),
        ("add_relation", {"source": "u2", "target": "u1", "type": "undercut"}, "no relation"),
        ("add_relation", {"source": "u9", "target": "u1", "type": "support"}, "no unit"),
        ("redraw_relation", {"relation": "r1", "source": "u3", "target": "u1", "type": "support"}, "already"),
        ("redraw_relation", {"relation": "r1", "source": "u2", "target": "r1", "type": "undercut"}, "undercut itself"),
        ("remove_relation", {"relation": "r9"}, "no relation"),
        ("let_go", {"decision": 1}, "asked about"),
        ("redo", {}, "nothing to redo"),
    ],
)  # fmt: skip
def test_fold_what_cannot_be_followed_is_refused_and_not_kept(
    ferries, reviewing, kind, fields, words
):
    review = reviewing(ferries)
    with pytest.raises(UsageError, match=words):
        review.say(kind, **fields)
    assert review.store.decisions() == []


def test_fold_random_decisions_always_give_a_valid_map_and_undo_to_nothing(ferries, reviewing):
    draw = random.Random(7)
    for _ in range(8):
        review = reviewing(ferries)
        for _ in range(20):
            now = review.now.map
            units = [one.id for one in now.units] or ["none"]
            links = [one.id for one in now.relations] or ["none"]
            ends = {"source": draw.choice(units), "target": draw.choice(units + links)}
            kind = draw.choice(["support", "attack", "undercut"])
            start = draw.randrange(len(TEXT))
            kinds = {
                "role": {"unit": draw.choice(units), "role": draw.choice(["claim", "premise"])},
                "span": {"unit": draw.choice(units), "start": start, "end": start + 20},
                "add_unit": {"start": start, "end": start + 20, "role": "claim"},
                "remove_unit": {"unit": draw.choice(units)},
                "add_relation": {**ends, "type": kind},
                "redraw_relation": {**ends, "type": kind, "relation": draw.choice(links)},
                "remove_relation": {"relation": draw.choice(links)},
                "undo": {},
                "redo": {},
            }
            name = draw.choice(list(kinds))
            try:
                review.say(name, **kinds[name])
            except UsageError:
                continue
            again = review.now
            assert type(now).from_json(again.map.to_json()) == again.map
            assert not again.questions
        while review.now.done:
            review.say("undo")
        assert review.now.map == ferries


# The article analysed anew -------------------------------------------------------------------------


def reviewed(reviewing, machine):
    """A review with a decision of each kind on the first map."""
    review = reviewing(machine)
    review.say("confirm", flag="f1", reason="so it is")
    review.say("dismiss", flag="f2", reason="named before")
    review.say("role", unit="u4", role="premise")
    review.say("note", unit="u2", text="Ask the port.")
    start = TEXT.index("The harbour")
    review.say("add_unit", start=start, end=len(TEXT), role="premise")
    review.say("add_relation", source="a1", target="u1", type="support")
    review.say("remove_relation", relation="r2")
    review.say("finish")
    return review


def renamed(text=TEXT, **more):
    """The same map with other ids, as a later analysis may give them."""
    return make_map(text, [(f"x{key}", words, role) for key, words, role in WORDS], **more)


def test_fold_decisions_are_kept_where_nothing_changed_but_ids(ferries, reviewing):
    now = reviewed(reviewing, ferries).on(renamed(model="rules 2")).now
    assert now.questions == ()
    assert {key: one.confirmed for key, one in now.verdicts.items()} == {"f1": True, "f2": False}
    assert now.map.unit("xu4").role.value == "premise"
    assert [note.unit for note in now.notes] == ["xu2"]
    assert {one.id for one in now.map.supporters("xu1")} == {"xu2", "a1"}
    # Who went through one map did not go through the other.
    assert not now.finished


def test_fold_decisions_follow_their_words_to_another_place(ferries, reviewing):
    title, rest = TEXT.split("\n\n", 1)
    later = f"{title}\n\nA new paragraph stands here. It is long.\n\n{rest}"
    now = reviewed(reviewing, ferries).on(renamed(later)).now
    assert now.questions == ()
    assert now.map.unit("a1").text == "The harbour was dredged in spring"
    assert len(now.verdicts) == 2


def test_fold_asks_about_what_changed(ferries, reviewing):
    review = reviewed(reviewing, ferries)
    later = TEXT.replace("fuel has become dear", "fuel is expensive").replace(
        "Officials say so", "The mayor says so"
    )
    words = [
        ("u1", WORDS[0][1], "major_claim"), ("u2", WORDS[1][1], "premise"),
        ("u3", WORDS[2][1], "premise"), ("u4", "fuel is expensive", "claim"),
        ("u5", "The mayor says so", "premise"),
    ]  # fmt: skip
    again = review.on(make_map(later, words))
    now = again.now
    asked = {question.decision.kind.value: question for question in now.questions}
    assert set(asked) == {"role"}
    assert "not in the text" in asked["role"].why
    # A flag that was dismissed and is not raised any more needs no answer; the other is kept.
    assert {one.kind.value for one in now.settled} == {"dismiss", "finish"}
    assert now.verdicts["f1"].confirmed
    again.say("let_go", decision=asked["role"].decision.seq)
    assert again.now.questions == ()
    again.say("undo")
    assert len(again.now.questions) == 1


def test_fold_asks_about_a_confirmed_flag_that_is_gone(ferries, reviewing):
    review = reviewing(ferries)
    review.say("confirm", flag="f1")
    (question,) = review.on(renamed(flags=False)).now.questions
    assert "does not raise it" in question.why


def test_fold_a_decision_that_the_new_map_follows_is_settled(ferries, reviewing):
    review = reviewing(ferries)
    start = TEXT.index("The harbour")
    review.say("add_unit", start=start, end=len(TEXT), role="premise")
    review.say("add_relation", source="a1", target="u1", type="support")
    words = [*WORDS, ("u6", "The harbour was dredged in spring", "premise")]
    now = review.on(make_map(words=words)).now
    assert [one.kind.value for one in now.settled] == ["add_unit"]
    assert {one.id for one in now.map.supporters("u1")} == {"u2", "u3", "u6"}


def test_fold_asks_where_bounds_moved(ferries, reviewing):
    review = reviewing(ferries)
    review.say("role", unit="u3", role="claim")
    words = [row if row[0] != "u3" else ("u3", "buses are full", "premise") for row in WORDS]
    (question,) = review.on(make_map(words=words)).now.questions
    assert "no unit has these bounds" in question.why


def test_fold_back_on_the_first_map_all_is_as_it_was(ferries, reviewing):
    review = reviewed(reviewing, ferries)
    expected = review.now.map
    review.on(renamed()).say("role", unit="xu5", role="claim")
    now = review.now
    assert now.questions == ()
    assert now.map.unit("u5").role.value == "claim"
    assert [one for one in now.map.units if one.id != "u5"] == [
        one for one in expected.units if one.id != "u5"
    ]
