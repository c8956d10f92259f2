"""The result folder: every file in it is there as a whole or not at all, also after a power cut."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from json import JSONDecodeError, dumps, loads
from pathlib import Path
from typing import Any

from argmap.errors import OutputError, UsageError

PART = ".argmap-part"
"""What the name of a file that is being written ends in."""


class Store:
    """A result folder.

    Args:
        root: The folder; it is made where it is not there.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.maps, self.failures = root / "maps", root / "failed"

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Have the folder to oneself, and clear away what a run that was killed left half written.

        Raises:
            OutputError: it cannot be made or written.
            UsageError: another run is at work in it.
        """
        for folder in (self.root, self.maps):
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as problem:
                raise _unwritable(folder, problem) from problem
        with _locked(self.root):
            for folder in (self.root, self.maps, self.failures):
                for part in sorted(folder.glob(f".*{PART}")):
                    with suppress(OSError):
                        part.unlink()
            yield

    def map_path(self, name: str) -> Path:
        """The map file of an article."""
        return self.maps / f"{name}.map.json"

    def has_map(self, name: str) -> bool:
        """Whether the map is there."""
        try:
            return self.map_path(name).stat().st_size > 0
        except OSError:
            return False

    def put_map(self, name: str, data: bytes) -> None:
        """Keep a map; once this returns, it survives a power cut."""
        write(self.map_path(name), data)

    def put_failure(self, name: str, record: dict[str, Any]) -> None:
        """Keep why there is no map."""
        data = dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        write(self.failures / f"{name}.json", data.encode("utf-8", "backslashreplace"))

    def failure(self, name: str) -> dict[str, Any] | None:
        """Why there is no map, where that is known."""
        return read_json(self.failures / f"{name}.json")

    def forget_failure(self, name: str) -> None:
        """Let an article be tried anew."""
        with suppress(FileNotFoundError):
            (self.failures / f"{name}.json").unlink()

    def names(self) -> list[str]:
        """Names of all maps, those of other texts and settings with them."""
        return sorted(path.name[: -len(".map.json")] for path in self.maps.glob("*.map.json"))


def write(path: Path, data: bytes) -> None:
    """Write a file through a temporary one beside it, synced before it gets its name.

    Raises:
        OutputError: it cannot be written; nothing of it stays.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write(Path(folder) / "a" / "b.txt", b"Cats purr.")
    ...     [path.name for path in (Path(folder) / "a").iterdir()]
    ['b.txt']
    """

    with written([path]) as (part,):
        part.write_bytes(data)


@contextmanager
def written(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """Gives temporary files to fill; they are synced and get their names at the end of the block.

    Raises:
        OutputError: one cannot be written; nothing of any stays.
    """
    parts = [path.with_name(f".{sha256(os.fsencode(path.name)).hexdigest()[:16]}{PART}")
             for path in paths]  # fmt: skip
    try:
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield parts
            for part in parts:
                _sync(part)
            for part, path in zip(parts, paths, strict=True):
                part.replace(path)
            for folder in {path.parent for path in paths}:
                _sync(folder)
        finally:
            for part in parts:
                with suppress(OSError):
                    part.unlink()
    except OSError as problem:
        raise _unwritable(paths[0], problem) from problem


def _sync(path: Path) -> None:
    flags = os.O_RDONLY if path.is_dir() else os.O_RDWR
    try:
        handle = os.open(path, flags)
    except PermissionError:
        if path.is_dir():  # Windows opens no folders
            return
        raise
    try:
        os.fsync(handle)
    except OSError as problem:
        if problem.errno not in (errno.EINVAL, errno.ENOTSUP):  # a file system without it
            raise
    finally:
        os.close(handle)


def read_json(path: Path) -> dict[str, Any] | None:
    """A JSON object from a file; none where it is not there or broken."""
    try:
        data = loads(path.read_bytes())
    except (OSError, JSONDecodeError, UnicodeDecodeError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def digest(path: Path) -> str | None:
    """SHA-256 of a file; none where it cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a lock on the folder itself: it needs no file, and ends with the process."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise UsageError(
                "another run is at work in this folder",
                where=str(folder),
                hint="wait for its end, or give another -o",
            ) from problem
        except OSError:  # a network file system without locks
            pass
        yield
    finally:
        os.close(handle)


def _unwritable(path: Path, problem: OSError) -> OutputError:
    reason = problem.strerror or str(problem)
    return OutputError(
        f"cannot be written: {reason}",
        where=str(path),
        hint="make room or choose another place; what is done is kept, and the same command "
        "goes on from there",
    )
