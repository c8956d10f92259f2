import pytest

from argmap.critic.holders import is_generic_source


@pytest.mark.parametrize("text", ["critics", "Some experts", "officials,", "many", "Sources"])
def test_holders_nobody_in_particular(text):
    assert is_generic_source(text)


@pytest.mark.parametrize(
    "text", ["Ann Lee", "the mayor of Izmir", "critics of the bill", "Mr. Officials", "", "“”"]
)
def test_holders_somebody_in_particular(text):
    assert not is_generic_source(text)
