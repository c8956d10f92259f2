"""Reading and writing files: formats told by name and content, limits, whole files only."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from formats_support import aifdb_graph, example

from argmap.errors import FormatError, InputError, LimitReached, OutputError, UsageError
from argmap.formats import FORMATS, dumps, loads, lost, read_map, read_maps, write_map, write_maps
from argmap.model import ArgumentMap
from argmap.settings import Limits


@pytest.mark.parametrize("name", FORMATS)
def test_files_each_format_is_told_by_its_suffix(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"cats{FORMATS[name].suffixes[0]}"
    assert write_map(example(), path) == path
    map_ = read_map(path)
    assert len(map_.units) == 6
    assert map_ == read_map(path, format=name)
    assert read_maps(path) == [map_]
    assert map_.article.id == "cats"


@pytest.mark.parametrize("name", ["map", "aif", "xaif", "sadface", "arguebuf"])
def test_files_json_is_told_by_its_content(name: str, tmp_path: Path) -> None:
    path = tmp_path / "cats.json"
    path.write_bytes(dumps(example(), name))
    assert read_map(path) == example()


def test_files_foreign_json_is_told_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for value, model in (
        (aifdb_graph(1), "aif"),
        ({"nodes": [], "edges": [], "locutions": []}, "aif"),
        ({"nodes": [], "edges": []}, "aif"),
        ({"AIF": {"nodes": [], "edges": []}, "text": ""}, "xaif"),
        ({"nodes": {}, "edges": {}, "schemaVersion": 1}, "arguebuf"),
        ({"statements": {}, "arguments": {}, "relations": []}, "argdown"),
        ({"nodes": [{"id": "a", "type": "atom", "sources": []}], "edges": []}, "sadface"),
        ({"id": "a", "text": "", "units": [], "relations": []}, "gold"),
    ):
        path.write_text(json.dumps(value))
        assert read_map(path).made_by.model == f"read from {model}"


def test_files_model_reads_and_writes(tmp_path: Path) -> None:
    path = example().write(tmp_path / "a.aif.json")
    assert ArgumentMap.read(path) == example()


def test_files_unknown_formats_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xyz"
    path.write_text("Plain prose.")
    with pytest.raises(InputError, match="neither suffix nor content tells a format"):
        read_map(path)
    with pytest.raises(UsageError, match="the suffix tells no format"):
        write_map(example(), path)
    with pytest.raises(UsageError, match="no format is called 'wav'; the formats are map, gold"):
        read_map(path, format="wav")
    path = tmp_path / "a.json"
    path.write_text("{}")
    with pytest.raises(FormatError, match="JSON, but of no format that is known here"):
        read_map(path)


def test_files_that_cannot_be_read_or_written_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_map(tmp_path / "none.aif")
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        (tmp_path / "d.aif").mkdir()
        read_map(tmp_path / "d.aif")
    with pytest.raises(OutputError, match="cannot be written"):
        write_map(example(), tmp_path / "none" / "a.aif")
    with pytest.raises(UsageError, match="aif holds one article a file"):
        write_maps([example()], tmp_path / "a.aif")


def test_files_are_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.aif"
    path.write_text("old")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match="No space left"):
        write_map(example(), path)
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.aif"]


def test_files_have_the_usual_mode(tmp_path: Path) -> None:
    path = write_map(example(), tmp_path / "a.aif")
    usual = tmp_path / "b"
    usual.touch()
    assert path.stat().st_mode == usual.stat().st_mode
    path.chmod(0o600)
    write_map(example(), path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_files_go_through_links_and_into_pipes(tmp_path: Path) -> None:
    goal = tmp_path / "goal.aif"
    goal.touch()
    link = tmp_path / "link.aif"
    link.symlink_to(goal)
    write_map(example(), link)
    assert link.is_symlink()
    assert read_map(goal) == example()
    pipe = tmp_path / "pipe.aif"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_map(example(), pipe)
    assert loads(os.read(reader, 100_000), "aif") == example()
    os.close(reader)


def test_files_larger_than_the_limit_are_refused(tmp_path: Path) -> None:
    path = write_map(example(), tmp_path / "a.aif")
    with pytest.raises(LimitReached, match="larger than 100 bytes") as caught:
        read_map(path, limits=Limits(file_bytes=100))
    assert caught.value.limit == "file_bytes"
    with pytest.raises(LimitReached):
        loads(path.read_bytes(), "aif", limits=Limits(file_bytes=100))


@pytest.mark.parametrize("name", FORMATS)
def test_files_articles_longer_than_the_limit_are_refused(name: str) -> None:
    data = dumps(example(), name)
    with pytest.raises(LimitReached) as caught:
        loads(data, name, limits=Limits(article_characters=20))
    assert caught.value.limit == "article_characters"


@pytest.mark.parametrize("name", FORMATS)
def test_files_half_a_surrogate_pair_is_told(name: str) -> None:
    old = example()
    text = old.article.text.replace("Every", "Ever\ud800")
    units = tuple(
        unit.model_copy(update={"text": text[unit.start : unit.end]}) for unit in old.units
    )
    article = old.article.model_copy(update={"text": text})
    broken = old.model_copy(update={"article": article, "units": units})
    try:
        data = dumps(broken, name)
    except OutputError as error:
        assert "surrogate" in str(error)
    else:
        # Formats with codes of their own may write it; what comes back has the sign for it.
        assert "\ufffd" in loads(data, name).units[0].text


def test_files_lost_tells_what_this_map_would_lose() -> None:
    assert lost(example(), "aif") == ()
    assert lost(example(), "brat") == (
        "the article's title",
        "the article's path",
        "the units' block",
        "the flags",
        "what made the map",
    )
    told = lost(example(), "conll")
    assert {"the article's text", "1 of 4 relations", "the flags"} <= set(told)
    empty = example().model_copy(update={"units": (), "relations": (), "flags": ()})
    assert "the units' block" not in lost(empty, "brat")


@pytest.mark.parametrize("name", FORMATS)
def test_files_are_the_same_on_every_run(name: str) -> None:
    assert dumps(example(), name) == dumps(example(), name)
    assert dumps(example(), name).endswith(b"\n") or FORMATS[name].binary
