"""What is made from the program and the checks is up to date, and leaves nothing out."""

import json

import typer.main

from argmap.checks import checks
from argmap.cli import app


def test_made_pages_checks_is_up_to_date(docs, make):
    assert (docs / "checks.md").read_text("utf-8") == make("checks_page").page(), "run `make docs`"


def test_made_pages_commands_is_up_to_date(docs, make):
    page = make("commands_page").page()
    assert (docs / "commands.md").read_text("utf-8") == page, "run `make docs`"


def test_made_pages_every_check_has_its_section(docs):
    lines = (docs / "checks.md").read_text("utf-8").splitlines()
    for check in checks():
        assert f"## {check.code}" in lines


def test_made_pages_no_command_and_no_option_is_missing(docs):
    """Against what the program really parses, not against what the page is made from."""
    text = (docs / "commands.md").read_text("utf-8")
    sections = {part.partition("\n")[0]: part for part in text.split("\n## argmap ")}

    def walk(command, name):
        for sub, inner in getattr(command, "commands", {}).items():
            yield from walk(inner, f"{name} {sub}".strip())
        if name and not getattr(command, "commands", None):
            yield name, command

    found = dict(walk(typer.main.get_command(app), ""))
    assert len(found) >= 6
    for name, command in found.items():
        for parameter in command.params:
            if parameter.name == "help" or getattr(parameter, "hidden", False):
                continue
            names = [*parameter.opts, *parameter.secondary_opts]
            for option in names if parameter.param_type_name == "option" else ():
                assert f"`{option}`" in sections[name], f"{name} {option}"


def test_made_pages_figures_of_the_evaluation_are_shown(make, tmp_path):
    module = make("checks_page")
    module.FIGURES = tmp_path / "checks.json"
    row = {"precision": 0.8, "right": 4, "judged": 5, "recall": None, "lintscore": 12.345}
    module.FIGURES.write_text(json.dumps({"checks": {"vague-source": row}}))
    assert "| `vague-source` | 0.80 (4 of 5) |  |  |  | 12.35 |" in module.page()


def test_made_pages_gallery_shows_every_text(docs, make, tmp_path):
    gallery = make("gallery")
    page = (docs / "gallery.md").read_text("utf-8")
    for path in gallery.texts():
        assert f"(gallery/{path.stem}.svg)" in page
        assert f"(gallery/{path.stem}.html)" in page
        assert f"`{path.relative_to(gallery.ROOT).as_posix()}`" in page


def test_made_pages_gallery_renders(make, tmp_path, monkeypatch):
    gallery = make("gallery")
    monkeypatch.chdir(gallery.ROOT)
    written = list(gallery.render(tmp_path, only=gallery.texts()[-1:]))
    assert [path.suffix for path in written] == [".svg", ".html"]
    assert written[0].read_text("utf-8").count("<svg") >= 1
    assert "Open the library on Sundays" in written[1].read_text("utf-8")
