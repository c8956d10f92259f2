"""How fast maps go through the formats: 4,563 AIF graphs and 402 essays read, written, read again.

The graphs are made here in the manner of AIFdb, and the essays in that of Stab & Gurevych (2017).
Run it with `python benchmarks/formats.py`; with `ARGMAP_PEERS_PYTHON` set to an interpreter that
has arguebuf, that judges whether counts, kinds of schemes and texts are equal.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "formats")]

from formats_support import aifdb_graph, example  # noqa: E402

from argmap.formats import FORMATS, dumps, loads, read_map, write_map  # noqa: E402

GRAPHS, ESSAYS = 4563, 402


def essay(seed: int) -> tuple[str, str]:
    """The `.ann` and `.txt` of an essay: about 15 units in five paragraphs."""
    rng = random.Random(seed)
    words = [
        "school",
        "children",
        "money",
        "work",
        "city",
        "people",
        "should",
        "learn",
        "often",
        "because",
        "good",
        "many",
    ]
    text, lines, number = "", [], 0
    claims: list[str] = []
    for paragraph in range(5):
        start = None
        for place in range(4):
            sentence = " ".join(rng.choices(words, k=rng.randrange(8, 25))).capitalize()
            at = len(text)
            text += sentence + ". "
            if rng.random() < 0.2:
                continue
            number += 1
            outer = paragraph in (0, 4)
            role = "MajorClaim" if outer else "Premise" if place and start else "Claim"
            lines.append(f"T{number}\t{role} {at} {at + len(sentence)}\t{sentence}")
            if role == "Claim":
                start = f"T{number}"
                claims.append(start)
                lines.append(f"A{len(claims)}\tStance {start} {rng.choice(('For', 'Against'))}")
            elif role == "Premise":
                kind = "supports" if rng.random() < 0.9 else "attacks"
                lines.append(f"R{number}\t{kind} Arg1:T{number} Arg2:{start}\t")
        text += "\n"
    return "".join(line + "\n" for line in lines), text


def corpora(folder: Path) -> None:
    """Write both corpora."""
    for seed in range(GRAPHS):
        size = 8 if seed % 10 else 60
        path = folder / f"{seed}.json"
        path.write_text(json.dumps(aifdb_graph(seed, size)), encoding="utf-8")
    for seed in range(ESSAYS):
        annotations, text = essay(seed)
        (folder / f"essay{seed}.ann").write_text(annotations, encoding="utf-8")
        (folder / f"essay{seed}.txt").write_text(text, encoding="utf-8")


def through(folder: Path) -> tuple[float, float]:
    """Seconds in which all graphs, and all essays, are read, written and read again."""
    times = []
    for names, suffix in (
        ([f"{seed}.json" for seed in range(GRAPHS)], ".aif.json"),
        ([f"essay{seed}.ann" for seed in range(ESSAYS)], ".ann"),
    ):
        started = time.perf_counter()
        for name in names:
            map_ = read_map(folder / name)
            back = write_map(map_, folder / "out" / f"{Path(name).stem}{suffix}")
            again = read_map(back)
            assert again.units == map_.units, name
            assert again.relations == map_.relations, name
        times.append(time.perf_counter() - started)
    return times[0], times[1]


def judged(folder: Path, python: str) -> str:
    """What arguebuf says of the files before and after."""
    files = []
    for seed in range(GRAPHS):
        files.append(["aif", str(folder / f"{seed}.json")])
        files.append(["aif", str(folder / "out" / f"{seed}.aif.json")])
    for seed in range(ESSAYS):
        files.append(["brat", str(folder / f"essay{seed}.ann")])
        files.append(["brat", str(folder / "out" / f"essay{seed}.ann")])
    judge = ROOT / "tests" / "formats" / "peers_judge.py"
    done = subprocess.run(
        [python, str(judge)], input=json.dumps(files), capture_output=True, text=True, check=True
    )
    answers = json.loads(done.stdout)
    pairs = list(zip(answers[::2], answers[1::2], strict=True))
    failed = sum("error" in answer for answer in answers)
    equal = sum(before == after for before, after in pairs)
    return f"arguebuf: {failed} files fail to load, {equal} of {len(pairs)} are equal"


def single(name: str) -> tuple[float, float, int]:
    """Milliseconds to write and to read the example, and its size in bytes."""
    map_ = example()
    data = dumps(map_, name)
    loads(data, name)
    rounds = 50
    started = time.perf_counter()
    for _ in range(rounds):
        dumps(map_, name)
    middle = time.perf_counter()
    for _ in range(rounds):
        loads(data, name)
    ended = time.perf_counter()
    return 1000 * (middle - started) / rounds, 1000 * (ended - middle) / rounds, len(data)


def main() -> None:
    """Print the table and the totals."""
    print(f"{'format':<10}{'write ms':>10}{'read ms':>10}{'bytes':>8}")
    for name in FORMATS:
        write, read, size = single(name)
        print(f"{name:<10}{write:>10.2f}{read:>10.2f}{size:>8}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "out").mkdir()
        corpora(folder)
        graphs, essays = through(folder)
        print(f"{GRAPHS} AIF graphs read, written, read again: {graphs:.1f} s")
        print(f"{ESSAYS} brat essays read, written, read again: {essays:.1f} s")
        python = os.environ.get("ARGMAP_PEERS_PYTHON")
        if python:
            print(judged(folder, python))


if __name__ == "__main__":
    main()
