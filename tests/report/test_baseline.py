import json

import pytest

from argmap.errors import FormatError, InputError
from argmap.report.baseline import baseline_text, read_baseline
from argmap.report.diagnostics import diagnostics


def test_baseline_knows_what_it_was_written_from(tram_map, tmp_path):
    found = diagnostics(tram_map, str(tmp_path / "texts" / "trams.txt"))
    path = tmp_path / "base.json"
    path.write_text(baseline_text(found[:2], tmp_path))
    known = read_baseline(path)
    assert [known.knows(one) for one in found] == [True, True, False]


def test_baseline_holds_for_its_own_file_only(tram_map, tmp_path):
    path = tmp_path / "base.json"
    path.write_text(baseline_text(diagnostics(tram_map, str(tmp_path / "a.txt")), tmp_path))
    known = read_baseline(path)
    assert not any(known.knows(d) for d in diagnostics(tram_map, str(tmp_path / "b.txt")))


def test_baseline_paths_are_seen_from_its_folder(tram_map, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    path = tmp_path / "base.json"
    path.write_text(baseline_text(diagnostics(tram_map, "in/a.txt"), path.parent))
    assert list(json.loads(path.read_text())["files"]) == ["in/a.txt"]
    monkeypatch.chdir(tmp_path / "in")
    known = read_baseline(path)
    assert all(known.knows(one) for one in diagnostics(tram_map, "./a.txt"))


def test_baseline_counts_what_is_gone(tram_map, tmp_path):
    found = diagnostics(tram_map, str(tmp_path / "a.txt"))
    path = tmp_path / "base.json"
    path.write_text(baseline_text(found, tmp_path))
    known = read_baseline(path)
    assert known.gone([str(tmp_path / "a.txt")], found[:1]) == 2
    assert known.gone([str(tmp_path / "other.txt")], []) == 0


def test_baseline_text_is_the_same_whatever_the_order(tram_map, tmp_path):
    found = diagnostics(tram_map, "a.txt")
    assert baseline_text(found, tmp_path) == baseline_text(found[::-1], tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"argmap_baseline": 2}',
        '{"argmap_baseline": 1}',
        '{"argmap_baseline": 1, "files": []}',
        '{"argmap_baseline": 1, "files": {"a": [1]}}',
        '{"argmap_baseline": 1, "files": {"a": {"b": 1}}}',
        "[" * 100_000,
    ],
)
def test_baseline_broken(tmp_path, text):
    path = tmp_path / "base.json"
    path.write_text(text)
    with pytest.raises(FormatError, match="no baseline of argmap"):
        read_baseline(path)


def test_baseline_missing(tmp_path):
    with pytest.raises(InputError, match="write it with --write-baseline"):
        read_baseline(tmp_path / "none.json")
