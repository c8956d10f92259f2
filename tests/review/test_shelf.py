"""The shelf: what is up for review, and the keys that stand for it."""

from __future__ import annotations

import os

import pytest
from review_support import make_map

from argmap.errors import InputError
from argmap.review.shelf import Shelf, entries


def put(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")


def test_shelf_a_folder_gives_its_maps_and_the_articles_without_one(tmp_path):
    put(tmp_path, "a.map.json", "a.txt", "a.html", "a.report.md", "a.claims.csv", "b.txt",
        "sub/a.map.json", "sub/c.md", "a.reviewed.map.json", "argmap-review.db")  # fmt: skip
    found = {entry.name: os.path.relpath(entry.path, tmp_path) for entry in entries(tmp_path)}
    assert found == {
        "a": "a.map.json", "b": "b.txt", "sub/a": "sub/a.map.json", "sub/c": "sub/c.md",
    }  # fmt: skip


def test_shelf_keys_are_plain_and_no_two_the_same(tmp_path):
    put(
        tmp_path, "a b.map.json", "a-b.map.json", "日本.map.json", "..x.map.json", "%2e%2e.map.json"
    )
    keys = [entry.key for entry in entries(tmp_path)]
    assert len(set(keys)) == 5
    assert all(set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for key in keys), keys


def test_shelf_says_what_is_missing(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        entries(tmp_path / "none")
    with pytest.raises(InputError, match="no map and no article"):
        entries(tmp_path)


def test_shelf_reads_a_map_once_and_again_when_it_changed(tmp_path):
    put(tmp_path, "a.map.json")
    calls = []

    def load(path):
        calls.append(path)
        return make_map(model=f"rules {len(calls)}")

    shelf = Shelf(entries(tmp_path), load)
    (entry,) = shelf
    assert shelf.map(entry)[1] == shelf.map(entry)[1]
    put(tmp_path, "a.map.json")
    os.utime(tmp_path / "a.map.json", (1, 1))
    assert shelf.map(entry)[0].made_by.model == "rules 2"
    (tmp_path / "a.map.json").unlink()
    with pytest.raises(InputError, match="cannot be read any more"):
        shelf.map(entry)
    with pytest.raises(KeyError):
        shelf.entry("../a")
