from argmap.model import Relation
from argmap.views.outline import outline


def test_outline_keeps_what_is_nearest_to_the_thesis(make_map):
    map_ = make_map([f"Unit number {n}" for n in range(50)])
    found = outline(map_, 5)
    assert found.units == (0, 1, 2, 3, 4)
    assert sum(found.hidden.values()) == 45


def test_outline_of_a_circle_ends_and_counts_everything(make_map):
    map_ = make_map([f"Unit number {n}" for n in range(10)], branching=1)
    circle = Relation(id="back", source="u0", target="u9", kind="attack")
    map_ = map_.model_copy(update={"relations": (*map_.relations, circle)})
    found = outline(map_, 3)
    assert len(found.units) == 3
    assert sum(found.hidden.values()) == 7


def test_outline_follows_an_undercut_to_what_it_bears_on(bridge):
    found = outline(bridge, 4)
    # u5 undercuts what u4 says of the thesis: it stands as near as u4, and nearer than u3.
    assert found.units == (0, 1, 3, 4)
    assert found.hidden == {1: 1}
