"""The baseline of `argmap check`: flags that were there before, which shall not be told again.

A baseline is JSON: for each file (its path as seen from the baseline's folder) the fingerprints of
its flags, with the code and the words for people who read the file. A flag is known where its file
has its fingerprint. Fingerprints hold no places, so a baseline outlasts edits elsewhere.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from argmap.errors import FormatError, InputError
from argmap.report.diagnostics import Diagnostic

VERSION = 1
_MOST_BYTES = 50_000_000
_MOST_WORDS = 120


@dataclass(frozen=True)
class Baseline:
    """Known flags: for each file their fingerprints."""

    folder: Path
    """The folder that the paths are seen from."""
    files: dict[str, frozenset[str]]

    def knows(self, one: Diagnostic) -> bool:
        """Whether this flag was there when the baseline was written."""
        return one.fingerprint in self.files.get(_key(one.path, self.folder), frozenset())

    def gone(self, checked: Iterable[str], found: Iterable[Diagnostic]) -> int:
        """How many of the known flags of the checked files are no more."""
        paths = {_key(path, self.folder) for path in checked}
        now = Counter(_key(one.path, self.folder) for one in found if self.knows(one))
        return sum(len(self.files.get(path, ())) - now[path] for path in sorted(paths))


def baseline_text(found: Iterable[Diagnostic], folder: Path) -> str:
    """The text of a baseline file that lies in `folder` and knows these flags.

    >>> print(baseline_text([], Path()).strip())
    {
     "argmap_baseline": 1,
     "files": {}
    }
    """
    files: dict[str, list[dict[str, str]]] = {}
    for one in found:
        words = " ".join(one.quote.split())[:_MOST_WORDS]
        row = {"check": one.code, "fingerprint": one.fingerprint, "words": words}
        files.setdefault(_key(one.path, folder), []).append(row)
    for rows in files.values():
        rows.sort(key=lambda row: (row["check"], row["fingerprint"]))
    data = {"argmap_baseline": VERSION, "files": files}
    return json.dumps(data, ensure_ascii=True, indent=1, sort_keys=True) + "\n"


def read_baseline(path: Path) -> Baseline:
    """Read a baseline file.

    Raises:
        InputError: it cannot be read.
        FormatError: it is no baseline.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"the baseline cannot be read: {reason}",
            where=str(path),
            hint="write it with --write-baseline",
        ) from error
    if len(text) > _MOST_BYTES:
        raise _not_one(path, f"it has more than {_MOST_BYTES:,} bytes")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _not_one(path, f"not JSON: {error}") from error
    return Baseline(path.parent, _files(data, path))


def _files(data: Any, path: Path) -> dict[str, frozenset[str]]:
    if not isinstance(data, dict) or "argmap_baseline" not in data:
        raise _not_one(path, "no `argmap_baseline` in it")
    if data["argmap_baseline"] != VERSION:
        raise _not_one(path, f"its version is {data['argmap_baseline']!r}, this argmap reads 1")
    try:
        return {
            name: frozenset(str(row["fingerprint"]) for row in rows)
            for name, rows in data["files"].items()
        }
    except (AttributeError, KeyError, TypeError) as error:
        raise _not_one(path, "its `files` are no lists of fingerprints") from error


def _not_one(path: Path, why: str) -> FormatError:
    return FormatError(
        f"no baseline of argmap: {why}", where=str(path), hint="write it with --write-baseline"
    )


def _key(path: str, folder: Path) -> str:
    """The path as seen from the folder, with forward slashes."""
    if path.startswith("<"):  # stdin
        return path
    try:
        seen = os.path.relpath(path, folder)
    except ValueError:  # another drive
        seen = str(Path(path).absolute())
    return seen.replace(os.sep, "/")
