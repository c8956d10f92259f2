"""The drawings of docs/gallery.md: each text is analysed and drawn when the site is built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "gallery"


def texts() -> list[Path]:
    """The texts of the gallery: those of corpus/examples, and the article that started argmap."""
    return [
        ROOT / "corpus" / "russia-turkey-weapon-sales.txt",
        *sorted((ROOT / "corpus" / "examples").glob("*.md")),
    ]


def render(folder: Path = FOLDER, only: list[Path] | None = None) -> Iterator[Path]:
    """Write NAME.svg and NAME.html for each text, and give what was written."""
    import argmap

    folder.mkdir(parents=True, exist_ok=True)
    for path in only if only is not None else texts():
        map_ = argmap.analyze_file(path.relative_to(ROOT))
        for suffix, data in ((".svg", map_.to_svg()), (".html", map_.to_html())):
            target = folder / f"{path.stem}{suffix}"
            target.write_text(data, encoding="utf-8")
            yield target
