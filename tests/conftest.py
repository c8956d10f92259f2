"""Fixtures that many tests share. Models are loaded once a session."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from argmap.model import ArgumentMap, Article, Block, Flag, Relation, Unit

ROOT = Path(__file__).resolve().parents[1]
USER_ARTICLE = ROOT / "corpus" / "russia-turkey-weapon-sales.txt"
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def user_article() -> Path:
    """The article that started argmap."""
    return USER_ARTICLE


@pytest.fixture(scope="session")
def gold_dir() -> Path:
    """The folder of gold files; skips where it is not there, fails where CI was meant to have it."""
    folder = SHARED / "gold"
    if not folder.is_dir():
        if os.environ.get("ARGMAP_REQUIRE_GOLD"):
            pytest.fail("the gold data are absent, and ARGMAP_REQUIRE_GOLD is set")
        pytest.skip("needs the gold data, which are not part of the repository")
    return folder


CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


def _need(what: str) -> None:
    if os.environ.get("ARGMAP_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{what} is needed (ARGMAP_REQUIRE_BROWSER=1)")
    pytest.skip(f"{what} is not on this machine")


@pytest.fixture(scope="session")
def chromium():
    """One browser a session: Playwright's sync interface can be started only once a process."""
    if CHROMIUM is None:
        _need("Chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        _need("playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe():
    """`axe(page)`: what axe-core finds wrong with a page: (rule, impact, where)."""
    try:
        import axe_playwright_python
    except ModuleNotFoundError:
        _need("axe-playwright-python (in the extra `dev`)")
    script = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")

    def check(page):
        page.evaluate(script)
        found = page.evaluate("axe.run()")
        assert len(found["passes"]) > 15, "axe-core saw next to nothing"
        return [(v["id"], v["impact"], v["nodes"][0]["html"]) for v in found["violations"]]

    return check


@pytest.fixture
def small_map() -> ArgumentMap:
    """A thesis, a supported claim, an attack, an undercut and two flags, under one heading."""
    text = (
        "Night trains\n\n"
        "Cities should bring back night trains. They save hotel costs. "
        "However, many trains run empty. That does not follow from one winter."
    )

    def unit(id: str, words: str, role: str, **more: object) -> Unit:
        start = text.index(words)
        return Unit(
            id=id, start=start, end=start + len(words), text=words, role=role, block=1, **more
        )

    return ArgumentMap(
        article=Article(
            id="night-trains",
            title="Night trains",
            text=text,
            blocks=(
                Block(kind="title", start=0, end=12),
                Block(kind="paragraph", start=14, end=len(text)),
            ),
        ),
        units=(
            unit("u1", "Cities should bring back night trains", "major_claim", strength=0.6),
            unit("u2", "They save hotel costs", "claim", strength=0.5, type="fact"),
            unit("u3", "many trains run empty", "premise", strength=0.4),
            unit("u4", "That does not follow from one winter", "premise", strength=0.5),
        ),
        relations=(
            Relation(id="r1", source="u2", target="u1", kind="support", confidence=0.8),
            Relation(id="r2", source="u3", target="u1", kind="attack", confidence=0.7),
            Relation(id="r3", source="u4", target="r2", kind="undercut", confidence=0.5),
        ),
        flags=(
            Flag(
                id="f1", check="unsourced-fact", unit="u2", start=text.index("They save"),
                end=text.index("They save") + 9, severity="warning",
                message="“They save” is asserted with no source.", suggestion="Name a source.",
            ),
            Flag(
                id="f2", check="overgeneralization", unit="u3", start=text.index("many trains"),
                end=text.index("many trains") + 11, severity="info", message="“many” of how many?",
            ),
        ),
    )  # fmt: skip
