"""Measure the page in Chromium: how soon a large map is there, and how evenly it pans.

    python benchmarks/page.py [--units 400] [--article corpus/russia-turkey-weapon-sales.txt]

Prints for each figure the value, the limit, and value over limit: above 1.00 it is missed.

- open: from the start of the navigation until the page's script has run and the first frame after
  it was drawn, best of five, of a map of 400 units, folded as it opens;
- pan: the median and the 95th percentile of the times between frames while the map, unfolded
  whole, is scrolled by 33 pixels a frame, over 120 frames;
- size: of the page of the article.

The frame rate of a headless browser without a GPU hangs on the processor alone: run it on a machine
that does nothing else.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from drawing import synthetic

import argmap
from argmap.views import to_html

OPEN, FRAME, SLOW_FRAME, SIZE = 2000.0, 34.0, 50.0, 400_000.0

OPENED = """() => new Promise((done) => {
  const told = () => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0));
  if (document.readyState === "complete") told(); else addEventListener("load", told);
})"""
PAN = """async (frames) => {
  const box = document.querySelector("#argmap-canvas");
  const times = [];
  let down = 1;
  for (let n = 0, last = performance.now(); n < frames; n += 1) {
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    times.push(now - last);
    last = now;
    if (box.scrollTop + box.clientHeight >= box.scrollHeight - 1) down = -1;
    if (box.scrollTop <= 0) down = 1;
    box.scrollBy(15, 30 * down);
  }
  times.sort((a, b) => a - b);
  return [times[Math.floor(frames / 2)], times[Math.floor(frames * 0.95)]];
}"""


def told(name: str, value: float, limit: float, unit: str) -> None:
    sys.stdout.write(f"{name:34} {value:9,.0f} {unit:2} {limit:9,.0f} {value / limit:6.2f}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=400)
    parser.add_argument("--article", default="corpus/russia-turkey-weapon-sales.txt")
    chosen = parser.parse_args()

    from playwright.sync_api import sync_playwright

    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    sys.stdout.write(f"load of the machine beforehand: {load:.2f} a core\n")
    sys.stdout.write(f"{'':34} {'value':>9}    {'limit':>9}  ratio\n")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        path.write_text(to_html(synthetic(chosen.units)), encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        times = []
        for _ in range(5):
            page.goto("about:blank")
            page.goto(path.as_uri(), wait_until="commit")
            times.append(page.evaluate(OPENED))
        told(f"open, {chosen.units} units", min(times), OPEN, "ms")
        page.locator("[data-fold=none]").click()
        page.wait_for_timeout(300)
        median, slow = page.evaluate(PAN, 120)
        told("pan, median frame", median, FRAME, "ms")
        told("pan, 95th percentile of frames", slow, SLOW_FRAME, "ms")
        browser.close()
    size = len(to_html(argmap.analyze_file(chosen.article)).encode("utf-8"))
    told("size of the article's page", size, SIZE, "B")


if __name__ == "__main__":
    main()
