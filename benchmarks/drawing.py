"""Measure the drawing engines: speed, fidelity, failure. Prints a table.

    python benchmarks/drawing.py

What is measured, for each engine that is on this machine:

- seconds for SVG, PNG and PDF of maps of 25, 150 and 400 units, as a user gets them (best of a few,
  with the start of the process that keeps a crash away from argmap);
- by how many points a line of text, set in the font that argmap names, is wider than the box that
  the engine made for it (a node's own margin and padding, about 6 points a side, come on top);
- whether characters come out in PNG as themselves or as the frame that stands for a missing glyph.
  A script that no font of argmap holds depends on this machine's fonts, and is marked so;
- failure: what a broken source, a label over 16,384 characters and a time limit lead to.
"""

from __future__ import annotations

import argparse
import io
import random
import time

from PIL import Image, ImageFont

from argmap.errors import ArgmapError
from argmap.model import ArgumentMap, Article, Block, Flag, Relation, Unit
from argmap.views.drawing import draw
from argmap.views.engines import engine_names, run_engine
from argmap.views.fonts import font_folder

WORDS = [
    *(
        "the",
        "council",
        "has",
        "said",
        "that",
        "mending",
        "this",
        "bridge",
        "is",
        "cheaper",
        "than",
    ),
    *("building", "another", "one", "because", "its", "piers", "still", "stand", "and", "most"),
    *("of", "the", "people", "who", "cross", "it", "live", "on", "the", "northern", "bank"),
]


def synthetic(units: int) -> ArgumentMap:
    """A map of this many units in sections of 25, with attacks and flags, the same every time."""
    text, blocks, made, relations, flags = "", [], [], [], []
    for index in range(units):
        if index % 25 == 1:
            heading = f"Section {index // 25 + 1}"
            blocks.append(Block(kind="heading", start=len(text), end=len(text) + len(heading)))
            text += heading + "\n\n"
        length = 8 + (index * 7) % 17
        words = " ".join(WORDS[(index * 5 + at) % len(WORDS)] for at in range(length))
        role = "major_claim" if index == 0 else "claim" if index % 5 == 1 else "premise"
        start = len(text)
        made.append(
            Unit(
                id=f"u{index}", start=start, end=start + len(words), text=words, role=role,
                strength=(index * 37 % 100) / 100,
            )
        )  # fmt: skip
        text += words + ".\n\n"
        if index:
            target = 0 if index % 25 == 1 else index - 1 - (index * 3) % min(index, 4)
            kind = "attack" if index % 7 == 0 else "support"
            relations.append(
                Relation(id=f"r{index}", source=f"u{index}", target=f"u{target}", kind=kind)
            )
        if index % 3 == 0:
            flags.append(
                Flag(
                    id=f"f{index}", check="unsupported", unit=f"u{index}", start=start,
                    end=start + 5, severity="warning", message="Nothing is offered for it.",
                )
            )  # fmt: skip
    return ArgumentMap(
        article=Article(id=f"synthetic-{units}", text=text, blocks=blocks),
        units=made, relations=relations, flags=flags,
    )  # fmt: skip


def seconds(engine: str, map_: ArgumentMap, kind: str, repeats: int) -> str:
    """Best time of a few, or why there is none."""
    best = float("inf")
    for _ in range(repeats):
        begun = time.perf_counter()
        try:
            draw(map_, kind, engine=engine)
        except ArgmapError:
            return "none"
        best = min(best, time.perf_counter() - begun)
    return f"{best:.2f}"


def overhang(engine: str) -> str:
    """By how many points text is at most wider than the box made for it."""
    font = ImageFont.truetype(str(next(font_folder().glob("NotoSans_Regular-*"))), 110)
    lines = [" ".join(WORDS[at : at + 6]) for at in range(24)]
    nodes = "".join(
        f'n{at} [shape=box, margin="0,0", fontsize=11, fontname="Noto Sans", label="{line}"];'
        for at, line in enumerate(lines)
    )
    svg = run_engine(f"digraph {{ {nodes} }}", "svg", engine=engine).decode()
    over = []
    for line in lines:
        before = svg[: svg.index(f">{line}<")]
        points = before.rpartition('points="')[2].partition('"')[0].split()
        xs = [float(point.split(",")[0]) for point in points]
        over.append(font.getlength(line) / 10 - (max(xs) - min(xs)))
    return f"{max(over):.1f}"


def is_missing(engine: str, character: str) -> bool:
    """Whether the character comes out as a frame or as nothing: engines draw a missing glyph as a
    box, some with the code point in it, so that two missing glyphs need not look alike."""
    label = f'[shape=plain, fontsize=48, fontname="Noto Sans", label="n {character} n"]'
    data = run_engine(f"digraph {{ a {label} }}", "png", engine=engine)
    image = Image.open(io.BytesIO(data)).convert("L").point(lambda value: 255 * (value < 140))
    width, height = image.size
    columns = [image.crop((x, 0, x + 1, height)).getbbox() is not None for x in range(width)]
    # Between the two letters n stands the character: ink with white on both sides.
    runs, start = [], None
    for x, ink in enumerate([*columns, False]):
        if ink and start is None:
            start = x
        elif not ink and start is not None:
            runs.append((start, x))
            start = None
    if len(runs) < 3:
        return True
    glyph = image.crop((runs[1][0], 0, runs[-2][1], height))
    glyph = glyph.crop(glyph.getbbox())
    across, down = glyph.size
    ink = glyph.load()
    reach = 3  # pixels in from each side, for a frame has a line's width

    def row(y: int) -> float:
        return sum(ink[x, y] > 0 for x in range(across)) / across

    def column(x: int) -> float:
        return sum(ink[x, y] > 0 for y in range(down)) / down

    sides = (
        max(row(y) for y in range(min(reach, down))),
        max(row(down - 1 - y) for y in range(min(reach, down))),
        max(column(x) for x in range(min(reach, across))),
        max(column(across - 1 - x) for x in range(min(reach, across))),
    )
    return min(sides) > 0.85


def glyphs(engine: str, text: str) -> str:
    """How many of the characters are drawn as themselves."""
    drawn = sum(not is_missing(engine, character) for character in text)
    return "yes" if drawn == len(text) else "no" if not drawn else f"{drawn} of {len(text)}"


def check_detector(engine: str) -> str:
    """The detector must see characters that no font has, and must not see letters.

    Private-use characters of the first plane: at U+10FFFD one engine loses the whole label.
    """
    known = {chr(0xE123): True, chr(0xF1AB): True, "a": False, "H": False}
    right = all(is_missing(engine, character) is missing for character, missing in known.items())
    return "" if right else "not measured"


def failure(engine: str, source: str, limit: float = 20.0) -> str:
    """How the engine ends on a source that it cannot draw."""
    begun = time.perf_counter()
    try:
        data = run_engine(source, "svg", engine=engine, seconds=limit)
    except ArgmapError as error:
        return f"error after {time.perf_counter() - begun:.1f} s: {str(error).split(';')[0][:60]}"
    return f"drawn, {len(data):,} bytes in {time.perf_counter() - begun:.1f} s"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure the drawing engines.")
    parser.add_argument("--repeats", type=int, default=3)
    repeats = parser.parse_args().repeats
    engines = engine_names()
    rows: list[list[str]] = []
    for units in (25, 150, 400):
        map_ = synthetic(units)
        for kind in ("svg", "png", "pdf"):
            row = [f"{units} units, {kind.upper()}, s"]
            rows.append(row + [seconds(engine, map_, kind, repeats) for engine in engines])
    rows.append(["text wider than its box, pt", *(overhang(engine) for engine in engines)])
    doubts = {engine: check_detector(engine) for engine in engines}
    for name, text in (
        ("flag sign ⚑", "⚑"), ("Latin äßçÿŁ", "äßçÿŁ"), ("Greek, Cyrillic", "λΩжЩ"),
        ("Hebrew", "אש"), ("Arabic", "معش"), ("Japanese, fonts of this machine", "語のカ永"),
    ):  # fmt: skip
        cells = (doubts[engine] or glyphs(engine, text) for engine in engines)
        rows.append([f"draws {name}", *cells])
    rows.append(["broken source", *(failure(engine, "digraph {") for engine in engines)])
    label = f'digraph {{ a [label="{"x" * 20_000}"] }}'
    rows.append(["label of 20,000", *(failure(engine, label) for engine in engines)])
    chance = random.Random(1)
    layers = "".join(
        f"n{at}->n{(at // 100 + 1) * 100 + chance.randrange(100)};"
        for at in range(700) for _ in range(4)
    )  # fmt: skip
    tangle = f"digraph {{ {layers} }}"
    rows.append(["800 nodes, 2,800 edges", *(failure(engine, tangle) for engine in engines)])
    rows.append(["the same in 0.2 s", *(failure(engine, tangle, 0.2) for engine in engines)])
    print("| | " + " | ".join(engines) + " |")
    print("|---" * (len(engines) + 1) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
