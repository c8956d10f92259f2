import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from argmap.model import ArgumentMap, MadeBy
from argmap.report.markdown import escaped, report_markdown
from argmap.report.text import one_line

READERS = [MarkdownIt("commonmark"), MarkdownIt("gfm-like", {"linkify": False})]


def shown(rendered: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", rendered)).strip()


def test_markdown_report_says_thesis_claims_flags_and_support(tram_map):
    text = report_markdown(tram_map)
    assert text.startswith("# Claim report: Trams for Lund\n\nFile: texts/trams.txt\n")
    assert "## Thesis\n\n> The city should build a tram line\n" in text
    order = [line[:12] for line in text.splitlines() if line.startswith("### ")]
    assert order == ["### 1. error", "### 2. warni", "### 3. no fl"]
    assert "- **vague-source** (warning): “Officials”\n  Nobody in particular is named." in text
    assert "  *Suggestion:* Name the officials." in text
    assert "  - Contradicted by s/log.txt: “Bus 4 was on time”" in text
    assert "**Support**: none in the article." in text
    assert (
        "- “Buses are always late” (claim; 2 flags of its own: overgeneralization, unsupported)"
        in text
    )
    assert "section “Costs”; strength 0.50; check-worthiness 0." in text
    assert "; confidence 1.00." in text


def test_markdown_report_of_an_empty_map_says_so(empty_map):
    text = report_markdown(empty_map)
    assert "No thesis was found." in text
    assert "No argument was found in this article." in text
    assert "###" not in text


@pytest.mark.parametrize("reader", READERS)
def test_markdown_report_of_hostile_text_has_no_markup_of_its_own(reader, hostile_map):
    rendered = reader.render(report_markdown(hostile_map))
    tags = set(re.findall(r"<\s*/?\s*([A-Za-z][A-Za-z0-9]*)", rendered))
    assert tags <= {"h1", "h2", "h3", "p", "blockquote", "ul", "li", "strong", "em", "hr"}
    assert len(re.findall("<h1>", rendered)) == 1
    assert "<script>alert(1)</script> and <img src=x" in html.unescape(rendered)
    assert "www.t.example `code` **bold** | cell &lt; $x$." in shown(rendered)


@pytest.mark.parametrize(
    "text",
    ["- a", "+ a", "* a", "1. a", "12) a", "# a", "> a", "===", "---", "```x", "~~~", "| a | b |",
     "[a]: http://x.example", "&amp;", "<http://x.example>", "a  \nb", "\\*", ": a", "    code"],
)  # fmt: skip
@pytest.mark.parametrize("reader", READERS)
def test_markdown_escaped_shows_the_very_characters(reader, text):
    assert shown(reader.render("> " + escaped(text))) == one_line(text)


@given(st.text(alphabet=st.sampled_from("ab 1.)-+=*_`~[]()<>&#|!\\:$/'\"\n\t@w"), max_size=40))
def test_markdown_escaped_shows_any_text_as_it_is(text):
    for reader in READERS:
        assert shown(reader.render("> x" + escaped("x" + text))) == "x" + one_line("x" + text)


def test_markdown_report_tells_what_the_miner_saw_where_no_cue_stands(tram_map):
    by_hand = tram_map.model_copy(update={"made_by": MadeBy(argmap="1", model="")})
    assert "No cue says so" not in report_markdown(by_hand)
    guessed = tuple(r.model_copy(update={"confidence": 0.6}) for r in tram_map.relations)
    made_by = MadeBy(argmap="1", model="trained 1")
    mined = tram_map.model_copy(update={"made_by": made_by, "relations": guessed})
    mined = ArgumentMap.model_validate(mined.model_dump())
    assert "No cue says so. The miner saw: the target is the thesis" in report_markdown(mined)
