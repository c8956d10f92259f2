import os
import subprocess
import sys
import time

import pytest

import argmap

HEAVY = {"spacy", "pandas", "numpy", "pydantic", "rich", "lxml", "pygraphviz", "jinja2"}


def test_app_version(cli):
    assert cli("--version") == (0, f"argmap {argmap.__version__}\n", "")


def test_app_help_lists_the_commands(cli):
    result = cli("--help")
    assert result.code == 0
    for command in ("analyze", "check", "render", "show", "convert", "explain"):
        assert f"\n  {command} " in result.out


def test_app_without_arguments_shows_help(cli):
    result = cli()
    assert "Usage: argmap" in result.out + result.err


@pytest.mark.parametrize("command", ["analyze", "check", "render", "show", "convert", "explain"])
def test_app_each_command_has_help_for_each_option(cli, command):
    result = cli(command, "--help")
    assert result.code == 0
    assert f"Usage: argmap {command}" in result.out


def test_app_help_imports_nothing_heavy_and_answers_at_once():
    code = (
        "import sys\n"
        "from argmap.cli import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit:\n    print(' '.join(sys.modules), file=sys.stderr)\n"
    )
    seconds = {}
    for name, program in (("bare", "pass"), ("parser", "import spacy"), ("help", code)):
        times = []
        for _ in range(3):
            begin = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", program], capture_output=True, text=True, check=True
            )
            times.append(time.perf_counter() - begin)
        seconds[name] = min(times)
    assert HEAVY & set(done.stderr.split()) == set()
    # A ratio: how long a second of work takes is the machine's business.
    assert seconds["help"] - seconds["bare"] < 0.5 * (seconds["parser"] - seconds["bare"])


@pytest.mark.parametrize(
    "arguments",
    [("analyse", "a.txt"), ("analyze",), ("analyze", "--no-such-option"), ("check", "--fail-on=x")],
)
def test_app_wrong_use_exits_with_2(cli, arguments):
    result = cli(*arguments)
    assert result.code == 2
    assert "Usage:" in result.err


def test_app_suggests_the_command_that_was_meant(cli):
    assert "analyze" in cli("analize", "a.txt").err


def test_app_bug_is_told_in_a_line_and_exits_with_70(cli, stub, write):
    result = cli("analyze", write("a.txt", "BUG"))
    assert result.code == 70
    assert result.err.count("\n") == 1
    assert "this is a bug in argmap: ZeroDivisionError: oh no" in result.err


def test_app_debug_shows_where_a_bug_is(stub, write, monkeypatch, capsys):
    monkeypatch.setenv("ARGMAP_DEBUG", "1")
    with pytest.raises(SystemExit) as exit_:
        argmap_main(["analyze", str(write("a.txt", "BUG"))])
    assert exit_.value.code == 70
    assert "Traceback" in capsys.readouterr().err


def argmap_main(arguments):
    from argmap.cli import main

    main(arguments)


def test_app_interrupt_exits_with_130(cli, stub, write):
    result = cli("analyze", write("a.txt", "STOP"))
    assert result.code == 130
    assert result.err == "argmap: error: interrupted\n"


def test_app_settings_that_are_wrong_exit_with_2(cli, stub, write):
    write("argmap.toml", "no-such-setting = 1")
    result = cli("check", write("a.txt"))
    assert result.code == 2
    assert "no-such-setting" in result.err


def test_app_closed_pipe_is_quiet():
    read, target = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "argmap.cli", "explain"],
        stdout=target,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(target)
    assert done.stderr == ""
    assert done.returncode == 141


def test_app_error_messages_do_not_carry_escape_sequences(cli, stub):
    result = cli("analyze", "no\x1b[31mfile\x07.txt")
    assert result.code == 2
    assert "\x1b" not in result.err
    assert "nofile.txt: there is no such file" in result.err
