"""What the pages say is run: Python's examples, the settings, the first map."""

import doctest
import re
import tomllib

import pytest

from argmap.settings import Settings


def test_pages_python_examples(docs, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(
        str(docs / "python.md"), module_relative=False, encoding="utf-8", verbose=False
    )
    assert tried > 15
    assert failed == 0


def test_pages_settings_are_settings(blocks):
    (text,) = blocks("checking.md", "toml")
    table = tomllib.loads(text)["tool"]["argmap"]
    settings = Settings.model_validate(table)
    assert settings.severities == {"vague-source": "error"}
    assert settings.ignored_for("drafts/a.md") == ("unsourced-fact",)


def test_pages_settings_run(blocks, tmp_path, monkeypatch):
    from argmap.cli.options import settings_with

    (text,) = blocks("checking.md", "toml")
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "unsupported" in settings_with().select


def test_pages_formats_are_all_told(docs):
    from argmap.report.lint import FORMS

    text = (docs / "checking.md").read_text("utf-8")
    table = text.partition("## Formats")[2].partition("## Settings")[0]
    named = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| `.*?\|", table, re.MULTILINE)))
    assert named == sorted(FORMS, key=named.index)


def test_pages_first_map(blocks, tmp_path, monkeypatch, capsys):
    """Each `$ argmap` line of the first page, on the article that it gives."""
    from argmap.cli import main

    (article,) = blocks("index.md", "markdown")
    (tmp_path / "trams.md").write_text(article, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    commands = [
        line.removeprefix("$ argmap ").split()
        for block in blocks("index.md", "text")
        for line in block.splitlines()
        if line.startswith("$ argmap ")
    ]
    assert [command[0] for command in commands] == ["show", "analyze", "check"]
    for command in commands:
        with pytest.raises(SystemExit) as exit_:
            main(command)
        assert exit_.value.code == (1 if command[0] == "check" else 0)
    out = capsys.readouterr().out
    assert "⚑ vague-source" in out
    for name in ("trams.html", "trams.report.md", "trams.claims.csv", "trams.map.json"):
        assert (tmp_path / "outputs" / name).is_file()


def test_pages_comments_of_the_checking_page_say_nothing(docs):
    """The page shows comments as code; only the examples in code are there."""
    from argmap.checks.suppressions import apply
    from argmap.reading import read

    article = read(docs / "checking.md")
    result = apply(article, [], ran=("vague-source",), known=list)
    assert result.problems == ()


def test_pages_hooks_are_what_the_page_says(docs, blocks):
    from argmap.reading.readers import SUFFIXES

    yaml = pytest.importorskip("yaml", reason="comes with the extra `docs`")
    hooks = yaml.safe_load((docs.parent / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["id"] for hook in hooks] == ["argmap", "argmap-all"]
    for suffix in SUFFIXES:
        assert re.search(hooks[1]["files"], f"a{suffix}")
    assert not re.search(hooks[1]["files"], "a.txt.py")
    for hook in hooks:
        assert hook["entry"].split()[:2] == ["argmap", "check"]
