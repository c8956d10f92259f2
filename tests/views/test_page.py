import base64
import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from markupsafe import Markup

from argmap import analyze_file
from argmap.model import ArgumentMap, Article, Block, Flag, Relation, Unit
from argmap.settings import Limits
from argmap.views import to_html
from argmap.views.markup import asset, json_in_script, palette
from argmap.views.page import Extension, _View

XSS = json.loads(Path(__file__).with_name("xss.json").read_text(encoding="ascii"))


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
    assert parsed(to_html(bridge)).xpath("//tbody/tr/@data-u") == ["u4", "u5", "u2", "u1", "u3"]


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


def test_page_of_the_users_article_is_under_400_kilobytes(user_article):
    page = to_html(analyze_file(user_article))
    assert len(page.encode("utf-8")) < 400_000


def test_page_needs_no_network(bridge):
    page = to_html(bridge)
    outside = set(re.findall(r"https?://[^\s\"'<]+", page))
    assert outside <= {"http://www.w3.org/2000/svg"}


def test_page_assets_cannot_end_their_element():
    assert "</" not in (palette() + asset("argmap.views", "page.css")).lower()
    assert "</script" not in asset("argmap.views", "page.js").lower()


def test_page_an_extension_is_named_by_the_policy_and_cannot_be_more(bridge):
    added = Extension(
        style=".mine { color: red; }", script="console.log(argmap.data)", data={"a": "</script>"},
        tools=Markup("<button>Save</button>"), panels=Markup("<p>Notes</p>"), connects=True,
    )  # fmt: skip
    root = parsed(to_html(bridge, extension=added))
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    for element in (root.xpath("//style")[1], root.xpath("//script")[-1]):
        digest = base64.b64encode(sha256(element.text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "connect-src 'self'" in policy and "unsafe" not in policy
    assert json.loads(root.xpath("string(//*[@id='argmap-extension'])")) == {"a": "</script>"}
    assert root.xpath("string(//*[@id='argmap-panels'])") == "Notes"
    assert root.xpath("//*[@class='tools']/button")[0].text == "Save"
    plain = to_html(bridge)
    assert "connect-src" not in plain and 'id="argmap-panels"' not in plain


@pytest.mark.parametrize(
    "bad", [{"style": "</style>"}, {"script": "'</SCRIPT>'"}, {"script": "<!--<script>"}]
)
def test_page_an_extension_cannot_end_its_element(bridge, bad):
    with pytest.raises(ValueError, match="end its own element"):
        to_html(bridge, extension=Extension(**bad))


def test_page_holds_the_map_for_scripts(bridge):
    data = json.loads(parsed(to_html(bridge)).xpath("string(//*[@id='argmap-data'])"))
    assert ArgumentMap.model_validate(data["map"]) == bridge


def test_page_units_named_like_its_own_elements_get_other_keys():
    units = [
        Unit(id=key, start=0, end=4, text="Cats", role="claim")
        for key in ("argmap-data", "argmap-map", "node-u1", "graph0", "section-0", "flag-f1")
    ]
    root = parsed(to_html(ArgumentMap(article=Article(id="a", text="Cats"), units=units)))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert root.xpath("//*[@id='argmap-data']")[0].tag == "script"


COLOURS = [  # ink on ground
    ("ink", "paper"), ("muted", "paper"), ("muted", "ground"), ("accent", "paper"),
    ("ink", "info"), ("ink", "select"), ("muted", "select"), ("ink", "hit"),
    ("paper", "select-line"), ("paper", "accent"), ("thesis-ink", "thesis"),
    ("claim-ink", "claim"), ("ink", "premise"), ("muted", "premise"), ("error-ink", "error"),
    ("warning-ink", "warning"), ("info-ink", "info"),
]  # fmt: skip


@pytest.mark.parametrize("theme", [0, 1, 2], ids=["light", "dark", "dark by the system"])
def test_page_every_text_has_contrast(theme):
    css = palette()
    block = re.findall(r":root[^{]*\{([^}]*)\}", css)[theme]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})\b", block))
    for ink, ground in COLOURS:
        lights = sorted((_luminance(colours[ink]), _luminance(colours[ground])))
        assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5, (ink, ground)


def _luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_page_tells_what_the_miner_saw_where_no_cue_stands(bridge):
    by_hand = bridge.model_copy(update={"made_by": bridge.made_by.model_copy(update={"model": ""})})
    assert not parsed(to_html(by_hand)).xpath("//p[contains(@class, 'why')]")
    links = tuple(r.model_copy(update={"confidence": 0.6, "cues": ()}) for r in bridge.relations)
    made_by = bridge.made_by.model_copy(update={"model": "trained 1"})
    mined = bridge.model_copy(update={"relations": links, "made_by": made_by})
    page = parsed(to_html(ArgumentMap.model_validate(mined.model_dump())))
    told = [p.text_content() for p in page.xpath("//td[@class='what']/p[@class='more why']")]
    assert len([words for words in told if words.startswith("No cue says so.")]) == len(links)
