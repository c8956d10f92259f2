import io
import re
import time

import pytest
from lxml import etree

from argmap.errors import UsageError
from argmap.model import ArgumentMap, Article, Relation
from argmap.settings import Limits
from argmap.views import draw, drawing, to_dot, to_pdf, to_png, to_svg
from argmap.views.drawing import Detail, detail_for
from argmap.views.engines import DrawingFailed

SVG = "{http://www.w3.org/2000/svg}"


def nodes(svg):
    root = etree.fromstring(svg.encode())
    return {
        g.get("id"): g for g in root.iter(f"{SVG}g") if "unit" in (g.get("class") or "").split()
    }


def words(element):
    return " ".join("".join(text.itertext()) for text in element.iter(f"{SVG}text"))


def test_drawing_every_unit_has_a_node_with_its_role_text_and_number(bridge):
    found = nodes(to_svg(bridge))
    assert set(found) == {f"node-u{n}" for n in range(1, 6)}
    assert "CLAIM" in words(found["node-u2"])
    assert "Mending is cheaper than building anew" in words(found["node-u2"])
    assert "strength 0.50" in words(found["node-u2"])


def test_drawing_flags_are_marked_with_code_and_weight(bridge):
    found = nodes(to_svg(bridge))
    node = found["node-u4"]
    assert "⚑ unsupported · error" in words(node) and "⚑ vague-source" in words(node)
    assert {"flagged", "error"} <= set(node.get("class").split())
    weight = {key: float(g[1].get("stroke-width")) for key, g in found.items()}
    assert weight["node-u4"] > weight["node-u5"] > weight["node-u3"]


def test_drawing_roles_differ_in_shape_and_in_lightness(bridge):
    found = nodes(to_svg(bridge))
    fills, shapes = {}, {}
    for key, role in (("node-u1", "thesis"), ("node-u2", "claim"), ("node-u3", "premise")):
        outline = [child for child in found[key] if child.tag != f"{SVG}title"]
        fills[role] = int(outline[0].get("fill")[1:3], 16)
        double = outline[1].get("fill") == "none"
        shapes[role] = (etree.QName(outline[0]).localname, double)
    assert fills["premise"] - fills["claim"] >= 40 and fills["claim"] - fills["thesis"] >= 40
    assert len(set(shapes.values())) == 3


def test_drawing_relations_differ_in_line_and_head(bridge):
    source = to_dot(bridge)
    looks = {
        kind: set(re.findall(r"(?:style|arrowhead)=\w+", line))
        for line in source.splitlines()
        for kind in ("support", "attack", "undercut")
        if f'"relation {kind}"' in line and "arrowhead=none" not in line
    }
    assert looks == {
        "support": {"style=solid", "arrowhead=normal"},
        "attack": {"style=dashed", "arrowhead=tee"},
        "undercut": {"style=dotted", "arrowhead=odiamond"},
    }


def test_drawing_undercut_points_at_the_relation(bridge):
    source = to_dot(bridge)
    assert re.search(r"n4:n -> p2\b", source)
    assert re.search(r"n3:n -> p2\b", source) and re.search(r"p2 -> n0\b", source)


def test_drawing_sections_are_boxes_with_their_heading(bridge):
    root = etree.fromstring(to_svg(bridge).encode())
    boxes = [g for g in root.iter(f"{SVG}g") if "section" in (g.get("class") or "").split()]
    assert [words(box) for box in boxes] == ["Cost", "Risk"]


def test_drawing_thesis_stands_left_of_a_large_map_and_on_top_of_a_small_one(make_map):
    assert "rankdir=BT" in to_dot(make_map([f"Unit {n}" for n in range(15)]))
    assert "rankdir=RL" in to_dot(make_map([f"Unit {n}" for n in range(16)]))


def test_drawing_legend_can_be_left_out(bridge):
    assert "premise" in words(etree.fromstring(to_svg(bridge).encode()))
    assert "undercut" in words(etree.fromstring(to_svg(bridge).encode()))
    assert "undercut" not in words(etree.fromstring(to_svg(bridge, legend=False).encode()))


def test_drawing_is_the_same_twice(bridge):
    for kind in ("dot", "svg", "png", "pdf"):
        assert draw(bridge, kind) == draw(bridge, kind)


def test_drawing_pdf_holds_no_clock(bridge, monkeypatch):
    # Two files of one second would be alike anyway: look at the dates themselves.
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    dates = re.findall(rb"/\w+Date \((D:[^)]*)\)", to_pdf(bridge))
    assert dates == [b"D:19700101000000Z"]


def test_drawing_png_and_pdf_are_what_they_claim(bridge):
    from pdfplumber import open as open_pdf
    from PIL import Image

    image = Image.open(io.BytesIO(to_png(bridge)))
    assert image.width > 600 and len(image.convert("L").getcolors(70000) or []) > 16
    with open_pdf(io.BytesIO(to_pdf(bridge))) as pdf:
        text = pdf.pages[0].extract_text()
    assert "Mending is cheaper" in text and "⚑" in text


def test_drawing_unknown_format():
    with pytest.raises(UsageError, match="gif"):
        draw(ArgumentMap(article=Article(id="a", text="")), "gif")


@pytest.mark.parametrize(
    "text",
    [
        "a" * 20_000,
        "&" * 20_000,
        "日本語の文章" * 400,
        "مرحبا بالعالم " * 50,
        "👩‍👩‍👧‍👦 family " * 30,
        r"\N \G \E \l\r\n \\",
        '<TABLE><TR><TD HREF="javascript:alert(1)">',
        '"]; evil [URL="http://example.org/"',
        "\x00\x01\x1b[31m\ufffe\uffff",
        "&lt;script&gt;",
        " \n\t ",
    ],
    ids=lambda text: ascii(text[:10]),
)
def test_drawing_any_text_can_be_a_label(make_map, text):
    svg = to_svg(make_map([text, "Another unit"], title=text))
    root = etree.fromstring(svg.encode())
    assert {etree.QName(e).localname for e in root.iter()} <= {
        "svg", "g", "title", "text", "path", "polygon", "polyline", "ellipse",
    }  # fmt: skip
    assert len(nodes(svg)) == 2
    assert not re.search(r"javascript:|http://example", " ".join(root.xpath("//@*")))


def test_drawing_label_shows_the_text_as_it_is(make_map):
    text = r'&lt;b&gt; AT&T "q" \N <i>'
    assert text in words(nodes(to_svg(make_map([text])))["node-u0"])


def test_drawing_units_with_hostile_ids_get_safe_keys(hostile):
    svg = to_svg(hostile('"><script>alert(1)</script>:p'))
    assert set(nodes(svg)) == {"node-n.0", "node-u2"}


def test_drawing_no_units_says_so():
    assert "This map has no units." in to_svg(ArgumentMap(article=Article(id="a", text="")))


def test_drawing_circles_and_relations_to_themselves(bridge):
    more = (
        Relation(id="r5", source="u1", target="u2", kind="support"),
        Relation(id="r6", source="u3", target="u3", kind="attack"),
        Relation(id="r7", source="u2", target="r7", kind="undercut"),
        Relation(id="r8", source="u1", target="r4", kind="undercut"),
    )
    svg = to_svg(bridge.model_copy(update={"relations": (*bridge.relations, *more)}))
    assert len(nodes(svg)) == 5


def test_drawing_detail_follows_the_limit(make_map):
    map_ = make_map([f"Unit {n}" for n in range(20)])
    assert detail_for(map_, Limits(drawing_nodes=20)) is Detail.FULL
    assert detail_for(map_, Limits(drawing_nodes=19)) is Detail.SIMPLE
    assert detail_for(map_, Limits(drawing_nodes=5)) is Detail.OUTLINE


def test_drawing_outline_counts_what_it_leaves_out(make_map):
    map_ = make_map([f"Unit number {n}" for n in range(40)])
    svg = to_svg(map_, limits=Limits(drawing_nodes=5))
    assert len(nodes(svg)) == 5
    text = words(etree.fromstring(svg.encode()))
    assert "the 5 units nearest to the thesis are drawn" in text
    assert sum(int(n) for n in re.findall(r"… (\d+) more", text)) == 35


def test_drawing_large_map_shows_every_unit_and_says_that_texts_are_cut(make_map):
    map_ = make_map([f"Unit number {n} " + "word " * 40 for n in range(450)])
    begun = time.perf_counter()
    svg = to_svg(map_)
    assert len(nodes(svg)) == 450
    assert "texts are cut short" in svg
    assert time.perf_counter() - begun < 20


def test_drawing_engine_that_gives_up_gets_a_simpler_drawing(bridge, monkeypatch):
    tried = []

    def engine(source, format, **_):
        tried.append("polyline" in source)
        if len(tried) < 2:
            raise DrawingFailed("too slow")
        return b"drawn"

    monkeypatch.setattr(drawing, "run_engine", engine)
    assert to_png(bridge) == b"drawn"
    assert tried == [False, True]


def test_drawing_engine_that_always_fails_is_an_error(bridge, monkeypatch):
    def engine(*_, **__):
        raise DrawingFailed("too slow")

    monkeypatch.setattr(drawing, "run_engine", engine)
    with pytest.raises(DrawingFailed, match="too slow"):
        to_png(bridge)
