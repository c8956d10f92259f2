"""Markdown: the text unchanged, blocks by offsets, everything that is no prose left out."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.reading.content import Source
from argmap.reading.md import parse, read

DOCUMENT = """---
title: "The Ferry"
draft: false
---

# Keep the Ferry #

The ferry carries *four hundred* people
a day, and the bridge is far.

Why the council is wrong
------------------------

> It loses money,
> they say.
>
> > Everything does.

1. It is the only way
   across in winter.
   - for the school
   - for the doctor
2. [x] It is cheap.

| year | fares |
|------|-------|
| 2020 | 9     |

```python
print("no prose")
```

    indented code

<div>raw html</div>

![a ferry](ferry.png)

[^1]: A footnote.

**What to do**

Keep it.
***
## Conclusion ##
"""


def blocks_of(text: str) -> list[tuple[str, int, str]]:
    content = parse(text, Source())
    assert content.text == text
    return [(b.kind.value, b.level, text[b.start : b.end]) for b in content.blocks]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_md_finds_blocks_by_offsets(end: str) -> None:
    assert blocks_of(DOCUMENT.replace("\n", end)) == [
        ("title", 0, "Keep the Ferry"),
        (
            "paragraph",
            0,
            f"The ferry carries *four hundred* people{end}a day, and the bridge is far.",
        ),
        ("heading", 2, "Why the council is wrong"),
        ("quote", 1, f"It loses money,{end}> they say."),
        ("quote", 2, "Everything does."),
        ("list_item", 1, f"It is the only way{end}   across in winter."),
        ("list_item", 2, "for the school"),
        ("list_item", 2, "for the doctor"),
        ("list_item", 1, "It is cheap."),
        ("heading", 6, "What to do"),
        ("paragraph", 0, "Keep it."),
        ("heading", 2, "Conclusion"),
    ]


def test_md_takes_the_title_of_the_front_matter_where_no_heading_is_one() -> None:
    assert parse(DOCUMENT, Source()).title == "The Ferry"
    toml = "+++\ntitle = 'The Ferry'\n+++\nKeep it, because it is cheap.\n"
    content = parse(toml, Source())
    assert content.title == "The Ferry"
    assert [toml[b.start : b.end] for b in content.blocks] == ["Keep it, because it is cheap."]


def test_md_takes_a_rule_at_the_top_as_no_front_matter() -> None:
    assert blocks_of("---\n\nKeep it.") == [("paragraph", 0, "Keep it.")]


def test_md_marks_a_repeated_title() -> None:
    kinds = [kind for kind, _, _ in blocks_of("# Keep It\n\nKeep it\n\nIt is cheap to run.\n")]
    assert kinds == ["title", "title", "paragraph"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("## Why\n\nBecause.\n\n## How\n\nSo.", ["heading", "paragraph", "heading", "paragraph"]),
        ("# Introduction\n\nSo.\n\n# Costs\n\nNone.", ["heading", "paragraph"] * 2),
        ("## Keep It\n\nSo.\n\n### Costs\n\nNone.", ["title", "paragraph", "heading", "paragraph"]),
        ("By the pier.\n\n# Keep It\n\nSo.", ["paragraph", "title", "paragraph"]),
        ("Setext of\ntwo lines\n===\n\nSo.", ["title", "paragraph"]),
    ],
)
def test_md_tells_the_title_among_headings(text: str, kinds: list[str]) -> None:
    assert [kind for kind, _, _ in blocks_of(text)] == kinds


def test_md_without_headings_is_judged_by_shape() -> None:
    text = "Keep the Ferry\n\nThe ferry carries four hundred people a day, and the bridge is far.\n"
    assert blocks_of(text)[0] == ("title", 0, "Keep the Ferry")


def test_md_setext_heading_leaves_its_line_out() -> None:
    assert blocks_of("Setext of\ntwo lines\n===\n\nSo.")[0] == ("title", 0, "Setext of\ntwo lines")


def test_md_decodes_bytes_without_the_byte_order_mark() -> None:
    content = read(b"\xef\xbb\xbf# Caf\xc3\xa9\n\nGo.", Source())
    assert content.text == "# Café\n\nGo."


PIECES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["# ", "## x ##", "> ", "- ", "1. ", "\t", "    ", "```", "---", "===", "| a | b |", "\x00"]
        + [
            "|---|---|",
            "<div>",
            "<!--",
            "**b**",
            "[a]: b",
            "e\u0301",
            "👩\u200d👧",
            "\u2028",
            "שלום",
        ]
    ),
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(["\n", "\r\n", "\r", "\n\n", "", " "]))).map(
    lambda parts: "".join(map("".join, parts))
)


@given(TEXTS)
def test_md_keeps_any_text_and_its_blocks_are_in_order_and_trimmed(text: str) -> None:
    last = 0
    content = parse(text, Source())
    assert content.text == text
    for block in content.blocks:
        words = text[block.start : block.end]
        assert last <= block.start < block.end <= len(text)
        assert words == words.strip()
        last = block.end


@pytest.mark.parametrize(
    "text",
    ["[" * 50_000, "> " * 20_000 + "a", "*a " * 50_000, "- " * 20_000 + "a", "`" * 100_000]
    + ["|a" * 50_000 + "\n" + "|-" * 49_000, "a\n" * 50_000, "# a\n" * 30_000, "<a" * 50_000],
)
def test_md_is_fast_on_hostile_text(text: str) -> None:
    started = time.process_time()
    parse(text, Source())
    assert time.process_time() - started < 10
