import pytest

from argmap.cli.outputs import DEFAULT, VIEWS, by_suffix, chosen, one, outputs
from argmap.errors import UsageError


def test_outputs_have_suffixes_of_their_own():
    suffixes = [output.suffix for output in outputs().values()]
    assert len(set(suffixes)) == len(suffixes)


def test_outputs_chosen_defaults_and_takes_each_once():
    assert tuple(output.name for output in chosen(())) == DEFAULT
    assert [output.name for output in chosen(("md", "map", "md"))] == ["md", "map"]


def test_outputs_unknown_name_gets_advice():
    with pytest.raises(UsageError, match="did you mean `html`"):
        chosen(("htlm",))
    with pytest.raises(UsageError, match="choose from: svg, png, pdf, dot, html"):
        one("xyz", VIEWS)


@pytest.mark.parametrize("name", outputs())
def test_outputs_are_found_by_their_suffix(name):
    assert by_suffix("dir/article" + outputs()[name].suffix).name == name
