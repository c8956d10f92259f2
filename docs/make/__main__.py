"""Make what of the docs is not written by hand.

`python docs/make [figures|checks|commands|gallery]...`; none means all but the figures: `figures`
measures the checks, which takes a minute or two.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import check_figures
import checks_page
import commands_page
import gallery

DOCS = Path(__file__).parents[1]
PAGES = {"checks": checks_page.page, "commands": commands_page.page}


def main(wanted: list[str]) -> int:
    """Write the pages that are wanted; none means all."""
    unknown = set(wanted) - {*PAGES, "gallery", "figures"}
    if unknown:
        sys.stderr.write(f"no such page: {', '.join(sorted(unknown))}\n")
        return 2
    if "figures" in wanted:
        target = check_figures.write()
        sys.stdout.write(f"{target.relative_to(DOCS.parent)}\n")
    for name, page in PAGES.items():
        if not wanted or name in wanted:
            target = DOCS / f"{name}.md"
            target.write_text(page(), encoding="utf-8")
            sys.stdout.write(f"{target.relative_to(DOCS.parent)}\n")
    if not wanted or "gallery" in wanted:
        os.chdir(DOCS.parent)  # the maps name their articles from here
        for target in gallery.render():
            sys.stdout.write(f"{target.relative_to(DOCS.parent)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
