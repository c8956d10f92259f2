import pytest

from argmap.model import ArgumentMap
from argmap.report import claims_of, worst_first


@pytest.fixture(autouse=True)
def _unjudged(monkeypatch):
    """What the flags and the strength decide alone; tests/test_ranking.py has the rest."""
    monkeypatch.setattr("argmap.ranking.check_worthiness", lambda text: None)


def test_worst_first_puts_severity_then_number_then_strength(tram_map):
    assert [unit.id for unit in worst_first(tram_map)] == ["u3", "u2", "u1"]


def test_worst_first_prefers_more_flags_of_the_same_severity(tram_map):
    extra = tram_map.flags[0].model_copy(update={"id": "f9", "check": "unsourced-fact"})
    flags = (*tram_map.flags[:2], extra)  # u2 has two warnings, u3 has one
    level = tuple(unit.model_copy(update={"strength": 0.5}) for unit in tram_map.units)
    map_ = tram_map.model_copy(update={"flags": flags, "units": level})
    assert [unit.id for unit in worst_first(map_)] == ["u2", "u3", "u1"]


def test_worst_first_prefers_the_weaker_then_the_earlier(tram_map):
    bare = tram_map.model_copy(update={"flags": ()})
    assert [unit.id for unit in worst_first(bare)] == ["u1", "u3"]
    level = [unit.model_copy(update={"strength": 0.5}) for unit in bare.units]
    level_map = ArgumentMap(article=bare.article, units=tuple(level))
    assert [unit.id for unit in worst_first(level_map)] == ["u1", "u3"]
    weighed = [level[0], *(unit.model_copy(update={"strength": 0.1}) for unit in level[1:])]
    weighed_map = ArgumentMap(article=bare.article, units=tuple(weighed))
    assert [unit.id for unit in worst_first(weighed_map)] == ["u3", "u1"]


def test_claims_of_takes_flagged_premises_and_leaves_the_others(tram_map):
    assert [unit.id for unit in claims_of(tram_map)] == ["u1", "u2", "u3"]
