import pytest

from argmap.cli.check import Form as Choice
from argmap.report.lint import FORMS, Run, form


def test_lint_table_and_option_agree():
    assert [choice.value for choice in Choice] == list(FORMS)


@pytest.mark.parametrize("name", FORMS)
def test_lint_forms_print_nothing_wrong_for_nothing(name):
    printed = form(name)
    text = printed.begin + printed.article([]) + printed.end(Run(found=(), checks=()))
    assert {"json": "[]\n", "sarif": text, "csv": printed.begin}.get(name, "") == text


@pytest.mark.parametrize("name", ["full", "concise", "github"])
def test_lint_forms_for_terminals_hold_no_control_characters(name, make_map):
    from argmap.report.diagnostics import diagnostics

    text = "Trams\x1b]8;;http://x\x07 help\u202e. The tram is free\x9b2J. Officials say so. "
    hostile = make_map("a\x1b[31m\n::error::b.md", text + "Costs The tram costs two crowns [1]")
    out = form(name).article(diagnostics(hostile, hostile.article.path))
    assert out.count("\n") == len(out.splitlines())
    assert not set(out) & set("\x1b\x07\x9b\u202e\r")
    assert not any(line.startswith("::error::") for line in out.splitlines())
