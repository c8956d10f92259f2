"""Fixtures of the readers' tests: PDF files are made here, byte by byte."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

Put = tuple[float, float, float, str]
"""x and y of the base line from the lower left corner, size in points (negative: bold), text."""

# The objects of a page begin after those of the document and the two fonts.
_FIRST_PAGE = 5


def make_pdf(pages: Sequence[Sequence[Put]], *, rotate: int = 0, trailer: str = "") -> bytes:
    """A PDF of 612 x 792 points a page with text in Helvetica.

    `rotate` turns the page on the screen and the text against it, so that it is read as given.
    """
    page_ids = [_FIRST_PAGE + 2 * number for number in range(len(pages))]
    kids = " ".join(f"{id_} 0 R" for id_ in page_ids)
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font.format("Helvetica").encode(),
        font.format("Helvetica-Bold").encode(),
    ]
    for id_, page in zip(page_ids, pages, strict=True):
        stream = b"\n".join(_shown(put, rotate) for put in page)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate {rotate} "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {id_ + 1} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n".encode()
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _shown(put: Put, rotate: int) -> bytes:
    x, y, size, text = put
    matrix = {
        0: f"1 0 0 1 {x} {y}",
        90: f"0 1 -1 0 {612 - y} {x}",
        180: f"-1 0 0 -1 {612 - x} {792 - y}",
        270: f"0 -1 1 0 {y} {792 - x}",
    }[rotate]
    words = text.encode("cp1252")
    for char in (b"\\", b"(", b")"):
        words = words.replace(char, b"\\" + char)
    font = "F2" if size < 0 else "F1"
    return f"BT /{font} {abs(size)} Tf {matrix} Tm (".encode() + words + b") Tj ET"


def column(x: float, top: float, lines: Sequence[str], size: float = 10) -> list[Put]:
    """Lines under each other with a leading of 1.2; an empty line is a gap of half a line."""
    puts: list[Put] = []
    y = top
    for line in lines:
        if line:
            puts.append((x, y, size, line))
        y -= abs(size) * (1.2 if line else 0.6)
    return puts


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    """`make_pdf`."""
    return make_pdf


@pytest.fixture
def pdf_column() -> Callable[..., list[Any]]:
    """`column`."""
    return column
