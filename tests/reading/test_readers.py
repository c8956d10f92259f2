"""The table of readers."""

from __future__ import annotations

import pytest

from argmap.reading.readers import READERS, SUFFIXES, by_name, by_signature, by_suffix


def test_readers_have_a_module_a_suffix_and_a_media_type_each() -> None:
    for reader in READERS:
        assert callable(reader.module.read)
        assert reader.module.__doc__
        assert all(by_suffix(suffix.upper()) is reader for suffix in reader.suffixes)
        assert all(by_name(name) is reader for name in (reader.name, *reader.media_types))
        assert all(by_signature(b"\n " + mark.upper()) is reader for mark in reader.signatures)
    assert len(set(SUFFIXES)) == sum(len(reader.suffixes) for reader in READERS)


@pytest.mark.parametrize("data", [b"", b"words", b"PDF", b"<p>words</p>", b"\0\0"])
def test_readers_know_no_signature_of_plain_bytes(data: bytes) -> None:
    assert by_signature(data) is None


def test_readers_take_media_types_with_parameters() -> None:
    reader = by_name("Text/HTML; charset=utf-8")
    assert reader is not None
    assert reader.name == "html"
    assert by_name("image/png") is None
