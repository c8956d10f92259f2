"""Zip files with a few members, read within the limits and written the same every time."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from argmap.errors import LimitReached
from argmap.formats.intake import Intake

# zipfile lets through what it stumbles over in a broken archive.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(files: Mapping[str, bytes]) -> bytes:
    """A zip with these members; no clock and no machine shows in it.

    >>> sorted(unpack(pack({"a.ann": b"x", "a.txt": b""}), (".ann", ".txt"), Intake()).items())
    [('.ann', b'x'), ('.txt', b'')]
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, data)
    return buffer.getvalue()


def unpack(data: bytes, suffixes: Sequence[str], intake: Intake) -> dict[str, bytes]:
    """The one member with each suffix; the first suffix must be there.

    Raises:
        FormatError: it is no zip, or holds none or several members with a suffix.
        LimitReached: `unpacked_bytes` or `unpacked_ratio`.
    """
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                suffix = PurePosixPath(info.filename).suffix.lower()
                if info.is_dir() or suffix not in suffixes:
                    continue
                if suffix in found:
                    intake.fail(f"the zip holds several {suffix} files")
                with archive.open(info) as member:
                    found[suffix] = within(member.read, len(data), intake)
    except _UNREADABLE as error:
        intake.fail(f"not a readable zip: {error}")
    if suffixes[0] not in found:
        intake.fail(f"the zip holds no {suffixes[0]} file")
    return found


def within(read, packed: int, intake: Intake) -> bytes:  # type: ignore[no-untyped-def]
    """All that `read(size)` gives, if it stays within what may be unpacked."""
    limits = intake.limits
    most = min(limits.unpacked_bytes, max(packed, 1000) * limits.unpacked_ratio)
    data: bytes = read(most + 1)
    if len(data) > most:
        name = "unpacked_bytes" if most == limits.unpacked_bytes else "unpacked_ratio"
        raise LimitReached.of(name, f"it unpacks to more than {most:,} bytes", where=intake.where)
    return data
