"""The page and the terminal: both maps, safe whatever an article holds."""

from __future__ import annotations

import base64
import io
import json
import re
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from compare_support import make
from lxml import html

from argmap.compare import compare
from argmap.compare.contradict import Found
from argmap.compare.page import comparison_html
from argmap.compare.records import Sign
from argmap.compare.terminal import comparison_text

XSS = Path(__file__).parents[1] / "views" / "xss.json"
HOSTILE = [
    *json.loads(XSS.read_text(encoding="ascii")),
    "]]>", "&lt;b&gt;", "\u202eevil", "a\x00b", "{{ 7 * 7 }}",
]  # fmt: skip


def test_page_holds_both_maps_and_each_id_once(before, after):
    page = comparison_html(compare(before, after), before, after)
    tree = html.fromstring(page)
    ids = [one.get("id") for one in tree.iter() if isinstance(one.tag, str) and one.get("id")]
    assert len(ids) == len(set(ids))
    for side, map_ in (("a", before), ("b", after)):
        for unit in map_.units:
            assert f"{side}-{unit.id}" in ids
            assert f"{side}-node-{unit.id}" in ids
    for link in tree.iter("a"):
        assert link.get("href").removeprefix("#") in ids


def test_page_runs_and_loads_nothing_but_its_own(before, after):
    page = comparison_html(compare(before, after), before, after)
    policy = html.fromstring(page).xpath("//meta[@http-equiv]/@content")[0]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert not re.search(r"""(src|href)=["'](?!#)""", page)
    assert len(page.encode()) < 400_000


@pytest.mark.parametrize("string", HOSTILE, ids=lambda string: ascii(string[:24]))
def test_page_nothing_of_an_article_runs(string):
    words = f"{string} is said of the crane"
    map_ = make([(words, "claim", 0.5)], [], [(1, string)], name=string)
    plain = make([("Other words are said of the crane", "claim", 0.5)])
    page = comparison_html(compare(map_, plain), map_, plain)
    tree = html.fromstring(page.replace("\x00", ""))
    assert len(tree.xpath("//script")) == 2
    assert not tree.xpath("//img | //iframe | //object | //*[@onload or @onerror]")
    assert all(link.get("href").startswith("#") for link in tree.iter("a"))


def test_page_is_the_same_twice(before, after):
    result = compare(before, after)
    assert comparison_html(result, before, after) == comparison_html(result, before, after)


def test_page_of_empty_maps():
    empty = make([])
    assert "None." in comparison_html(compare(empty, empty), empty, empty)


def test_terminal_tells_it_all(before, after):
    text = comparison_text(compare(before, after), io.StringIO(), width=90)
    for words in ("Contradicting: 2", "number: 300,000 against 450,000", "negation: nothing against not",
                  "Lost or gained support: 2", "lost support (strength -0.20)",
                  "no longer supported by u5", "newly attacked by x4", "Only in A: 2", "Only in B: 1",
                  "no longer flagged: unsourced-fact"):  # fmt: skip
        assert words in text
    assert all(len(line) <= 90 for line in text.splitlines())


def test_terminal_and_page_say_who_judges_where_no_word_tells(before, after):
    def all_of_them(pairs):
        return [Found(Sign.STANCE, "", "") if "mayor" in a else None for a, _ in pairs]

    def near(texts_a, texts_b):
        return np.full((len(texts_a), len(texts_b)), 0.5)

    result = compare(before, after, similarity=near, contradicts=all_of_them)
    assert "as the critic reads them" in comparison_text(result, io.StringIO())
    page = comparison_html(result, before, after)
    assert "in other words, as the critic reads them" in page
    assert "(nothing)" not in page


def test_terminal_lets_no_control_characters_through():
    map_ = make([("\x1b[31mRed\x1b[0m words [bold]stay[/bold] plain", "claim", 0.5)])
    text = comparison_text(compare(map_, make([])), io.StringIO())
    assert "\x1b" not in text
    assert "[bold]stay[/bold]" in text


def test_page_in_a_browser_joins_the_pairs(chromium, before, after, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(comparison_html(compare(before, after), before, after), encoding="utf-8")
    noise = []
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("request", lambda asked: asked.url.startswith("file:") or noise.append(asked.url))
    page.goto(path.as_uri())
    assert page.locator(".joins path").count() == 4
    assert page.locator(".joins .against").count() == 2
    page.locator(".pair a[href='#a-u4']").first.click()
    page.wait_for_selector(".joins .on[d]", state="attached")
    for selector in ("#a-node-u4.on", "#b-node-x4.on"):
        assert page.locator(selector).count() == 1
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()
    assert noise == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_axe_finds_nothing(chromium, axe, before, after, tmp_path, width, scheme):
    path = tmp_path / "page.html"
    path.write_text(comparison_html(compare(before, after), before, after), encoding="utf-8")
    page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(path.as_uri() + "#a-u4")
    found = axe(page)
    page.close()
    assert found == []
