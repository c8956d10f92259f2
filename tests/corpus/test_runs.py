"""Runs: the same folder whatever the workers, the order and the interruptions."""

from __future__ import annotations

import json
import random
import threading

import pytest
from corpus_support import contents, settings

from argmap.corpus import runs
from argmap.errors import ArgmapError, MissingRequirement, OutputError, UsageError


def test_run_makes_maps_manifest_and_tables(go, tmp_path):
    summary = go()
    assert (summary.total, summary.done, summary.kept, summary.failed) == (5, 5, 0, {})
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [
        "articles.parquet", "flags.parquet", "manifest.json", "maps", "relations.parquet",
        "units.parquet",
    ]  # fmt: skip
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert [entry["path"] for entry in manifest["articles"]] == sorted(
        entry["path"] for entry in manifest["articles"]
    )
    for entry in manifest["articles"]:
        map_ = json.loads((tmp_path / "out" / entry["map"]).read_text())
        assert map_["article"]["path"] == entry["path"]


def test_run_bytes_do_not_depend_on_workers_or_order(go, tmp_path):
    go("one")
    go("two", workers=2, shuffle=1)
    go("four", workers=4, shuffle=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two") == contents(tmp_path / "four")


def test_run_again_writes_nothing_and_starts_no_worker(go, tmp_path, monkeypatch):
    go()
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    monkeypatch.setenv("STUB_START", "missing")
    summary = go()
    assert (summary.done, summary.kept) == (0, 5)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")} == before


def test_run_does_only_what_is_missing_or_has_changed(go, folder, tmp_path, monkeypatch):
    monkeypatch.setenv("STUB_LOG", str(tmp_path / "log"))
    go()
    (folder / "note.txt").write_text("Dogs should be kept.")
    (folder / "new.txt").write_text("Birds sing.")
    gone = next((tmp_path / "out/maps").glob("2020-04-01-port-*"))
    gone.unlink()
    (tmp_path / "log").write_text("")
    summary = go()
    assert sorted((tmp_path / "log").read_text().split()) == [
        "daily/2020-04-01-port.md", "new.txt", "note.txt",
    ]  # fmt: skip
    assert (summary.done, summary.kept, summary.other) == (3, 3, 1)
    assert gone.exists()
    # The map of the old text is kept, and comes back to life with the text.
    (folder / "note.txt").write_text("Cats should be kept because they catch mice.")
    assert go().done == 0


def test_run_makes_a_damaged_map_anew(go, tmp_path):
    go()
    before = contents(tmp_path / "out")
    victim = next((tmp_path / "out/maps").glob("note-*"))
    victim.write_bytes(victim.read_bytes()[:-20])
    assert go().done == 1
    assert contents(tmp_path / "out") == before


def test_run_makes_a_lost_table_anew(go, tmp_path):
    go()
    before = contents(tmp_path / "out")
    (tmp_path / "out/units.parquet").unlink()
    (tmp_path / "out/flags.parquet").write_text("no table")
    assert go().done == 0
    assert contents(tmp_path / "out") == before


def test_run_poison_costs_its_time_and_the_others_come_out(go, folder, tmp_path, monkeypatch):
    monkeypatch.setenv("STUB_LOG", str(tmp_path / "log"))
    (folder / "hangs.txt").write_text("HANG. Oh.")
    (folder / "dies.txt").write_text("DIE. Oh.")
    (folder / "bad.txt").write_text("BAD. Oh.")
    (folder / "bug.txt").write_text("BUG. Oh.")
    (folder / "empty.txt").write_text("")
    summary = go(settings=settings(article_seconds=3.0), workers=2)
    assert summary.done == 5
    assert summary.failed == {
        "bad.txt": "bad.txt: this is no article",
        "bug.txt": "bug.txt: this is a bug in argmap: ZeroDivisionError: oh no at "
        "<object object at 0x…>",
        "dies.txt": "dies.txt: its process died (signal 9), twice; the second time it ran alone",
        "empty.txt": "empty.txt: the file is empty; give a file with text in it",
        "hangs.txt": "hangs.txt: took longer than 3 s (`article_seconds`), twice; the second "
        "time it ran alone",
    }
    log = (tmp_path / "log").read_text().split()
    assert log.count("hangs.txt") == log.count("dies.txt") == 2
    # The two that were lost run again when all others are done.
    assert set(log[-2:]) == {"hangs.txt", "dies.txt"}


def test_run_second_try_counts(go, folder, tmp_path, monkeypatch):
    monkeypatch.setenv("STUB_LOG", str(tmp_path / "log"))
    (folder / "once.txt").write_text("ONCE. Oh.")
    summary = go(settings=settings(article_seconds=3.0))
    assert (summary.done, summary.failed) == (6, {})


def test_run_failures_are_kept_until_limits_change_or_a_retry_is_asked_for(
    go, folder, tmp_path, monkeypatch
):
    monkeypatch.setenv("STUB_LOG", str(tmp_path / "log"))
    (folder / "bad.txt").write_text("BAD. Oh.")

    def tried(**more: object) -> int:
        (tmp_path / "log").write_text("")
        assert list(go(**more).failed) == ["bad.txt"]
        return (tmp_path / "log").read_text().count("bad.txt")

    assert tried() == 1
    assert tried() == 0
    assert tried(retry_failed=True) == 1
    assert tried(settings=settings(article_seconds=25.0)) == 1
    (folder / "bad.txt").write_text("Good. Oh.")
    assert go().failed == {}


def test_run_stops_where_no_other_article_would_fare_better(go, folder, tmp_path):
    (folder / "fatal.txt").write_text("FATAL. Oh.")
    with pytest.raises(MissingRequirement, match="weights are gone"):
        go()
    assert not (tmp_path / "out/manifest.json").exists()
    (folder / "fatal.txt").unlink()
    assert go().failed == {}


@pytest.mark.parametrize("seed", range(4))
def test_run_interrupted_at_any_moment_ends_the_same(go, tmp_path, seed):
    go("whole")
    draw = random.Random(seed)

    class Stop(Exception):
        pass

    for after in (draw.randrange(1, 6), draw.randrange(1, 6)):
        seen = iter(range(after))

        def told(state, seen=seen):
            if next(seen, None) is None:
                raise Stop

        try:
            go("parts", told=told, workers=2)
        except Stop:
            assert not [t for t in threading.enumerate() if t.name.startswith("argmap")]
    go("parts")
    assert contents(tmp_path / "parts") == contents(tmp_path / "whole")


def test_run_disk_full_is_told_and_goes_on_later(go, tmp_path, monkeypatch):
    go("whole")
    real, count = runs.Store.put_map, iter(range(2))

    def put(self, name, data):
        if next(count, None) is None:
            raise OutputError("cannot be written: No space left on device", where=name)
        real(self, name, data)

    with monkeypatch.context() as patch:
        patch.setattr(runs.Store, "put_map", put)
        with pytest.raises(OutputError, match="No space left"):
            go("parts")
    assert len(list((tmp_path / "parts/maps").iterdir())) == 2
    assert go("parts").done == 3
    assert contents(tmp_path / "parts") == contents(tmp_path / "whole")


def test_run_file_that_changes_on_the_way_is_taken_as_it_is(go, folder, tmp_path, monkeypatch):
    real = runs.item_of

    def late(file, *rest):
        if file.name == "note.txt":
            file.write_text("Dogs should be kept.")
        return real(file, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(runs, "item_of", late)
        assert go().done == 5
    assert "Dogs" in next((tmp_path / "out/maps").glob("note-*")).read_text()
    assert go().done == 0


def test_run_file_that_goes_on_the_way_is_a_failure(go, folder, monkeypatch):
    real = runs.item_of

    def late(file, *rest):
        if file.name == "note.txt":
            file.unlink(missing_ok=True)
        return real(file, *rest)

    monkeypatch.setattr(runs, "item_of", late)
    assert go().failed == {"note.txt": "note.txt: no such file or folder; check the name"}


def test_run_mistyped_folder_makes_no_result_folder(go, folder, tmp_path):
    folder.rename(tmp_path / "elsewhere")
    with pytest.raises(ArgmapError, match="no such folder"):
        go()
    assert not (tmp_path / "out").exists()


def test_run_without_tables(go, tmp_path):
    go(tables=False)
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["manifest.json", "maps"]
    assert go(tables=False).done == 0
    go()
    assert (tmp_path / "out/units.parquet").exists()


def test_run_tells_how_far_it_is(go):
    states = []
    go(told=states.append)
    assert (states[0].total, states[0].done) == (5, 0)
    assert [state.done for state in states if state.done] == [1, 2, 3, 4, 5]
    assert states[-1].bytes_done == states[-1].bytes_total > 0


def test_run_refuses_no_workers(go):
    with pytest.raises(UsageError, match="0 workers"):
        go(workers=0)
