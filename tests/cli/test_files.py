import json
import os
import stat
import sys
from pathlib import Path

import pytest

from argmap.cli.files import (
    find_inputs,
    natural_name,
    plan,
    shown,
    write_bytes,
    write_json,
    write_stdout,
)
from argmap.errors import InputError, OutputError, UsageError


def listing(folder="."):
    return sorted(path.name for path in Path(folder).iterdir())


def names(inputs, folder, suffixes=(".map.json", ".html")):
    notes: list[str] = []
    jobs = plan(inputs, Path(folder), suffixes, notes.append)
    assert [job.path for job in jobs] == list(inputs)
    return [job.name for job in jobs], notes


def test_files_plan_gives_each_input_its_own_name(tmp_path):
    given, notes = names(["a.txt", "x/b.c.md", "-"], tmp_path)
    assert given == ["a", "b.c", "stdin"]
    assert notes == []


def test_files_plan_numbers_clashes_in_the_order_of_the_inputs(tmp_path):
    given, notes = names(["x/a.txt", "y/a.txt", "a-2.txt", "z/A.md"], tmp_path)
    assert given == ["a", "a-3", "a-2", "A-4"]
    assert notes[0] == "y/a.txt: its results are called a-3, not to write over those of another article"  # fmt: skip
    assert len(notes) == 2


def test_files_plan_takes_unicode_forms_of_a_name_for_the_same(tmp_path):
    assert names(["x/e\u0301.txt", "y/\u00e9.txt"], tmp_path)[0] == ["e\u0301", "\u00e9-2"]


def test_files_plan_never_writes_over_an_input(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    given, notes = names(["a.html", "b.txt"], ".")
    assert given == ["a-2", "b"]
    assert notes == ["a.html: its results are called a-2, not to write over an article"]
    assert names(["a.html"], "elsewhere")[0] == ["a"]


def test_files_plan_is_quick_for_many_of_one_name(tmp_path):
    given, _ = names([f"{n}/a.txt" for n in range(3000)], tmp_path)
    assert len(set(given)) == 3000


@pytest.mark.parametrize(
    ("path", "name"), [(".hidden", ".hidden"), ("a", "a"), ("a/.map.json", ".map"), ("..", "..")]
)
def test_files_natural_name_of_odd_paths(path, name):
    assert natural_name(path) == name


def test_files_find_inputs_opens_folders_and_leaves_results_out(tmp_path):
    for name in ("b.txt", "a.md", "c/d.txt", "b.map.json", "b.html", "b.report.md", "e.html"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    found = find_inputs([str(tmp_path / "b.txt"), str(tmp_path)])
    assert [os.path.relpath(path, tmp_path) for path in found] == [
        "b.txt", "a.md", "c/d.txt", "e.html",
    ]  # fmt: skip


def test_files_find_inputs_refuses_a_folder_with_no_article(tmp_path):
    with pytest.raises(InputError, match="no article in this folder"):
        find_inputs([str(tmp_path)])
    (tmp_path / "b.map.json").write_text("x")
    (tmp_path / "b.html").write_text("x")
    with pytest.raises(InputError, match="only results of earlier runs"):
        find_inputs([str(tmp_path)])


def test_files_find_inputs_takes_stdin_once():
    assert find_inputs(["-"]) == ["-"]
    with pytest.raises(UsageError):
        find_inputs(["-", "-"])


def test_files_write_makes_folders_and_leaves_nothing_else(tmp_path):
    target = tmp_path / "a" / "b.txt"
    write_bytes(target, b"one")
    write_bytes(target, b"two")
    assert target.read_bytes() == b"two"
    assert listing(target.parent) == ["b.txt"]


def test_files_write_keeps_the_old_file_where_it_fails(tmp_path, monkeypatch):
    target = tmp_path / "b.txt"
    target.write_bytes(b"old")

    def full(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="No space left"):
        write_bytes(target, b"new")
    monkeypatch.undo()
    assert target.read_bytes() == b"old"
    assert listing(tmp_path) == ["b.txt"]


def test_files_write_follows_the_umask_and_links(tmp_path):
    old = os.umask(0o022)
    try:
        target = tmp_path / "real.txt"
        write_bytes(target, b"x")
        assert stat.S_IMODE(target.stat().st_mode) == 0o644
    finally:
        os.umask(old)
    link = tmp_path / "link.txt"
    link.symlink_to(target)
    write_bytes(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_files_write_to_a_device():
    assert write_bytes(Path(os.devnull), b"x") == Path(os.devnull)
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("name", ["", "file/inside", "a\0b", "n" * 300])
def test_files_write_to_an_impossible_place_says_so(tmp_path, name):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot be written"):
        write_bytes(tmp_path / name, b"x")


ACTING = "\x00\x07\x1b\x7f\x85\x9b\u202e\u2066"


def test_files_json_on_stdout_holds_nothing_that_a_terminal_acts_on(capsys):
    data = {"text": ACTING + "é\ud800", ACTING: 1}
    write_json(data)
    out = capsys.readouterr().out
    assert out.isascii() and not set(out.replace("\n", "")) & set(ACTING)
    assert json.loads(out) == data


def test_files_a_result_on_a_terminal_cannot_act_and_json_stays_the_same():
    data = json.dumps({"text": ACTING}, ensure_ascii=False, indent=1)
    text = shown(data.encode()).decode()
    assert not set(text) & set(ACTING)
    assert json.loads(text) == {"text": ACTING}
    assert shown(b"a,b\r\n\tc\r") == b"a,b\r\n\tc\\u000d"


@pytest.mark.parametrize("terminal", [True, False])
def test_files_a_result_on_stdout_is_written_out_for_a_terminal_alone(
    capfdbinary, monkeypatch, terminal
):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    write_stdout("\x9b2J".encode())
    assert capfdbinary.readouterr().out == (b"\\u009b2J" if terminal else b"\xc2\x9b2J")
