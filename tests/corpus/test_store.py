"""The result folder: whole files or none, one run at a time."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from argmap.corpus.store import PART, Store, write
from argmap.errors import OutputError, UsageError


def test_store_disk_full_leaves_no_partial_file(tmp_path, monkeypatch):
    write(tmp_path / "a.map.json", b"old")
    real = Path.write_bytes

    def full(self, data):
        real(self, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="No space left on device; make room"):
        write(tmp_path / "a.map.json", b"new and longer")
    assert [path.name for path in tmp_path.iterdir()] == ["a.map.json"]
    assert (tmp_path / "a.map.json").read_bytes() == b"old"


def test_store_sync_that_fails_is_told(tmp_path, monkeypatch):
    def fails(handle):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OutputError, match="Input/output error"):
        write(tmp_path / "a.map.json", b"new")
    assert list(tmp_path.iterdir()) == []


def test_store_file_size_limit_of_the_system_is_told(tmp_path):
    """A real limit instead of a stand-in: the kernel refuses the bytes."""
    code = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from argmap.corpus.store import write\n"
        "from argmap.errors import OutputError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n    write(Path(sys.argv[1]) / 'a.map.json', b'x' * 5000)\n"
        "except OutputError as problem:\n    print(problem)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert "cannot be written: File too large" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_store_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="cannot be written"), Store(tmp_path / "file/x").opened():
        pass


def test_store_read_only_folder_is_told():
    """By a user who may not write there, even where root runs the tests."""
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from argmap.corpus.store import Store\n"
        "from argmap.errors import OutputError\n"
        "if os.geteuid() == 0:\n    os.setgroups([])\n    os.setgid(65534)\n    os.setuid(65534)\n"
        "for use in (lambda s: s.put_map('a', b'{}'), lambda s: s.opened().__enter__()):\n"
        "    try:\n        use(Store(Path(sys.argv[1])))\n"
        "    except OutputError as problem:\n        print(problem)\n"
    )
    with TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o555)
        (folder / "maps").mkdir() if os.geteuid() == 0 else None
        told = subprocess.run(
            [sys.executable, "-c", code, place], capture_output=True, text=True, check=True
        ).stdout
        assert told.count("cannot be written: Permission denied") >= 1
        assert [path.name for path in folder.rglob("*")] in ([], ["maps"])
        folder.chmod(0o755)


def test_store_clears_what_a_killed_run_left(tmp_path):
    store = Store(tmp_path)
    with store.opened():
        store.put_map("a", b"{}")
    left = store.maps / f".0123{PART}"
    left.write_text("half a m")
    with store.opened():
        assert not left.exists()
        assert store.names() == ["a"]


def test_store_belongs_to_one_run_at_a_time(tmp_path):
    with (
        Store(tmp_path).opened(),
        pytest.raises(UsageError, match="another run is at work"),
        Store(tmp_path).opened(),
    ):
        pass
    with Store(tmp_path).opened():
        pass
