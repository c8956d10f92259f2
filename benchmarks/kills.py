"""Kill a corpus run at random moments, start it again each time, and compare what comes out.

    python benchmarks/kills.py [--articles 200] [--kills 20] [--workers 2] [--seed 1]
    python benchmarks/kills.py --dask [--articles 200] [--kills 5]

With `--dask` the run itself goes on, on a Dask cluster of this machine, and its workers are killed,
each replaced by a new one. Exits with 1 where the folder differs from that of a run that nobody
disturbed, where a temporary file stays, where a worker outlives its run, or where a map that was
there is not there any more.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from texts import folder_of


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--characters", type=int, default=3000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--miner", default="rules")
    parser.add_argument("--dask", action="store_true", help="kill workers of a Dask cluster")
    options = parser.parse_args()
    with TemporaryDirectory() as place:
        root = Path(place)
        texts = folder_of(root / "texts", options.articles, options.characters)
        command = [
            *(sys.executable, "-m", "argmap.cli", "corpus", "run", str(texts), "--quiet"),
            *("--workers", str(options.workers), "--miner", options.miner, "--out"),
        ]
        began = time.monotonic()
        process = subprocess.Popen([*command, str(root / "whole")])
        while process.poll() is None and not any((root / "whole").glob("maps/*.map.json")):
            time.sleep(0.05)
        start = time.monotonic() - began
        if process.wait() != 0:
            return 1
        whole = time.monotonic() - began
        again = time.monotonic()
        subprocess.run([*command, str(root / "whole")], check=True)
        again = time.monotonic() - again
        print(f"undisturbed {whole:.1f} s, second run {again:.2f} s ({again / whole:.1%})")
        if options.dask:
            lost, orphans, kills = on_dask(command, root / "killed", options)
        else:
            lost, orphans, kills = disturbed(command, root / "killed", start, whole, options)
        different = differences(root / "whole", root / "killed")
        print(
            f"{kills} kills: {len(different)} files differ, {lost} maps lost, {orphans} orphans, "
            f"{sum(1 for _ in (root / 'killed').rglob('.*'))} temporary files"
        )
        return int(bool(different or lost or orphans or kills < options.kills))


def disturbed(
    command: list[str], out: Path, start: float, whole: float, options: argparse.Namespace
) -> tuple[int, int, int]:
    """Run with kills; gives maps that were lost, processes that stayed, kills that hit."""
    draw = random.Random(options.seed)
    lost = orphans = kills = 0
    known: set[str] = set()
    # Long enough that about half of the runs get to work, too short for them to finish the work.
    pause = 2 * start + 0.6 * (whole - start) / options.kills
    while True:
        process = subprocess.Popen([*command, str(out)], start_new_session=True)
        try:
            process.wait(draw.uniform(0.2, pause) if kills < options.kills else None)
            return lost, orphans, kills
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
        orphans += still_there(process.pid)
        there = {path.name for path in out.glob("maps/*.map.json")}
        lost += len(known - there)
        known = there
        print(f"kill {kills}: {len(there)} maps", flush=True)


def on_dask(command: list[str], out: Path, options: argparse.Namespace) -> tuple[int, int, int]:
    """Run on a cluster whose workers are killed as the work goes on; gives the same three."""
    dask = [sys.executable, "-m", "dask"]
    notice = out.parent / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

    def worker() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*dask, "worker", "--scheduler-file", str(notice), "--nthreads", "1", "--no-dashboard",
             "--no-nanny", "--death-timeout", "300"],
            start_new_session=True, cwd=out.parent, **quiet,
        )  # fmt: skip

    scheduler = subprocess.Popen(
        [*dask, "scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard",
         "--scheduler-file", str(notice)],
        start_new_session=True, cwd=out.parent, **quiet,
    )  # fmt: skip
    while not notice.is_file() or not notice.read_text():
        time.sleep(0.1)
    address = json.loads(notice.read_text())["address"]
    workers = [worker() for _ in range(options.workers)]
    draw = random.Random(options.seed)
    marks = sorted(draw.sample(range(1, options.articles - 1), options.kills))
    lost = kills = 0
    dead: list[int] = []
    known: set[str] = set()
    process = subprocess.Popen([*command, str(out), "--scheduler", address])
    try:
        while process.poll() is None:
            there = {path.name for path in out.glob("maps/*.map.json")}
            lost += len(known - there)
            known = there
            if marks and len(there) >= marks[0]:
                marks = [mark for mark in marks if mark > len(there)]
                at = draw.randrange(len(workers))
                workers[at].send_signal(signal.SIGKILL)
                workers[at].wait()
                dead.append(workers[at].pid)
                workers[at] = worker()
                kills += 1
                print(f"kill {kills}: {len(there)} maps", flush=True)
            time.sleep(0.02)
    finally:
        for one in (*workers, scheduler):
            one.kill()
            one.wait()
    orphans = sum(still_there(pid) for pid in (*dead, *(one.pid for one in workers)))
    return lost, orphans, kills if process.returncode == 0 else 0


def still_there(session: int, seconds: float = 20.0) -> int:
    """Processes of a session that are alive after a while."""
    end = time.monotonic() + seconds
    while True:
        alive = sum(1 for pid in Path("/proc").glob("[0-9]*") if _in_session(pid, session))
        if not alive or time.monotonic() > end:
            return alive
        time.sleep(0.1)


def _in_session(pid: Path, session: int) -> bool:
    try:
        fields = (pid / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return False
    return fields[3] == str(session) and fields[0] != "Z"


def differences(one: Path, other: Path) -> list[str]:
    """Files that are not the same in two folders."""
    found = {path.relative_to(folder) for folder in (one, other) for path in folder.rglob("*")}
    names = sorted(path.as_posix() for path in found)
    return [
        name
        for name in names
        if not ((one / name).is_dir() and (other / name).is_dir())
        and not (
            (one / name).is_file()
            and (other / name).is_file()
            and filecmp.cmp(one / name, other / name, shallow=False)
        )
    ]


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "random")
    sys.exit(main())
