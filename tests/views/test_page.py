import base64
import json
import re
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from argmap.model import ArgumentMap, Article, Block, Flag, Relation, Unit
from argmap.settings import Limits
from argmap.views import page as page_module
from argmap.views import to_html
from argmap.views.page import _View, json_in_script

XSS = [
    "<script>window.pwned=1</script>", "</script><script>window.pwned=1</script>",
    "</ScRiPt ><img src=x onerror=window.pwned=1>", "<img src=x onerror=window.pwned=1>",
    "<svg onload=window.pwned=1>", "<svg><script>window.pwned=1</script></svg>",
    "</title><script>window.pwned=1</script>", "</style><script>window.pwned=1</script>",
    '"><script>window.pwned=1</script>', "'><script>window.pwned=1</script>",
    '" onmouseover="window.pwned=1', "' onmouseover='window.pwned=1",
    '" autofocus onfocus=window.pwned=1 x="', "javascript:window.pwned=1",
    "JaVaScRiPt:window.pwned=1", "data:text/html,<script>window.pwned=1</script>",
    "<a href=javascript:window.pwned=1>x</a>", "<iframe srcdoc='<script>parent.pwned=1</script>'>",
    "<iframe src=javascript:parent.pwned=1>", "<body onload=window.pwned=1>",
    "<details open ontoggle=window.pwned=1>", "<input autofocus onfocus=window.pwned=1>",
    "<video><source onerror=window.pwned=1>", "<math><mtext></mtext><script>window.pwned=1</script>",
    "<style>@import 'http://example.org/x.css';</style>", "<link rel=stylesheet href=//example.org/x>",
    "<meta http-equiv=refresh content='0;url=http://example.org'>", "<base href=http://example.org/>",
    "<object data=javascript:window.pwned=1>", "<embed src=javascript:window.pwned=1>",
    "<form action=javascript:window.pwned=1><input type=submit>", "<!--<script>", "--><script>window.pwned=1</script>",
    "<![CDATA[<script>window.pwned=1</script>]]>", "{{7*7}}{% raw %}", "${window.pwned=1}`",
    "\u2028window.pwned=1\u2029", "\\u003cscript\\u003ewindow.pwned=1", "&lt;script&gt;window.pwned=1",
    "&#60;script&#62;window.pwned=1", "\x00<scr\x00ipt>window.pwned=1</script>",
    "<template><script>window.pwned=1</script></template>", "<noscript><p title='</noscript><img src=x onerror=window.pwned=1>'>",
    "\ud800<script>window.pwned=1</script>", "__proto__", "constructor", "][onclick=1] #x:has(*)",
]  # fmt: skip


def parsed(page):
    return html.document_fromstring(page.encode("utf-8"))


def assert_inert(page):
    """Nothing in the page can run or load but its own style and script, which its policy names."""
    root = parsed(page)
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    scripts, styles = root.xpath("//script"), root.xpath("//style")
    assert [script.get("type") for script in scripts] == ["application/json", None]
    assert len(styles) == 1
    for element, directive in ((scripts[1], "script-src"), (styles[0], "style-src")):
        digest = base64.b64encode(sha256(element.text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    json.loads(scripts[0].text)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in {
            "iframe", "object", "embed", "img", "link", "base", "audio", "video", "image", "use",
            "foreignobject", "animate", "set", "template", "noscript",
        }, element.tag  # fmt: skip
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), (element.tag, name)
            assert name not in {"style", "src", "srcdoc", "action", "formaction", "xlink:href"}
            if name == "href":
                assert value.startswith("#")
    assert not root.xpath("//meta[@http-equiv='refresh']")


def test_page_is_inert_and_whole(bridge):
    assert_inert(to_html(bridge))


@pytest.mark.parametrize("string", XSS, ids=lambda string: ascii(string[:24]))
def test_page_hostile_strings_in_every_field(hostile, string):
    page = to_html(hostile(string))
    page.encode("utf-8")
    assert_inert(page)


def test_page_json_cannot_leave_its_element():
    text = json_in_script({"a": "</script><!--<script>\u2028&"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": "</script><!--<script>\u2028&"}


def test_page_the_three_panes_carry_the_same_keys(bridge):
    root = parsed(to_html(bridge))
    keys = [f"u{n}" for n in range(1, 6)]
    assert sorted(root.xpath("//section[contains(@class,'article')]//a[@id]/@id")) == keys
    assert sorted(root.xpath("//*[local-name()='svg']//a/@id")) == [f"node-{key}" for key in keys]
    assert sorted(root.xpath("//tbody/tr/@data-u")) == keys
    assert sorted(root.xpath("//li/@data-flag")) == ["f1", "f2", "f3"]
    marks = root.xpath("//span[@class='marks']//a/@href")
    assert sorted(marks) == ["#flag-f1", "#flag-f2", "#flag-f3"]
    data = json.loads(root.xpath("//script[@type='application/json']")[0].text)
    assert [relation["target"] for relation in data["relations"]] == ["u1", "u2", "u1", "u4"]
    assert data["thesis"] == "u1"


def test_page_says_why(bridge):
    text = parsed(to_html(bridge)).xpath("string(//tr[@data-u='u4'])")
    for words in ("Which officials?", "Name them.", "Nobody was named.", "notes.txt", "attacks u1"):
        assert words in " ".join(text.split())


def test_page_worst_claims_stand_first(bridge):
    assert parsed(to_html(bridge)).xpath("//tbody/tr/@data-u") == ["u4", "u5", "u1", "u2", "u3"]


def article_text(page):
    root = parsed(page)
    for mark in root.xpath("//span[@class='marks']"):
        # Keep what follows the mark.
        mark.drop_tree()
    blocks = root.xpath("//article/*[not(@class='nothing')]")
    return ["".join(block.itertext()).strip() for block in blocks]


def test_page_article_is_the_text_word_for_word(bridge):
    assert article_text(to_html(bridge)) == [
        bridge.article.text[block.start : block.end] for block in bridge.article.blocks
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.text(alphabet="ab é日\u0301👍אش.\n", min_size=1, max_size=40),
    spans=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6),
)
def test_page_any_units_leave_the_text_whole(text, spans):
    units, flags = [], []
    for index, span in enumerate(spans):
        start, end = sorted(min(at, len(text)) for at in span)
        units.append(
            Unit(
                id=f"u{index}", start=start, end=end, text=text[start:end], role="claim",
                cues=((start, (start + end) // 2),),
            )
        )  # fmt: skip
        flags.append(
            Flag(
                id=f"f{index}", check="x", unit=f"u{index}", start=end // 2, end=len(text),
                severity="info", message="m",
            )
        )  # fmt: skip
    view = _View(ArgumentMap(article=Article(id="a", text=text), units=units, flags=flags))
    shown = "".join(
        "".join(words for _, words in piece.parts) or piece.text
        for block in view.blocks()
        for piece in block.pieces
    )
    assert "".join(shown.split()) == "".join(text.split())


def test_page_nested_and_adjacent_units_all_can_be_reached():
    text = "Since it rains, the streets are wet and dirty."
    spans = {"outer": (0, 45), "inner": (0, 14), "next": (14, 30), "twin": (14, 30)}
    units = tuple(
        Unit(id=key, start=start, end=end, text=text[start:end], role="claim")
        for key, (start, end) in spans.items()
    )
    root = parsed(to_html(ArgumentMap(article=Article(id="a", text=text), units=units)))
    pieces = root.xpath("//article//a[@data-u]")
    assert {key for piece in pieces for key in piece.get("data-u").split()} == set(spans)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_page_a_repeated_title_is_shown_once():
    text = "A title\n\nA title\n\nText."
    blocks = (
        Block(kind="title", start=0, end=7),
        Block(kind="title", start=9, end=16),
        Block(kind="paragraph", start=18, end=23),
    )
    article = Article(id="a", text=text, blocks=blocks)
    assert article_text(to_html(ArgumentMap(article=article))) == ["A title", "Text."]


def test_page_without_text_units_or_title():
    root = parsed(to_html(ArgumentMap(article=Article(id="", text=""))))
    text = root.text_content()
    assert "There is no text." in text and "This map has no units." in text and "Untitled" in text


def test_page_units_without_a_text_still_have_rows():
    units = tuple(Unit(id=f"u{n}", start=0, end=0, text="", role="claim") for n in range(2))
    relation = Relation(id="r", source="u0", target="u1", kind="support")
    map_ = ArgumentMap(article=Article(id="a", text=""), units=units, relations=(relation,))
    assert len(parsed(to_html(map_)).xpath("//tbody/tr")) == 2


def test_page_says_that_the_drawing_is_an_outline(make_map):
    map_ = make_map([f"Unit number {n}" for n in range(40)])
    page = to_html(map_, limits=Limits(drawing_nodes=5))
    assert "too large to be drawn whole" in page
    assert len(parsed(page).xpath("//tbody/tr")) == 40
    assert "too large" not in to_html(map_)


def test_page_is_the_same_twice(bridge):
    assert to_html(bridge) == to_html(bridge)


def test_page_stays_small(make_map):
    sentence = "Officials in several ministries say that the new bridge would cost far too much, "
    page = to_html(make_map([f"{sentence} number {n}" for n in range(60)]))
    assert len(page.encode("utf-8")) < 400_000


def test_page_needs_no_network(bridge):
    page = to_html(bridge)
    outside = set(re.findall(r"https?://[^\s\"'<]+", page))
    assert outside <= {"http://www.w3.org/2000/svg"}


def test_page_assets_cannot_end_their_element():
    assert "</" not in page_module._asset("page.css").lower()
    assert "</script" not in page_module._asset("page.js").lower()
