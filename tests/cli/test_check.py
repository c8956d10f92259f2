import json

import pytest

from argmap.model import ArgumentMap, Flag, Unit


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


# Comments, severities, baselines, formats ---------------------------------------------------------

MD = "# Trams\n\nTrams help.\n\n<!-- argmap: ignore vague-source -->\nOfficials say so.\n"


def test_check_heeds_comments(cli, stub, write):
    write("a.md", MD)
    result = cli("check", "a.md", "-f", "concise")
    assert result.out == "a.md:6:1: info loaded-language a loaded word\n"
    assert result.code == 0
    result = cli("check", "a.md", "-f", "concise", "--no-suppressions")
    assert "vague-source" in result.out
    assert result.code == 1


def test_check_tells_unused_comments(cli, stub, write):
    write("a.md", "Trams help.\n\n<!-- argmap: ignore vague-source -->\n\nNobody says so.\n")
    result = cli("check", "a.md", "-f", "concise")
    assert result.out == (
        "a.md:3:1: info unused-suppression no flag of vague-source is here to ignore\n"
    )
    assert result.code == 0
    assert cli("check", "a.md", "--severity", "unused-suppression=error").code == 1
    for options in (["--ignore", "unused-suppression"], ["--select", "vague-source"]):
        assert cli("check", "a.md", "-f", "concise", *options).out == ""
    assert stub[-1]["settings"].ignore == ()


def test_check_comments_of_a_page(cli, write, monkeypatch):
    import argmap
    from argmap.reading import read

    write(
        "a.html",
        "<main><p>Trams help.</p><!-- argmap: ignore vague-source --><p>Officials say so.</main>",
    )

    def analyze_file(path, **_):
        article = read(path)
        start = article.text.index("Officials")
        unit = Unit(id="u1", start=start, end=start + 9, text="Officials", role="claim")
        flag = Flag(id="f1", check="vague-source", unit="u1", start=start, end=start + 9,
                    severity="warning", message="nobody is named")  # fmt: skip
        return ArgumentMap(article=article, units=(unit,), flags=(flag,))

    monkeypatch.setattr(argmap, "analyze_file", analyze_file)
    assert cli("check", "a.html", "-q").out == ""
    assert cli("check", "a.html", "-q", "--no-suppressions").code == 1


def test_check_severity(cli, stub, write):
    write("a.txt")
    assert cli("check", "a.txt", "--fail-on", "error").code == 0
    result = cli("check", "a.txt", "--fail-on", "error", "--severity", "vague-source=error")
    assert result.code == 1
    assert "error vague-source" in result.out
    write("argmap.toml", '[severities]\nvague-source = "info"\n')
    assert cli("check", "a.txt").code == 0
    assert cli("check", "a.txt", "--severity", "vague-source=warning").code == 1


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("vague-source", "say CODE=LEVEL"),
        ("vague-source=bad", "use one of info, warning, error"),
        ("vague-sorce=error", "did you mean 'vague-source'?"),
    ],
)
def test_check_severity_that_is_none(cli, stub, write, value, told):
    result = cli("check", write("a.txt"), "--severity", value)
    assert result.code == 2
    assert told in result.err


def test_check_unknown_code_on_a_map_file(cli, stub, write):
    write("a.txt")
    cli("analyze", "a.txt", "-f", "map")
    result = cli("check", "a.map.json", "--select", "vague-sorce")
    assert result.code == 2
    assert "did you mean 'vague-source'?" in result.err


def test_check_groups_of_codes(cli, stub, write):
    cli("check", write("a.txt"), "--select", "reasoning,vague-source")
    selected = stub[-1]["settings"].select
    assert {"causal-leap", "overgeneralization", "vague-source"} <= set(selected)
    assert "unsupported" not in selected


def test_check_per_file_ignores(cli, stub, write, tmp_path, monkeypatch):
    write("argmap.toml", '[per-file-ignores]\n"drafts/*" = ["vague-source", "loaded-language"]\n')
    write("drafts/a.txt")
    write("b.txt")
    result = cli("check", "drafts/a.txt", "b.txt", "-f", "concise", "-q")
    assert {line.split(":")[0] for line in result.out.splitlines()} == {"b.txt"}
    assert cli("check", tmp_path / "drafts" / "a.txt", "-q").out == ""
    monkeypatch.chdir(tmp_path / "drafts")
    assert json.loads(cli("check", tmp_path / "drafts/a.txt", "-f", "json").out) == []


def test_check_baseline(cli, stub, write):
    write("a.md", "Trams help.\n\nOfficials say so.\n")
    result = cli("check", "a.md", "--write-baseline", "base.json")
    assert result.code == 0
    assert "note: base.json: 2 flags written" in result.err
    result = cli("check", "a.md", "--baseline", "base.json")
    assert result == (0, "", "no flags in 1 article, and 2 flags of the baseline\n")
    write("a.md", "A new first line.\n\nTrams help a lot.\n\nOfficials say so.\n")
    assert cli("check", "a.md", "--baseline", "base.json").code == 0
    write("a.md", "Trams help.\n\nOfficials do not say so.\n")
    result = cli("check", "a.md", "--baseline", "base.json", "-f", "concise")
    assert result.code == 1
    assert len(result.out.splitlines()) == 2
    assert "2 flags of the baseline are no more" in result.err


def test_check_baseline_that_is_none(cli, stub, write):
    write("base.json", "{}")
    result = cli("check", write("a.txt"), "--baseline", "base.json")
    assert result.code == 2
    assert "no baseline of argmap" in result.err


@pytest.mark.parametrize("form", ["full", "concise", "json", "jsonl", "sarif", "github", "csv"])
def test_check_formats_say_the_same(cli, stub, write, form):
    write("a.txt")
    result = cli("check", "a.txt", "-f", form)
    assert result.code == 1
    for code in ("vague-source", "loaded-language"):
        assert code in result.out
    if form in ("json", "sarif"):
        json.loads(result.out)


def test_check_sarif_holds_the_failures(cli, stub, write):
    result = cli("check", write("a.txt"), write("b.txt", "BAD"), "-f", "sarif", "-q")
    assert result.code == 4
    run = json.loads(result.out)["runs"][0]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert len(run["results"]) == 2


def test_check_comments_of_a_page_as_long_as_the_limit(cli, write):
    text = "Trams help. " + "They help a lot. " * 30
    write("a.html", f"<main><p>{text.strip()}</p><!-- argmap: ignore-start --></main>")
    write("argmap.toml", f"[limits]\narticle_characters = {len(text.strip())}\n")
    result = cli("check", "a.html", "-f", "concise")
    assert result.code in (0, 1), result.err
    assert "ignore-start is never closed" in result.out
