"""Files in and out: which articles a command line means, what their results are called, and
writing them so that a file is never half there.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from argmap.errors import InputError, OutputError

STDIN = "-"
# Controls but for the tab and the line's end, and what turns text around.
_ACTS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")


@dataclass(frozen=True)
class Job:
    """One article to do."""

    path: str
    """As the user gave it, or as it was found in a folder; `-` for stdin."""
    name: str
    """Name of its results, without a suffix; no two jobs of a run have the same."""


def is_map(path: str) -> bool:
    """Whether the file is a map in a format that argmap reads, and no article.

    >>> is_map("a.map.json"), is_map("a.argdown"), is_map("a.json"), is_map("a.txt")
    (True, True, True, False)
    """
    from argmap.formats import format_of_path

    return Path(path).suffix.lower() == ".json" or format_of_path(Path(path)) is not None


def natural_name(path: str) -> str:
    """The name that a file gives its results: its own without the suffix.

    >>> natural_name("texts/a.b.txt"), natural_name("out/a.map.json"), natural_name("-")
    ('a.b', 'a', 'stdin')
    """
    from argmap.formats import format_of_path

    if path == STDIN:
        return "stdin"
    name = Path(path).name
    found = format_of_path(Path(name))
    for suffix in sorted(found.suffixes if found else (), key=len, reverse=True):
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return Path(name).stem or "article"


def find_inputs(paths: Sequence[str]) -> list[str]:
    """The files that the arguments mean: folders opened, each file once, in a fixed order.

    Results of an earlier run that lie in a folder (`NAME.html`, `NAME.report.md` and so on beside
    `NAME.map.json`) are no articles.

    Raises:
        InputError: a path is not there, or a folder holds no article.
        UsageError: stdin is named more than once.
    """
    from argmap.corpus.plan import is_result
    from argmap.errors import UsageError
    from argmap.reading import find_articles

    if paths.count(STDIN) > 1:
        raise UsageError("stdin (-) can be read only once", hint="name it once")
    found: dict[str, str] = {}
    for path in paths:
        if path != STDIN and Path(path).is_dir():
            inside = find_articles([path])
            files = [str(one) for one in inside if not is_result(one)]
            if not files:
                raise InputError("only results of earlier runs are in this folder", where=path)
        else:
            files = [path]
        for file in files:
            found.setdefault(STDIN if file == STDIN else os.path.realpath(file), file)
    return list(found.values())


def plan(
    inputs: Sequence[str], folder: Path, suffixes: Iterable[str], note: Callable[[str], None]
) -> list[Job]:
    """Give each input the name of its results, so that nothing is written over.

    The first input of a name gets it; another gets `NAME-2`, `NAME-3` and so on, in the order of
    the inputs. The same goes for a name whose result would be written over an input (`a.html` in
    the working folder). Names that differ only in case or Unicode form count as the same, as they
    are on some file systems.
    """
    suffixes = tuple(suffixes)
    sources = {os.path.realpath(path) for path in inputs if path != STDIN}
    place = os.path.realpath(folder)

    def clear(name: str) -> bool:
        return all(os.path.join(place, name + suffix) not in sources for suffix in suffixes)  # noqa: PTH118

    naturals = [natural_name(path) for path in inputs]
    reserved = {_key(name) for name in naturals}
    taken: set[str] = set()
    counters: dict[str, int] = {}
    jobs = []
    for path, natural in zip(inputs, naturals, strict=True):
        key, name = _key(natural), natural
        if key in taken or not clear(natural):
            while _key(name) in reserved or _key(name) in taken or not clear(name):
                counters[key] = counters.get(key, 1) + 1
                name = f"{natural}-{counters[key]}"
            whose = "those of another article" if key in taken else "an article"
            note(f"{path}: its results are called {name}, not to write over {whose}")
        taken.add(_key(name))
        jobs.append(Job(path, name))
    return jobs


def _key(name: str) -> str:
    return normalize("NFC", name).casefold()


def make_folder(path: Path) -> None:
    """Make the folder that the file shall lie in.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as problem:
        raise _unwritable(path, problem) from problem


def write_bytes(path: Path, data: bytes) -> Path:
    """Write a file so that it is there as a whole or not at all.

    Raises:
        OutputError: it cannot be written; the message says why.
    """
    make_folder(path)
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)  # a device or a pipe, such as /dev/stdout
            return path
        # Through a link to the file that it points to, not in place of the link.
        target = Path(os.path.realpath(path))
        part = target.with_name(f".argmap-{os.getpid()}.part")
        try:
            part.write_bytes(data)
            part.replace(target)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as problem:
        raise _unwritable(path, problem) from problem
    return path


def _unwritable(path: Path, problem: Exception) -> OutputError:
    reason = getattr(problem, "strerror", None) or str(problem)
    return OutputError(f"cannot be written: {reason}", where=str(path), hint="choose another place")


def write_stdout(data: bytes) -> None:
    """Write a result to stdout: into a pipe or a file as it is, to a terminal as `shown`."""
    sys.stdout.flush()
    sys.stdout.buffer.write(shown(data) if sys.stdout.isatty() else data)
    sys.stdout.buffer.flush()


def shown(data: bytes) -> bytes:
    r"""The result with what a terminal would act on written out; in JSON that means the same.

    >>> shown("a\x9b2J\u202eb".encode())
    b'a\\u009b2J\\u202eb'
    """
    text = data.decode("utf-8", "backslashreplace")
    return _ACTS.sub(lambda match: f"\\u{ord(match.group()):04x}", text).encode("utf-8")


def write_json(data: object) -> None:
    """Write what a command tells programs to stdout: sorted keys, ASCII, a newline at the end.

    ASCII, since a terminal acts on some of the characters that an article can hold.
    """
    write_stdout(json.dumps(data, indent=1, sort_keys=True).encode("ascii") + b"\n")
