"""DF-QuAD against hand-worked figures, and its properties on generated maps."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.model import ArgumentMap, Article, Flag, Relation, Role, Unit
from argmap.strength import aggregate, base_score, combine, strengths, with_strength

NAMES = "abcdefgh"


def graph(edges: list[tuple[str, str, str]], units: str = NAMES) -> ArgumentMap:
    """A map of one-letter units; an edge is (source, target, kind), named r0, r1, ..."""
    article = Article(id="g", text=units)
    return ArgumentMap(
        article=article,
        units=tuple(
            Unit(id=name, start=i, end=i + 1, text=name, role=Role.CLAIM)
            for i, name in enumerate(units)
        ),
        relations=tuple(
            Relation(id=f"r{i}", source=s, target=t, kind=kind)  # type: ignore[arg-type]
            for i, (s, t, kind) in enumerate(edges)
        ),
    )


# Rago et al. 2016: F(()) = 0, F((v)) = v, F((v1, v2)) = v1 + (1 - v1) * v2, and further ones in turn.
@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([], 0.0),
        ([0.3], 0.3),
        ([0.5, 0.5], 0.75),
        ([0.2, 0.6], 0.68),
        ([0.2, 0.6, 0.5], 0.84),
        ([1.0, 0.4], 1.0),
        ([0.0, 0.0], 0.0),
    ],
)
def test_strength_aggregate(scores: list[float], expected: float) -> None:
    assert aggregate(scores) == pytest.approx(expected)


# C(v0, va, vs) = v0 - v0 * |vs - va| where va >= vs, else v0 + (1 - v0) * |vs - va|.
@pytest.mark.parametrize(
    ("base", "attack", "support", "expected"),
    [
        (0.5, 0.0, 0.0, 0.5),
        (0.5, 1.0, 0.0, 0.0),
        (0.5, 0.0, 1.0, 1.0),
        (0.8, 0.6, 0.1, 0.4),
        (0.4, 0.2, 0.7, 0.7),
        (0.3, 0.9, 0.9, 0.3),
    ],
)
def test_strength_combine(base: float, attack: float, support: float, expected: float) -> None:
    assert combine(base, attack, support) == pytest.approx(expected)


def test_strength_of_a_tree_worked_by_hand() -> None:
    # b and c support a, d attacks a, e attacks d; all start from 0.5.
    map_ = graph([("b", "a", "support"), ("c", "a", "support"), ("d", "a", "attack"), ("e", "d", "attack")], "abcde")  # fmt: skip
    found = strengths(map_, base=dict.fromkeys("abcde", 0.5))
    # d = .5 - .5 * .5 = .25; supports of a = .75; a = .5 + .5 * (.75 - .25) = .75
    assert found == pytest.approx({"a": 0.75, "b": 0.5, "c": 0.5, "d": 0.25, "e": 0.5})


def test_strength_undercut_weakens_the_relation_and_not_its_source() -> None:
    map_ = graph([("b", "a", "support"), ("c", "r0", "undercut")], "abc")
    found = strengths(map_, base={"a": 0.5, "b": 0.6, "c": 0.5})
    assert found["b"] == pytest.approx(0.6)
    assert found["a"] == pytest.approx(0.5 + 0.5 * 0.6 * 0.5)


def test_strength_undercut_of_an_undercut_restores_the_relation() -> None:
    map_ = graph([("b", "a", "support"), ("c", "r0", "undercut"), ("d", "r1", "undercut")], "abcd")
    found = strengths(map_, base={"a": 0.5, "b": 0.6, "c": 1.0, "d": 1.0})
    assert found["a"] == pytest.approx(0.8)


def test_strength_cycle_converges_and_does_not_depend_on_the_order_of_relations() -> None:
    edges = [
        ("a", "b", "attack"),
        ("b", "c", "attack"),
        ("c", "a", "attack"),
        ("d", "a", "support"),
    ]
    one, two = strengths(graph(edges, "abcd")), strengths(graph(edges[::-1], "abcd"))
    assert one == pytest.approx(two, abs=1e-6)
    # Where it stops, every unit has the score that its neighbours give it.
    assert one["b"] == pytest.approx(combine(0.5, one["a"], 0.0), abs=1e-6)


def test_strength_self_attack_is_a_cycle_too() -> None:
    found = strengths(graph([("a", "a", "attack")], "a"), base={"a": 0.5})
    assert found["a"] == pytest.approx(1 / 3, abs=1e-6)


def test_strength_deep_chain_needs_no_recursion() -> None:
    units = "".join(chr(0x4E00 + i) for i in range(3000))
    edges = [(b, a, "support") for a, b in pairwise(units)]
    assert len(strengths(graph(edges, units))) == 3000


def test_strength_flags_lower_the_base_and_structural_ones_do_not() -> None:
    unit = Unit(id="a", start=0, end=1, text="a", role=Role.PREMISE)

    def flag(check: str, severity: str) -> Flag:
        return Flag(id=check, check=check, unit="a", start=0, end=1, severity=severity, message="")  # type: ignore[arg-type]

    assert base_score(unit) == 0.5
    assert base_score(unit, [flag("unsourced-fact", "warning")]) == pytest.approx(0.3)
    assert base_score(unit, [flag("unsupported", "warning")]) == 0.5
    both = [flag("unsourced-fact", "warning"), flag("vague-source", "warning")]
    assert base_score(unit, both) < 0.3
    assert base_score(unit, both) == base_score(unit, both[::-1])


def test_strength_a_backed_unit_starts_high_whoever_weighs_it() -> None:
    def flag(check: str, severity: str) -> Flag:
        return Flag(id=check, check=check, unit="a", start=0, end=1, severity=severity, message="m")

    unit = graph([]).units[0]
    asked = [flag("unsourced-fact", "warning")]
    assert base_score(unit, asked) < base_score(unit)
    assert base_score(unit, [*asked, flag("backed", "info")]) == 0.8
    # Another fault is one still, but a source holds the unit up.
    statistic = unit.model_copy(update={"type": "common-ground"})
    loaded = [flag("backed", "info"), flag("loaded-language", "warning")]
    assert base_score(statistic, loaded) == 0.8
    map_ = graph([]).model_copy(update={"flags": (*asked, flag("backed", "info"))})
    assert with_strength(map_).units[0].strength == 0.8


def test_strength_with_strength_fills_units_and_keeps_the_rest() -> None:
    map_ = graph([("b", "a", "support")], "ab")
    map_.flags_of("a")  # builds the look-up tables that must not be carried over
    result = with_strength(map_)
    assert [u.strength for u in result.units] == [0.75, 0.5]
    assert result.relations == map_.relations
    assert result.unit("a").strength == 0.75


scores = st.floats(0, 1, allow_nan=False)
kinds = st.sampled_from(["support", "attack"])


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[tuple[str, str, str]], dict[str, float]]:
    edges = [
        (NAMES[i], NAMES[draw(st.integers(0, i - 1))], draw(kinds)) for i in range(1, len(NAMES))
    ]
    return edges, {name: draw(scores) for name in NAMES}


@given(trees())
def test_strength_stays_between_0_and_1(
    tree: tuple[list[tuple[str, str, str]], dict[str, float]],
) -> None:
    edges, base = tree
    assert all(0.0 <= value <= 1.0 for value in strengths(graph(edges), base=base).values())


@given(trees(), st.integers(1, len(NAMES) - 1))
def test_strength_support_never_harms_and_attack_never_helps(
    tree: tuple[list[tuple[str, str, str]], dict[str, float]], at: int
) -> None:
    edges, base = tree
    source, target, kind = edges[at - 1]
    without = edges[: at - 1] + edges[at:]
    cut = strengths(graph(without), base=base)[target]
    full = strengths(graph(edges), base=base)[target]
    # The target's other children are the same in both maps, so only this edge makes the difference.
    assert full >= cut - 1e-9 if kind == "support" else full <= cut + 1e-9
    assert source != target


@given(trees(), st.data())
def test_strength_a_higher_base_never_lowers_a_unit(
    tree: tuple[list[tuple[str, str, str]], dict[str, float]], data: st.DataObject
) -> None:
    edges, base = tree
    name = data.draw(st.sampled_from(NAMES))
    raised = {**base, name: data.draw(st.floats(base[name], 1))}
    map_ = graph(edges)
    assert strengths(map_, base=raised)[name] >= strengths(map_, base=base)[name] - 1e-9


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), kinds), max_size=20))
def test_strength_any_graph_ends_in_bounds(edges: list[tuple[str, str, str]]) -> None:
    found = strengths(graph(edges))
    assert all(0.0 <= value <= 1.0 for value in found.values())
    assert found == strengths(graph(edges))
