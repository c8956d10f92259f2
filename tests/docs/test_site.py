"""The pages: links resolve, every page is in the navigation, the site builds and fetches nothing."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path.relative_to(ROOT / "docs")
    for path in (ROOT / "docs").rglob("*.md")
    if not path.name.endswith(".head.md")
)


def hrefs(text):
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        for child in token.children or ():
            for name in ("href", "src"):
                value = child.attrGet(name)
                if value:
                    yield unquote(str(value))


def anchors(text):
    """The ids that both MkDocs and GitHub give to headings of plain words."""
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "inline" and token.level == 1 and token.content:
            words = re.sub(r"[^\w\s-]", "", token.content.lower())
            yield re.sub(r"\s+", "-", words.strip())


@pytest.mark.parametrize("page", [*PAGES, Path("../README.md")], ids=str)
def test_site_relative_links_resolve(docs, make, page):
    built = {
        f"gallery/{path.stem}.{s}" for path in make("gallery").texts() for s in ("svg", "html")
    }
    source = docs / page
    for href in hrefs(source.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", href):
            continue
        path, _, anchor = href.partition("#")
        target = (source.parent / path).resolve() if path else source
        if target.is_relative_to(docs) and target.relative_to(docs).as_posix() in built:
            continue
        assert target.is_file(), f"{page}: {href} leads nowhere"
        if anchor and target.suffix == ".md":
            found = set(anchors(target.read_text(encoding="utf-8")))
            assert anchor in found, f"{page}: {href} has no such heading"


def navigation():
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    nav = text.partition("\nnav:\n")[2].partition("\nmarkdown_extensions:")[0]
    return re.findall(r"[\w/-]+\.md", nav)


def test_site_every_page_is_in_the_navigation_once():
    found = navigation()
    assert sorted(found) == sorted(page.as_posix() for page in PAGES), "see mkdocs.yml"


def test_site_zensical_has_the_same_navigation():
    config = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]

    def flat(item):
        if isinstance(item, str):
            return [item]
        values = item.values() if isinstance(item, dict) else item
        return [page for value in values for page in flat(value)]

    assert flat(config["nav"]) == navigation()


@pytest.fixture(scope="module")
def site(tmp_path_factory, make):
    pytest.importorskip("mkdocs", reason="the site is built with the extra `docs`")
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("gallery"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "docs/gallery").mkdir()
    for path in make("gallery").texts():
        (folder / f"docs/gallery/{path.stem}.svg").write_text("<svg/>")
        (folder / f"docs/gallery/{path.stem}.html").write_text("<p>")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / "build" / "site"


def test_site_builds_without_a_warning(site):
    assert (site / "index.html").is_file()
    assert (site / "checks.html").is_file()
    assert not (site / "make").exists()


def test_site_fetches_nothing(site):
    pattern = re.compile(r"<(?:script|img|iframe|link)\b[^>]*?(?:src|href)=\"(?:https?:)?//[^>]*>")
    for page in site.rglob("*.html"):
        found = [tag for tag in pattern.findall(page.read_text("utf-8")) if "canonical" not in tag]
        assert found == [], page
