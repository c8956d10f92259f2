"""Bytes to text: byte order marks, UTF-8, a stated encoding, else detection with a note."""

from __future__ import annotations

import codecs

from argmap.errors import InputError, UsageError
from argmap.reading.content import Source

# UTF-32 stands first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARK = "\ufeff"

# What plain text seldom holds: the C0 controls that are neither white space nor escape.
_CONTROLS = "".join(map(chr, [*range(9), *range(14, 27), 0x7F]))
_CONTROL_SHARE = 0.02
_SAMPLE_BYTES = 200_000

# Below this share of bytes over 0x7F a text is in a Latin script. There detection confuses dozens
# of encodings with each other; Windows-1252 is by far the likeliest, and what browsers assume.
_LATIN_SHARE = 0.3


def decode(data: bytes, source: Source, *, declared: str | None = None) -> str:
    r"""Decode a file's bytes. The byte order mark is no part of the text.

    Args:
        data: The bytes of the whole file.
        source: Names the file; its `encoding`, where set, is the user's word and goes before all.
        declared: What the file says of itself (an HTML `<meta charset>`), tried after UTF-8.

    Raises:
        UsageError: the stated encoding does not exist.
        InputError: the bytes are not text in the stated encoding, or not text at all.

    >>> decode("né".encode("utf-8-sig"), Source())
    'né'
    >>> decode("né".encode("utf-16"), Source())
    'né'
    """
    if source.encoding is not None:
        return _stated(data, source.encoding, source)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name, source, "by its byte order mark")
    if b"\0" in data:
        raise _binary(f"a NUL byte stands at position {data.index(0):,}", source)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _not_utf8(data, error, source, declared)
    return _printable(text, source)


def _stated(data: bytes, encoding: str, source: Source) -> str:
    try:
        codec = codecs.lookup(encoding)
        "".encode(encoding)  # raises LookupError for a codec that is none of text, such as hex
    except (LookupError, ValueError) as error:
        raise UsageError(
            f"no encoding is called {encoding!r}", hint="try utf-8, utf-16, cp1252 or latin-1"
        ) from error
    return _printable(_strict(data, codec.name, source, "as told"), source)


def _strict(data: bytes, name: str, source: Source, why: str) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise InputError(
            f"not {name} ({why}): {error.reason} at byte {error.start:,}",
            where=source.where,
            hint="name the right one with --encoding",
        ) from error
    if "\0" in text:
        raise _binary(f"a NUL stands at character {text.index(chr(0)):,}", source)
    return text.removeprefix(_MARK)


def _not_utf8(data: bytes, error: UnicodeDecodeError, source: Source, declared: str | None) -> str:
    if declared is not None:
        try:
            text = data.decode(declared)
        except (LookupError, UnicodeDecodeError, ValueError):
            source.note(f"{_name(source)}: says it is {declared}, but is not")
        else:
            source.note(f"{_name(source)}: read as {declared}, as the file says")
            return text
    mended = data.decode("utf-8", "replace")
    broken = mended.count("\ufffd")
    whole = sum(1 for char in mended if ord(char) > 0x7F) - broken
    if whole > 10 * broken:
        # A UTF-8 file that was cut or patched: any other encoding would turn all of it to noise.
        source.note(
            f"{_name(source)}: read as utf-8 with {broken} damaged bytes replaced by U+FFFD, "
            f"the first at byte {error.start:,}"
        )
        return mended
    return _detected(data, source)


def _detected(data: bytes, source: Source) -> str:
    from charset_normalizer import from_bytes

    sample = data[:_SAMPLE_BYTES]
    if _is_noise(sample.decode("latin-1")):
        raise _binary("its bytes are no text in any encoding", source)
    high = sum(byte > 0x7F for byte in sample)
    names = ["cp1252"] if high < _LATIN_SHARE * len(sample) else []
    best = from_bytes(sample).best()
    if best is not None:
        names.append(best.encoding)
    for name in names:
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        source.note(f"{_name(source)}: not UTF-8; read as {name}; if that is wrong use --encoding")
        return text
    raise InputError(
        "not text in any encoding that could be detected",
        where=source.where,
        hint="name its encoding with --encoding",
    )


def _printable(text: str, source: Source) -> str:
    if _is_noise(text):
        raise _binary("it is full of control characters", source)
    return text


def _is_noise(text: str) -> bool:
    controls = sum(text.count(char) for char in _CONTROLS)
    return controls > _CONTROL_SHARE * len(text)


def _binary(reason: str, source: Source) -> InputError:
    return InputError(
        f"not a text file: {reason}",
        where=source.where,
        hint="give a text, Markdown, HTML, Word or PDF file, or name its encoding with --encoding",
    )


def _name(source: Source) -> str:
    return source.where or "the text"
