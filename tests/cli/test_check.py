import json

import pytest


def test_check_prints_as_a_linter_does(cli, stub, write):
    write("a.txt", "Trams help.\r\n\r\nOfficials say so.")
    result = cli("check", "a.txt", "--format", "concise")
    assert result.out == (
        "a.txt:3:1: info loaded-language a loaded word\n"
        "a.txt:3:1: warning vague-source nobody is named\n"
    )
    assert result.err == "2 flags in 1 article\n"
    assert result.code == 1


def test_check_full_quotes_and_helps(cli, stub, write):
    write("a.txt")
    lines = cli("check", "a.txt").out.splitlines()
    assert lines[2:] == [
        "a.txt:1:13: warning vague-source nobody is named",
        "    “Officials”",
        "    help: name them",
    ]


def test_check_columns_count_code_points(cli, stub, write):
    write("a.txt", "🦊🦊 trams. Officials say so.")
    assert cli("check", "a.txt", "-f", "concise").out.startswith("a.txt:1:11: ")


@pytest.mark.parametrize(
    ("fail_on", "code"), [("info", 1), ("warning", 1), ("error", 0), ("never", 0)]
)
def test_check_fail_on(cli, stub, write, fail_on, code):
    assert cli("check", write("a.txt"), "--fail-on", fail_on).code == code


def test_check_fail_on_from_the_settings(cli, stub, write):
    write("argmap.toml", 'fail-on = "error"')
    assert cli("check", write("a.txt")).code == 0
    assert cli("check", write("a.txt"), "--fail-on", "info").code == 1
    write("argmap.toml", 'fail-on = "sometimes"')
    result = cli("check", write("a.txt"))
    assert result.code == 2
    assert "choose from: info, warning, error, never" in result.err


def test_check_clean_article(cli, stub, write):
    result = cli("check", write("a.txt", "Trams help. So."))
    assert result == (0, "", "no flags in 1 article\n")


def test_check_json(cli, stub, write):
    write("a.txt")
    result = cli("check", "a.txt", "--format", "json")
    rows = json.loads(result.out)
    assert [row["code"] for row in rows] == ["loaded-language", "vague-source"]
    assert rows[1] | {"line": 1, "column": 13, "end_column": 22, "path": "a.txt"} == rows[1]
    assert result.err == ""


def test_check_json_of_nothing_is_an_empty_list(cli, stub, write):
    assert json.loads(cli("check", write("a.txt", "No. Go."), "-f", "json").out) == []


def test_check_map_file_without_analysing(cli, stub, write):
    write("a.txt")
    cli("analyze", "a.txt", "-f", "map")
    stub.clear()
    result = cli("check", "a.map.json", "--ignore", "loaded-language", "-f", "concise")
    assert result.out == "a.txt:1:13: warning vague-source nobody is named\n"
    assert stub == []
    assert cli("check", "a.map.json", "--select", "unsupported").code == 0


def test_check_map_from_stdin(cli, stub, write):
    data = cli("analyze", "-", "-f", "map", stdin=b"Trams help. Officials say so.").out
    result = cli("check", "-", "-f", "concise", stdin=data.encode())
    assert "<stdin>:1:13: warning vague-source" in result.out


@pytest.mark.parametrize("content", ["", "{", '{"article": 1}', "[]", "\x00\x01", "{" * 100_000])
def test_check_broken_map_file_exits_with_2(cli, write, content):
    write("a.map.json", content)
    result = cli("check", "a.map.json")
    assert result.code == 2
    assert "a.map.json" in result.err


def test_check_failure_among_many_exits_with_4(cli, stub, write):
    result = cli("check", write("a.txt"), write("b.txt", "BAD"), "-q")
    assert result.code == 4
    assert "b.txt: this is no article" in result.err


def test_check_stdin_is_named(cli, stub):
    result = cli("check", "-", "-f", "concise", stdin=b"Trams help. Officials say so.")
    assert result.out.startswith("<stdin>:1:13: ")
