"""Dask: the same folder from a cluster, also when a worker is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from corpus_support import contents, settings

from argmap.corpus import cluster, run
from argmap.errors import ArgmapError, MissingRequirement, UsageError

pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def dask_cluster(tmp_path_factory):
    """A scheduler and two worker processes; gives its address and the workers' processes."""
    place = tmp_path_factory.mktemp("dask")
    environment = {**os.environ, "DASK_LOGGING__DISTRIBUTED": "critical"}
    dask = [sys.executable, "-m", "dask"]

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*dask, *arguments], cwd=place, env=environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    notice = place / "scheduler.json"
    scheduler = start("scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard",
                      "--scheduler-file", str(notice))  # fmt: skip
    workers = [
        start("worker", "--scheduler-file", str(notice), "--nthreads", "1", "--no-dashboard",
              "--no-nanny", "--death-timeout", "60")
        for _ in range(2)
    ]  # fmt: skip
    try:
        from distributed import Client

        end = time.monotonic() + 60
        while not notice.exists() and time.monotonic() < end:
            time.sleep(0.1)
        with Client(scheduler_file=str(notice), timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def _without_report(folder: Path) -> dict[str, str]:
    return {name: d for name, d in contents(folder).items() if not name.startswith("report/")}


def test_cluster_gives_the_same_bytes_when_a_worker_is_killed(dask_cluster, real, tmp_path):
    address, workers = dask_cluster
    texts, out = real.root.parent / "texts", tmp_path / "out"

    def kill_one_at_work() -> None:
        while not list(out.glob("maps/*.map.json")):
            time.sleep(0.02)
        os.kill(workers[0].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_one_at_work, daemon=True)
    killer.start()
    summary = run(texts, out, settings=settings(), scheduler=address)
    killer.join(timeout=10)
    assert (summary.done, summary.failed) == (7, {})
    assert contents(out) == _without_report(real.root)


def test_cluster_worker_with_other_versions_is_refused():
    with pytest.raises(UsageError, match="a worker would make other maps"):
        cluster.remote(settings().model_dump_json(by_alias=True), "{}", "a.txt", b"Cats.")


def test_cluster_no_scheduler_is_told(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with pytest.raises(ArgmapError, match="no Dask scheduler answers"):
        run(folder, tmp_path / "out", settings=settings(), scheduler="tcp://127.0.0.1:1")


def test_cluster_without_distributed_is_told(folder, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingRequirement, match="argmap\\[dask\\]"):
        run(folder, tmp_path / "out", settings=settings(), scheduler="tcp://127.0.0.1:1")
