"""Frames: how a run and its worker processes talk over pipes.

A frame is a JSON object and some bytes, each preceded by its length. No pickle: what a worker that
has read a hostile file sends back is data, and cannot become code.
"""

from __future__ import annotations

import json
import struct
from typing import IO, Any

_LENGTHS = struct.Struct(">IQ")


def write_frame(stream: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    """Write one frame and flush.

    >>> import io
    >>> stream = io.BytesIO()
    >>> write_frame(stream, {"path": "a.txt"}, b"Cats purr.")
    >>> _ = stream.seek(0)
    >>> read_frame(stream), read_frame(stream)
    (({'path': 'a.txt'}, b'Cats purr.'), None)
    """
    packed = json.dumps(head).encode("ascii")
    stream.write(_LENGTHS.pack(len(packed), len(body)) + packed)
    stream.write(body)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """The next frame; none where the other side has gone, be it in the middle of a frame."""
    lengths = _exactly(stream, _LENGTHS.size)
    if lengths is None:
        return None
    head_length, body_length = _LENGTHS.unpack(lengths)
    packed, body = _exactly(stream, head_length), _exactly(stream, body_length)
    if packed is None or body is None:
        return None
    head: dict[str, Any] = json.loads(packed)
    return head, body


def _exactly(stream: IO[bytes], length: int) -> bytes | None:
    data = stream.read(length)
    return data if len(data) == length else None
