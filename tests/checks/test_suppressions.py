from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from argmap.checks.suppressions import Page, apply
from argmap.errors import InputError
from argmap.model import Article, Flag
from argmap.reading import read, read_text
from argmap.reading.content import Source
from argmap.reading.readers import by_suffix

CODES = ("vague-source", "unsourced-fact", "unsupported")


def flag(article: Article, words: str, check: str = "vague-source", id: str = "") -> Flag:
    start = article.text.index(words)
    return Flag(
        id=id or f"{check}-{start}",
        check=check,
        unit="u1",
        start=start,
        end=start + len(words),
        severity="warning",
        message="m",
    )


def markdown(text: str) -> Article:
    return read_text(text, path="a.md", markup="md")


def run(article, *flags, ran=CODES, page=None):
    return apply(article, flags, ran=ran, known=lambda: CODES, page=page)


def html(tmp_path: Path, body: str, encoding: str = "utf-8"):
    path = tmp_path / "a.html"
    path.write_bytes(body.encode(encoding))
    article = read(path)
    reader = by_suffix(".html")
    page = Page(path.read_bytes(), lambda data: reader.read(data, Source(where=str(path))).text)
    return article, lambda: page


def test_suppressions_next_block_only():
    article = markdown("<!-- argmap: ignore vague-source -->\nOne says.\n\nTwo says.\n")
    result = run(article, flag(article, "One"), flag(article, "Two"))
    assert [f.start for f in result.kept] == [article.text.index("Two")]
    assert result.problems == ()


def test_suppressions_block_that_the_comment_stands_in():
    article = markdown("One says. <!-- argmap: ignore -->\n\nTwo says.\n")
    result = run(article, flag(article, "One"), flag(article, "Two"))
    assert [f.start for f in result.silenced] == [0]


def test_suppressions_skip_a_heading():
    article = markdown("<!-- argmap: ignore -->\n\n## Costs\n\nOne says.\n")
    assert len(run(article, flag(article, "One")).silenced) == 1


def test_suppressions_only_the_codes_that_are_named():
    article = markdown("<!-- argmap: ignore unsourced-fact, unsupported -->\nOne says.\n")
    kept = run(article, flag(article, "One"), flag(article, "One", "unsupported")).kept
    assert [f.check for f in kept] == ["vague-source"]


def test_suppressions_take_a_reason():
    article = markdown("<!-- argmap: ignore vague-source: see p. 3, unsupported: no -->\nOne says.")
    result = run(article, flag(article, "One"), flag(article, "One", "unsupported"))
    assert [f.check for f in result.silenced] == ["vague-source"]
    assert result.problems == ()


def test_suppressions_file():
    article = markdown("One says.\n\nTwo says.\n\n<!-- argmap: ignore-file vague-source -->\n")
    result = run(article, flag(article, "One"), flag(article, "Two", "unsupported"))
    assert [f.check for f in result.kept] == ["unsupported"]


def test_suppressions_region():
    article = markdown(
        "One says.\n\n<!-- argmap: ignore-start -->\n\nTwo says.\n\nThree says.\n\n"
        "<!-- argmap: ignore-end -->\n\nFour says.\n"
    )
    flags = [flag(article, word) for word in ("One", "Two", "Three", "Four")]
    assert [f.start for f in run(article, *flags).kept] == [flags[0].start, flags[3].start]


def test_suppressions_regions_nest():
    article = markdown(
        "<!-- argmap: ignore-start unsupported -->\n<!-- argmap: ignore-start vague-source -->\n\n"
        "One says.\n\n<!-- argmap: ignore-end -->\n\nTwo says.\n\n<!-- argmap: ignore-end -->\n"
    )
    flags = [
        flag(article, word, check)
        for word in ("One", "Two")
        for check in ("vague-source", "unsupported")
    ]
    result = run(article, *flags)
    assert [(f.check, f.start == flags[2].start) for f in result.kept] == [("vague-source", True)]
    assert result.problems == ()


@pytest.mark.parametrize(
    ("comment", "message", "suggestion"),
    [
        ("ignore vague-source", "no flag of vague-source is here to ignore", "Remove the comment."),
        ("ignore", "no flag is here to ignore", "Remove the comment."),
        ("ignore-file", "no flag is here to ignore", "Remove the comment."),
        ("ignore vague-sorce", "there is no check 'vague-sorce'", "Did you mean vague-source?"),
        ("ignor unsupported", "argmap does not know what 'ignor' means", "Did you mean ignore?"),
        ("ignore-end", "ignore-end closes nothing: no ignore-start stands before it", None),
        ("12", "argmap does not know what '12' means", None),
    ],
)
def test_suppressions_that_silence_nothing_are_told(comment, message, suggestion):
    article = markdown(f"<!-- argmap: {comment} -->\nOne says.\n")
    (problem,) = run(article).problems
    assert problem.message == message
    assert suggestion in (None, problem.suggestion)
    assert article.text[problem.start : problem.end].endswith("-->")


def test_suppressions_one_unused_code_of_two():
    article = markdown("<!-- argmap: ignore vague-source, unsupported -->\nOne says.\n")
    (problem,) = run(article, flag(article, "One")).problems
    assert "unsupported" in problem.message


def test_suppressions_of_a_check_that_did_not_run_are_not_unused():
    article = markdown("<!-- argmap: ignore unsupported -->\nOne says.\n")
    assert run(article, ran=("vague-source",)).problems == ()
    assert run(article, ran=()).problems == ()


def test_suppressions_unclosed_region_covers_the_rest_and_is_told():
    article = markdown("<!-- argmap: ignore-start -->\n\nOne says.\n\nTwo says.\n")
    result = run(article, flag(article, "Two"))
    assert len(result.silenced) == 1
    assert [p.message[:25] for p in result.problems] == ["ignore-start is never clo"]


def test_suppressions_with_no_block_after_them_are_told():
    article = markdown("One says.\n\n<!-- argmap: ignore -->\n")
    (problem,) = run(article, flag(article, "One")).problems
    assert problem.message == "no block follows this comment"


@pytest.mark.parametrize(
    "shown",
    [
        "`<!-- argmap: ignore-file -->` says so.",
        "``x ` <!-- argmap: ignore-file -->`` says so.",
        "```html\n<!-- argmap: ignore-file -->\n```",
        "~~~\n<!-- argmap: ignore-file -->\n~~~",
        "    <!-- argmap: ignore-file -->",
        r"\<!-- argmap: ignore-file -->",
    ],
)
def test_suppressions_shown_as_code_say_nothing(shown):
    article = markdown(f"{shown}\n\nOne says.\n")
    result = run(article, flag(article, "One"))
    assert len(result.kept) == 1
    assert result.problems == ()


def test_suppressions_in_plain_text_say_nothing():
    article = read_text("<!-- argmap: ignore-file -->\n\nOne says.\n", path="a.txt")
    assert len(run(article, flag(article, "One")).kept) == 1


def test_suppressions_count_code_points_and_keep_line_ends():
    article = markdown("🦊🦊\r\n\r\n<!-- argmap: ignore -->\r\nOne says.\r\n\r\nTwo says.\r\n")
    result = run(article, flag(article, "One"), flag(article, "Two"))
    assert [f.start for f in result.silenced] == [article.text.index("One")]


def test_suppressions_of_a_hostile_text_end_soon():
    text = (
        "`" * 2000 + "<!-- argmap: ignore -->" * 500 + "<!--argmap:" * 5000 + "\n\n" + "`a" * 9000
    )
    run(markdown(text))


PAGE = """<!doctype html><html><head><title>T</title></head><body><main><h1>Night trains</h1>
<!-- argmap: ignore-start unsupported --><p>One of the many long paragraphs that a page has, says
Anna, so that it counts as prose for the reader.</p><!-- argmap: ignore-end -->
<p>Two is <b>another</b> of the long paragraphs<!-- argmap: ignore vague-source --> that a page
has, says Bert, so that it counts as prose.</p>
<!-- argmap: ignore vague-source -->
<p>Three is the last of the long paragraphs that a page has, says Carl, which counts as prose too.
</p><p>Four is short. <!-- argmap: ignore unsourced-fact --></p><p>Five is short.</p></main></body>
</html>"""


def test_suppressions_html(tmp_path):
    article, page = html(tmp_path, PAGE)
    flags = [flag(article, w) for w in ("One", "Two", "Three", "Four", "Five")]
    flags += [flag(article, w, "unsupported") for w in ("One", "Two")]
    flags += [flag(article, w, "unsourced-fact") for w in ("Four", "Five")]
    result = run(article, *flags, page=page)
    silenced = {(f.check, article.text[f.start : f.end]) for f in result.silenced}
    assert silenced == {
        ("unsupported", "One"),
        ("vague-source", "Two"),
        ("vague-source", "Three"),
        ("unsourced-fact", "Four"),
    }
    assert result.problems == ()


def test_suppressions_html_without_the_page_say_nothing(tmp_path):
    article, _ = html(tmp_path, PAGE)
    assert run(article, flag(article, "Two")).kept


def test_suppressions_html_file_from_the_head(tmp_path):
    body = PAGE.replace("<head>", "<head><!-- argmap: ignore-file -->")
    article, page = html(tmp_path, body)
    assert run(article, flag(article, "Five"), page=page).kept == ()


def test_suppressions_html_outside_of_the_article_are_told(tmp_path):
    body = PAGE.replace("</main>", "</main><nav><!-- argmap: ignore --></nav>")
    article, page = html(tmp_path, body)
    assert "outside" in run(article, ran=(), page=page).problems[0].message


def test_suppressions_html_in_utf_16(tmp_path):
    article, page = html(tmp_path, PAGE, "utf-16")
    assert len(run(article, flag(article, "Three"), page=page).silenced) == 1


def test_suppressions_html_in_another_encoding(tmp_path):
    body = PAGE.replace("<head>", '<head><meta charset="iso-8859-2">').replace("Anna", "Łódź")
    article, page = html(tmp_path, body, "iso-8859-2")
    assert "Łódź" in article.text
    assert len(run(article, flag(article, "Three"), page=page).silenced) == 1


def test_suppressions_where_no_blocks_are_told():
    text = "<!-- argmap: ignore -->\n\nOne says.\nMore.\n\nTwo says.\n<!-- argmap: ignore -->\n"
    article = Article(id="a", path="a.md", text=text)
    result = run(article, flag(article, "One"), flag(article, "More"), flag(article, "Two"))
    assert [f.start for f in result.kept] == [text.index("Two")]
    assert [p.message for p in result.problems] == ["no block follows this comment"]


@pytest.mark.parametrize("unit", ["<!--argmap:ignore-file-->", "<!--argmap:ignore x y z-->\na\n\n"])
def test_suppressions_thousands_of_comments_end_soon(unit):
    import time

    article = markdown("One says.\n\n" + unit * (150_000 // len(unit)))
    flags = [flag(article, "One", id=f"f{i}") for i in range(200)]
    begin = time.process_time()
    run(article, *flags)
    assert time.process_time() - begin < 5


PIECES = st.sampled_from(
    ["<!-- argmap: ", "ignore", "-start", "-end", "-file", " vague-source", ",", ":", " -->", "`"]
    + ["```\n", "\n", "\n\n", "    ", "One says.", "# H", "> ", "- ", "\r\n", "\\", "🦊", "<p>"]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_suppressions_hold_for_any_text(text):
    assume(text.strip(" \n\r\\`>-#"))
    try:
        article = markdown(text)
    except InputError:
        return
    flags = [
        flag(article, "One", check, f"{check}{n}")
        for n, check in enumerate(CODES)
        if "One" in article.text
    ]
    result = run(article, *flags)
    assert sorted([*result.kept, *result.silenced], key=lambda f: f.id) == sorted(
        flags, key=lambda f: f.id
    )
    assert all(0 <= p.start <= p.end <= len(article.text) for p in result.problems)
