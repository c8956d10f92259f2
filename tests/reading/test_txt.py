"""Plain text: blocks by blank lines, by lines and by wrapping; titles, headings, lists, quotes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.errors import LimitReached
from argmap.reading.content import Source
from argmap.reading.txt import parse
from argmap.settings import Limits

ARTICLE = Path(__file__).parents[2] / "corpus" / "russia-turkey-weapon-sales.txt"
BODY = (
    "The town should buy the mill, because nobody else will keep the weir in repair. Last winter "
    "the gates jammed twice, and the lower street stood under water for three days each time."
)
OTHER = (
    "A private owner has no reason to spend a penny on gates that only protect other people, and "
    "the two owners before this one have shown as much by letting them rust in their frames."
)


def blocks_of(text: str) -> list[tuple[str, str]]:
    blocks = parse(text, Source()).blocks
    return [(block.kind.value, text[block.start : block.end]) for block in blocks]


def kinds_of(text: str) -> list[str]:
    return [kind for kind, _ in blocks_of(text)]


def test_txt_reads_the_article_with_its_title_twice_and_four_headings() -> None:
    found = blocks_of(ARTICLE.read_text(encoding="utf-8"))
    title = "Why Russia Works with Turkey on Weapon Sales While NATO Members Resist"
    assert [text for kind, text in found if kind == "title"] == [title, title]
    assert [text for kind, text in found if kind == "heading"] == [
        "The NATO Perspective on Russian Weapon Sales",
        "Turkey's Special Case: A NATO Member with Unique Needs",
        "The Historical and Political Context",
        "Conclusion",
    ]
    assert sum(kind == "paragraph" for kind, _ in found) == 12


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
@pytest.mark.parametrize("blank", ["", "  ", "\t", "\u3000", "\u200b"])
def test_txt_parts_paragraphs_at_blank_lines_of_any_kind(end: str, blank: str) -> None:
    text = f"{BODY}{end}{blank}{end}{OTHER}{end}"
    assert blocks_of(text) == [("paragraph", BODY), ("paragraph", OTHER)]


def test_txt_parts_paragraphs_at_a_paragraph_separator() -> None:
    assert blocks_of(f"{BODY}\u2029{OTHER}") == [("paragraph", BODY), ("paragraph", OTHER)]


def test_txt_takes_long_lines_that_end_sentences_as_paragraphs() -> None:
    assert kinds_of(f"Buy the mill\n\n{BODY}\n{OTHER}\n{BODY}") == ["title", *["paragraph"] * 3]


@pytest.mark.parametrize("width", [60, 72, 80, 100])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_txt_takes_hard_wrapped_lines_as_one_paragraph(width: int, end: str) -> None:
    import textwrap

    paragraphs = [end.join(textwrap.wrap(part, width)) for part in (BODY, OTHER)]
    text = f"Buy the Mill{end}{end}" + (end * 2).join(paragraphs) + end
    assert blocks_of(text) == [
        ("title", "Buy the Mill"),
        *[("paragraph", paragraph) for paragraph in paragraphs],
    ]


def test_txt_parts_wrapped_paragraphs_at_indents_and_short_last_lines() -> None:
    text = (
        "The mill has stood at the weir since the old road was laid, and its\n"
        "gates have kept the lower street dry.\n"
        "Nobody but the town will mend them now that the last owner has gone\n"
        "abroad, and so the town should buy it before the winter comes again.\n"
        "    The price is small beside the cost of one more flood, and the bank\n"
        "has said that it would lend the whole of it.\n"
    )
    assert [found[:10] for _, found in blocks_of(text)] == [
        "The mill h",
        "Nobody but",
        "The price ",
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Buy the Mill",
        "Should the town buy the mill?",
        "should the town buy the mill",
        "The town must buy the mill.",
        "THE TOWN MUST BUY THE MILL",
        "The mill: who else will keep the weir?",
        "Forget the mayor. Buy the mill.",
        "“I will drown if the gates jam”",
    ],
)
def test_txt_finds_titles(title: str) -> None:
    text = f"{title}\n\n{BODY}\n\n{OTHER}\n\n{BODY}"
    assert blocks_of(text)[0] == ("title", title)


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "Mill",
        "Buy the mill.",
        "The town must buy the mill.\nNobody else will.",
        "The town must buy the mill.\n\nNobody else will.",
        f"{BODY}\n\n{OTHER}",
        f"Introduction\n\n{BODY}",
        f"- {BODY}\n- {OTHER}",
        f"Dear neighbours,\n\n{BODY}",
    ],
)
def test_txt_gives_no_title_where_there_is_none(text: str) -> None:
    assert "title" not in kinds_of(text)


def test_txt_marks_a_repeated_title_as_title() -> None:
    text = f"Buy the Mill\n\nBUY THE MILL.\n\n{BODY}\n\nBuy the mill"
    assert kinds_of(text) == ["title", "title", "paragraph", "title"]


@pytest.mark.parametrize(
    "heading",
    [
        "Conclusion",
        "Conclusion:",
        "1. Introduction",
        "IV. The Cost of Gates",
        "2.1 Who Pays",
        "What the flood did to us",
        "The Weir's Special Case: A Dam with Unique Needs",
        "WHO PAYS FOR GATES",
        "Where Do We Go From Here?",
    ],
)
def test_txt_finds_headings(heading: str) -> None:
    text = f"Buy the Mill\n\n{BODY}\n\n{heading}\n\n{OTHER}"
    kind, found = blocks_of(text)[2]
    assert kind == "heading"
    assert heading.endswith(found)


@pytest.mark.parametrize(
    "line",
    [
        "Gates rust.",
        "The mill is ours.",
        "That must end!",
        "Who pays?",
        "Last week we got good news:",
        "and the weir too",
        "The town pays for the flood, the mayor pays for nothing,",
        "— The Miller's Wife",
    ],
)
def test_txt_leaves_short_sentences_as_paragraphs(line: str) -> None:
    text = f"Buy the Mill\n\n{BODY}\n\n{line}\n\n{OTHER}"
    assert blocks_of(text)[2] == ("paragraph", line)


def test_txt_takes_stopped_phrases_as_headings_only_under_a_stopped_title() -> None:
    body = f"\n\n{BODY}\n\nBad timing.\n\n{OTHER}\n\nI am ready.\n\n{BODY}"
    assert kinds_of(f"The mill needs you.{body}")[2] == "heading"
    assert kinds_of(f"The mill needs you.{body}")[4] == "paragraph"
    assert kinds_of(f"The Mill Needs You{body}")[2] == "paragraph"


def test_txt_takes_a_last_short_line_as_a_paragraph() -> None:
    assert kinds_of(f"Buy the Mill\n\n{BODY}\n\nThe Miller") == ["title", "paragraph", "paragraph"]


def test_txt_takes_lines_of_verse_as_no_headings() -> None:
    verse = "\n\n".join(["Water under the wheel", "Water over the sill", "Water on the stairs"] * 2)
    assert "heading" not in kinds_of(f"{BODY}\n\n{verse}\n\n{OTHER}")


def test_txt_in_capitals_has_no_headings_by_capitals() -> None:
    text = f"{BODY.upper()}\n\nGATES RUST, AND WE PAY.\n\n{OTHER.upper()}"
    assert kinds_of(text) == ["paragraph"] * 3


def test_txt_without_punctuation_keeps_its_short_lines() -> None:
    text = (
        "the town should buy the mill and mend it before the winter comes to us\n\nnobody else will\n"
        "\nthe gates are old and they jam and then the street is wet for days\n\nso says my aunt\n\n"
        "and my aunt has lived there since before the bridge and the school were built"
    )
    assert set(kinds_of(text)) == {"paragraph"}


def test_txt_reads_list_items_without_their_markers() -> None:
    text = f"{BODY}\n\n- mend the gates\n  - the upper one\n    first of all\n* pay the men\n2) go home"
    assert blocks_of(text)[1:] == [
        ("list_item", "mend the gates"),
        ("list_item", "the upper one\n    first of all"),
        ("list_item", "pay the men"),
        ("list_item", "go home"),
    ]
    assert [block.level for block in parse(text, Source()).blocks[1:]] == [1, 2, 1, 1]


def test_txt_takes_a_dash_inside_wrapped_prose_as_no_list() -> None:
    text = (
        "The mill has stood at the weir since the old road was laid in stone\n"
        "- or so the miller says - and nobody but the town will ever mend its\n"
        "gates, now that the last owner has gone abroad to live with a sister.\n"
    )
    assert kinds_of(text) == ["paragraph"]


def test_txt_reads_quotes() -> None:
    text = f"{BODY}\n\n> The gates are fine,\n> said the mayor.\n\n“We shall see.”\n\n{OTHER}"
    assert blocks_of(text)[1:3] == [
        ("quote", "The gates are fine,\n> said the mayor."),
        ("quote", "“We shall see.”"),
    ]


def test_txt_reads_a_quote_over_two_paragraphs() -> None:
    text = f"{BODY}\n\n“The gates are fine.\n\n“They always were.”\n\n{OTHER}"
    assert kinds_of(text) == ["paragraph", "quote", "quote", "paragraph"]


def test_txt_takes_speech_with_its_speaker_as_a_paragraph() -> None:
    assert kinds_of(f'{BODY}\n\n"No," said the mayor. "Never."\n\n{OTHER}')[1] == "paragraph"


def test_txt_leaves_furniture_out() -> None:
    text = f"Buy the Mill\n\nBy Ann Lee\n\n3 May 2024\n\n{BODY}\n\n* * *\n\nhttps://mill.example/\n\n{OTHER}"
    assert kinds_of(text) == ["title", "paragraph", "paragraph"]


def test_txt_of_signs_alone_has_one_block() -> None:
    assert blocks_of("!!!") == [("paragraph", "!!!")]


def test_txt_refuses_a_text_over_the_limit() -> None:
    with pytest.raises(LimitReached) as caught:
        parse("word " * 50, Source(where="a.txt", limits=Limits(article_characters=100)))
    assert caught.value.limit == "article_characters"
    assert "article_characters" in str(caught.value)


LINES = st.one_of(
    st.text(max_size=90),
    st.sampled_from(
        [
            "",
            " ",
            "\u200b",
            "\ufeff",
            "- item",
            "> quote",
            ">",
            "1. Introduction",
            "“Quoted.”",
            "مرحبا بالعالم، هذه جملة.",
            "שלום עולם.",
            "Cafe\u0301 au lait, e\u0301te\u0301.",
            "👩\u200d👩\u200d👧 family 🇹🇷.",
            "\x1c\x00",
            BODY,
        ]
    ),
)
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\u2028", "\u2029", "\x0b", "\x0c"])
TEXTS = st.lists(st.tuples(LINES, ENDS), max_size=12).map(
    lambda parts: "".join(map("".join, parts))
)


@given(TEXTS)
def test_txt_keeps_any_text_and_its_blocks_are_in_order_and_trimmed(text: str) -> None:
    content = parse(text, Source())
    assert content.text == text
    last = 0
    for block in content.blocks:
        words = text[block.start : block.end]
        assert last <= block.start < block.end <= len(text)
        assert words == words.strip()
        assert words.strip("\u200b\ufeff")
        last = block.end
    if text.strip() and any(char.isalnum() for char in text):
        assert content.blocks


@given(TEXTS)
def test_txt_leaves_no_letter_of_a_long_line_out(text: str) -> None:
    content = parse(text, Source())
    covered = "".join(text[block.start : block.end] for block in content.blocks)
    for line in text.splitlines():
        if sum(char.isalnum() for char in line) > 100:
            assert line.strip("\ufeff \t\r\n") in covered


def test_txt_is_fast_on_hostile_text() -> None:
    import time

    hostile = ["a\n" * 20_000, "- a\n" * 15_000, " " * 190_000 + "a", "“" * 190_000, "1." * 90_000]
    hostile += ["> " * 90_000, "." * 190_000, "A " * 95_000, "\n> a" * 20_000, "a\n\n" * 20_000]
    for text in hostile:
        started = time.process_time()
        parse(text, Source())
        assert time.process_time() - started < 5
