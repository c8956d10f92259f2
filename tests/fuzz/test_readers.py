"""Readers: whatever the bytes, an article or one of argmap's own errors comes out.

ARGMAP_FUZZ_SECONDS=60 gives each reader a minute instead of a few dozen examples.
"""

from __future__ import annotations

import io
import sys
import zipfile

import docx
import pytest
from fuzz_support import damaged, hammer
from hypothesis import strategies as st

from argmap.corpus.task import read_article
from argmap.errors import ArgmapError, InputError
from argmap.reading import READERS, read
from argmap.settings import Limits

LIMITS = Limits(file_bytes=400_000, unpacked_bytes=1_000_000, article_characters=20_000)
MARKS = st.sampled_from(
    [
        *("# ", "\n\n", "> ", "* ", "1. ", "```\n", "<p>", "</p>", "<div>", "<table><tr><td>", "<!--"),
        *("-->", "<script>", "</script>", "<![CDATA[", "&#0;", "&#xD800;", "&nope;", "\r", "\t", "“"),
        *("[a](b)", "![", "| a |", "---\n", "<h1 ", "<li>", "</ul>", "<pre>", "\x00", "\ufeff", "Cats. "),
    ]
)  # fmt: skip
MARKED = st.lists(st.one_of(MARKS, st.text(max_size=12)), max_size=40).map("".join)


def _word() -> bytes:
    document = docx.Document()
    document.add_heading("Trams", 1)
    document.add_paragraph("The city should build trams.", style="List Bullet")
    document.add_table(1, 2).cell(0, 0).text = "A cell"
    source, target = io.BytesIO(), io.BytesIO()
    document.save(source)
    # The text is stored, not deflated: damage then falls on XML, where it hits.
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            how = zipfile.ZIP_STORED if name == "word/document.xml" else zipfile.ZIP_DEFLATED
            new.writestr(name, old.read(name), how)
    return target.getvalue()


PDF = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 "
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> /Contents 4 0 R >>\nendobj\n"
    b"4 0 obj\n<< /Length 60 >>\nstream\nBT /F1 12 Tf 72 700 Td (The city should build trams.) Tj ET\n"
    b"endstream\nendobj\ntrailer\n<< /Size 5 /Root 1 0 R >>\n%%EOF\n"
)
WHOLE = {
    "txt": b"Trams\r\n\r\nThe city should build trams.\r\n- They carry people.\r\n> So.",
    "md": b"# Trams\n\nThe *city* should [build](x) trams.\n\n1. They\n   - carry\n\n> people\n\n```\nx\n```\n",
    "html": b"<!doctype html><html><head><title>T</title></head><body><h1>Trams</h1><p>The <b>city"
    b"</b> should build &amp; run trams.<ul><li>They carry people.</ul></body></html>",
    "docx": _word(),
    "pdf": PDF,
}


def _reads(name: str):
    def target(data: bytes) -> None:
        try:
            article = read_article(name, data, LIMITS)
        except ArgmapError as problem:
            assert isinstance(problem, InputError)
            assert "\x1b" not in str(problem)
            return
        assert len(article.text) <= LIMITS.article_characters
        article.text.encode("utf-8")
        last = 0
        for block in article.blocks:
            assert last <= block.start <= block.end <= len(article.text)
            last = block.end

    return target


def test_readers_all_have_a_target():
    assert set(WHOLE) == {reader.name for reader in READERS}
    for name, data in WHOLE.items():
        text = read_article(f"a.{name}", data, LIMITS).text
        assert "should" in text
        assert "trams" in text


ANY = st.binary(max_size=400)
MARKUP = MARKED.map(lambda text: text.encode("utf-8", "replace"))


@pytest.mark.parametrize("name", WHOLE)
def test_readers_take_whatever_comes(name):
    kinds = [damaged(WHOLE[name]), ANY]
    if name in ("txt", "md", "html"):
        kinds.append(MARKUP)
    hammer(_reads(f"a.{name}"), st.one_of(kinds), examples=200, main=True)


def test_stdin_takes_whatever_comes(monkeypatch):
    def target(data: bytes) -> None:
        source = io.TextIOWrapper(io.BufferedReader(io.BytesIO(data)), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", source)
        try:
            article = read("-", limits=LIMITS)
        except ArgmapError as problem:
            assert isinstance(problem, InputError)
            assert "\x1b" not in str(problem)
            return
        article.text.encode("utf-8")

    files = st.one_of([damaged(data) for data in WHOLE.values()])
    hammer(target, st.one_of(files, ANY, MARKUP), examples=100, main=True)
