"""The review in a real browser: skipped where there is none, unless ARGMAP_REQUIRE_BROWSER is 1."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from review_support import TEXT, Served, make_map

from argmap.review.fold import fold
from argmap.review.store import Store

XSS = Path(__file__).parents[1] / "views" / "xss.json"
CRLF = "Ferries\r\n\r\nThe city should run\r\nferries at night.\r\nThe harbour\r\nis deep enough. End.\r\n"
NAMES = (
    "flags",
    "role",
    "add",
    "crlf",
    "span",
    "relation",
    "undo",
    "note",
    "asked",
    "keys",
    "axe",
    "xss",
)


@pytest.fixture(scope="module")
def shelf(chromium, tmp_path_factory):
    """One server over a copy of the ferries for each test."""
    folder = tmp_path_factory.mktemp("shelf")
    maps = dict.fromkeys(NAMES, make_map())
    maps["crlf"] = make_map(CRLF, [("u1", "The city should run\r\nferries at night", "claim")])
    for name, map_ in maps.items():
        path = folder / f"{name}.map.json"
        path.write_text(map_.to_json(), encoding="utf-8", newline="")
    # What was decided on an earlier map of one of them.
    from review_support import Reviewing

    with Store(folder / "review.db") as store:
        before = Reviewing(make_map(), store=store)
        before.article = "asked"
        before.say("role", unit="u4", role="premise")
    later = TEXT.replace("fuel has become dear", "fuel is expensive")
    changed = make_map(later, [("u1", "The city should run ferries at night", "major_claim")])
    (folder / "asked.map.json").write_text(changed.to_json(), encoding="utf-8")
    server = Served(folder, folder / "review.db")
    server.folder, server.maps = folder, maps
    yield server
    server.close()


@pytest.fixture
def visit(chromium, shelf):
    """Open an article's review; in the end nothing may have been logged or asked of others."""
    contexts, noise = [], []

    def go(key, *, server=shelf, fragment="", width=1280, height=800, quiet=True):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        if quiet:
            page.on("console", lambda message: noise.append(message.text))
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on(
            "request",
            lambda request: request.url.startswith(server.url) or noise.append(request.url),
        )
        page.on("dialog", lambda dialog: noise.append(dialog.message) or dialog.dismiss())
        page.goto(f"{server.url}a/{key}{fragment}")
        ready(page)
        return page

    yield go
    for context in contexts:
        context.close()
    assert noise == []


def ready(page):
    page.wait_for_selector("html.reviewing")


def until(page, expression):
    """Wait for a condition; not `wait_for_function`, whose polling the page's policy forbids."""
    for _ in range(600):
        try:
            if page.evaluate(f"Boolean({expression})"):
                return
        except Exception as error:  # the page is loading anew just now
            if "context" not in str(error) and "navigat" not in str(error):
                raise
        page.wait_for_timeout(30)
    pytest.fail(f"never true: {expression}")


def saved(page, count):
    """Wait until so many decisions are kept, and the page shows them."""
    until(page, f"document.querySelector('.history summary')?.textContent.startsWith('{count} ')")
    ready(page)
    assert page.locator(".argmap-alert").is_hidden()


def now(shelf, key):
    from argmap.model import ArgumentMap

    machine = ArgumentMap.read(shelf.folder / f"{key}.map.json")
    with Store(shelf.folder / "review.db") as store:
        return fold(machine, store.decisions(key))


def choose_text(page, words):
    """Drag the mouse over words of the article, anew where the page moved under it meanwhile."""
    page.evaluate("document.fonts.ready")
    for _ in range(3):
        drag(page, words)
        for _ in range(20):
            page.wait_for_timeout(50)
            told = page.locator(".picked q")
            if told.count() and told.text_content() == words:
                return
    pytest.fail(f"never selected: {words}")


def drag(page, words):
    boxes = page.evaluate(
        """(words) => {
            const article = document.querySelector("article");
            const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
            const nodes = [];
            let all = "";
            while (walker.nextNode()) {
                const node = walker.currentNode;
                if (node.parentElement.closest(".marks")) continue;
                for (let i = 0; i < node.data.length; i += 1) {
                    if (/\\s/.test(node.data[i]) && all.endsWith(" ")) continue;
                    nodes.push([node, i]);
                    all += /\\s/.test(node.data[i]) ? " " : node.data[i];
                }
            }
            const at = all.indexOf(words);
            const box = ([node, i]) => {
                const range = new Range();
                range.setStart(node, i);
                range.setEnd(node, i + 1);
                return range.getBoundingClientRect().toJSON();
            };
            nodes[at][0].parentElement.scrollIntoView({ block: "center" });
            return [box(nodes[at]), box(nodes[at + words.length - 1])];
        }""",
        words,
    )
    first, last = boxes
    page.mouse.move(first["left"] + 1, first["top"] + first["height"] / 2)
    page.mouse.down()
    page.mouse.move(last["right"] - 4, last["top"] + last["height"] / 2, steps=4)
    page.mouse.move(last["right"] - 0.5, last["top"] + last["height"] / 2)
    page.mouse.up()


def test_browser_confirm_and_dismiss(visit, shelf):
    page = visit("flags")
    page.locator("#argmap-yes-f1").click()
    saved(page, 1)
    page.locator("#argmap-why-f2").fill("The mayor is named above.")
    page.locator("#argmap-no-f2").click()
    saved(page, 2)
    verdicts = now(shelf, "flags").verdicts
    assert verdicts["f1"].confirmed
    assert (verdicts["f2"].confirmed, verdicts["f2"].reason) == (False, "The mayor is named above.")
    for _ in range(2):
        assert page.locator("#argmap-yes-f1").get_attribute("aria-pressed") == "true"
        assert page.locator("#argmap-no-f2").get_attribute("aria-pressed") == "true"
        assert page.locator("#argmap-no-f3").get_attribute("aria-pressed") == "false"
        assert page.locator("#argmap-why-f2").input_value() == "The mayor is named above."
        assert page.locator(".marks [data-verdict=dismissed]").count() == 1
        page.reload()
        ready(page)


def test_browser_change_a_role(visit, shelf):
    page = visit("role", fragment="#u3")
    page.locator("#argmap-role").select_option("claim")
    saved(page, 1)
    assert now(shelf, "role").map.unit("u3").role.value == "claim"
    assert page.locator("tr[data-u=u3]").get_attribute("data-role") == "claim"
    # The page was drawn anew, and the unit is chosen still.
    assert page.locator("#argmap-role").input_value() == "claim"
    assert page.url.endswith("#u3")


def test_browser_add_a_unit_by_selecting_text(visit, shelf):
    page = visit("add")
    choose_text(page, "The harbour was dredged")
    page.locator("#argmap-add-premise").click()
    saved(page, 1)
    (added,) = [unit for unit in now(shelf, "add").map.units if unit.id == "a1"]
    assert (added.text, added.role.value) == ("The harbour was dredged", "premise")
    until(page, "document.querySelector('tr.selected[data-u=a1]')")
    assert page.locator("article #a1").text_content() == "The harbour was dredged"
    assert page.locator("#node-a1").count() == 1


def test_browser_add_a_unit_in_a_text_with_carriage_returns(visit, shelf):
    page = visit("crlf")
    choose_text(page, "harbour is deep enough")
    page.locator("#argmap-add-claim").click()
    saved(page, 1)
    assert now(shelf, "crlf").map.unit("a1").text == "harbour\r\nis deep enough"


def test_browser_change_bounds_by_selecting_text_inside_a_unit(visit, shelf):
    page = visit("span", fragment="#u3")
    # Half a word at each end is meant as the whole word; the click on the unit chooses nothing.
    choose_text(page, "uses are fu")
    page.locator("#argmap-span").click()
    saved(page, 1)
    assert now(shelf, "span").map.unit("u3").text == "buses are full"


def test_browser_draw_redraw_and_remove_a_relation(visit, shelf):
    page = visit("relation", fragment="#u5")
    page.locator("#argmap-link").click()
    page.locator("#argmap-link-type").select_option("attack")
    page.locator("#argmap-canvas #node-u2 text").last.click()
    assert page.locator("#argmap-link-target").input_value() == "u2"
    page.locator("#argmap-link-keep").click()
    saved(page, 1)
    (made,) = [one for one in now(shelf, "relation").map.relations if one.id == "ar1"]
    assert (made.source, made.target, made.kind.value) == ("u5", "u2", "attack")

    page.locator(".links summary").click()
    page.get_by_role("button", name="Redraw u5 attacks u2").click()
    page.locator("#argmap-link-type").select_option("undercut")
    page.locator("#argmap-link-target").select_option("r1")
    page.locator("#argmap-link-keep").click()
    saved(page, 2)
    made = now(shelf, "relation").map.relation("ar1")
    assert (made.source, made.target, made.kind.value) == ("u5", "r1", "undercut")

    page.evaluate("argmap.select('u5')")
    page.get_by_role("button", name="Remove u5 supports u4").click()
    saved(page, 3)
    assert "r4" not in {one.id for one in now(shelf, "relation").map.relations}


def test_browser_undo_and_redo(visit, shelf):
    page = visit("undo", fragment="#u4")
    assert page.locator("#argmap-undo").is_disabled()
    page.locator("#argmap-yes-f1").click()
    saved(page, 1)
    page.locator("#argmap-remove").click()
    saved(page, 2)
    assert page.locator("tr[data-u=u4]").count() == 0
    page.locator("#argmap-undo").click()
    until(page, "document.querySelector('tr[data-u=u4]')")
    ready(page)
    assert now(shelf, "undo").map == shelf.maps["undo"]
    for keys, pressed in (
        ("Control+z", "false"),
        ("Control+Shift+Z", "true"),
        ("Control+z", "false"),
    ):
        page.locator("body").press(keys)
        until(page, f"document.querySelector('#argmap-yes-f1').ariaPressed === '{pressed}'")
    assert now(shelf, "undo").verdicts == {}
    assert len(Store(shelf.folder / "review.db").decisions("undo")) == 6


def test_browser_notes_are_words_and_nothing_else(visit, shelf):
    page = visit("note", fragment="#u2")
    words = "<img src=x onerror=alert(1)> </script><script>alert(2)</script>"
    page.locator("#argmap-note").fill(words)
    page.locator("#argmap-note-keep").click()
    saved(page, 1)
    page.locator("#argmap-finish").check()
    saved(page, 2)
    assert page.locator("tr[data-u=u2] .argmap-note").text_content() == words
    assert page.locator("#argmap-finish").is_checked()
    assert now(shelf, "note").finished


def test_browser_hostile_notes_and_reasons_do_not_run(visit, shelf):
    page = visit("xss")
    strings = json.loads(XSS.read_text(encoding="ascii"))
    assert len(strings) >= 40
    failed = page.evaluate(
        """async (strings) => {
            const failed = [];
            const send = async (order) => {
                const answer = await fetch(location.pathname + "/decisions", {
                    method: "POST", body: JSON.stringify(order),
                    headers: { "Content-Type": "application/json", "X-Argmap-Token": argmap.data.token },
                });
                if (answer.status !== 201) failed.push([answer.status, order.kind]);
            };
            for (const text of strings) {
                await send({ kind: "note", unit: "u3", text });
                await send({ kind: "dismiss", flag: "f1", reason: text });
            }
            return failed;
        }""",
        [string.encode("utf-8", "replace").decode().replace("\x00", "") for string in strings],
    )
    assert failed == []
    page.goto(f"{shelf.url}a/xss#flag-f1")
    page.reload()
    ready(page)
    page.locator(".history summary").click()
    assert page.evaluate("window.pwned") is None
    assert len(now(shelf, "xss").notes) == len(strings)


def test_browser_asks_about_decisions_on_an_earlier_map(visit, shelf):
    page = visit("asked")
    assert "1 earlier decision" in page.locator(".questions summary").text_content()
    page.locator(".questions summary").click()
    assert "fuel has become dear" in page.locator(".questions li").text_content()
    page.locator(".questions li button").click()
    until(page, "!document.querySelector('.questions')")
    assert now(shelf, "asked").questions == ()


def test_browser_with_the_keyboard_alone_on_a_phone(visit, shelf):
    page = visit("keys", width=390, height=800, fragment="#u3")
    page.locator("#argmap-why-f1").focus()
    page.keyboard.type("not everybody")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    saved(page, 1)
    page.locator("#argmap-note").focus()
    page.keyboard.type("Ask them.")
    page.keyboard.press("Enter")
    saved(page, 2)
    decided = now(shelf, "keys")
    assert decided.verdicts["f1"].reason == "not everybody"
    assert [(one.unit, one.text) for one in decided.notes] == [("u3", "Ask them.")]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_browser_axe_finds_nothing(visit, axe, shelf, width, scheme):
    page = visit("axe", width=width, fragment="#flag-f1")
    page.emulate_media(color_scheme=scheme)
    assert axe(page) == []
    page.goto(shelf.url)
    assert axe(page) == []


def test_browser_the_server_is_killed_and_comes_back(visit, served):
    server = served()
    page = visit("ferries", server=server, quiet=False)
    page.locator("#argmap-yes-f1").click()
    saved(page, 1)
    server.kill()
    page.locator("#argmap-why-f2").fill("said while it was away")
    page.locator("#argmap-no-f2").click()
    page.wait_for_selector(".argmap-alert:not([hidden])")
    assert "Not saved" in page.locator("#argmap-saved").text_content()
    served(port=server.port)
    page.get_by_role("button", name="Try again").click()
    page.get_by_role("button", name="Load the page again").click()
    saved(page, 2)
    assert page.locator("#argmap-yes-f1").get_attribute("aria-pressed") == "true"
    assert page.locator("#argmap-why-f2").input_value() == "said while it was away"
    page.locator("#argmap-undo").click()
    saved(page, 1)
