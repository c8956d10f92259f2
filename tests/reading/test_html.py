"""HTML: main content, blocks, entities, encodings, and pages that mean harm."""

from __future__ import annotations

import time

import pytest

from argmap.errors import InputError
from argmap.reading.content import Source
from argmap.reading.html import parse, read

PROSE = (
    "The library should stay open on Sundays, because that is the only day on which people who "
    "work in shifts can come, and they are half of the town."
)
OTHER = (
    "It would cost two salaries, which is what the town pays each year for flowers on the "
    "roundabout, and nobody has ever asked for the flowers."
)
PAGE = f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html><head><title>Open on Sundays | The Courier</title><style>p {{ color: red }}</style></head>
<body>
<header><a href="/">The Courier</a><nav><ul><li><a href="/s">Sport</a></li></ul></nav></header>
<article>
  <header><h1>Open on&nbsp;Sundays</h1><p class="byline">By Ann Lee</p></header>
  <p>{PROSE.replace(" because", " <em>because</em>")}</p>
  <figure><img src="x.png"><figcaption>The library in spring.</figcaption></figure>
  <h2>What it <b>costs</b></h2>
  <p>{OTHER}<sup><a href="#n1">[1]</a></sup></p>
  <blockquote><p>Flowers &amp; books are both nice.</p><blockquote>Indeed.</blockquote></blockquote>
  <ul><li>two salaries</li><li>more light<ol><li>lamps</li></ol></li></ul>
  <table><tr><th>year</th></tr><tr><td>2020</td></tr></table>
  <pre>code()</pre>
  <script>document.write("<p>no</p>")</script>
  <aside>Read also: something else.</aside>
  <div class="social-share">Share this article with all your many friends.</div>
  First line<br><br>Second line
</article>
<section class="comments"><p>{PROSE} I disagree.</p></section>
<footer><p>All rights reserved, and so on.</p></footer>
</body></html>"""


def blocks_of(page: str) -> list[tuple[str, int, str]]:
    content = parse(page, Source())
    return [(b.kind.value, b.level, content.text[b.start : b.end]) for b in content.blocks]


def texts_of(page: str) -> list[str]:
    return [text for _, _, text in blocks_of(page)]


def test_html_reads_the_main_content_of_a_page() -> None:
    assert blocks_of(PAGE) == [
        ("title", 0, "Open on Sundays"),
        ("paragraph", 0, PROSE),
        ("heading", 2, "What it costs"),
        ("paragraph", 0, OTHER),
        ("quote", 1, "Flowers & books are both nice."),
        ("quote", 2, "Indeed."),
        ("list_item", 1, "two salaries"),
        ("list_item", 1, "more light"),
        ("list_item", 2, "lamps"),
        ("paragraph", 0, "First line"),
        ("paragraph", 0, "Second line"),
    ]


def test_html_text_is_its_blocks_joined_by_blank_lines() -> None:
    content = parse(PAGE, Source())
    assert content.text == "\n\n".join(texts_of(PAGE))
    assert content.title == "Open on Sundays | The Courier"


def test_html_finds_the_prose_without_marks() -> None:
    page = (
        "<body><div><a href=1>One</a> <a href=2>Two</a></div><h1>Open on Sundays</h1>"
        f"<div id=text><p>{PROSE}</p><p>Short.</p><p>{OTHER}</p></div>"
        f"<div><p><a href=3>{PROSE}</a></p></div></body>"
    )
    assert texts_of(page) == ["Open on Sundays", PROSE, "Short.", OTHER]


def test_html_reads_old_pages_laid_out_by_tables() -> None:
    page = f"<table><tr><td><a href=1>Home</a></td><td>{PROSE}<br><br>{OTHER} {OTHER}</td></tr></table>"
    assert texts_of(page) == [PROSE, f"{OTHER} {OTHER}"]


def test_html_reads_a_bare_fragment() -> None:
    assert texts_of("Just <b>words</b> &lt;here&gt;.") == ["Just words <here>."]


def test_html_keeps_a_paragraph_whose_tags_are_not_closed() -> None:
    assert texts_of(f"<p>{PROSE}<p>{OTHER}") == [PROSE, OTHER]


def test_html_leaves_hidden_elements_out() -> None:
    page = (
        f"<p>{PROSE}</p><p hidden>No.</p><div style='display: none'>No.</div><p aria-hidden=true>No"
    )
    assert texts_of(page) == [PROSE]


def test_html_keeps_the_text_behind_an_element_that_goes() -> None:
    assert texts_of("<p>One<script>x</script> two<aside>no</aside> three.</p>") == [
        "One two three."
    ]


@pytest.mark.parametrize(
    ("head", "encoding", "noted"),
    [
        (b"<meta charset='iso-8859-1'>", "iso-8859-1", True),
        (
            b"<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>",
            "cp1251",
            True,
        ),
        (b"", "utf-8", False),
        (b"<meta charset=iso-8859-1>", "utf-8", False),
        (b"", "utf-8-sig", False),
        (b"", "utf-16", False),
    ],
)
def test_html_takes_the_encoding_that_fits(head: bytes, encoding: str, noted: bool) -> None:
    words = "Привет, мир." if encoding == "cp1251" else "Café für alle."
    notes: list[str] = []
    page = f"{head.decode()}<p>{words}</p>".encode(encoding)
    content = read(page, Source(note=notes.append))
    assert content.text == words
    assert bool(notes) is noted


@pytest.mark.parametrize(
    "page", ["<html></html>", "<p> </p>", "<script>x</script>", "<!-- x -->", "<"]
)
def test_html_without_prose_says_so(page: str) -> None:
    with pytest.raises(InputError, match=r"^empty\.html: "):
        parse(page, Source(where="empty.html"))


@pytest.mark.parametrize("tag", ["div", "blockquote", "ul><li", "b", "table><tr><td", "a", "font"])
def test_html_nested_ten_thousand_deep_is_read(tag: str) -> None:
    started = time.process_time()
    page = f"<p>{PROSE}</p>" + f"<{tag}>" * 10_000 + "deep" + f"</{tag}>" * 10_000
    assert texts_of(page)[0] == PROSE
    assert time.process_time() - started < 10


def test_html_does_not_open_external_entities(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><p>Words &x; here.</p>'
    assert "the secret" not in parse(page, Source()).text


def test_html_of_many_small_elements_is_fast() -> None:
    started = time.process_time()
    page = "<div>" + "<p class=x>a <a href=1>b</a></p>" * 30_000 + "</div>"
    parse(page, Source())
    assert time.process_time() - started < 10


@pytest.mark.parametrize("sign", ["\x0b", "\x01", "&#1;", "&#x1f;", "\ufffe", "&#xffff;"])
def test_html_takes_control_characters_beside_what_is_taken_out(sign: str) -> None:
    page = f"<p>{sign}<script>1</script>The port{sign} must close.<nav>x</nav>{sign} So be it.</p>"
    content = parse(page, Source())
    assert "must close." in content.text
    assert "So be it." in content.text
