"""HTML: the main content's headings, paragraphs, quotes and list items. The text is built.

What is main is found as a careful reader would: `<article>` or `<main>` where there is one that
holds the prose, else the element whose own paragraphs hold most of it (after Kohlschütter et al.
2010, who show that length of text and share of links tell prose from furniture).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from argmap.errors import InputError
from argmap.model import BlockKind
from argmap.reading.content import Content, Draft, Source, assemble, trimmed
from argmap.reading.encoding import decode
from argmap.reading.headings import settle
from argmap.reading.shape import furniture, is_furniture

_Element = Any  # lxml's elements; its stubs do not know iterwalk's

_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
_BLOCKS = frozenset(
    {
        *_HEADINGS,
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "header",
        "hgroup",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    }
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0]+")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_LEAST_PROSE = 80
"""Characters from which a paragraph counts as prose when the main content is looked for."""
_MOST_LINKS = 0.6
_MOST_MARKED = 100
_MOST_PROSE = 0.6
_LEAST_SHARE = 0.3


def read(data: bytes, source: Source) -> Content:
    """Read an HTML file.

    >>> content = read(b"<h1>Cats</h1><nav>Home</nav><p>They purr.<script>1</script>", Source())
    >>> content.text
    'Cats\\n\\nThey purr.'
    """
    found = _CHARSET.search(data, 0, 4096)
    return parse(decode(data, source, declared=found[1].decode() if found else None), source)


def parse(text: str, source: Source) -> Content:
    """Find the main content of an HTML text.

    >>> parse("<title>Cats - Site</title><p>They&nbsp;purr.</p>", Source())[0::2]
    ('They purr.', 'Cats - Site')
    """
    root = _tree(text, source)
    _prune(root)
    main = _main(root)
    drafts = list(_drafts(main))
    if main is not root and not any(draft.level == 1 for draft in drafts):
        heading = next((e for e in root.iter("h1") if trimmed(_words(e))), None)
        if heading is not None:
            drafts.insert(0, Draft(BlockKind.HEADING, _words(heading), 1))
    if not drafts:
        raise InputError(
            "no prose was found in the page",
            where=source.where,
            hint="save the article's text as .txt, or the page as a browser shows it",
        )
    built, blocks = assemble(drafts, source)
    return Content(built, tuple(settle(built, blocks)), _stated_title(root))


def _tree(text: str, source: Source) -> _Element:
    # libxml2 reads NUL as an end of file.
    text = _XML_DECLARATION.sub("", text, count=1).replace("\0", "\ufffd")
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"not HTML: {error.msg}", where=source.where) from error
    if root is None:
        raise InputError(
            "the page is empty", where=source.where, hint="give a page with text in it"
        )
    for problem in parser.error_log:
        if "depth" in problem.message.lower():
            source.note(
                f"{source.where or 'the page'}: elements stand too deep in each other; "
                "what lies deepest was left out"
            )
            break
    return root


def _prune(root: _Element) -> None:
    """Take out what is never prose, keeping the text behind it."""
    lists = furniture()
    doomed = [
        element
        for element in root.iter(etree.Element)
        if element.tag != "head"
        and (element.tag in lists["html_dropped"] or _is_furniture(element))
    ]
    for element in doomed:
        parent = element.getparent()
        if parent is not None and element.tag not in ("html", "body", "article", "main"):
            _remove(parent, element)


def _remove(parent: _Element, element: _Element) -> None:
    tail = element.tail
    if tail:
        before = element.getprevious()
        if before is None:
            parent.text = _settable(f"{parent.text or ''} {tail}")
        else:
            before.tail = _settable(f"{before.tail or ''} {tail}")
    element.tail = None
    parent.remove(element)


def _settable(text: str) -> str:
    """lxml reads control characters, from the page or its references, and refuses to set them."""
    return _NO_XML.sub(" ", text)


def _is_furniture(element: _Element) -> bool:
    get = element.get
    if get("hidden") is not None or get("aria-hidden") == "true":
        return True
    lists = furniture()
    if (get("role") or "").strip().lower() in lists["html_roles"]:
        return True
    if "display:none" in (get("style") or "").replace(" ", "").lower():
        return True
    if element.tag in _HEADINGS or element.tag in ("em", "strong", "i", "b"):
        return False
    names = re.split(r"[\s_-]+", f"{get('class') or ''} {get('id') or ''}".lower())
    return not lists["html_classes"].isdisjoint(names)


def _prose(element: _Element) -> int:
    """Characters of prose in a paragraph; none where most of it is links."""
    length = len(_words(element))
    if length < _LEAST_PROSE:
        return 0
    links = sum(len(_words(link)) for link in element.iter("a"))
    return 0 if links > _MOST_LINKS * length else length


def _main(root: _Element) -> _Element:
    prose = {paragraph: _prose(paragraph) for paragraph in root.iter("p")}
    total = sum(prose.values())

    def held(element: _Element) -> int:
        return sum(prose.get(paragraph, 0) for paragraph in element.iter("p"))

    if not total:
        return root
    marked = [
        element
        for element in root.iter("article", "main", "div", "section", "body")
        if element.tag in ("article", "main")
        or element.get("role") == "main"
        or element.get("itemprop") == "articleBody"
    ][:_MOST_MARKED]
    sizes = [(held(element), element) for element in marked]
    # The innermost element that is marked as the article and holds most of the prose.
    for size, element in reversed(sizes):
        if size >= _MOST_PROSE * total:
            return element
    # One article of several on the page: the longest, if it is not one short item of a list.
    largest = max((size for size, _ in sizes), default=0)
    if largest >= _LEAST_SHARE * total:
        return next(element for size, element in sizes if size == largest)
    scores: dict[_Element, float] = {}
    for paragraph, length in prose.items():
        parent = paragraph.getparent()
        for ancestor, share in ((parent, 1.0), (_parent(parent), 0.5)):
            if length and ancestor is not None:
                scores[ancestor] = scores.get(ancestor, 0.0) + share * length
    best = max(scores, key=lambda element: scores[element])
    return best if held(best) >= _MOST_PROSE * total and best.tag != "html" else root


def _parent(element: _Element | None) -> _Element | None:
    return None if element is None else element.getparent()


def _words(element: _Element) -> str:
    return _SPACE.sub(" ", "".join(element.itertext())).strip()


@dataclass
class _State:
    """What is open at the point that the walk has reached."""

    words: list[str] = field(default_factory=list)
    linked: int = 0
    heading: int = 0
    quotes: int = 0
    items: int = 0
    links: int = 0

    def flush(self) -> Iterator[Draft]:
        """The block that ends here, if it is one."""
        text = trimmed(_SPACE.sub(" ", "".join(self.words)))
        linked, self.linked = self.linked, 0
        self.words.clear()
        if not text or is_furniture(text):
            return
        if self.heading:
            yield Draft(BlockKind.HEADING, text, self.heading)
        elif linked > _MOST_LINKS * len(text) and len(text) < 2 * _LEAST_PROSE:
            return  # a link to elsewhere: "Read more", a list of other articles
        elif self.quotes:
            yield Draft(BlockKind.QUOTE, text, self.quotes)
        elif self.items:
            yield Draft(BlockKind.LIST_ITEM, text, self.items)
        else:
            yield Draft(BlockKind.PARAGRAPH, text)

    def add(self, text: str | None) -> None:
        if text:
            self.words.append(text)
            if self.links:
                self.linked += len(text.strip())


def _drafts(main: _Element) -> Iterator[Draft]:
    """Walk the tree without recursion, however deep it is."""
    state = _State()
    breaks = 0
    skipped = {table for table in main.iter("table") if _is_data(table)}
    walk = etree.iterwalk(main, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if event == "start":
            if element in skipped or tag == "head" or (tag == "sup" and _is_note(element)):
                yield from state.flush() if tag == "table" else ()
                walk.skip_subtree()
                continue
            breaks = breaks + 1 if tag == "br" else 0
            if tag in _BLOCKS or breaks > 1:
                yield from state.flush()
            elif tag == "br":
                state.words.append(" ")
            _count(state, tag, 1)
            state.add(element.text)
        else:
            opened = element not in skipped and tag != "head"
            if opened and not (tag == "sup" and _is_note(element)):
                if tag in _BLOCKS:
                    yield from state.flush()
                _count(state, tag, -1)
            if element is not main:
                state.add(element.tail)
                breaks = 0 if (element.tail or "").strip() else breaks
    yield from state.flush()


def _count(state: _State, tag: str, step: int) -> None:
    if tag in _HEADINGS:
        state.heading = _HEADINGS[tag] if step > 0 else 0
    elif tag == "blockquote":
        state.quotes += step
    elif tag == "li":
        state.items += step
    elif tag == "a":
        state.links += step


def _is_data(table: _Element) -> bool:
    """Whether a table holds data, and not, as on old pages, the layout."""
    if table.get("role") == "presentation":
        return False
    if next(table.iterdescendants("table"), None) is not None:
        return False
    if next(table.iter("th"), None) is not None:
        return True
    if any(_prose(paragraph) for paragraph in table.iter("p")):
        return False
    return all(len(_words(cell)) < 3 * _LEAST_PROSE for cell in table.iter("td"))


def _is_note(element: _Element) -> bool:
    return len(_words(element)) <= 4 and any(True for _ in element.iter("a"))


def _stated_title(root: _Element) -> str | None:
    for meta in root.iter("meta"):
        if meta.get("property") == "og:title" and (meta.get("content") or "").strip():
            return _SPACE.sub(" ", meta.get("content")).strip()
    for element in root.iter("title"):
        if element.getparent() is not None and element.getparent().tag != "svg" and _words(element):
            return _words(element)
    return None
