"""Names of results: a new one for whatever changes a map, the same one for what does not."""

from __future__ import annotations

import os

import pytest

from argmap.corpus.plan import fingerprint, plan, recipe
from argmap.errors import InputError, UsageError
from argmap.settings import Limits, Settings


def _names(folder, settings=None):
    chosen = settings or Settings(miner="rules")
    return {item.path: item.name for item in plan(folder, folder.parent / "out", chosen)}


def test_plan_lists_articles_by_path(folder):
    assert list(_names(folder)) == [
        "daily/2020-03-01-trams.txt",
        "daily/2020-04-01-port.md",
        "note.txt",
        "weekly/2021-01-01-trams.txt",
        "weekly/2021-02-01-rent.html",
    ]


def test_plan_names_are_readable_and_safe(folder):
    (folder / "../x".replace("../", "…")).with_suffix(".txt").write_text("Cats.")
    (folder / "a b$(rm).txt").write_text("Cats.")
    names = _names(folder)
    assert names["a b$(rm).txt"].startswith("a_b_rm-")
    for name in names.values():
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


def test_plan_same_text_in_two_places_has_two_results(folder):
    (folder / "weekly" / "note.txt").write_bytes((folder / "note.txt").read_bytes())
    names = _names(folder)
    assert names["note.txt"] != names["weekly/note.txt"]


def test_plan_does_not_depend_on_where_the_folder_lies(folder, tmp_path):
    before = _names(folder)
    moved = folder.rename(tmp_path / "moved")
    assert _names(moved) == before


@pytest.mark.parametrize(
    "other",
    [
        Settings(miner="rules", select=("unsupported",)),
        Settings(miner="rules", ignore=("unsupported",)),
        Settings(miner="rules", severities={"unsupported": "error"}),
        Settings(miner="rules", per_file_ignores={"*.md": ("unsupported",)}),
    ],
)
def test_plan_settings_that_change_maps_change_every_name(folder, other):
    before, after = _names(folder), _names(folder, other)
    assert not set(before.values()) & set(after.values())


def test_plan_limits_change_no_name(folder):
    other = Settings(miner="rules", limits=Limits(article_seconds=1))
    assert _names(folder) == _names(folder, other)


def test_plan_code_is_part_of_the_recipe(folder, monkeypatch):
    before = _names(folder)
    assert len(fingerprint()) == 16
    monkeypatch.setattr("argmap.corpus.plan.fingerprint", lambda: "other")
    assert _names(folder) != before


def test_plan_changed_file_changes_its_name_alone(folder):
    before = _names(folder)
    (folder / "note.txt").write_text("Dogs should be kept.")
    after = _names(folder)
    assert {path for path in before if before[path] != after[path]} == {"note.txt"}


def test_plan_results_are_no_articles(folder):
    out = folder / "out"
    (out / "report").mkdir(parents=True)
    (out / "report" / "report.html").write_text("<p>Cats.</p>")
    (folder / "note.map.json").write_text("{}")
    (folder / "note.html").write_text("<p>Cats.</p>")
    paths = [item.path for item in plan(folder, out, Settings(miner="rules"))]
    assert "note.html" not in paths
    assert not [path for path in paths if path.startswith("out/")]


def test_plan_refuses_what_is_no_folder_of_articles(tmp_path, folder):
    for place, words in [
        (tmp_path / "none", "no such folder"),
        (folder / "note.txt", "is no folder"),
    ]:
        with pytest.raises(InputError, match=words):
            plan(place, tmp_path / "out", Settings(miner="rules"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no article"):
        plan(tmp_path / "empty", tmp_path / "out", Settings(miner="rules"))


def test_plan_recipe_refuses_unknown_names():
    with pytest.raises(UsageError, match="no miner"):
        recipe(Settings(miner="rulez"))
    with pytest.raises(UsageError, match="no check"):
        recipe(Settings(miner="rules", select=("unsuported",)))


def test_plan_names_that_are_no_text_are_told_apart(folder):
    try:
        for byte in (b"\xff", b"\xfe"):
            (folder / os.fsdecode(byte + b".txt")).write_bytes(b"Cats purr.")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    names = _names(folder)
    assert len(names) == len(set(names.values())) == 7
