"""What an article costs, by its length and by how many there are, beside spaCy on the same texts.

    python benchmarks/scaling.py [--texts FOLDER] [--miner NAME] [--most 10000] [--soak 5000]

Prints, all from one run: the share of each stage; words a second of the full spaCy pipeline alone
and of `analyze`, on the same texts by turns, and their ratio; the growth with an article's length
(1k to 200k characters) and with the number of articles (from 10 on), each with the fit of a line;
the peak memory of a worker that does an article of 200,000 characters; with `--soak` the growth of
a worker's memory over many articles. Times are of the process's CPU: what else runs on the machine
disturbs them less, though it still does. Alone, `--only ratio` is by the clock on the wall and with
all threads at hand, for there a second thread reads while spaCy parses.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from texts import article

COUNTS = (10, 30, 100, 300, 1_000, 3_000, 10_000)
LENGTHS = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, help="a folder of articles; default: made ones")
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--soak", type=int, default=0, help="articles of the memory test")
    parser.add_argument("--longest", type=int, default=200_000)
    parser.add_argument("--most", type=int, default=1000, help="articles, for the growth with them")
    parser.add_argument("--miner", help="default: the default miner")
    parser.add_argument("--only", help="stages, ratio, growth, crowd, peak, soak: with commas")
    options = parser.parse_args()
    wanted = (options.only or "stages,ratio,growth,crowd,peak").split(",")
    wall = wanted == ["ratio"]
    if not wall:
        os.environ.setdefault("OMP_NUM_THREADS", "1")
    texts = _texts(options)
    if "stages" in wanted:
        stages(texts, options.miner)
    if "ratio" in wanted:
        ratio(
            texts, options.miner, options.rounds, time.perf_counter if wall else time.process_time
        )
    if "growth" in wanted:
        growth(options.miner, [n for n in LENGTHS if n <= options.longest])
    if "crowd" in wanted:
        crowd(options.miner, [n for n in COUNTS if n <= options.most])
    if "peak" in wanted:
        peak(options.miner, options.longest)
    if options.soak or "soak" in wanted:
        soak(options.soak or 400, options.miner)
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of this process: {mine:.0f} MB")
    return 0


def _texts(options: argparse.Namespace) -> list[str]:
    if options.texts is None:
        return [article(seed, 5_000) for seed in range(options.articles)]
    files = sorted(options.texts.rglob("*.txt"))[: options.articles]
    return [file.read_text(encoding="utf-8") for file in files]


def _timed(do: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    began = clock()
    do()
    return clock() - began


def stages(texts: Sequence[str], miner: str | None) -> None:
    """Share of reading, parsing, mining, checks and writing."""
    from argmap.api import load
    from argmap.mining.parse import parse
    from argmap.pipeline import Argmap
    from argmap.reading import read_text

    load(miner)
    component = Argmap(miner)
    component.predict(parse(read_text(texts[0])))
    articles, docs, maps = [], [], []
    seconds = {
        "read": _timed(lambda: articles.extend(read_text(text) for text in texts)),
        "parse": _timed(lambda: docs.extend(parse(one) for one in articles)),
        "mine": _timed(lambda: [component.mining.predict(doc) for doc in docs]),
    }
    both = _timed(lambda: maps.extend(component.predict(doc) for doc in docs))
    seconds["checks"] = max(0.0, both - seconds["mine"])
    seconds["write map"] = _timed(lambda: [map_.to_json() for map_ in maps])
    total = sum(seconds.values())
    name = component.mining.miner.name
    print(f"{len(texts)} articles, {sum(len(t.split()) for t in texts):,} words, miner {name}")
    for name, value in seconds.items():
        print(f"  {name:10} {value / total:6.1%}  {1000 * value / len(texts):7.1f} ms an article")


def ratio(texts: Sequence[str], miner: str | None, rounds: int, clock: Callable[[], float]) -> None:
    """Words a second, spaCy alone and `analyze` by turns; the median of their ratios."""
    import argmap
    from argmap.mining.parse import PACKAGES

    nlp = _spacy(PACKAGES)
    words = sum(len(text.split()) for text in texts)
    spacy_rates, our_rates = [], []
    for _ in range(rounds + 1):
        alone = _timed(lambda: [doc.text for doc in nlp.pipe(texts, batch_size=8)], clock)
        ours = _timed(
            lambda: [argmap.analyze(text, miner=miner).to_json() for text in texts], clock
        )
        spacy_rates.append(words / alone)
        our_rates.append(words / ours)
    # The first round warms caches up.
    pairs = list(zip(our_rates[1:], spacy_rates[1:], strict=True))
    found = statistics.median(ours / alone for ours, alone in pairs)
    print(
        f"\nspaCy alone {statistics.median(spacy_rates[1:]):,.0f} words/s, "
        f"analyze {statistics.median(our_rates[1:]):,.0f} words/s, ratio {found:.2f}"
    )


def _spacy(packages: Sequence[str]):
    from importlib import import_module

    for package in packages:
        try:
            return import_module(package).load()
        except ModuleNotFoundError:
            continue
    raise SystemExit("no English pipeline is installed")


def growth(miner: str | None, lengths: Sequence[int]) -> None:
    """Seconds by an article's length, and how well a line fits them."""
    import argmap

    print("\ncharacters   seconds   us a character")
    seconds = []
    for length in lengths:
        # Another text each time: what was read of a text may be kept until the next one comes.
        best = min(
            _timed(lambda text=text: argmap.analyze(text, miner=miner))
            for text in (article(k, length)[:length] for k in range(1 + max(1, 20_000 // length)))
        )
        seconds.append(best)
        print(f"{length:10,} {best:9.3f} {1e6 * best / length:9.1f}")
    if len(lengths) > 2:
        fit = statistics.correlation([float(n) for n in lengths], seconds) ** 2
        print(f"R^2 of a line: {fit:.4f}")


def crowd(miner: str | None, counts: Sequence[int]) -> None:
    """Seconds by the number of articles, in one worker, and how well a line fits them."""
    from argmap.corpus.runner import Runner
    from argmap.settings import Settings

    runner = Runner(Settings(miner=miner))
    runner.run("warm.txt", article(0, 1_500).encode())
    print("\narticles   seconds   ms an article")
    seconds, done, began = [], 0, _cpu(runner)
    for count in counts:
        while done < count:
            runner.run(f"{done}.txt", article(done, 1_500).encode())
            done += 1
        seconds.append(_cpu(runner) - began)
        print(f"{count:8,} {seconds[-1]:9.2f} {1000 * seconds[-1] / count:9.1f}", flush=True)
    runner.reap()
    if len(counts) > 2:
        fit = statistics.correlation([float(n) for n in counts], seconds) ** 2
        print(f"R^2 of a line: {fit:.4f}")


def peak(miner: str | None, length: int) -> None:
    """Peak memory of a worker that does one article of this length."""
    from argmap.corpus.runner import Runner
    from argmap.settings import Limits, Settings

    runner = Runner(Settings(miner=miner, limits=Limits(article_seconds=3600.0)))
    runner.run("warm.txt", article(0, 1_500).encode())
    before = _resident(runner, "VmHWM")
    runner.run("long.txt", article(1, length)[:length].encode())
    after = _resident(runner, "VmHWM")
    runner.reap()
    print(f"\na worker: {before:.0f} MB, with an article of {length:,} characters {after:.0f} MB")


def _cpu(runner: object) -> float:
    """Seconds of CPU that the worker process has taken."""
    pid = runner._process.pid  # type: ignore[attr-defined]
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def soak(count: int, miner: str | None) -> None:
    """Memory of a worker process over many different articles."""
    from argmap.corpus.runner import Runner
    from argmap.settings import Settings

    runner = Runner(Settings(miner=miner))
    seen: list[tuple[int, float]] = []
    print("\narticles   MB")
    for number in range(count):
        # A word that no other article has, in each: what a vocabulary that grows would keep.
        text = article(number, 1_500) + " ".join(f"Zed{number}x{k} must go." for k in range(5))
        runner.run(f"{number}.txt", text.encode())
        if number % max(1, count // 20) == 0:
            seen.append((number, _resident(runner)))
            print(f"{number:8} {seen[-1][1]:6.1f}", flush=True)
    peak = _resident(runner, "VmHWM")
    runner.reap()
    settled = [pair for pair in seen if pair[0] >= count // 4]
    if len(settled) > 2:
        line = statistics.linear_regression([n for n, _ in settled], [mb for _, mb in settled])
        print(f"slope {1000 * line.slope:.2f} MB per 1,000 articles, peak {peak:.0f} MB")


def _resident(runner: object, field: str = "VmRSS") -> float:
    pid = runner._process.pid  # type: ignore[attr-defined]
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    return float("nan")


if __name__ == "__main__":
    sys.exit(main())
