import io
import sys

from argmap.cli.console import Progress, say


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_console_progress_writes_over_itself_on_a_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    progress = Progress(10)
    progress.step("a.txt")
    progress.step("b\x1b[2J.txt")
    say("argmap: note: something")
    progress.clear()
    assert sys.stderr.getvalue() == (
        "\r\x1b[K[ 1/10] a.txt\r\x1b[K[ 2/10] b.txt\r\x1b[Kargmap: note: something\n\r\x1b[K"
    )


def test_console_progress_leaves_lines_elsewhere(capsys):
    progress = Progress(2)
    progress.step("a.txt")
    progress.clear()
    assert capsys.readouterr().err == "[1/2] a.txt\n"


def test_console_progress_of_one_or_quiet_says_nothing(capsys):
    for progress in (Progress(1), Progress(5, quiet=True)):
        progress.step("a.txt")
        progress.clear()
    assert capsys.readouterr().err == ""
