import io

import pytest
from rich.cells import cell_len

from argmap.model import ArgumentMap, Article, Relation, Unit
from argmap.report.tree import tree_text


def shown(map_, width=80, encoding="utf-8", **more):
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    return tree_text(map_, file, width=width, **more)


def graph(count: int, links: list[tuple[int, int]], words: str = "word") -> ArgumentMap:
    texts = [f"{words}{i}" for i in range(count)]
    text = " ".join(texts)
    units, at = [], 0
    for i, one in enumerate(texts):
        role = "claim" if i else "major_claim"
        units.append(Unit(id=f"u{i}", start=at, end=at + len(one), text=one, role=role))
        at += len(one) + 1
    return ArgumentMap(
        article=Article(id="g", text=text),
        units=tuple(units),
        relations=tuple(
            Relation(id=f"r{n}", source=f"u{a}", target=f"u{b}", kind="support")
            for n, (a, b) in enumerate(links)
        ),
    )


def test_tree_of_a_small_map(small_map):
    assert shown(small_map).splitlines() == [
        "Night trains",
        "major claim: Cities should bring back night trains (0.60)",
        "├── + claim: They save hotel costs (0.50)",
        "│   ⚑ unsourced-fact: “They save” is asserted with no source.",
        "└── - premise: many trains run empty (0.40)",
        "    ⚑ overgeneralization: “many” of how many?",
        "    └── x premise: That does not follow from one winter (0.50)",
        "",
        "+ supports, - attacks, x undercuts the link above it; (0.50): strength",
    ]


def test_tree_without_flags(small_map):
    assert "unsourced-fact" not in shown(small_map, flags=False)


def test_tree_of_nothing(empty_map):
    assert shown(empty_map) == "empty\nNo argument was found in this article.\n"


@pytest.mark.parametrize("width", [20, 33, 60, 100])
def test_tree_folds_to_the_width(tram_map, small_map, width):
    for map_ in (tram_map, small_map, graph(60, [(i + 1, i) for i in range(59)], "長い語")):
        assert all(cell_len(line) <= width for line in shown(map_, width).splitlines())


@pytest.mark.parametrize("width", [20, 80])
@pytest.mark.parametrize("count", [30, 1500])
def test_tree_deep_branches_go_on_below(width, count):
    out = shown(graph(count, [(i + 1, i) for i in range(count - 1)]), width)
    for i in range(count):
        assert out.count(f"word{i}\n") == 1
    assert "… goes on at (1)" in " ".join(out.split())
    assert "\n(1) + claim: " in out


def test_tree_of_five_levels_is_one_tree_at_forty_columns():
    assert "goes on" not in shown(graph(6, [(i + 1, i) for i in range(5)]), 40)
    assert "goes on" in shown(graph(7, [(i + 1, i) for i in range(6)]), 40)


def test_tree_of_a_deep_map_at_a_wide_screen_is_one_tree():
    assert "goes on" not in shown(graph(20, [(i + 1, i) for i in range(19)]), 200)


def test_tree_units_that_bear_on_two_are_written_once():
    out = shown(graph(4, [(1, 0), (2, 0), (3, 1), (3, 2)]))
    assert out.count("word3\n") == 1
    assert out.count("word3 (see above)\n") == 1


def test_tree_circles_end():
    out = shown(graph(4, [(1, 2), (2, 3), (3, 1)]))
    assert out.count("(see above)") == 1
    assert "Apart from it" in out
    assert all(f"word{i}" in out for i in range(4))


def test_tree_depth():
    map_ = graph(6, [(1, 0), (2, 1), (3, 2), (4, 1)])
    out = shown(map_, depth=1)
    assert "word1" in out and "word2" not in out
    assert "… 3 units below" in out
    assert "word5" in out.partition("Apart from it")[2]
    assert shown(map_, depth=0).count("units below") == 1


def test_tree_in_ascii(small_map):
    out = shown(small_map, encoding="ascii")
    assert "⚑" not in out
    assert "! unsourced-fact" in out
    assert "+-- + claim" in out


def test_tree_of_hostile_text(hostile_map):
    out = shown(hostile_map)
    assert not set(out) & set("\x00\x07\x1b\x9b\u202e\r")
    assert "[bold red]markup[/] :smile:" in " ".join(out.split())
    assert "http://l.example" not in out


def test_tree_tells_why_where_it_is_asked(small_map):
    assert "No cue" not in shown(small_map)
    out = shown(small_map, width=200, why=True)
    assert out.count("The miner saw: ") == len(small_map.units)
    assert "the target is the thesis" in out
