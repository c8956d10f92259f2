"""The page in a real browser: skipped where there is none, unless ARGMAP_REQUIRE_BROWSER is 1."""

from __future__ import annotations

import os
import shutil

import pytest

from argmap.views import to_html

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


def _need(what: str) -> None:
    if os.environ.get("ARGMAP_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{what} is needed (ARGMAP_REQUIRE_BROWSER=1)")
    pytest.skip(f"{what} is not on this machine")


@pytest.fixture(scope="module")
def chromium():
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


@pytest.fixture
def visit(chromium, tmp_path):
    """Open a map's page from a file; in the end nothing may have been logged or requested."""
    pages, noise = [], []

    def go(map_, *, fragment="", width=1280, height=800, **options):
        path = tmp_path / f"page{len(pages)}.html"
        path.write_text(to_html(map_), encoding="utf-8")
        context = chromium.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        page = context.new_page()
        page.on("console", lambda message: noise.append(message.text))
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on(
            "request",
            lambda request: request.url.startswith("file:") or noise.append(request.url),
        )
        page.goto(path.as_uri() + fragment)
        pages.append(context)
        return page

    yield go
    for context in pages:
        context.close()
    assert noise == []


def until(page, expression):
    """Wait for a condition; not `wait_for_function`, whose polling the page's policy forbids."""
    for _ in range(100):
        if page.evaluate(f"Boolean({expression})"):
            return
        page.wait_for_timeout(30)
    pytest.fail(f"never true: {expression}")


def selected(page):
    """Keys that are marked as selected in the article, the map and the claims."""
    return page.evaluate(
        """() => ["#argmap-article a.unit", "#argmap-canvas a.unit", "#argmap-claims tr"].map(
            (where) => [...document.querySelectorAll(`${where}.selected`)]
                .map((one) => one.dataset.u).join(" "))"""
    )


def in_sight(page, selector):
    return page.evaluate(
        """(selector) => {
            const one = document.querySelector(selector).getBoundingClientRect();
            const box = document.querySelector(selector)
                .closest("#argmap-article, #argmap-canvas, #argmap-claims").getBoundingClientRect();
            return one.bottom > box.top && one.top < box.bottom
                && one.right > box.left && one.left < box.right;
        }""",
        selector,
    )


@pytest.mark.parametrize(
    ("start", "key"),
    [
        ("#argmap-article a.unit#u3", "u3"),
        ("#argmap-canvas #node-u2", "u2"),
        ("#argmap-claims tr[data-u=u5] .text a", "u5"),
        ("#argmap-article .marks a[href='#flag-f1']", "u4"),
        ("#argmap-claims li[data-flag=f3] a", "u5"),
    ],
)
def test_browser_a_click_in_one_pane_shows_the_other_two(visit, bridge, start, key):
    page = visit(bridge)
    page.locator(start).click()
    until(page, "document.querySelector('tr.selected')")
    assert selected(page) == [key, key, key]
    for selector in (f"#{key}", f"#node-{key}", f"tr[data-u={key}]"):
        assert in_sight(page, selector)


def test_browser_deep_links(visit, bridge):
    assert selected(visit(bridge, fragment="#u5")) == ["u5"] * 3
    page = visit(bridge, fragment="#flag-f2")
    assert selected(page) == ["u4"] * 3
    assert page.locator("li.chosen").get_attribute("data-flag") == "f2"
    assert selected(visit(bridge, fragment="#nothing")) == ["", "", ""]


def test_browser_back_goes_back(visit, bridge):
    page = visit(bridge)
    page.locator("#argmap-article a.unit#u3").click()
    page.locator("#argmap-article a.unit#u5").click()
    until(page, "document.querySelector('tr.selected[data-u=u5]')")
    page.go_back()
    until(page, "document.querySelector('tr.selected[data-u=u3]')")


def test_browser_filters_and_search_narrow_the_claims(visit, bridge):
    page = visit(bridge)
    rows = page.locator("tbody tr:visible")
    assert rows.count() == 5
    page.locator("select[name=severity]").select_option("error")
    assert rows.count() == 1
    page.locator("select[name=severity]").select_option("flagged")
    assert rows.count() == 2
    page.locator("select[name=flag]").select_option("loaded-language")
    assert rows.count() == 1
    page.locator("#argmap-filters [type=reset]").click()
    until(page, "document.querySelector('#argmap-count').value === '5 of 5'")
    page.locator("select[name=role]").select_option("premise")
    assert rows.count() == 2
    page.locator("select[name=section]").select_option(label="Cost")
    assert rows.count() == 1
    page.locator("#argmap-filters [type=reset]").click()
    page.keyboard.press("/")
    page.keyboard.type("PIERS")
    until(page, "document.querySelector('#argmap-count').value === '1 of 5'")
    assert page.locator("#argmap-canvas a.unit.dim").count() == 4
    page.keyboard.press("Enter")
    until(page, "document.querySelector('tr.selected[data-u=u3]')")


def test_browser_sorting(visit, bridge):
    page = visit(bridge)
    order = "[...document.querySelectorAll('tbody tr')].map((row) => row.dataset.u).join(' ')"
    assert page.evaluate(order) == "u4 u5 u1 u2 u3"
    page.locator("[data-sort=place]").click()
    assert page.evaluate(order) == "u1 u2 u3 u4 u5"
    page.locator("[data-sort=place]").click()
    assert page.evaluate(order) == "u5 u4 u3 u2 u1"
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"


def test_browser_hover_says_why_and_lights_the_way_to_the_thesis(visit, bridge):
    page = visit(bridge)
    page.locator("#argmap-article a.unit#u3").hover()
    card = page.locator("#argmap-card")
    card.wait_for(state="visible")
    assert "supports u2" in card.inner_text() and "confidence 0.80" in card.inner_text()
    lit = "[...document.querySelectorAll('svg .on')].map((one) => one.id).sort().join(' ')"
    assert page.evaluate(lit) == "edge-0 edge-1 node-u1 node-u2 node-u3"
    page.keyboard.press("Escape")
    assert card.is_hidden()


def test_browser_keyboard_alone(visit, bridge):
    page = visit(bridge)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "node-u1":
            break
    else:
        pytest.fail("the map's first node cannot be reached with Tab")
    page.keyboard.press("ArrowDown")
    first = page.evaluate("document.activeElement.dataset.u")
    assert first in {"u2", "u4"}
    page.keyboard.press("Enter")
    until(page, "document.querySelector('tr.selected')")
    assert selected(page) == [first] * 3


def test_browser_zoom_and_fit(visit, bridge):
    page = visit(bridge)
    width = "document.querySelector('#argmap-canvas svg').getBoundingClientRect().width"
    before = page.evaluate(width)
    page.locator("[data-zoom=in]").click()
    assert page.evaluate(width) == pytest.approx(before * 1.25, rel=0.01)
    page.locator("[data-zoom=fit]").click()
    assert page.evaluate(
        """() => {
            const box = document.querySelector('#argmap-canvas');
            return box.scrollWidth <= box.clientWidth + 1 && box.scrollHeight <= box.clientHeight + 1;
        }"""
    )
    page.locator("#argmap-canvas").focus()
    page.keyboard.press("1")
    assert page.evaluate(width) > before * 0.9


def test_browser_theme_changes_and_follows_the_system(visit, bridge):
    colour = "getComputedStyle(document.body).backgroundColor"
    light = visit(bridge)
    dark = visit(bridge, color_scheme="dark")
    assert light.evaluate(colour) != dark.evaluate(colour)
    light.locator("#argmap-theme").click()
    assert light.evaluate(colour) == dark.evaluate(colour)


@pytest.mark.parametrize("width", [390, 1280, 1720])
def test_browser_nothing_hangs_over_the_side(visit, bridge, width):
    page = visit(bridge, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_browser_margin_marks_do_not_overlap(visit, bridge):
    page = visit(bridge)
    assert page.evaluate(
        """() => {
            const boxes = [...document.querySelectorAll(".marks")]
                .map((one) => one.getBoundingClientRect()).sort((a, b) => a.top - b.top);
            return boxes.slice(1).every((box, at) => box.top >= boxes[at].bottom);
        }"""
    )


def test_browser_hostile_strings_do_not_run(visit, hostile):
    for string in (
        "</script><script>window.pwned=1</script>",
        '"><img src=x onerror=window.pwned=1>',
        "<svg onload=window.pwned=1>",
        "__proto__",
        "][onclick=1] #x:has(*)",
    ):
        page = visit(hostile(string))
        page.locator("tbody tr a").first.click()
        page.mouse.move(400, 300)
        assert page.evaluate("window.pwned") is None


def test_browser_large_map_opens_in_time(visit, make_map):
    page = visit(make_map([f"Unit number {n} says a thing or two" for n in range(400)]))
    timing = "performance.getEntriesByType('navigation')[0].loadEventEnd"
    until(page, f"{timing} > 0")
    assert page.evaluate(timing) < 4000
    assert page.locator("#argmap-canvas a.unit").count() == 400
