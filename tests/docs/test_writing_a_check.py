"""The page's check is installed as its reader would, and run."""

import os
import subprocess
import sys
import tomllib

import pytest

ARTICLE = "A survey shows that trams help. A poll of 2021 shows that they do.\n"


@pytest.fixture
def installed(tmp_path, blocks):
    """A folder that holds the page's code, as pip would lay it out."""
    (code,) = blocks("writing-a-check.md", "python")
    (toml,) = blocks("writing-a-check.md", "toml")
    points = tomllib.loads(toml)["project"]["entry-points"]
    site = tmp_path / "site"
    info = site / "survey_year-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "survey_year.py").write_text(code, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: survey-year\nVersion: 1.0\n")
    lines = []
    for group, entries in points.items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in entries.items())]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n")
    return site


def argmap(site, folder, *arguments):
    paths = [str(site), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.run(
        [sys.executable, "-m", "argmap.cli", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_writing_a_check_the_pages_check_does_what_the_page_says(installed, tmp_path, blocks):
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (shown,) = blocks("writing-a-check.md", "text")
    command, _, output = shown.partition("\n")
    done = argmap(installed, tmp_path, *command.split()[2:])
    assert done.stdout == output, done.stderr
    assert done.returncode == 0


def test_writing_a_check_is_explained_and_is_twenty_lines(installed, tmp_path, blocks):
    done = argmap(installed, tmp_path, "explain", "survey-year")
    assert done.stdout.startswith("survey-year (evidence, info)")
    assert "A survey is a photograph" in done.stdout
    (code,) = blocks("writing-a-check.md", "python")
    assert sum(bool(line.strip()) for line in code.splitlines()) <= 20


def test_writing_a_check_names_what_a_subject_has(docs):
    import re

    from argmap.checks import Subject

    text = (docs / "writing-a-check.md").read_text(encoding="utf-8")
    names = set(re.findall(r"`subject\.(\w+)", text)) - {"map"}
    assert names
    assert names <= set(dir(Subject))
