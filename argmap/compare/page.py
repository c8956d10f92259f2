"""The page of a comparison: both maps, the pairs joined, and the lists; one file, no network."""

from __future__ import annotations

from lxml import etree
from markupsafe import Markup

from argmap.compare.records import Comparison, Direction
from argmap.model import ArgumentMap, Role
from argmap.settings import Limits
from argmap.views.drawing import ROLE_NAMES, to_svg
from argmap.views.keys import node_keys
from argmap.views.markup import asset, environment, json_in_script, palette, policy, seen

_HERE = "argmap.compare"
_WORDS = {
    Direction.GAINED: "Gained support",
    Direction.LOST: "Lost support",
    Direction.MIXED: "Gained some support, lost some",
}


def comparison_html(
    result: Comparison, a: ArgumentMap, b: ArgumentMap, *, limits: Limits | None = None
) -> str:
    """The page of a comparison of these two maps.

    >>> from argmap.compare import compare
    >>> from argmap.model import Article, Unit
    >>> unit = Unit(id="u1", start=0, end=9, text="Cats purr", role="claim")
    >>> map_ = ArgumentMap(article=Article(id="a", text="Cats purr."), units=(unit,))
    >>> page = comparison_html(compare(map_, map_), map_, map_)
    >>> 'id="a-u1"' in page, 'id="b-node-u1"' in page
    (True, True)
    """
    style, script = palette() + asset(_HERE, "compare.css"), asset(_HERE, "compare.js")
    keys = {
        side: {unit.id: key for unit, key in zip(map_.units, node_keys(map_), strict=True)}
        for side, map_ in (("a", a), ("b", b))
    }
    changes = {change.a.id: change for change in result.changes}
    pairs = [
        {
            "a": keys["a"][pair.a.id],
            "b": keys["b"][pair.b.id],
            "kind": _kind(changes[pair.a.id].direction) if pair.a.id in changes else "shared",
            "thesis": pair.a.role is Role.MAJOR_CLAIM,
        }
        for pair in result.shared
    ] + [
        {
            "a": keys["a"][pair.a.id],
            "b": keys["b"][pair.b.id],
            "kind": "against",
            "thesis": False,
        }
        for pair in result.contradictions
    ]
    drawings = [
        (
            side,
            seen(about.title),
            seen(about.path or ""),
            Markup(  # noqa: S704 - shapes and text, parsed and written anew
                prefixed(to_svg(map_, links=True, legend=False, limits=limits), side)
            ),
        )
        for side, about, map_ in (("a", result.a, a), ("b", result.b, b))
    ]
    return (
        environment(_HERE)
        .get_template("compare.html.j2")
        .render(
            policy=policy(styles=[style], scripts=[script]),
            style=Markup(style),  # noqa: S704 - the package's own file
            script=Markup(script),  # noqa: S704 - the package's own file
            data=Markup(json_in_script(pairs)),  # noqa: S704 - escaped there
            title_a=seen(result.a.title),
            title_b=seen(result.b.title),
            result=result,
            changes=changes,
            changed=[pair for pair in result.shared if pair.a.id in changes],
            same=[pair for pair in result.shared if pair.a.id not in changes],
            keys=keys,
            names=ROLE_NAMES,
            words=_WORDS,
            sides=drawings,
        )
    )


def prefixed(svg: str, side: str) -> str:
    """The drawing with `SIDE-` before every id and every link within the page.

    Two drawings in one page would have the same ids else.

    >>> prefixed('<svg xmlns="http://www.w3.org/2000/svg"><a href="#u1" id="node-u1"/></svg>', "a")
    '<svg xmlns="http://www.w3.org/2000/svg"><a href="#a-u1" id="a-node-u1"/></svg>'
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(svg.encode("utf-8"), parser)
    for element in root.iter(etree.Element):
        for name, value in ((str(key), str(text)) for key, text in element.attrib.items()):
            if name == "id":
                element.set(name, f"{side}-{value}")
            elif name in {"aria-labelledby", "aria-describedby"}:
                element.set(name, " ".join(f"{side}-{one}" for one in value.split()))
            elif etree.QName(name).localname == "href" and value.startswith("#"):
                element.set(name, f"#{side}-{value[1:]}")
    return etree.tostring(root, encoding="unicode")


def _kind(direction: Direction) -> str:
    return "shared" if direction is Direction.MIXED else direction.value
