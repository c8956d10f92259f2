"""The page in a real browser: skipped where there is none, unless ARGMAP_REQUIRE_BROWSER is 1."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from markupsafe import Markup

from argmap.model import ArgumentMap, Article, Evidence, Flag, Unit
from argmap.ranking import ranked
from argmap.views.page import Extension, to_html


@pytest.fixture(scope="session")
def pages(chromium):
    """Pages by their options, used again and again, and the files by what they show."""
    made = {"files": {}}
    yield made
    for page in made.values():
        if not isinstance(page, dict):
            page.context.close()


@pytest.fixture
def visit(chromium, pages, tmp_path_factory):
    """Open a map's page from a file; in the end nothing may have been logged or requested."""
    noise, used = [], []

    def write(map_, extension):
        key = (map_.to_json(), repr(extension))
        if key not in pages["files"]:
            path = tmp_path_factory.mktemp("page") / "page.html"
            text = to_html(map_, extension=extension)
            path.write_text(text, encoding="utf-8", newline="")
            pages["files"][key] = path.as_uri()
        return pages["files"][key]

    def go(map_, *, fragment="", width=1280, height=800, extension=None, **options):
        key = (width, height, *sorted(options.items()))
        if key not in pages:
            pages[key] = chromium.new_context(
                viewport={"width": width, "height": height}, reduced_motion="reduce", **options
            ).new_page()
        page = pages[key]
        if page not in used:
            used.append(page)
            page.emulate_media(media="screen")
            for event, hear in listeners.items():
                page.on(event, hear)
        page.goto("about:blank")
        page.goto(write(map_, extension) + fragment)
        return page

    listeners = {
        "console": lambda message: noise.append(message.text),
        "pageerror": lambda error: noise.append(str(error)),
        "request": lambda request: (
            request.url.startswith(("file:", "about:")) or noise.append(request.url)
        ),
    }
    yield go
    for page in used:
        page.evaluate("localStorage.clear()")
        for event, hear in listeners.items():
            page.remove_listener(event, hear)
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
    first = [one.unit.id for one in ranked(bridge)]
    assert first[0] == "u4"  # it alone has an error
    rest = [unit.id for unit in bridge.units if unit.id not in first]
    assert page.evaluate(order) == " ".join([*first, *rest])
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
    long = "a-word-of-many-letters" * 12
    for title, path in ((bridge.article.title, "bridge.txt"), (long, f"{long}.txt")):
        article = bridge.article.model_copy(update={"title": title, "path": path})
        page = visit(bridge.model_copy(update={"article": article}), width=width)
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


def test_browser_the_focus_stays_where_the_reader_is(visit, bridge):
    page = visit(bridge)
    page.locator("#node-u2").focus()
    page.keyboard.press("Enter")
    assert selected(page) == ["u2"] * 3
    assert page.evaluate("document.activeElement.id") == "node-u2"
    assert page.evaluate("location.hash") == "#u2"


def visible_nodes(page):
    return page.evaluate(
        """() => [...document.querySelectorAll("#argmap-canvas a.unit")]
            .filter((one) => one.getBoundingClientRect().width).map((one) => one.dataset.u)
            .sort().join(" ")"""
    )


def test_browser_fold_a_branch(visit, bridge):
    page = visit(bridge)
    size = """(({ width, height }) => width * height)(
        document.querySelector('#argmap-canvas svg').viewBox.baseVal)"""
    whole = page.evaluate(size)
    page.locator(".fold[data-u=u2]").click()
    assert visible_nodes(page) == "u1 u2 u4 u5"
    assert page.locator(".fold[data-u=u2]").text_content() == "+1"
    assert page.locator("#node-u2").get_attribute("aria-expanded") == "false"
    assert page.locator("#argmap-folded").inner_text() == "4 of 5"
    assert not page.locator("#edge-1").is_visible() and page.locator("#edge-0").is_visible()
    page.locator("[data-fold=all]").click()
    assert visible_nodes(page) == "u1 u2 u4"
    assert page.evaluate(size) < 0.8 * whole, "the room of what is folded is taken out"
    # What is chosen elsewhere is unfolded, and the rest stays folded.
    page.locator("#argmap-article a.unit#u3").click()
    assert visible_nodes(page) == "u1 u2 u3 u4"
    page.locator("[data-fold=none]").click()
    assert visible_nodes(page) == "u1 u2 u3 u4 u5"
    assert page.evaluate(size) == pytest.approx(whole)
    page.locator("#node-u2").focus()
    page.keyboard.press("Space")
    assert visible_nodes(page) == "u1 u2 u4 u5"
    assert page.evaluate("document.activeElement.id") == "node-u2"


def test_browser_a_folded_map_keeps_nodes_apart_and_edges_on(visit, make_map):
    page = visit(make_map([f"Unit {n} " + "word " * (n % 9) for n in range(70)], branching=3))
    for click in ("[data-fold=all]", ".fold[data-u=u2]", ".fold[data-u=u8]", "[data-fold=none]"):
        page.locator(click).dispatch_event("click")
        assert page.evaluate(
            """() => {
                const boxes = [...document.querySelectorAll("#argmap-canvas a.unit:not(.away)")]
                    .map((one) => one.getBoundingClientRect());
                const apart = boxes.every((a, at) => boxes.slice(at + 1).every((b) =>
                    a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top));
                const edges = [...document.querySelectorAll("#argmap-canvas g.relation:not(.away)")]
                    .map((one) => one.getBoundingClientRect());
                const near = (e, b) => e.left <= b.right + 9 && e.right >= b.left - 9
                    && e.top <= b.bottom + 9 && e.bottom >= b.top - 9;
                return apart && edges.length === boxes.length - 1
                    && edges.every((e) => boxes.filter((b) => near(e, b)).length >= 2);
            }"""
        ), click


def test_browser_search_goes_through_all_panes(visit, bridge):
    page = visit(bridge)
    page.keyboard.press("/")
    page.keyboard.type("bridge")
    until(page, "document.querySelector('#argmap-hits').value.includes('place')")
    # Two places in the text are a unit's, the title is none; every row of the two matches.
    assert page.locator("#argmap-hits").inner_text() == "2 units, 3 places in the text"
    assert page.locator("#argmap-article a.unit.dim").count() == 3
    assert page.locator("#argmap-canvas a.unit.dim").count() == 3
    assert page.evaluate("CSS.highlights.get('argmap-found').size") == 5
    marked = "[...CSS.highlights.get('argmap-here')][0].toString()"
    for key in ("", "u1", "u4", ""):
        page.keyboard.press("Enter")
        assert page.evaluate(marked) == "bridge"
        if key:
            assert selected(page) == [key] * 3
    assert page.evaluate("document.activeElement.id") == "argmap-search"
    page.keyboard.press("Control+a")
    page.keyboard.type("nobody was NAMED")
    until(page, "document.querySelector('#argmap-hits').value.startsWith('1 unit,')")
    page.keyboard.press("Enter")
    assert selected(page) == ["u4"] * 3


def test_browser_search_runs_over_line_ends_accents_and_marks(visit, make_map):
    page = visit(make_map(["The cafe\u0301 is\nclosed  today", "Nothing else"]))
    page.locator("#argmap-search").fill("CAF\u00c9 IS CLOSED TODAY")
    until(page, "document.querySelector('#argmap-hits').value === '1 unit, 1 place in the text'")


def test_browser_a_search_shows_in_the_fold_that_hides_it(visit, bridge):
    page = visit(bridge)
    page.locator("[data-fold=all]").click()
    page.locator("#argmap-search").fill("piers")
    until(page, "document.querySelector('.fold.hit')")
    assert page.locator(".fold.hit").get_attribute("data-u") == "u2"


def test_browser_filter_by_strength(visit, bridge):
    units = [unit.model_copy(update={"strength": n / 5}) for n, unit in enumerate(bridge.units)]
    page = visit(bridge.model_copy(update={"units": tuple(units)}))
    for value, count in (("0-0.25", 2), ("0-0.5", 3), ("0.5-2", 2)):
        page.locator("select[name=strength]").select_option(value)
        assert page.locator("tbody tr:visible").count() == count
        assert page.locator("#argmap-article a.unit.dim").count() == 5 - count


def test_browser_on_a_phone_a_tap_says_why_and_leads_on(visit, bridge):
    page = visit(bridge, width=390, has_touch=True)
    page.locator("#argmap-article a.unit#u4").tap()
    card = page.locator("#argmap-card.docked")
    assert "Which officials?" in card.inner_text()
    card.get_by_text("Map", exact=True).click()
    until(page, "scrollY > 100")
    assert in_sight(page, "#node-u4")
    card.get_by_text("Close").click()
    assert card.is_hidden()


def test_browser_help_opens_and_closes(visit, bridge):
    page = visit(bridge)
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Reading this page").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#argmap-help").is_visible()


def test_browser_without_scripts_everything_is_shown_and_linked(visit, bridge):
    page = visit(bridge, java_script_enabled=False)
    assert not page.locator("#argmap-search").is_visible()
    assert not page.locator("[data-fold=all]").is_visible()
    page.locator("tr[data-u=u5] .text a").click()
    assert page.url.endswith("#u5")
    page.locator("#node-u3").click()
    assert page.url.endswith("#u3") and page.locator("#u3").is_visible()


def test_browser_print_is_light_and_whole(visit, bridge):
    page = visit(bridge, color_scheme="dark")
    page.locator("select[name=severity]").select_option("error")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(28, 38, 48)"
    assert page.locator("tbody tr:visible").count() == 5
    assert not page.locator(".fold").first.is_visible()
    assert not page.locator("#argmap-search").is_visible()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_browser_axe_finds_nothing(visit, axe, bridge, width, scheme):
    page = visit(bridge, fragment="#flag-f2", width=width, color_scheme=scheme)
    page.locator(".fold").first.dispatch_event("click")
    assert axe(page) == []


def test_browser_text_of_the_drawing_fits_with_fonts_of_the_machine(visit, make_map):
    words = "The ministry's maximum allowance was immeasurably MAGNIFIED, and many doubt it"
    page = visit(make_map([f"{words[at:]} {words[:at]}".strip() for at in range(0, 70, 4)]))
    assert page.evaluate(
        """() => Math.max(...[...document.querySelectorAll("#argmap-canvas a.unit")].flatMap((node) => {
            const box = [...node.children].find((one) => one.localName !== "text").getBBox();
            return [...node.querySelectorAll("text")].map((one) => one.getBBox())
                .map((text) => Math.max(text.x + text.width - box.x - box.width, box.x - text.x));
        }))"""
    ) < 0  # fmt: skip


SCRIPT = """
document.addEventListener("argmap:select", ({ detail }) => {
  document.querySelector("#told").textContent += `${detail.unit} ${detail.flag};`;
});
argmap.select(argmap.data.first);
"""


def test_browser_an_extension_hears_and_chooses(visit, bridge):
    added = Extension(script=SCRIPT, data={"first": "u3"}, panels=Markup('<p id="told"></p>'))
    page = visit(bridge, extension=added)
    assert selected(page) == ["u3"] * 3
    page.locator("#argmap-claims li[data-flag=f3] a").click()
    assert page.locator("#told").inner_text() == "u3 null;u5 f3;"
    assert page.evaluate("argmap.selected()") == "u5"
    assert page.evaluate("argmap.map.units.length") == 5
    assert page.evaluate("argmap.elements('u5').row.dataset.u") == "u5"


def test_browser_a_selection_is_told_in_code_points(visit):
    text = "\U0001f431 Cats\r\npurr \U0001f431.\r\n\r\nDogs \U0001f415 bark."
    purr, bark = text.index("purr"), text.index("bark")
    units = [
        Unit(id="u1", start=2, end=purr + 4, text=text[2 : purr + 4], role="claim"),
        Unit(id="u2", start=bark, end=bark + 4, text="bark", role="premise"),
    ]
    flag = Flag(id="f", check="x", unit="u2", start=bark, end=bark + 4, severity="info", message="")
    page = visit(ArgumentMap(article=Article(id="a", text=text), units=tuple(units), flags=(flag,)))
    span = """([first, last]) => {
        const nodes = [];
        const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) nodes.push(walker.currentNode);
        const find = (word) => nodes.find((one) => one.data.includes(word) && !one.parentElement.closest(".marks"));
        const range = new Range();
        range.setStart(find(first), find(first).data.indexOf(first));
        range.setEnd(find(last), find(last).data.indexOf(last) + last.length);
        return argmap.span(range);
    }"""
    assert page.evaluate(span, ["purr", "purr"]) == {"start": purr, "end": purr + 4}
    assert page.evaluate(span, ["Cats", "bark"]) == {"start": 2, "end": bark + 4}
    assert page.evaluate("argmap.span(new Range())") is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_browser_every_letter_of_the_article_is_told_its_place(visit, end):
    lines = [
        "\U0001f431 Cats",
        "purr \U0001f431.",
        "",
        "",
        "  Dogs \U0001f415 bark;",
        "they",
        "",
        "run. ",
    ]
    text = end.join(lines)
    start = text.index("purr")
    unit = Unit(id="u1", start=2, end=start + 4, text=text[2 : start + 4], role="claim")
    flag = Flag(id="f", check="x", unit="u1", start=2, end=6, severity="info", message="")
    page = visit(ArgumentMap(article=Article(id="a", text=text), units=(unit,), flags=(flag,)))
    wrong = page.evaluate(
        """() => {
            const letters = [...argmap.map.article.text];
            const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
            const wrong = [];
            let seen = 0;
            while (walker.nextNode()) {
                const node = walker.currentNode;
                if (node.parentElement.closest(".marks") || !node.parentElement.closest("[data-start]")) continue;
                let at = 0;
                for (const letter of node.data) {
                    const range = new Range();
                    range.setStart(node, at);
                    range.setEnd(node, at + letter.length);
                    const span = argmap.span(range);
                    if (span === null || letters[span.start] !== letter || span.end !== span.start + 1) {
                        wrong.push([letter.codePointAt(0), span]);
                    }
                    seen += 1;
                    at += letter.length;
                }
            }
            return seen > 30 ? wrong : ["too few"];
        }"""
    )
    assert wrong == []


XSS = json.loads(Path(__file__).with_name("xss.json").read_text(encoding="ascii"))


def filled(field):
    """A map that holds every hostile string in one field."""
    joined = " ".join(XSS)
    texts = [string if field == "text" else f"Words number {n}" for n, string in enumerate(XSS)]
    text, units, flags = "", [], []
    for n, (words, string) in enumerate(zip(texts, XSS, strict=True)):
        unit = Unit(
            id=f"u{n}", start=len(text), end=len(text) + len(words), text=words, role="claim"
        )
        units.append(unit)
        note = string if field == "note" else "A message."
        proof = Evidence(
            path=string if field == "file name" else "a.txt", start=0, end=1,
            quote=string if field == "quote" else "Words.",
        )  # fmt: skip
        flags.append(
            Flag(
                id=f"f{n}", check="unsupported", unit=unit.id, start=unit.start, end=unit.end,
                severity="warning", message=note, suggestion=note, evidence=(proof,),
            )
        )  # fmt: skip
        text += words + "\n\n"
    return ArgumentMap(
        article=Article(
            id="a",
            title=joined if field == "title" else "A title",
            path=joined if field == "file name" else "a.txt",
            text=text,
        ),
        units=tuple(units),
        flags=tuple(flags),
    )


@pytest.mark.parametrize("field", ["title", "text", "file name", "note", "quote"])
def test_browser_hostile_strings_do_not_run(visit, field):
    assert len(XSS) >= 40
    page = visit(filled(field))
    address = page.url
    page.evaluate("for (const unit of argmap.map.units) argmap.select(unit.id)")
    page.locator("#argmap-article a.unit").nth(3).hover()
    page.locator("#argmap-card").wait_for(state="visible")
    page.locator("tbody tr:visible .text a").first.click()
    page.locator("#argmap-search").fill("script")
    until(page, "document.querySelector('#argmap-hits').value")
    page.keyboard.press("Enter")
    assert page.evaluate("window.pwned") is None
    assert page.url.partition("#")[0] == address


def test_browser_a_large_map_opens_folded_and_unfolds(visit, make_map):
    # How long it takes is measured by benchmarks/page.py.
    page = visit(make_map([f"Unit number {n} says a thing or two" for n in range(400)]))
    assert page.locator("#argmap-canvas a.unit").count() == 400
    assert (
        visible_nodes(page)
        == "u0 u1 u10 u11 u12 u13 u14 u15 u16 u17 u18 u19 u2 u20 u3 u4 u5 u6 u7 u8 u9"
    )
    page.locator("[data-fold=none]").click()
    assert page.locator("#argmap-canvas a.unit.away").count() == 0
    page.evaluate("location.hash = '#u399'")
    until(page, "document.querySelector('#node-u399.selected')")
