"""spaCy's DocBin."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
import spacy
import srsly
from formats_support import example, maps, thorough
from hypothesis import given
from spacy.tokens import DocBin, Span

from argmap.errors import FormatError, LimitReached
from argmap.formats import dumps, loads, read_maps, write_maps
from argmap.formats.docbin import KEY, write
from argmap.model import ArgumentMap
from argmap.settings import Limits

VOCAB = spacy.blank("en").vocab


def test_docbin_is_read_by_spacy() -> None:
    (doc,) = DocBin().from_bytes(write(example())).get_docs(VOCAB)
    assert doc.text == example().article.text
    assert [(span.text, span.label_, span.id_) for span in doc.spans[KEY]] == [
        (unit.text, unit.role.value, unit.id) for unit in example().units
    ]
    assert ArgumentMap.from_json(doc.user_data[KEY]) == example()


@thorough
@given(map_=maps())
def test_docbin_documents_have_the_article_to_the_character(map_: ArgumentMap) -> None:
    (doc,) = DocBin().from_bytes(write(map_)).get_docs(VOCAB)
    assert doc.text == map_.article.text
    spans = {span.id_: span.text for span in doc.spans[KEY]}
    for unit in map_.units:
        assert spans.get(unit.id, unit.text).strip(" ") == unit.text.strip(" ")


def test_docbin_holds_many_documents(tmp_path: Path) -> None:
    path = write_maps([example(), example()], tmp_path / "all.spacy")
    assert read_maps(path) == [example(), example()]
    with pytest.raises(FormatError, match="2 documents found"):
        loads(path.read_bytes(), "docbin")


def test_docbin_of_others_gives_its_spans() -> None:
    nlp = spacy.blank("en")
    doc = nlp("Keep cats.  They purr.")
    doc.spans[KEY] = [Span(doc, 0, 2, label="claim"), Span(doc, 4, 6, label="reason")]
    notes: list[str] = []
    map_ = loads(DocBin(docs=[doc]).to_bytes(), "docbin", notes=notes.append)
    assert map_.article.text == "Keep cats.  They purr."
    assert [unit.text for unit in map_.units] == ["Keep cats", "They purr"]
    assert notes == [
        "document 0 was not made by argmap: its spans are read, it has no relations",
        "1 span with a label that is no role: role inferred",
    ]


def packed(**changes: object) -> bytes:
    message = srsly.msgpack_loads(zlib.decompress(dumps(example(), "docbin")))
    return zlib.compress(srsly.msgpack_dumps({**message, **changes}))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nothing",
        zlib.compress(b"\xc1"),
        zlib.compress(srsly.msgpack_dumps([1])),
        zlib.compress(srsly.msgpack_dumps({})),
        dumps(example(), "docbin")[:-20],
        packed(lengths=b"\x01"),
        packed(user_data=[b"\xc1"]),
        packed(user_data=None, lengths=b"\xff\xff\xff\xff"),
        packed(user_data=None, spaces=b""),
        packed(user_data=None, attrs=[1]),
        packed(user_data=None, strings=[]),
        packed(user_data=None, tokens=b"\x00"),
        packed(user_data=None, span_groups=[b"\x81"]),
        packed(user_data=[srsly.msgpack_dumps({KEY: "{"})]),
        packed(user_data=[srsly.msgpack_dumps({KEY: '{"article": 1}'})]),
    ],
)
def test_docbin_errors_are_told(data: bytes) -> None:
    with pytest.raises(FormatError):
        loads(data, "docbin")


def test_docbin_is_unpacked_within_the_limits() -> None:
    bomb = zlib.compress(b"\x00" * 5_000_000)
    with pytest.raises(LimitReached, match="unpacks to more than") as caught:
        loads(bomb, "docbin")
    assert caught.value.limit == "unpacked_ratio"
    with pytest.raises(LimitReached) as caught:
        loads(bomb, "docbin", limits=Limits(unpacked_bytes=1000))
    assert caught.value.limit == "unpacked_bytes"
