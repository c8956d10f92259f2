"""The whole analysis of any text: spans that hold, the same map twice, nothing but argmap's errors."""

from __future__ import annotations

import pytest
from fuzz_support import NAUGHTY, hammer
from hypothesis import strategies as st

from argmap.corpus import analyze_bytes
from argmap.errors import ArgmapError
from argmap.mining.parse import LONGEST_WORD, shared_pipeline, tokenized
from argmap.settings import Settings

RULES = Settings(miner="rules")
PIECES = st.sampled_from(
    [
        *("The city should build trams", "because", "However, ", "Officials say that ", ". ", "; "),
        *("\n\n", "\r\n", "“", "”", "(", ")", "?", "…", " if ", "not ", "According to Ann Lee, "),
        *("4 per cent", "2019", "\u0301", "🏳️‍🌈", "\x00", "\u2028", "This shows that ", ", ", "—"),
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=10)), max_size=30).map("".join)


def _holds(text: str) -> None:
    try:
        map_ = analyze_bytes("a.txt", text.encode("utf-8", "replace"), RULES)
    except ArgmapError:
        return
    for unit in map_.units:
        assert map_.article.text[unit.start : unit.end] == unit.text
        assert unit.text.strip()
    for flag in map_.flags:
        unit = map_.unit(flag.unit)
        assert unit.start <= flag.start < flag.end <= unit.end


def test_analysis_takes_any_text():
    hammer(_holds, TEXTS, examples=60)


@pytest.mark.parametrize("start", range(0, len(NAUGHTY), 64))
def test_analysis_takes_naughty_strings(start):
    # A NUL makes a file binary, and is refused; the other strings are to get in.
    _holds("\n\n".join(NAUGHTY[start : start + 64]).replace("\0", ""))


STRETCHES = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(["(", "a", "/a", "\"", "é", "。", " ", "\n", "a(", "-"]).flatmap(
            lambda sign: st.integers(1, 2 * LONGEST_WORD).map(lambda count: sign * count)
        ),
    ),
    max_size=6,
).map("".join)  # fmt: skip


def test_tokens_join_to_the_text():
    nlp = shared_pipeline()

    def target(text: str) -> None:
        assert tokenized(nlp, text).text == text

    hammer(target, STRETCHES, examples=100)
