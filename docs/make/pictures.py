"""Make the pictures of the README and the docs: `python docs/make/pictures.py [map|page]...`.

They are what `argmap render` draws of the article, and its page in a browser at three widths, in
light and dark; with their colours counted down to a palette, which makes the files a third as
large and cannot be seen. The page needs playwright and Chromium.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

import argmap
from argmap.views import to_html, to_png

ROOT = Path(__file__).parents[2]
ARTICLE = "corpus/russia-turkey-weapon-sales.txt"
IMAGES = ROOT / "docs" / "images"
WIDTHS = {390: 844, 1280: 800, 1720: 1000}
LARGEST = {"map": 400_000, "page": 250_000}
SHOWN = "causal-leap"
"""The flag that is chosen in the pictures of the page."""


def save(picture: bytes, name: str, largest: int) -> None:
    path = IMAGES / name
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    sys.stdout.write(f"{path.relative_to(ROOT)}: {image.width} x {image.height}, {size:,} bytes\n")
    if size > largest:
        raise SystemExit(f"{path.name} is larger than {largest:,} bytes")


def picture_map() -> None:
    drawn = to_png(argmap.analyze_file(ARTICLE, sources=ROOT / "corpus" / "sources"))
    save(drawn, "russia-turkey-weapon-sales.png", LARGEST["map"])


def picture_page() -> None:
    from playwright.sync_api import sync_playwright

    map_ = argmap.analyze_file(ARTICLE, sources=ROOT / "corpus" / "sources")
    flag = next((flag.id for flag in map_.flags if flag.check == SHOWN), "")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        path.write_text(to_html(map_), encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for width, height in WIDTHS.items():
            for theme in ("light", "dark"):
                page = browser.new_page(
                    viewport={"width": width, "height": height},
                    color_scheme=theme,
                    reduced_motion="reduce",
                )
                page.goto(path.as_uri())
                page.locator(f"#argmap-article .marks a[href='#flag-{flag}']").click()
                page.mouse.move(0, 0)
                page.wait_for_timeout(400)
                save(page.screenshot(), f"page-{width}-{theme}.png", LARGEST["page"])
                page.close()
        browser.close()


def main(names: list[str]) -> None:
    os.chdir(ROOT)  # the page shows the path that it was given
    pictures = {"map": picture_map, "page": picture_page}
    for name in names or list(pictures):
        pictures[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
