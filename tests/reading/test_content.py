"""What a reader is given and gives back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.errors import InputError, LimitReached
from argmap.model import BlockKind
from argmap.reading.content import Draft, Source, assemble, is_blank, reject_blank, trim
from argmap.settings import Limits

WORDS = st.text(max_size=30)


@given(st.lists(st.tuples(st.sampled_from(BlockKind), WORDS)))
def test_content_assembles_blocks_where_their_words_stand(drafts: list) -> None:
    text, blocks = assemble([Draft(kind, words) for kind, words in drafts], Source())
    assert [text[block.start : block.end] for block in blocks] == [
        words for words in text.split("\n\n") if words
    ] or "\n\n" in "".join(words for _, words in drafts)
    assert all(not is_blank(text[block.start : block.end]) for block in blocks)


@given(WORDS, WORDS, WORDS)
def test_content_trims_to_what_is_seen(before: str, words: str, after: str) -> None:
    text = before + words + after
    start, end = trim(text, len(before), len(before) + len(words))
    assert len(before) <= start <= end <= len(before) + len(words)
    assert (start == end) is is_blank(words)
    assert not text[start:end][:1].isspace()
    assert not text[start:end][-1:].isspace()


def test_content_stops_at_the_limit_while_it_assembles() -> None:
    def endless():
        while True:
            yield Draft(BlockKind.PARAGRAPH, "word")

    with pytest.raises(LimitReached):
        assemble(endless(), Source(limits=Limits(article_characters=100)))


def test_content_of_nothing_is_refused_with_advice() -> None:
    with pytest.raises(InputError, match=r"^a\.txt: there is no text in it; give "):
        reject_blank("\u200b \n", Source(where="a.txt"))
