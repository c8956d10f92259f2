"""Engines: the programs that lay a DOT source out and draw it.

The default engine is the Graphviz library inside the `pygraphviz` wheel: nothing has to be
installed on the machine, it draws SVG, PNG and PDF, and pango shapes any script. `dot` (a Graphviz
of the machine) and `graphviz-pure` (a Rust port, a wheel of its own) can be asked for by name or
with the environment variable `ARGMAP_ENGINE`. `benchmarks/drawing.py` measures them.

Every engine runs in a process of its own under a time limit, so that a crash or a hang of the C
library cannot take an analysis with it. The first two draw with argmap's own fonts (see `fonts`),
so that a machine without fonts draws letters instead of boxes, and every machine lays text out
alike; for scripts that they lack the machine's fonts are tried.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from argmap.errors import ArgmapError, MissingRequirement, UsageError
from argmap.views.fonts import FALLBACKS, FAMILY, font_folder

FORMATS = ("svg", "png", "pdf")
SECONDS = 30.0
"""Time limit of one drawing."""
_DATE = re.compile(rb"(/(?:Creation|Mod)Date \(D:)\d{14}")
_FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "WINDOWSFONTDIR",
)
_WORKER = Path(__file__).with_name("worker.py")


class DrawingFailed(ArgmapError):  # noqa: N818 - reads as what it is
    """An engine crashed, ran out of time or wrote something that is no drawing."""


def engine_names() -> list[str]:
    """The engines that this machine has, the default one first.

    >>> "pygraphviz" in engine_names()
    True
    """
    return [name for name, find in _ENGINES.items() if find() is not None]


def run_engine(
    source: str, format: str, *, engine: str | None = None, seconds: float = SECONDS
) -> bytes:
    """Draw a DOT source.

    Args:
        source: Text in the DOT language.
        format: `svg`, `png` or `pdf`.
        engine: Name of an engine; none means `ARGMAP_ENGINE`, else the first that is there.
        seconds: When to give up.

    Raises:
        UsageError: no such format or engine.
        MissingRequirement: the engine is not installed, or none is.
        DrawingFailed: the engine crashed or ran out of time.

    >>> run_engine("digraph { a -> b }", "svg")[:5]
    b'<?xml'
    """
    if format not in FORMATS:
        raise UsageError(f"no drawing in {format!r}", hint=f"one of: {', '.join(FORMATS)}")
    name, command = _command(engine or os.environ.get("ARGMAP_ENGINE") or None)
    if name == "graphviz-pure" and format == "pdf":
        raise UsageError("graphviz-pure draws no PDF", hint="use the engine pygraphviz")
    with TemporaryDirectory(prefix="argmap-") as folder:
        # `-q1`: errors only. Warnings about glyphs are no news to the reader of an argument map.
        arguments = [format] if name == "pygraphviz" else ["-q1", f"-T{format}"]
        try:
            done = subprocess.run(  # noqa: S603 - a program that argmap chose, no shell
                [*command, *arguments],
                input=source.encode("utf-8", "replace"),
                capture_output=True,
                timeout=seconds,
                env=_environment(Path(folder)),
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise DrawingFailed(
                f"{name} did not finish within {seconds:g} s",
                hint="draw a smaller map, or lower `drawing_nodes` in [tool.argmap.limits]",
            ) from error
        except OSError as error:
            raise DrawingFailed(f"{name} cannot be run: {error}") from error
    if done.returncode or not _looks_right(done.stdout, format):
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        how = f"signal {-done.returncode}" if done.returncode < 0 else f"exit {done.returncode}"
        raise DrawingFailed(
            f"{name} failed ({how}): {lines[-1][:300] if lines else 'it said nothing'}",
            hint=f"try another engine: {', '.join(engine_names())}",
        )
    return _undated(done.stdout) if format == "pdf" else done.stdout


def _undated(pdf: bytes) -> bytes:
    """The PDF with a fixed date, so that the same map gives the same file.

    The cairo inside the wheel writes the time of day whatever `SOURCE_DATE_EPOCH` says. The date
    keeps its length: the file's table of offsets stays right.
    """
    return _DATE.sub(rb"\g<1>19700101000000", pdf)


def _looks_right(data: bytes, format: str) -> bool:
    if format == "svg":
        return data.rstrip().endswith(b"</svg>")
    return data.startswith(b"\x89PNG\r\n" if format == "png" else b"%PDF-")


def _command(asked: str | None) -> tuple[str, list[str]]:
    if asked is not None and asked not in _ENGINES:
        raise UsageError(f"no engine {asked!r}", hint=f"one of: {', '.join(_ENGINES)}")
    for name in [asked] if asked else list(_ENGINES):
        command = _ENGINES[name]()
        if command is not None:
            return name, command
    raise MissingRequirement(
        f"the drawing engine {asked} is not installed" if asked else "no drawing engine is here",
        hint="pip install pygraphviz",
    )


def _find_pygraphviz() -> list[str] | None:
    spec = find_spec("pygraphviz")
    if spec is None or spec.origin is None:
        return None
    # -I: neither the working folder nor PYTHON* variables reach the worker; -S: no site-packages
    # scan, the one folder that it needs is named.
    return [sys.executable, "-I", "-S", str(_WORKER), str(Path(spec.origin).parent.parent)]


def _find_dot() -> list[str] | None:
    path = shutil.which("dot")
    return [path] if path else None


def _find_pure() -> list[str] | None:
    path = shutil.which("graphviz-pure") or shutil.which(
        "graphviz-pure", path=sysconfig.get_path("scripts")
    )
    return [path] if path else None


_ENGINES: dict[str, Callable[[], list[str] | None]] = {
    "pygraphviz": _find_pygraphviz,
    "dot": _find_dot,
    "graphviz-pure": _find_pure,
}


def _environment(folder: Path) -> dict[str, str]:
    """The program's variables: argmap's fonts first, then the machine's."""
    places = "".join(
        f"<dir>{escape(place)}</dir>" for place in (str(font_folder()), *_FONT_FOLDERS)
    )
    # Other versions of the same fonts on the machine would have the same names.
    others = "".join(
        f"<glob>*/{name.replace(' ', '')}{mark}*</glob>"
        for name in (FAMILY, *FALLBACKS)
        for mark in "-["
    )
    families = "".join(f"<string>{name}</string>" for name in FALLBACKS)
    conf = folder / "fonts.conf"
    conf.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"{places}<selectfont><rejectfont>{others}</rejectfont></selectfont>"
        '<match target="pattern"><edit name="family" mode="append" binding="strong">'
        f"{families}</edit></match>"
        '<cachedir prefix="xdg">fontconfig</cachedir>'
        f"<cachedir>{escape(str(folder))}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    keep = re.compile(
        r"(?i)PATH|HOME|XDG_CACHE_HOME|SYSTEMROOT|TEMP|TMP|TMPDIR|(DY)?LD_.*|USERPROFILE|LOCALAPPDATA"
    )
    return {
        **{name: value for name, value in os.environ.items() if keep.fullmatch(name)},
        "FONTCONFIG_FILE": str(conf),
        "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": "0",  # newer cairo versions date a PDF by it; see `_undated`
        "TZ": "UTC",
    }
