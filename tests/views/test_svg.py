from lxml import etree

from argmap.views import to_svg
from argmap.views.svg import finish_svg

EVIL = b"""<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e "boom">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="x()">
<script>x()</script><style>*{}</style><image xlink:href="http://example.org/a.png"/>
<a xlink:href="javascript:x()"><text>in a link</text></a><foreignObject><b/></foreignObject>
<g id="node-u1" style="fill:red" onclick="x()"><text font-family="Noto Sans Bold">kept</text>
</g><use href="#a"/><animate/></svg>"""


def test_svg_only_shapes_and_text_pass(bridge):
    svg = finish_svg(EVIL, bridge)
    for word in ("script", "style", "image", "href", "onload", "onclick", "use", "animate", "boom"):
        assert f"<{word}" not in svg and f" {word}=" not in svg
    assert "kept" in svg and 'font-weight="bold"' in svg and "in a link" not in svg


def test_svg_titles_say_what_nodes_and_edges_are(bridge):
    svg = to_svg(bridge)
    assert "premise u3: because the piers still stand" in svg
    assert "u4 attacks u1" in svg
    assert "unsupported (error): Nothing is offered for it." in svg


def test_svg_in_a_page_has_links_with_names_instead(bridge):
    root = etree.fromstring(to_svg(bridge, links=True).encode())
    links = list(root.iter("{http://www.w3.org/2000/svg}a"))
    assert sorted(link.get("href") for link in links) == [f"#u{n}" for n in range(1, 6)]
    assert all(link.get("aria-label") for link in links)
    assert root.find(".//{http://www.w3.org/2000/svg}title") is None
