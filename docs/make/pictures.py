"""Make the pictures of the README and the docs: `python docs/make/pictures.py [NAME]...`.

Names are map, page, review and compare.

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
DRAFT = (
    ("Turkey has a rich history of alliance", "Turkey has hardly any history of alliance"),
    ("joined NATO in 1952", "joined NATO in 1949"),
    ("is its need for high-tech weaponry", "is its demand for advanced weaponry"),
)
"""What the draft that the article is compared with says otherwise."""


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
    map_ = argmap.analyze_file(ARTICLE, sources=ROOT / "corpus" / "sources")
    flag = next((flag.id for flag in map_.flags if flag.check == SHOWN), "")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(to_html(map_), encoding="utf-8")
        shots("page", path.as_uri(), f"#argmap-article .marks a[href='#flag-{flag}']")


def picture_compare() -> None:
    """The article, and a draft of it that says three things otherwise."""
    from argmap.compare import compare
    from argmap.compare.page import comparison_html

    final = argmap.analyze_file(ARTICLE)
    text = final.article.text
    for before, after in DRAFT:
        if before not in text:
            raise SystemExit(f"not in the article any more: {before}")
        text = text.replace(before, after)
    draft = argmap.analyze(text, id="draft")
    result = compare(draft, final)
    chosen = next(iter(result.contradictions), None) or result.changes[0]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "compare.html"
        path.write_text(comparison_html(result, draft, final), encoding="utf-8")
        shots("compare", path.as_uri() + f"#a-{chosen.a.id}")


def picture_review() -> None:
    """The review of the article, a flag chosen, one confirmed."""
    import subprocess

    map_ = argmap.analyze_file(ARTICLE, sources=ROOT / "corpus" / "sources")
    flag = next((flag.id for flag in map_.flags if flag.check == SHOWN), map_.flags[0].id)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "article.map.json"
        path.write_text(map_.to_json(), encoding="utf-8")
        server = subprocess.Popen(  # noqa: S603 - argmap itself
            [sys.executable, "-m", "argmap.cli", "review", str(path), "--port", "0", "--db",
             str(Path(folder) / "review.db"), "--reviewer", "ada", "--quiet"],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            confirm(address)
            shots("review", f"{address}#flag-{flag}")
        finally:
            server.terminate()
            server.wait(20)


def confirm(address: str) -> None:
    """Confirm the flag that stands first in the claims."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.goto(address)
        yes = page.locator("tbody .argmap-verdict").first
        yes.get_by_role("button", name="Confirm").click()
        page.locator("tbody [data-verdict=confirmed]").first.wait_for()
        browser.close()


def shots(name: str, address: str, clicked: str | None = None) -> None:
    """A page at three widths, light and dark, once something was clicked on."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
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
                page.goto(address)
                if clicked:
                    page.locator(clicked).click()
                    page.mouse.move(0, 0)
                page.wait_for_timeout(600)
                save(page.screenshot(), f"{name}-{width}-{theme}.png", LARGEST["page"])
                page.close()
        browser.close()


def main(names: list[str]) -> None:
    os.chdir(ROOT)  # the page shows the path that it was given
    pictures = {
        "map": picture_map,
        "page": picture_page,
        "review": picture_review,
        "compare": picture_compare,
    }
    for name in names or list(pictures):
        pictures[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
