from pathlib import Path

import pytest

from argmap.formats import FORMATS
from argmap.model import ArgumentMap


@pytest.fixture
def map_file(small_map, tmp_path):
    path = tmp_path / "trains.map.json"
    path.write_text(small_map.to_json(), encoding="utf-8")
    return path


def test_convert_there_and_back_keeps_the_map(cli, map_file, small_map):
    assert cli("convert", map_file, "out/trains.aif.json") == (0, "out/trains.aif.json\n", "")
    assert cli("convert", "out/trains.aif.json", "back.map.json").code == 0
    assert ArgumentMap.from_json(Path("back.map.json").read_bytes()) == small_map


@pytest.mark.parametrize("name", FORMATS)
def test_convert_to_each_format_makes_what_can_be_read(cli, map_file, name):
    target = f"x{FORMATS[name].suffixes[0]}"
    assert cli("convert", map_file, target).code == 0
    assert cli("convert", target, "back.map.json", "--from", name).code == 0
    assert len(ArgumentMap.from_json(Path("back.map.json").read_bytes()).units) == 4


def test_convert_says_what_is_lost(cli, map_file):
    result = cli("convert", map_file, "x.argdown")
    assert "argmap: note: argdown does not keep the flags\n" in result.err
    assert cli("convert", map_file, "x.argdown", "-q") == (0, "", "")


def test_convert_through_pipes(cli, map_file):
    result = cli("convert", "-", "-", "--to", "aif", stdin=map_file.read_bytes())
    assert result.code == 0
    back = cli("convert", "-", "-", "--from", "aif", "--to", "map", stdin=result.out.encode())
    assert back.out == map_file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("target", "begin"), [("x.claims.csv", "rank,text,"), ("x.report.md", "# Claim report")]
)
def test_convert_writes_what_analyze_writes(cli, map_file, target, begin):
    assert cli("convert", map_file, target).code == 0
    assert Path(target).read_text(encoding="utf-8").startswith(begin)


def test_convert_takes_any_other_csv_for_pairs(cli, map_file):
    cli("convert", map_file, "x.csv", "-q")
    cli("convert", map_file, "x", "--to", "pairs", "-q")
    assert Path("x.csv").read_bytes() == Path("x").read_bytes()


@pytest.mark.parametrize(
    "arguments", [("x.unknown",), ("x.txt", "--to", "nothing"), ("-",), ("x.aif", "--from", "no")]
)
def test_convert_wrong_format_exits_with_2(cli, map_file, arguments):
    result = cli("convert", map_file, *arguments)
    assert result.code == 2
    assert result.err.startswith("argmap: error: ")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"nodes": 3}'])
def test_convert_broken_file_exits_with_2(cli, write, content):
    write("a.aif.json", content)
    result = cli("convert", "a.aif.json", "b.map.json")
    assert result.code == 2
    assert "a.aif.json" in result.err
    assert not Path("b.map.json").exists()


def test_convert_missing_file_exits_with_2(cli):
    assert cli("convert", "gone.map.json", "x.aif").code == 2


def test_convert_unwritable_place_exits_with_2(cli, map_file, write):
    write("file", "x")
    for target in ("file/x.aif", "file/x.ann", "file/x.svg"):
        result = cli("convert", map_file, target)
        assert result.code == 2, target
        assert "cannot be written" in result.err


def test_render_and_check_take_maps_of_other_formats(cli, map_file):
    cli("convert", map_file, "x.aif.json", "-q")
    assert "digraph" in cli("render", "x.aif.json", "-f", "dot", "-o", "-").out
    assert "unsourced-fact" in cli("check", "x.aif.json", "-f", "concise").out
