"""PDF: columns, paragraphs, hyphens, running lines, headings, and files that hold none."""

from __future__ import annotations

import pytest

from argmap.errors import InputError, LimitReached
from argmap.reading.content import Source
from argmap.reading.pdf import read
from argmap.settings import Limits

LEFT = [
    "Harbours that dredge every spring keep",
    "their berths open, and the fishing fleet",
    "comes back to them. Those that wait for",
    "a complaint lose a season.",
    "",
    "The council knows this well, because its",
    "own surveyor wrote it down in a memo-",
    "randum nine years ago and was thanked",
]
RIGHT = [
    "for it. Nothing has happened since then",
    "except that a well-known yard has closed",
    "its gates.",
    "",
    "A dredger costs less than a year of dole,",
    "and the town pays for the dole already.",
    "That ought to settle the question of what",
    "it can afford.",
]


def blocks_of(data: bytes, source: Source | None = None) -> list[tuple[str, str]]:
    content = read(data, source or Source())
    return [(block.kind.value, content.text[block.start : block.end]) for block in content.blocks]


def test_pdf_reads_two_columns_under_a_title(pdf, pdf_column) -> None:
    page = [
        (72, 740, 20, "Dredge the Harbour Before It Is Too Late"),
        *pdf_column(72, 700, LEFT),
        *pdf_column(320, 700, RIGHT),
    ]
    assert blocks_of(pdf([page])) == [
        ("title", "Dredge the Harbour Before It Is Too Late"),
        (
            "paragraph",
            "Harbours that dredge every spring keep their berths open, and the fishing fleet comes "
            "back to them. Those that wait for a complaint lose a season.",
        ),
        (
            "paragraph",
            "The council knows this well, because its own surveyor wrote it down in a memorandum "
            "nine years ago and was thanked for it. Nothing has happened since then except that a "
            "well-known yard has closed its gates.",
        ),
        (
            "paragraph",
            "A dredger costs less than a year of dole, and the town pays for the dole already. "
            "That ought to settle the question of what it can afford.",
        ),
    ]


def test_pdf_reads_columns_that_are_drawn_row_by_row(pdf, pdf_column) -> None:
    left, right = pdf_column(72, 700, LEFT), pdf_column(320, 700, RIGHT)
    rows = sorted([*left, *right], key=lambda put: (-put[1], put[0]))
    assert blocks_of(pdf([rows])) == blocks_of(pdf([[*left, *right]]))


def test_pdf_reads_a_page_that_is_drawn_bottom_up(pdf, pdf_column) -> None:
    page = pdf_column(72, 700, LEFT)
    assert blocks_of(pdf([page[::-1]])) == blocks_of(pdf([page]))


@pytest.mark.parametrize("heading_size", [14, -10])
def test_pdf_tells_headings_by_size_or_weight(pdf, pdf_column, heading_size) -> None:
    page = [
        (72, 740, 22, "A Harbour Needs Water"),
        *pdf_column(72, 700, LEFT[:4]),
        (72, 630, heading_size, "What the Council Knows"),
        *pdf_column(72, 610, [*LEFT[5:], *RIGHT[:3]]),
    ]
    kinds = [kind for kind, _ in blocks_of(pdf([page]))]
    assert kinds == ["title", "paragraph", "heading", "paragraph"]


def test_pdf_reads_headings_and_titles_of_two_lines(pdf, pdf_column) -> None:
    page = [
        *pdf_column(72, 760, ["Dredge the Harbour", "Before It Is Too Late"], 22),
        *pdf_column(72, 690, LEFT[:4]),
        *pdf_column(72, 630, ["What the Council Knows", "and Does Not Say"], 14),
        *pdf_column(72, 590, LEFT[5:]),
    ]
    assert [text for kind, text in blocks_of(pdf([page])) if kind != "paragraph"] == [
        "Dredge the Harbour Before It Is Too Late",
        "What the Council Knows and Does Not Say",
    ]


def test_pdf_drops_running_lines_and_page_numbers_and_joins_pages(pdf, pdf_column) -> None:
    pages = [
        [
            (72, 760, 8, f"The Harbour Courier, no. {number}"),
            *pdf_column(72, 700, lines),
            (300, 30, 8, str(number)),
        ]
        for number, lines in ((1, LEFT), (2, RIGHT))
    ]
    found = blocks_of(pdf(pages))
    assert [kind for kind, _ in found] == ["paragraph"] * 3
    assert "was thanked for it. Nothing" in found[1][1]
    assert not any("Courier" in text for _, text in found)


def test_pdf_keeps_the_hyphen_of_a_compound(pdf, pdf_column) -> None:
    lines = [
        "The long-term plan is a good plan, and the long-",
        "term cost of it is small, says the Anglo-",
        "Dutch report that nobody has cared to read.",
    ]
    ((_, text),) = blocks_of(pdf([pdf_column(72, 700, lines)]))
    assert "the long-term cost" in text
    assert "Anglo-Dutch" in text


def test_pdf_reads_list_items(pdf, pdf_column) -> None:
    lines = [
        "Three things are wanted here:",
        "• a dredger,",
        "• a crew, and",
        "• the will to use them.",
    ]
    assert blocks_of(pdf([pdf_column(72, 700, lines)]))[1:] == [
        ("list_item", "a dredger,"),
        ("list_item", "a crew, and"),
        ("list_item", "the will to use them."),
    ]


def test_pdf_leaves_footnotes_out(pdf, pdf_column) -> None:
    page = [*pdf_column(72, 700, LEFT), (72, 80, 7, "1 The memorandum lies in the town's archive.")]
    assert not any("archive" in text for _, text in blocks_of(pdf([page])))


def test_pdf_reads_indented_paragraphs_without_gaps(pdf) -> None:
    puts = [
        (72, 700, 10, "The fleet is small, but it feeds four hundred people in town, and it"),
        (72, 688, 10, "always has done so."),
        (84, 676, 10, "Without water under the keels none of them will eat next winter, as"),
        (72, 664, 10, "every child in the lower town could tell the council's clerks by now"),
    ]
    assert [text[:9] for _, text in blocks_of(pdf([puts]))] == ["The fleet", "Without w"]


def test_pdf_without_marked_headings_is_judged_by_shape(pdf, pdf_column) -> None:
    page = [(72, 740, 10, "Dredge the Harbour Now"), *pdf_column(72, 700, LEFT)]
    assert blocks_of(pdf([page]))[0] == ("title", "Dredge the Harbour Now")


def test_pdf_that_is_scanned_says_so(pdf) -> None:
    with pytest.raises(InputError, match=r"only pictures.*OCR"):
        read(pdf([[], []]), Source(where="scan.pdf"))


def test_pdf_with_a_password_says_so(pdf) -> None:
    key = "00" * 32
    encrypt = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{key}> /U <{key}> >>"
    data = pdf([[(72, 700, 10, "Secret")]], trailer=f"{encrypt} /ID [<{key}> <{key}>]")
    with pytest.raises(InputError, match="password"):
        read(data, Source(where="secret.pdf"))


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7 " + b"\xff" * 300, b"junk"])
def test_pdf_that_is_damaged_says_so(data) -> None:
    with pytest.raises(InputError, match=r"^broken\.pdf: not a PDF, or a damaged one"):
        read(data, Source(where="broken.pdf"))


def test_pdf_cut_anywhere_is_read_or_refused(pdf, pdf_column) -> None:
    data = pdf([pdf_column(72, 700, LEFT)])
    for end in range(0, len(data), 37):
        try:
            read(data[:end], Source())
        except InputError:
            continue


def test_pdf_with_too_many_pages_is_refused(pdf) -> None:
    with pytest.raises(InputError, match="501 pages"):
        read(pdf([[]] * 501), Source())


def test_pdf_with_too_many_characters_is_refused(pdf, pdf_column) -> None:
    data = pdf([pdf_column(72, 700, LEFT)] * 3)
    with pytest.raises(LimitReached) as caught:
        read(data, Source(limits=Limits(article_characters=100)))
    assert caught.value.limit == "article_characters"


def test_pdf_that_takes_too_long_is_refused(pdf, pdf_column) -> None:
    data = pdf([pdf_column(72, 700, LEFT)])
    with pytest.raises(LimitReached) as caught:
        read(data, Source(limits=Limits(article_seconds=1e-9)))
    assert caught.value.limit == "article_seconds"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pdf_pages_that_are_turned_with_their_text_are_read(pdf, pdf_column, turn) -> None:
    page = pdf_column(72, 500, LEFT)
    assert blocks_of(pdf([page], rotate=turn)) == blocks_of(pdf([page]))


def test_pdf_leaves_a_stamp_along_the_margin_out(pdf, pdf_column) -> None:
    data = pdf([pdf_column(72, 700, LEFT)])
    stamp = b"BT /F1 14 Tf 0 1 -1 0 40 200 Tm (Draft of the ninth of May) Tj ET"
    old = data[data.index(b"<< /Length") : data.index(b"endstream")]
    body = old.split(b"stream\n", 1)[1] + stamp + b"\n"
    new = b"<< /Length %d >>\nstream\n%b" % (len(body), body)
    assert blocks_of(data.replace(old, new)) == blocks_of(data)
