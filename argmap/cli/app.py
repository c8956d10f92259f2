"""The `argmap` program: its commands, and what becomes of errors.

Exit codes: 0 done (for `check`: clean), 1 findings at or above `--fail-on`, 2 wrong use or bad
input, 3 a needed program or model is missing, 4 some articles of a run failed, 70 a bug in argmap
(EX_SOFTWARE of sysexits.h), 130 interrupted, 141 nobody reads the output any more (128 + SIGPIPE).
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from argmap import __version__
from argmap.cli.analyze import analyze
from argmap.cli.check import check
from argmap.cli.compare import compare
from argmap.cli.console import error
from argmap.cli.convert import convert
from argmap.cli.corpus import corpus
from argmap.cli.evaluate import evaluate
from argmap.cli.explain import explain
from argmap.cli.render import render
from argmap.cli.review import review
from argmap.cli.show import show
from argmap.cli.train import train
from argmap.errors import ArgmapError

BUG = 70
INTERRUPTED = 130
BROKEN_PIPE = 141


class Commands(TyperGroup):
    """The group of all commands; turns what they raise into a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that the arguments name."""
        try:
            result = super().invoke(ctx)
            # Here, where a broken pipe can still be handled, and not when Python shuts down.
            sys.stdout.flush()
            return result
        except ArgmapError as problem:
            error(str(problem))
            raise typer.Exit(problem.exit_code) from problem
        except KeyboardInterrupt:
            error("interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            _close_stdout()
            raise typer.Exit(BROKEN_PIPE) from None
        except (typer.Exit, typer.Abort, _usage_error()):
            raise
        except Exception as problem:
            if os.environ.get("ARGMAP_DEBUG"):
                traceback.print_exc()
            error(
                f"this is a bug in argmap: {type(problem).__name__}: {problem}; please report it "
                "with the text that caused it (ARGMAP_DEBUG=1 shows where it happened)"
            )
            raise typer.Exit(BUG) from problem


def _usage_error() -> type[Exception]:
    """The class of wrong options and arguments, which typer reports itself.

    typer 0.20 and later bring their own copy of click, earlier ones use the installed one; in both
    it is the parent of `BadParameter`.
    """
    base = typer.BadParameter.__base__
    return base if base is not None and issubclass(base, Exception) else typer.BadParameter


def _close_stdout() -> None:
    """Let what is still in stdout's buffer go nowhere, without a complaint at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # stdout is no file: a test's, a notebook's
        return


app = typer.Typer(
    name="argmap",
    cls=Commands,
    help="Read an article, see its argument: claims, what they rest on, and which do not stand.",
    epilog="Exit codes: 0 done, 1 findings (check), 2 wrong use or bad input, 3 something needed "
    "is missing, 4 some articles failed, 70 a bug, 130 interrupted.",
    no_args_is_help=True,
    add_completion=False,
    # Plain help: loading rich would double the time to show it.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    *(analyze, check, render, show, review, compare, convert, evaluate, train, explain),
):
    app.command()(command)
app.add_typer(corpus)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"argmap {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            "-V",
            help="Show the version and exit.",
            callback=_show_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Read an article, see its argument: claims, what they rest on, and which do not stand."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The entry point of the `argmap` program.

    Args:
        arguments: What stands after `argmap`; none takes it from the command line.

    Raises:
        SystemExit: always, with the exit code.
    """
    for stream in (sys.stdout, sys.stderr):
        # A file name or an article may hold what the terminal's encoding does not.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    try:
        app(arguments, prog_name="argmap")
    except KeyboardInterrupt:  # before the command began, or after it ended
        sys.exit(INTERRUPTED)
    sys.exit(0)
