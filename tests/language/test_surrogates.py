import pytest

from argmap.language.surrogates import sound
from argmap.mining.parse import shared_pipeline, tokenized


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb \ud83d", "\ud83d\ude00", "\U0001f600 é"])
def test_surrogates_sound_text_has_utf_8_and_its_length(text):
    assert sound(text).encode("utf-8")
    assert len(sound(text)) == len(text)


def test_surrogates_sound_leaves_sound_text_alone():
    assert sound("\U0001f600 é \ufffd") == "\U0001f600 é \ufffd"


@pytest.mark.parametrize(
    "text", ["See \ud800this bridge.", "See " + "(" * 600 + "\udc00x) or not."]
)
def test_surrogates_tokens_keep_their_places(text):
    doc = tokenized(shared_pipeline(), text)
    assert len(doc.text) == len(text)
    assert [token.idx for token in doc if token.text in {"bridge", "or"}] == [
        text.index(word) for word in ("bridge", "or") if word in text
    ]
