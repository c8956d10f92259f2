"""spaCy's DocBin: documents with the units as spans and the whole map in `user_data`."""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from argmap.errors import LimitReached
from argmap.formats.assemble import Draft, Frame, Fresh, assemble
from argmap.formats.intake import PLAIN, Intake, count, kind_of, parse_json
from argmap.model import ArgumentMap, Role

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

KEY = "argmap"
"""Key of the spans in `doc.spans`, and of the map file's text in `doc.user_data`."""
_TOKEN = re.compile(r"\w+|[^\w\s]|\s+")


def read(data: bytes, intake: Intake = PLAIN) -> ArgumentMap:
    """The map of a DocBin with one document.

    Raises:
        FormatError: it is no DocBin, or holds another number of documents.
    """
    maps = read_many(data, intake)
    if len(maps) != 1:
        intake.fail(
            f"one document is needed, {count(len(maps), 'document')} found",
            hint="argmap.formats.read_maps reads them all",
        )
    return maps[0]


def read_many(data: bytes, intake: Intake = PLAIN) -> list[ArgumentMap]:
    """The maps of a DocBin. A document that argmap did not make needs spans under `argmap`.

    Raises:
        FormatError: it is no DocBin; the message names the document.
        LimitReached: it unpacks to more than the limits let it.
    """
    srsly = import_module("srsly")
    unpacked = _unpacked(data, intake)
    try:
        message = srsly.msgpack_loads(unpacked)
    except Exception as error:  # msgpack has a score of errors
        intake.fail(f"not a DocBin: {_short(error)}")
    if not isinstance(message, dict):
        intake.fail(f"not a DocBin: an object is needed, {kind_of(message)} was found")
    lengths = message.get("lengths")
    if not isinstance(lengths, bytes) or len(lengths) % 4:
        intake.fail("not a DocBin: it has no lengths")
    number = len(lengths) // 4
    told = message.get("user_data")
    rows = told if isinstance(told, list) and len(told) == number else [None] * number
    docs: list[Doc] | None = None
    maps = []
    for place, row in enumerate(rows):
        text = _map_file(row, place, intake)
        if text is not None:
            where = _where(place, intake)
            here = intake.at(where)
            map_ = ArgumentMap.from_data(parse_json(text.encode("utf-8"), here), where=where)
            here.within(len(map_.article.text))
            maps.append(map_)
            continue
        if docs is None:
            docs = list(_docs(message, intake))
        maps.append(_map_of_doc(docs[place], place, intake))
    return maps


def write(map_: ArgumentMap) -> bytes:
    """The map as a DocBin with one document.

    >>> from argmap.model import Article
    >>> read(write(ArgumentMap(article=Article(id="a", text="So  be it.")))).article.text
    'So  be it.'
    """
    return write_many((map_,))


def write_many(maps: Iterable[ArgumentMap]) -> bytes:
    """The maps as one DocBin, in their order."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    store = DocBin(store_user_data=True)
    vocab = Vocab()
    for map_ in maps:
        store.add(to_doc(map_, vocab))
    data: bytes = store.to_bytes()
    return data


def to_doc(map_: ArgumentMap, vocab: Vocab) -> Doc:
    """A document whose text is the article's, to the character, and whose spans are the units."""
    from spacy.tokens import Doc, Span

    text = map_.article.text
    cuts = sorted({0, len(text)} | {at for unit in map_.units for at in (unit.start, unit.end)})
    words: list[str] = []
    spaces: list[bool] = []
    at_start: dict[int, int] = {}
    at_end: dict[int, int] = {}
    for word, space, start in _words(text, cuts):
        at_start[start] = len(words)
        words.append(word)
        spaces.append(space)
        at_end[start + len(word)] = at_end[start + len(word) + space] = len(words)
    doc = Doc(vocab, words=words, spaces=spaces)
    spans = []
    for unit in map_.units:
        first, last = at_start.get(unit.start), at_end.get(unit.end)
        if first is not None and last is not None and first < last:
            spans.append(Span(doc, first, last, label=unit.role.value, span_id=unit.id))
    doc.spans[KEY] = spans
    doc.user_data[KEY] = map_.to_json()
    return doc


def _words(text: str, cuts: list[int]) -> Iterator[tuple[str, bool, int]]:
    """Words, whether one blank follows, and where they begin; no word crosses a cut."""
    for first, last in pairwise(cuts):
        at = first
        while at < last:
            match = _TOKEN.match(text, at, last)
            if match is None:  # pragma: no cover - every character is a word, a sign or a space
                break
            word, end = match.group(), match.end()
            # A single blank behind a word belongs to the word, in spaCy's way of counting.
            space = end < last and text[end] == " " and not word.isspace()
            yield word, space, at
            at = end + space


def _unpacked(data: bytes, intake: Intake) -> bytes:
    limits = intake.limits
    most = min(limits.unpacked_bytes, max(len(data), 1000) * limits.unpacked_ratio)
    stream = zlib.decompressobj()
    try:
        unpacked = stream.decompress(data, most + 1)
    except zlib.error as error:
        intake.fail(f"not a DocBin: {error}")
    if len(unpacked) > most:
        name = "unpacked_bytes" if most == limits.unpacked_bytes else "unpacked_ratio"
        raise LimitReached.of(name, f"it unpacks to more than {most:,} bytes", where=intake.where)
    if not stream.eof:
        intake.fail("not a DocBin: the file ends too early")
    return unpacked


def _where(number: int, intake: Intake) -> str:
    return f"{intake.where}: document {number}" if intake.where else f"document {number}"


def _map_file(row: Any, number: int, intake: Intake) -> str | None:
    """The map file's text in a document's user data, if argmap put one there."""
    if not isinstance(row, bytes):
        return None
    try:
        told = import_module("srsly").msgpack_loads(row, use_list=False)
    except Exception as error:  # msgpack has a score of errors
        intake.fail(f"user data that cannot be read: {_short(error)}", f"document {number}")
    text = told.get(KEY) if isinstance(told, dict) else None
    return text if isinstance(text, str) else None


def _docs(message: dict[str, Any], intake: Intake) -> Iterator[Doc]:
    """Documents with words, blanks and span groups, and nothing else of what a DocBin holds.

    `DocBin.get_docs` believes every number that it finds; here they are checked.
    """
    import numpy
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    # Names without type information, looked up so that a type checker need not know them.
    orth_attribute = import_module("spacy.attrs").ORTH
    unpack_error = import_module("srsly.msgpack.exceptions").UnpackException
    vocab = Vocab()
    try:
        attributes = list(message["attrs"])
        column = attributes.index(orth_attribute)
        for string in message["strings"]:
            vocab.strings.add(str(string))
        lengths = numpy.frombuffer(message["lengths"], dtype="int32")
        spaces = numpy.frombuffer(message["spaces"], dtype=bool)
        tokens = numpy.frombuffer(message["tokens"], dtype="uint64")
        orths = tokens.reshape((-1, len(attributes)))[:, column]
        groups = message.get("span_groups") or [b""] * len(lengths)
        if (lengths < 0).any() or not lengths.sum() == len(orths) == len(spaces):
            intake.fail("not a DocBin: the numbers of words do not agree")
        at = 0
        for length, group in zip(lengths.tolist(), groups, strict=True):
            words = [vocab.strings[int(orth)] for orth in orths[at : at + length]]
            doc = Doc(vocab, words=words, spaces=spaces[at : at + length].tolist())
            if group:
                doc.spans.from_bytes(group)
            yield doc
            at += length
    except (KeyError, ValueError, TypeError, IndexError, struct.error, unpack_error) as error:
        intake.fail(f"not a DocBin: {_short(error)}")


def _map_of_doc(doc: Doc, number: int, intake: Intake) -> ArgumentMap:
    """A map of a document that argmap did not make: its spans, if they are under our key."""
    place = f"document {number}"
    intake.within(len(doc.text))
    fresh = Fresh()
    drafts = []
    odd = 0
    for count_, span in enumerate(doc.spans.get(KEY, ()), start=1):
        if not 0 <= span.start < span.end <= len(doc):
            intake.fail(f"span {count_} leaves the document", place)
        role = span.label_ if span.label_ in set(Role) else None
        odd += role is None
        start = doc[span.start].idx
        end = doc[span.end - 1].idx + len(doc[span.end - 1])
        name = fresh(span.id_ or f"u{count_}")
        drafts.append(Draft(name, doc.text[start:end], place, start, end, role))
    if drafts:
        intake.note(f"{place} was not made by argmap: its spans are read, it has no relations")
    else:
        intake.note(f"{place} has no spans under {KEY!r}")
    if odd:
        intake.note(f"{count(odd, 'span')} with a label that is no role: role inferred")
    return assemble(drafts, (), Frame(text=doc.text), intake, format="docbin")


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {json.dumps(str(error)[:120], ensure_ascii=False)}"
