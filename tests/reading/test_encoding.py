"""Bytes to text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.errors import InputError, UsageError
from argmap.reading.content import Source
from argmap.reading.encoding import decode

WORDS = "Der Käse ist „gut“ – sagt man. Ça coûte 5 € à l’été. "


def decoded(data: bytes, encoding: str | None = None) -> tuple[str, list[str]]:
    notes: list[str] = []
    source = Source(where="a.txt", encoding=encoding, note=notes.append)
    return decode(data, source), notes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encoding_reads_unicode_without_a_note(encoding: str) -> None:
    assert decoded(WORDS.encode(encoding)) == (WORDS, [])


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16-le"])
def test_encoding_reads_utf_16_by_its_mark_of_either_order(encoding: str) -> None:
    assert decoded(f"\ufeff{WORDS}".encode(encoding)) == (WORDS, [])


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc",), exclude_characters="\ufeff"))
)
def test_encoding_keeps_any_text(text: str) -> None:
    text += "\r\n\t."
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert decode(text.encode(encoding), Source()) == text


@pytest.mark.parametrize(
    "words", [WORDS, WORDS * 40, "It’s a café.", "na\u00efve", "“Yes” – and no…"]
)
def test_encoding_detects_windows_1252_and_says_so(words: str) -> None:
    text, notes = decoded(words.encode("cp1252"))
    assert text == words
    assert notes == ["a.txt: not UTF-8; read as cp1252; if that is wrong use --encoding"]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        (
            "cp1251",
            "Город должен купить мельницу, потому что больше никто не будет чинить плотину. ",
        ),
        ("koi8_r", "Город должен купить мельницу, потому что плотину чинить больше некому. "),
        (
            "cp1253",
            "Η πόλη πρέπει να αγοράσει τον μύλο, επειδή κανείς άλλος δεν θα φτιάξει το φράγμα. ",
        ),
        ("gb18030", "城镇应该买下磨坊，因为没有别人会修理水坝。去年冬天闸门卡住了两次。"),
    ],
)
def test_encoding_detects_other_scripts_and_says_so(encoding: str, words: str) -> None:
    text, notes = decoded((words * 4).encode(encoding))
    assert text == words * 4
    assert len(notes) == 1


def test_encoding_takes_the_users_word_before_the_mark() -> None:
    assert decoded("né".encode("cp850"), "cp850") == ("né", [])
    assert decoded(b"\xef\xbb\xbfabc", "utf-8") == ("abc", [])
    assert decoded("né".encode("utf-16-le"), "utf-16-le") == ("né", [])


@pytest.mark.parametrize("encoding", ["klingon", "hex", "", "rot13", "base64", "\0"])
def test_encoding_that_does_not_exist_is_refused(encoding: str) -> None:
    with pytest.raises(UsageError, match="encoding"):
        decoded(b"abc", encoding)


def test_encoding_that_does_not_fit_is_refused_with_the_place() -> None:
    with pytest.raises(InputError, match=r"^a\.txt: not utf-8 \(as told\): .* at byte 1; "):
        decoded(b"n\xe9", "utf-8")
    with pytest.raises(InputError, match="not utf-16"):
        decoded(b"\xff\xfea")


def test_encoding_mends_a_damaged_utf_8_file_and_says_so() -> None:
    data = (WORDS * 5).encode()
    broken = data[:-2] + b"\xff"
    text, notes = decoded(broken)
    assert text.startswith(WORDS)
    assert text.endswith("\ufffd")
    assert "damaged" in notes[0]


@pytest.mark.parametrize(
    "data",
    [
        b"abc\0def",
        "né".encode("utf-16-le"),
        bytes(range(256)),
        b"\x89PNG\r\n\x1a\n" + bytes(range(1, 200)),
        bytes(random.Random(1).choices(range(1, 256), k=5000)),
        b"\x01\x02\x03\x04 words",
    ],
)
def test_encoding_refuses_binary_junk(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^a\.txt: not .*--encoding"):
        decoded(data)


def test_encoding_is_fast_on_a_large_file() -> None:
    import time

    started = time.process_time()
    decoded(WORDS.encode("cp1252") * 200_000)
    assert time.process_time() - started < 10
