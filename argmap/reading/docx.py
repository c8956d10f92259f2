"""Word (.docx): headings, list items and quotes by style, outline and numbering. The text is built.

Tables, text boxes, headers, footers and footnotes are left out. Tracked changes are read as if
they were accepted.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from argmap.errors import InputError, LimitReached
from argmap.model import BlockKind
from argmap.reading import shape
from argmap.reading.content import Content, Draft, Source, assemble, is_blank
from argmap.reading.headings import settle

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLE = b"\xd0\xcf\x11\xe0"
_CHUNK = 1 << 20
_MOST_MEMBERS = 10_000
_MOST_STYLE_PARENTS = 12
# What a tracked deletion, a field's code, a text box or its fallback holds is not on the page.
_UNSEEN = frozenset(
    [f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "txbxContent", "pict")]
    + ["{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"]
)
_LEFT_OUT = ("toc ", "caption", "header", "footer", "footnote", "endnote", "table of ")
"""Styles, by the beginning of their names, of what is no prose."""
_SIGNS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "\u2011"}


def read(data: bytes, source: Source) -> Content:
    """Read a Word file.

    >>> from docx import Document
    >>> document, file = Document(), io.BytesIO()
    >>> _ = document.add_heading("Cats", 0), document.add_paragraph("They purr.")
    >>> document.save(file)
    >>> read(file.getvalue(), Source()).text
    'Cats\\n\\nThey purr.'
    """
    _check_archive(data, source)
    drafts = list(_drafts(_open(data, source)))
    text, blocks = assemble(drafts, source)
    return Content(text, tuple(settle(text, blocks)))


def _check_archive(data: bytes, source: Source) -> None:
    """Refuse what would unpack to more than the limits: by its directory, then by its bytes."""
    if data.startswith(_OLE):
        raise InputError(
            "is protected by a password, or of the old Word format",
            where=source.where,
            hint="save it as .docx without a password",
        )
    limits = source.limits
    most = min(limits.unpacked_bytes, limits.unpacked_ratio * len(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > _MOST_MEMBERS:
                raise InputError(f"holds {len(members):,} files, too many", where=source.where)
            if any(member.flag_bits & 1 for member in members):
                raise InputError(
                    "is protected by a password",
                    where=source.where,
                    hint="save it without a password",
                )
            _refuse_over(sum(member.file_size for member in members), most, source)
            total = 0
            for member in members:
                with archive.open(member) as file:
                    while chunk := file.read(_CHUNK):
                        total += len(chunk)
                        _refuse_over(total, most, source)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise _damaged(error, source) from error
    except Exception as error:
        if type(error).__module__ in ("zlib", "lzma"):  # their errors have no common base
            raise _damaged(error, source) from error
        raise


def _refuse_over(size: int, most: int, source: Source) -> None:
    if size > most:
        by_ratio = most < source.limits.unpacked_bytes
        raise LimitReached.of(
            "unpacked_ratio" if by_ratio else "unpacked_bytes",
            f"the file unpacks to more than {most:,} bytes",
            where=source.where,
        )


def _damaged(error: Exception, source: Source) -> InputError:
    return InputError(
        f"not a Word file, or a damaged one: {error}",
        where=source.where,
        hint="open it in a word processor and save it anew",
    )


def _open(data: bytes, source: Source) -> Any:
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        return Document(io.BytesIO(data))
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, OSError) as error:
        raise _damaged(error, source) from error


def _drafts(document: Any) -> Iterator[Draft]:
    styles = _Styles(document)
    for element in document.element.body.iterchildren(f"{_W}p", f"{_W}sdt"):
        for paragraph in [element] if element.tag == f"{_W}p" else element.iter(f"{_W}p"):
            for text in _texts(paragraph):
                kind, level = styles.kind_of(paragraph, text)
                if kind is not None and not shape.is_furniture(text):
                    yield Draft(kind, text, level)


def _texts(paragraph: Any) -> list[str]:
    """What is seen of a paragraph; two line breaks in a row begin a new one."""
    parts: list[str] = []
    stack = [paragraph]
    while stack:
        element = stack.pop()
        if element.tag in _UNSEEN:
            continue
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag == f"{_W}br" and parts and parts[-1] == " ":
            parts[-1] = "\n"
        elif element.tag in _SIGNS:
            parts.append(_SIGNS[element.tag])
        else:
            stack.extend(reversed(element))
    texts = (" ".join(text.split()) for text in "".join(parts).split("\n"))
    return [text for text in texts if not is_blank(text)]


class _Styles:
    """Kind and level of paragraphs, by what their styles inherit."""

    def __init__(self, document: Any) -> None:
        self._by_id: dict[str, tuple[str, Any, str | None]] = {}
        for style in document.styles.element.iterchildren(f"{_W}style"):
            name, parent = style.find(f"{_W}name"), style.find(f"{_W}basedOn")
            self._by_id[style.get(f"{_W}styleId") or ""] = (
                ("" if name is None else name.get(f"{_W}val") or "").lower(),
                style.find(f"{_W}pPr"),
                None if parent is None else parent.get(f"{_W}val"),
            )

    def kind_of(self, paragraph: Any, text: str) -> tuple[BlockKind | None, int]:
        """Kind and level of a paragraph; no kind where it is a table of contents or a caption."""
        own = paragraph.find(f"{_W}pPr")
        chain = self._chain(own)
        names = [name for name, _ in chain]
        properties = [own, *(props for _, props in chain)]
        heading = _heading_level(names, properties)
        items = max(_list_level(properties), _style_depth(names))
        if any(name.startswith(_LEFT_OUT) for name in names):
            found: tuple[BlockKind | None, int] = (None, 0)
        elif "title" in names:
            found = (BlockKind.TITLE, 0)
        elif heading:
            found = (BlockKind.HEADING, heading)
        elif any("quote" in name for name in names):
            found = (BlockKind.QUOTE, 1)
        elif items:
            found = (BlockKind.LIST_ITEM, items)
        elif _is_bold(paragraph) and _may_head(text):
            found = (BlockKind.HEADING, 6)
        else:
            found = (BlockKind.PARAGRAPH, 0)
        return found

    def _chain(self, own: Any) -> list[tuple[str, Any]]:
        """Names and properties of the paragraph's style and of those it is based on."""
        style = None if own is None else own.find(f"{_W}pStyle")
        id_ = None if style is None else style.get(f"{_W}val")
        chain: list[tuple[str, Any]] = []
        while id_ in self._by_id and len(chain) < _MOST_STYLE_PARENTS:
            name, properties, id_ = self._by_id[id_]
            chain.append((name, properties))
        return chain


def _value(properties: list[Any], name: str) -> int | None:
    for props in properties:
        element = None if props is None else props.find(f".//{_W}{name}")
        value = "" if element is None else element.get(f"{_W}val") or ""
        if value.isdecimal():
            return int(value)
    return None


def _heading_level(names: list[str], properties: list[Any]) -> int:
    """Level by a style's name, else by the outline level; 0 where it is no heading."""
    for name in names:
        if name.startswith("heading ") and name[8:].isdecimal():
            return int(name[8:])
    outline = _value(properties, "outlineLvl")
    return 0 if outline is None or outline > 8 else outline + 1


def _list_level(properties: list[Any]) -> int:
    """Depth of a numbered or bulleted paragraph; 0 where it is none (numId 0 takes it away)."""
    number = _value(properties, "numId")
    return (_value(properties, "ilvl") or 0) + 1 if number else 0


def _style_depth(names: list[str]) -> int:
    """Depth by a style's name, such as `list bullet 2`; 0 where it is no list's."""
    for name in names:
        if name.startswith(("list bullet", "list number")):
            digits = name.rpartition(" ")[2]
            return int(digits) if digits.isdecimal() else 1
    return 0


def _is_bold(paragraph: Any) -> bool:
    """Whether every run with text in it is set in bold."""
    runs = [run for run in paragraph.iter(f"{_W}r") if "".join(run.itertext()).strip()]
    marks = [run.find(f"{_W}rPr/{_W}b") for run in runs]
    return bool(marks) and all(
        mark is not None and mark.get(f"{_W}val") not in ("0", "false", "off") for mark in marks
    )


def _may_head(text: str) -> bool:
    return len(text) <= 110 and not shape.closes_sentence(text.rstrip(":"))
