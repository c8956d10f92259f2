import pytest

from argmap.errors import UsageError
from argmap.mining import Miner, get_miner, miner_names


def test_miner_is_found_by_name_and_made_once():
    assert "rules" in miner_names()
    assert isinstance(get_miner("rules"), Miner)
    assert get_miner("rules") is get_miner("rules")


def test_miner_unknown_name_suggests_a_known_one():
    with pytest.raises(UsageError, match="did you mean `rules`"):
        get_miner("rule")
