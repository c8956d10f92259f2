"""Word: kinds by style, outline and numbering, tracked changes, and archives that mean harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from argmap.errors import InputError, LimitReached
from argmap.reading.content import Source
from argmap.reading.docx import read
from argmap.settings import Limits

PROSE = (
    "The pool should be heated by the waste heat of the dairy, because the pipe already lies under "
    "the road and the dairy pays to be rid of it."
)


def make(fill: Callable[[Any], object]) -> bytes:
    document = docx.Document()
    fill(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def blocks_of(data: bytes) -> list[tuple[str, int, str]]:
    content = read(data, Source())
    return [(b.kind.value, b.level, content.text[b.start : b.end]) for b in content.blocks]


def test_docx_reads_blocks_by_style() -> None:
    def fill(document: Any) -> None:
        document.add_heading("Heat the Pool", 0)
        document.add_heading("Heat the pool", 1)
        document.add_paragraph(PROSE)
        document.add_heading("Costs", 2)
        document.add_paragraph("a pump", "List Bullet")
        document.add_paragraph("a spare pump", "List Bullet 2")
        document.add_paragraph("a man to mind it", "List Number")
        document.add_paragraph("We would give it away.", "Intense Quote")
        document.add_table(1, 1).cell(0, 0).text = "no prose"
        document.add_paragraph("Figure 1", "Caption")
        document.sections[0].header.paragraphs[0].text = "running head"

    assert blocks_of(make(fill)) == [
        ("title", 0, "Heat the Pool"),
        ("title", 0, "Heat the pool"),
        ("paragraph", 0, PROSE),
        ("heading", 2, "Costs"),
        ("list_item", 1, "a pump"),
        ("list_item", 2, "a spare pump"),
        ("list_item", 1, "a man to mind it"),
        ("quote", 1, "We would give it away."),
    ]


def test_docx_reads_headings_by_outline_and_by_bold_type() -> None:
    def fill(document: Any) -> None:
        outlined = document.add_paragraph("Heat the Pool")
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), "0")
        outlined._p.get_or_add_pPr().append(level)
        document.add_paragraph(PROSE)
        document.add_paragraph().add_run("What it costs").bold = True
        document.add_paragraph(PROSE)
        document.add_paragraph().add_run("This must be done now.").bold = True

    assert [kind for kind, _, _ in blocks_of(make(fill))] == [
        "title",
        "paragraph",
        "heading",
        "paragraph",
        "paragraph",
    ]


def test_docx_without_styles_is_judged_by_shape() -> None:
    def fill(document: Any) -> None:
        for text in ("Heat the Pool", PROSE, "Conclusion", PROSE):
            document.add_paragraph(text)

    kinds = [kind for kind, _, _ in blocks_of(make(fill))]
    assert kinds == ["title", "paragraph", "heading", "paragraph"]


def test_docx_reads_tracked_changes_as_accepted_and_no_field_codes() -> None:
    def fill(document: Any) -> None:
        names = nsdecls("w")
        xml = (
            f"<w:p {names}><w:r><w:t xml:space='preserve'>Heat </w:t></w:r>"
            "<w:del><w:r><w:delText>no</w:delText></w:r></w:del>"
            "<w:moveFrom><w:r><w:t>not</w:t></w:r></w:moveFrom>"
            "<w:ins><w:r><w:t>the</w:t><w:tab/></w:r></w:ins>"
            "<w:hyperlink><w:r><w:t>pool</w:t></w:r></w:hyperlink>"
            "<w:r><w:instrText>PAGE</w:instrText></w:r>"
            "<w:r><w:br/><w:t>now.</w:t></w:r></w:p>"
        )
        document.element.body.insert(0, parse_xml(xml))

    assert [text for _, _, text in blocks_of(make(fill))] == ["Heat the pool now."]


def test_docx_of_any_unicode_has_trimmed_blocks() -> None:
    words = ["  e\u0301te\u0301 ", "שלום\u00a0", "👩\u200d👧", "\u200b", "", "\u3000全角\u3000"]
    data = make(lambda document: [document.add_paragraph(word) for word in words])
    content = read(data, Source())
    texts = [content.text[b.start : b.end] for b in content.blocks]
    assert texts == ["e\u0301te\u0301", "שלום", "👩\u200d👧", "全角"]


def repack(data: bytes, changes: dict[str, bytes]) -> bytes:
    """The archive with members changed, or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
        for name in changes.keys() - set(old.namelist()):
            new.writestr(name, changes[name])
    return file.getvalue()


DOCUMENT = "word/document.xml"
PLAIN = make(lambda document: document.add_paragraph(PROSE))


@pytest.mark.parametrize(
    ("limits", "name"),
    [(Limits(unpacked_ratio=2), "unpacked_ratio"), (Limits(unpacked_bytes=999), "unpacked_bytes")],
)
def test_docx_over_the_limits_is_refused(limits: Limits, name: str) -> None:
    with pytest.raises(LimitReached) as caught:
        read(PLAIN, Source(where="a.docx", limits=limits))
    assert caught.value.limit == name


def test_docx_bomb_is_refused() -> None:
    bomb = repack(PLAIN, {"extra": b"\0" * 70_000_000})
    assert len(bomb) < 200_000
    with pytest.raises(LimitReached, match="unpacked_ratio"):
        read(bomb, Source(where="bomb.docx"))


def test_docx_whose_directory_lies_about_sizes_is_refused() -> None:
    bomb = bytearray(repack(PLAIN, {"extra": b"\0" * 5_000_000}))
    place = bomb.rfind((5_000_000).to_bytes(4, "little"))
    bomb[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises(InputError):
        read(bytes(bomb), Source(where="bomb.docx"))


def test_docx_does_not_expand_entities(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    lols = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        xml = archive.read(DOCUMENT).decode()
    declaration, root = xml.split("?>", 1)
    doctype = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY l0 "lol">{lols}]>'
    body = root.replace("The pool", "The &x; &l11; pool")
    data = repack(PLAIN, {DOCUMENT: f"{declaration}?>{doctype}{body}".encode()})
    try:
        text = read(data, Source()).text
    except InputError:
        return
    assert "secret" not in text
    assert "lol" not in text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not a Word file"),
        (b"PK\x03\x04 and nothing", "not a Word file"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "password"),
        (repack(PLAIN, {DOCUMENT: b"<no xml"}), "not a Word file"),
        (repack(PLAIN, {DOCUMENT: b"<x>" * 10_000 + b"</x>" * 10_000}), "not a Word file"),
        (repack(PLAIN, {"_rels/.rels": b""}), "not a Word file"),
    ],
)
def test_docx_that_is_damaged_says_so(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=rf"^broken\.docx: .*{message}"):
        read(data, Source(where="broken.docx"))


def test_docx_cut_or_changed_anywhere_is_read_or_refused() -> None:
    for place in range(0, len(PLAIN), 499):
        broken = bytearray(PLAIN)
        broken[place] ^= 0xFF
        for data in (PLAIN[:place], bytes(broken)):
            try:
                read(data, Source())
            except InputError:
                continue
