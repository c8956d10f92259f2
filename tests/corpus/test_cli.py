"""`argmap corpus`: exit codes, what is said where, Ctrl-C and SIGKILL with real workers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from corpus_support import contents, settings, slow

from argmap.cli import main
from argmap.cli.corpus import Progress, progress_line
from argmap.corpus.runs import State

PROGRAM = (sys.executable, "-m", "argmap.cli")


@pytest.fixture
def cli(capsys, monkeypatch, tmp_path, stub):
    """`cli("run", ...)` in this process, with the stub as worker."""
    monkeypatch.setattr("argmap.corpus.runs.COMMAND", stub)
    monkeypatch.setattr(sys.modules["argmap.corpus.runs"].run, "__kwdefaults__",
                        {**sys.modules["argmap.corpus.runs"].run.__kwdefaults__, "command": stub})  # fmt: skip
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as exit_:
            main(["corpus", *map(str, arguments)])
        captured = capsys.readouterr()
        return exit_.value.code, captured.out, captured.err

    return run


def test_cli_run_says_what_it_did(cli, folder):
    code, out, err = cli("run", folder, "-o", "out", "--miner", "rules")
    assert (code, out) == (0, "5 articles analysed: out\n")
    assert "[5/5]" in err
    code, out, err = cli("run", folder, "-o", "out", "--miner", "rules")
    assert (code, out, err) == (0, "0 articles analysed, 5 were there before: out\n", "")


def test_cli_run_with_failures_exits_with_4_and_names_them(cli, folder):
    (folder / "bad.txt").write_text("BAD.")
    (folder / "b\x1b]0;owned\x07.txt").write_text("BUG.")
    code, out, err = cli("run", folder, "-o", "out", "--miner", "rules", "-q")
    assert (code, out) == (4, "")
    assert "argmap: error: bad.txt: this is no article\n" in err
    assert "2 of 7 articles failed, the others are done" in err
    assert "\x1b" not in err
    assert "\x07" not in err


def test_cli_run_json_is_for_programs(cli, folder):
    (folder / "bad.txt").write_text("BAD.")
    code, out, err = cli("run", folder, "-o", "out", "--miner", "rules", "--json")
    assert code == 4
    assert json.loads(out) == {
        "articles": 6,
        "done": 5,
        "failed": [{"path": "bad.txt", "error": "bad.txt: this is no article"}],
        "kept": 0,
        "out": "out",
    }
    assert err == ""


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("run", "nowhere", "-o", "out"), 2, "no such folder"),
        (("run", "texts", "-o", "out", "--miner", "rulez"), 2, "did you mean `rules`"),
        (("run", "texts", "-o", "note.txt/out"), 2, "cannot be written"),
        (("run", "texts", "-o", "out", "--workers", "0"), 2, "--workers"),
        (("report", "texts"), 2, "no result of a corpus run"),
    ],
)
def test_cli_wrong_use_is_told(cli, folder, tmp_path, arguments, code, words):
    (tmp_path / "note.txt").write_text("in the way")
    got, out, err = cli(*arguments)
    assert got == code
    assert words in " ".join(err.split())
    assert out == ""


def test_cli_report_names_its_files(cli, real, tmp_path):
    code, out, _ = cli("report", real.root, "-o", tmp_path / "report")
    assert code == 0
    assert [Path(line).name for line in out.splitlines()] == [
        "report.html", "claims.csv", "contradictions.csv", "flags-by-folder.csv",
        "flags-over-time.csv",
    ]  # fmt: skip
    code, out, _ = cli("report", real.root, "-o", tmp_path / "words", "--words")
    assert code == 0
    assert "contradictions.csv" not in out


def test_cli_progress_tells_rate_and_time_left(capsys):
    progress = Progress()
    progress.tell(State(0))
    progress.tell(State(3, done=1, bytes_total=30, bytes_done=10, seconds=4000))
    progress.tell(State(3, done=2, bytes_total=30, bytes_done=20, seconds=8000))  # too soon
    progress.tell(State(3, done=2, failed=1, bytes_total=30, bytes_done=30, seconds=12000))
    progress.end()
    assert capsys.readouterr().err.splitlines() == [
        "[1/3] 0.0 articles/s, 2 h 13 min left",
        "[3/3] 0.0 articles/s, 1 failed",
    ]
    assert progress_line(State(9)) == "[0/9] starting"


# With real workers -------------------------------------------------------------------------------


def _start(folder: Path, out: Path, **environment: str) -> subprocess.Popen[str]:
    command = [
        *PROGRAM,
        "corpus",
        "run",
        str(folder),
        "-o",
        str(out),
        "--miner",
        "rules",
        "-w",
        "1",
    ]
    return subprocess.Popen(
        command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        env={**os.environ, **environment},
    )  # fmt: skip


def _alive(session: int) -> int:
    count = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        count += fields[3] == str(session) and fields[0] != "Z"
    return count


def _until(condition, seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_cli_stopped_run_leaves_no_process_and_goes_on(real, tmp_path, sign, code):
    texts, out = real.root.parent / "texts", tmp_path / "out"
    process = _start(texts, out)
    assert _until(lambda: list(out.glob("maps/*.map.json")))
    os.kill(process.pid, sign)
    _, err = process.communicate(timeout=60)
    # A run that was quicker than the signal is none of this test's business.
    assert process.returncode in (code, 0)
    if sign == signal.SIGINT and process.returncode:
        assert "argmap: error: interrupted" in err
    assert _until(lambda: not _alive(process.pid))
    second = _start(texts, out, PYTHONHASHSEED="7")
    assert second.wait(timeout=120) == 0
    assert contents(out) == {
        name: digest
        for name, digest in contents(real.root).items()
        if not name.startswith("report/")
    }


def test_cli_real_article_over_its_time_fails_and_is_told(folder, tmp_path):
    from argmap.corpus import run

    for path in list(folder.rglob("*.txt"))[1:]:
        path.unlink()
    summary = run(folder, tmp_path / "out", settings=settings(article_seconds=0.0001))
    assert summary.done == 0
    assert all("`article_seconds`" in reason for reason in summary.failed.values())


_SHUFFLED = """
import sys
from argmap.corpus import run
from argmap.settings import Settings
texts, out, workers, seed = sys.argv[1:]
run(texts, out, settings=Settings(miner="rules"), workers=int(workers), shuffle=int(seed))
"""


@pytest.mark.parametrize(
    ("workers", "seed"),
    [
        ("2", "1"),
        *(pytest.param(w, s, marks=slow) for w in ("1", "2", "4") for s in ("0", "77", "4242")),
    ],
)
def test_cli_bytes_do_not_depend_on_workers_order_or_hash_seed(real, tmp_path, workers, seed):
    texts, out = real.root.parent / "texts", tmp_path / "out"
    command = [sys.executable, "-c", _SHUFFLED, texts, out, workers, seed]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    subprocess.run([*map(str, command)], env=environment, check=True, capture_output=True)
    assert contents(out) == contents(real.root)


@slow
@pytest.mark.parametrize(
    ("options", "kills"), [((), 20), (("--dask", "--articles", "120", "--kills", "4"), 4)]
)
def test_cli_kills_change_nothing(options, kills):
    benchmark = Path(__file__).parents[2] / "benchmarks" / "kills.py"
    command = [sys.executable, str(benchmark), *options]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    told = f"{kills} kills: 0 files differ, 0 maps lost, 0 orphans, 0 temporary files"
    assert told in done.stdout
