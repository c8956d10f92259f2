"""Frames: what is cut off is the end of the talk, never half a message."""

from __future__ import annotations

import io

import pytest

from argmap.corpus.frames import read_frame, write_frame


@pytest.mark.parametrize("body", [b"", b"\x00\xff" * 5000, "Ünïcode".encode()])
def test_frames_carry_any_bytes(body):
    stream = io.BytesIO()
    write_frame(stream, {"path": "ä\udcff.txt"}, body)
    stream.seek(0)
    assert read_frame(stream) == ({"path": "ä\udcff.txt"}, body)


def test_frames_cut_anywhere_read_as_the_end():
    stream = io.BytesIO()
    write_frame(stream, {"path": "a.txt"}, b"Cats purr.")
    whole = stream.getvalue()
    for length in range(len(whole)):
        assert read_frame(io.BytesIO(whole[:length])) is None
