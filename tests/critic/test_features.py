import numpy as np

from argmap.critic.features import (
    CLS,
    PAIR_PIECES,
    PARAGRAPH_PIECES,
    POSITIONS,
    SEP,
    WINDOW_PIECES,
    encode_pair,
    encode_sentences,
    encode_windows,
    matches,
    pad,
)


def test_features_a_sentence_stands_between_cls_and_sep(tokenizer):
    text = "the fleet left port."
    one = encode_sentences([text], tokenizer)
    assert one.rows[0, 0] == CLS and one.rows[0, -1] == SEP
    assert one.spans == [(1, 6)]
    assert [text[s:e] for s, e in one.offsets[1:6]] == ["the", "fleet", "left", "port", "."]
    assert not one.rows[1].any() and not one.rows[3].any()


def test_features_several_sentences_have_spans_of_their_own(tokenizer):
    one = encode_sentences(["the fleet left", "it was gone"], tokenizer)
    assert one.spans == [(1, 4), (5, 8)]
    assert one.rows[0, 4] == one.rows[0, 8] == SEP


def test_features_a_pair_says_what_recurs(tokenizer):
    one = encode_pair("the fleet left port", "the fleet was gone", tokenizer)
    (a, b), (c, d) = one.spans
    assert one.rows[1, a:b].tolist() == [0] * 4 and one.rows[1, c:d].tolist() == [1] * 4
    assert one.rows[3, a:b].tolist() == [3, 3, 1, 1]
    assert one.rows[3, c:d].tolist() == [3, 3, 1, 1]


def test_features_matches_of_nothing():
    assert matches([], [1]) == []
    assert matches([1], []) == [1]
    assert matches([1, 2, 3], [1, 2, 3]) == [3, 4, 3]
    assert matches([1, 2], [2, 1]) == [2, 2]


def test_features_long_texts_are_cut_to_fit(tokenizer):
    long = "fleet " * 500
    assert len(encode_sentences([long], tokenizer)) <= POSITIONS
    pair = encode_pair(long, long, tokenizer)
    assert len(pair) == PAIR_PIECES + 3
    assert pair.spans[1][1] - pair.spans[1][0] == 80
    inputs, mask = pad([pair, encode_sentences(["it"], tokenizer)])
    assert inputs.shape[2] <= POSITIONS and mask.sum(1).tolist() == [PAIR_PIECES + 3, 3]


def test_features_windows_cover_every_word_once_in_order(tokenizer):
    paragraphs = ["Ann Lee said it was gone." * 3, "", "the fleet left port. " * 120, "it!"]
    text = "\n".join(paragraphs) + "\n\n"
    windows = encode_windows(text, tokenizer)
    offsets = np.concatenate([w.offsets[w.offsets[:, 0] >= 0] for w in windows])
    everything = tokenizer.encode(text, add_special_tokens=False).offsets
    assert offsets.tolist() == [list(o) for o in everything]
    assert all(len(w) <= max(WINDOW_PIECES, PARAGRAPH_PIECES) + 3 for w in windows)
    assert len(windows) > 3


def test_features_a_long_paragraph_is_cut_between_sentences(tokenizer):
    text = "the fleet left port. " * 120
    for window in encode_windows(text, tokenizer):
        last = window.offsets[window.offsets[:, 0] >= 0][-1]
        assert text[last[0] : last[1]] == "."


def test_features_a_sentence_without_end_is_cut_between_words(tokenizer):
    windows = encode_windows("fleet " * 700, tokenizer)
    assert sum((w.offsets[:, 0] >= 0).sum() for w in windows) == 700
    assert all(len(w) <= PARAGRAPH_PIECES + 2 for w in windows)


def test_features_nothing_gives_no_window(tokenizer):
    assert encode_windows("", tokenizer) == []
    assert encode_windows(" \n\n ", tokenizer) == []
