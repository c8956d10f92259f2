import pytest

from argmap.checks import checks


def test_explain_lists_every_check(cli):
    result = cli("explain")
    assert result.code == 0
    assert [line.split()[0] for line in result.out.splitlines()][:-1] == [c.code for c in checks()]


@pytest.mark.parametrize("code", [check.code for check in checks()])
def test_explain_a_check(cli, code):
    result = cli("explain", code)
    assert result.code == 0
    assert result.out.startswith(code)
    assert "Source: " in result.out


def test_explain_unknown_code_exits_with_2(cli):
    result = cli("explain", "vague-sorce")
    assert result.code == 2
    assert "did you mean 'vague-source'" in result.err


def test_explain_the_linters_own_check(cli):
    result = cli("explain", "unused-suppression")
    assert result.code == 0
    assert result.out.startswith("unused-suppression (comments, info)")
    assert "unused-suppression  info" in cli("explain").out
