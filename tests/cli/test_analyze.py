import json
from pathlib import Path

import pytest

TEXT_FORMATS = "map,csv,md"


def listing(folder="."):
    return sorted(path.name for path in Path(folder).iterdir())


def test_analyze_writes_what_is_asked_for(cli, stub, write, tmp_path):
    result = cli("analyze", write("a.b.txt"), "-o", "out", "-f", TEXT_FORMATS)
    assert result.code == 0
    assert result.err == ""
    assert listing("out") == ["a.b.claims.csv", "a.b.map.json", "a.b.report.md"]
    assert "Claims that stand worst" in result.out
    assert "report    out/a.b.report.md" in result.out


def test_analyze_many_says_a_line_each_and_progress_on_stderr(cli, stub, write):
    result = cli("analyze", write("a.txt"), write("b.txt", "No. Go"), "-f", "map", "-o", "out")
    assert result.code == 0
    assert [line.rpartition("/")[2] for line in result.out.splitlines()] == [
        "a.txt: 2 units, 2 flags",
        "b.txt: 1 unit, 0 flags",
    ]
    assert [line[:6] for line in result.err.splitlines()] == ["[1/2] ", "[2/2] "]


def test_analyze_folder(cli, stub, write):
    write("in/a.txt")
    write("in/deep/b.md")
    assert cli("analyze", "in", "-o", "out", "-f", "map", "-q") == (0, "", "")
    assert listing("out") == ["a.map.json", "b.map.json"]


def test_analyze_names_never_clash(cli, stub, write):
    write("x/a.txt", "One thing. More")
    write("y/a.txt", "Another thing. More")
    result = cli("analyze", "x", "y", "-o", "out", "-f", "map")
    assert listing("out") == ["a-2.map.json", "a.map.json"]
    assert "argmap: note: y/a.txt: its results are called a-2" in result.err


def test_analyze_one_bad_among_many_is_a_result(cli, stub, write):
    write("in/a.txt")
    write("in/b.txt", "BAD")
    write("in/c.txt", "BUG")
    write("in/d.txt")
    result = cli("analyze", "in", "-o", "out", "-f", "map", "--json")
    assert result.code == 4
    assert listing("out") == ["a.map.json", "d.map.json"]
    assert "2 of 4 articles failed" in result.err
    data = json.loads(result.out)
    assert [entry["name"] for entry in data["articles"]] == ["a", "d"]
    assert [entry["path"] for entry in data["failed"]] == ["in/b.txt", "in/c.txt"]
    assert data["failed"][0]["error"] == "in/b.txt: this is no article; give another"
    assert "bug in argmap: ZeroDivisionError" in data["failed"][1]["error"]


def test_analyze_missing_among_many_is_a_result(cli, stub, write):
    result = cli("analyze", write("a.txt"), "gone.txt", "-o", "out", "-f", "map", "-q")
    assert result.code == 4
    assert listing("out") == ["a.map.json"]


def test_analyze_single_bad_input_exits_with_2(cli, stub, write):
    result = cli("analyze", write("a.txt", "BAD"), "-o", "out")
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith("argmap: error: ")
    assert not Path("out").exists()


def test_analyze_stdin_with_one_format_is_data_on_stdout(cli, stub):
    result = cli("analyze", "-", "-f", "map", stdin=b"Trams help. Officials say so.")
    assert result.code == 0
    assert json.loads(result.out)["article"]["text"].startswith("Trams")
    assert listing() == []


def test_analyze_stdin_with_more_formats_writes_files(cli, stub):
    result = cli("analyze", "-", "-f", "map", "-f", "md", stdin=b"Trams help. So.")
    assert result.code == 0
    assert listing() == ["stdin.map.json", "stdin.report.md"]


def test_analyze_json_summary(cli, stub, write):
    result = cli("analyze", write("a.txt"), "-o", "out", "-f", "map", "--json")
    (entry,) = json.loads(result.out)["articles"]
    assert entry["files"] == {"map": "out/a.map.json"}
    assert entry["summary"]["checks"] == {"loaded-language": 1, "vague-source": 1}
    assert entry["summary"]["model"] == "stub 1"


def test_analyze_unwritable_place_exits_with_2(cli, stub, write):
    write("file", "x")
    result = cli("analyze", write("a.txt"), write("b.txt"), "-o", "file", "-f", "map")
    assert result.code == 2
    assert "cannot be written" in result.err


def test_analyze_passes_options_and_settings_on(cli, stub, write):
    write("argmap.toml", 'miner = "other"\nignore = ["unsupported"]\n')
    path = write("a.txt")
    cli("analyze", path, "-f", "map", "--encoding", "latin-1", "--select", "a,b", "--select", "c")
    (call,) = stub
    assert call["encoding"] == "latin-1"
    assert call["settings"].miner == "other"
    assert call["settings"].select == ("a", "b", "c")
    assert call["settings"].ignore == ("unsupported",)
    cli("analyze", path, "-f", "map", "--miner", "mine")
    assert stub[-1]["settings"].miner == "mine"


def test_analyze_notes_go_to_stderr_and_quiet_keeps_them_away(cli, stub, write):
    write("a.txt", "NOTE this. And")
    assert cli("analyze", "a.txt", "-f", "map").err == "argmap: note: a.txt: read as KOI8-R\n"
    assert cli("analyze", "a.txt", "-f", "map", "-q") == (0, "", "")


@pytest.mark.parametrize("name", ["htlm", "", "docx"])
def test_analyze_unknown_format_exits_with_2_before_any_work(cli, stub, write, name):
    result = cli("analyze", write("a.txt"), "-f", name or "x y")
    assert result.code == 2
    assert stub == []


def test_analyze_makes_all_before_it_writes_any(cli, stub, write, monkeypatch):
    def broken(map_):
        raise ValueError("no drawing today")

    monkeypatch.setattr("argmap.report.markdown.report_markdown", broken)
    assert cli("analyze", write("a.txt"), "-o", "out", "-f", "map,md").code == 70
    assert not Path("out").exists()
