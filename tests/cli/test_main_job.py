"""The main job for real, with no stub: good files, odd files, bad files."""

import csv
import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from argmap.cli.outputs import DEFAULT, outputs
from argmap.model import ArgumentMap

RULES = ("--miner", "rules")
SHORT = (
    "Night trains\n\nCities should bring back night trains because they save hotel costs. "
    "Experts say that demand doubled in 2023. However, many trains run empty."
)
PLAIN = "The town should build a pool because children need a place to swim. "


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("argmap must not open a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_main_job_on_the_users_article_without_a_network(cli, no_network, user_article):
    result = cli("analyze", user_article, "-o", "out")
    assert result.code == 0
    assert result.err == ""
    name = user_article.stem
    written = {path.name: path.read_bytes() for path in Path("out").iterdir()}
    assert set(written) == {name + outputs()[key].suffix for key in DEFAULT}
    map_ = ArgumentMap.from_json(written[f"{name}.map.json"])
    assert map_.thesis is not None
    assert map_.article.text.encode() == user_article.read_bytes()
    assert written[f"{name}.svg"].count(b"<svg") == 1
    assert written[f"{name}.html"].startswith(b"<!DOCTYPE html>")
    assert written[f"{name}.report.md"].startswith(b"# Claim report: Why Russia Works")
    rows = list(csv.DictReader(io.StringIO(written[f"{name}.claims.csv"].decode(), newline="")))
    for row in rows:
        words = map_.article.text[int(row["start"]) : int(row["end"])]
        assert row["text"].removeprefix("'") == words
    assert f"out/{name}.html" in result.out


@pytest.mark.parametrize("format", ["svg", "png", "pdf", "dot", "html", "xlsx"])
def test_main_job_each_format_begins_as_it_should(cli, write, format):
    starts = {"svg": b"<", "png": b"\x89PNG", "pdf": b"%PDF", "html": b"<!DOCTYPE", "xlsx": b"PK"}
    result = cli("analyze", write("a.txt", SHORT), "-f", format, "-q", *RULES)
    assert result == (0, "", "")
    data = Path("a" + outputs()[format].suffix).read_bytes()
    assert data.startswith(starts.get(format, b"digraph"))


def test_main_job_is_the_same_twice_with_another_hash_seed(write, user_article, tmp_path):
    texts = []
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-m", "argmap.cli", "analyze", str(user_article), "--json",
             "-o", seed, "-f", "map,svg,dot,csv,md,xlsx", *RULES],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        folder = tmp_path / seed
        texts.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert len(texts[0]) == 6
    assert [name for name in texts[0] if texts[0][name] != texts[1][name]] == []


def test_main_job_check_then_map_agree(cli, write):
    write("a.txt", SHORT)
    direct = cli("check", "a.txt", "-f", "json", *RULES)
    cli("analyze", "a.txt", "-f", "map", *RULES)
    assert cli("check", "a.map.json", "-f", "json") == direct
    assert json.loads(direct.out)


def test_main_job_stdin_pipes_into_render(cli):
    data = cli("analyze", "-", "-f", "map", *RULES, stdin=SHORT.encode()).out
    result = cli("render", "-", "-f", "dot", stdin=data.encode())
    assert result.code == 0
    assert "digraph" in result.out


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Word", 0),
        ("the pool is good for children we should build it because they need to swim", None),
        (PLAIN.upper(), None),
        ("Die Stadt sollte ein Schwimmbad bauen, weil die Kinder schwimmen lernen müssen.", None),
        ("城市应该建一个游泳池，因为孩子们需要游泳。", None),
        ("🦊" * 50, None),
        ("?!?! ... --- ((((", 0),
        ("a" * 5000, None),
        ("\u202eמדינה\u202c should pay because \u0301\u0301 it can.", None),
    ],
    ids=["word", "unpunctuated", "capitals", "german", "chinese", "emoji", "signs", "run", "bidi"],
)
def test_main_job_odd_texts_give_a_map(cli, write, text, units):
    result = cli("analyze", write("a.txt", text), "-o", "out", *RULES)
    assert result.code == 0, result.err
    map_ = ArgumentMap.from_json(Path("out/a.map.json").read_bytes())
    assert map_.article.text == text
    if units is not None:
        assert len(map_.units) == units


def test_main_job_twenty_thousand_words_give_a_map(cli, write):
    paragraph = (
        PLAIN + "Officials say that it will cost 4 million dollars. However, some people disagree, "
        "and the pool in Lund is always empty.\n\n"
    )
    text = paragraph * (20_000 // len(paragraph.split()) + 1)
    assert len(text.split()) >= 20_000
    result = cli("analyze", write("a.txt", text), "-o", "out", "-f", "map,csv,md", *RULES)
    assert result.code == 0, result.err
    assert len(ArgumentMap.from_json(Path("out/a.map.json").read_bytes()).units) > 500


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("noise.txt", bytes(range(256)) * 40, ""),
        ("noise.pdf", bytes(range(256)) * 40, ""),
        ("noise.docx", b"PK\x03\x04" + bytes(range(256)) * 40, ""),
        ("huge.txt", b"word " * 50_000, "article_characters"),
    ],
)
@pytest.mark.parametrize("command", ["analyze", "check", "render"])
def test_main_job_bad_files_exit_with_2_and_say_why(cli, tmp_path, command, name, data, said):
    (tmp_path / name).write_bytes(data)
    result = cli(command, name)
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith(f"argmap: error: {name}: ")
    assert said in result.err
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("command", ["analyze", "check", "render"])
def test_main_job_missing_and_unreadable_files_exit_with_2(cli, write, command, monkeypatch):
    assert cli(command, "gone.txt").code == 2
    path = write("closed.txt")
    path.chmod(0)
    if os.access(path, os.R_OK):  # root may read anything: let the system say no by hand

        def refuse(self, *args, **kwargs):
            raise PermissionError(13, "Permission denied", str(self))

        monkeypatch.setattr(Path, "open", refuse)
        monkeypatch.setattr(Path, "read_bytes", refuse)
    result = cli(command, "closed.txt")
    assert result.code == 2
    assert "closed.txt" in result.err


def test_main_job_folder_with_no_article_exits_with_2(cli, tmp_path):
    (tmp_path / "in").mkdir()
    assert cli("analyze", "in").code == 2
    assert cli("render", "in").code == 2


@pytest.mark.parametrize("options", [("--miner", "rulez"), ("--encoding", "utf-99"),
                                     ("--select", "no-such-check")])  # fmt: skip
def test_main_job_wrong_names_exit_with_2(cli, write, options):
    write("a.txt", SHORT)
    write("b.txt", SHORT)
    result = cli("analyze", "a.txt", "b.txt", "-f", "map", *options)
    assert result.code == 2
    assert result.err.count("argmap: error") == 1


def test_check_looks_at_the_structure_of_a_map_that_another_tool_made(cli):
    node = {"timestamp": ""}
    graph = {
        "nodes": [
            {"nodeID": "1", "text": "Cats purr.", "type": "I", **node},
            {"nodeID": "2", "text": "Cats are nice.", "type": "I", **node},
            {"nodeID": "3", "text": "", "type": "RA", **node},
            {"nodeID": "4", "text": "", "type": "RA", **node},
        ],
        "edges": [
            {"edgeID": str(number), "fromID": a, "toID": b}
            for number, (a, b) in enumerate([("1", "3"), ("3", "2"), ("2", "4"), ("4", "1")])
        ],
        "locutions": [],
    }
    Path("ring.json").write_text(json.dumps(graph), encoding="utf-8")
    result = cli("check", "ring.json", "--format", "concise")
    assert result.code == 1
    assert "circular" in result.out
