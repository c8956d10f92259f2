"""Fonts: the ones every drawing is made with, so that it is the same on every machine.

They come as Python modules in the wheel `pymupdf-fonts` (SIL Open Font Licence) and are written to
a folder of the user's cache at first use, for the drawing libraries want files. A name there holds
the hash of the content: a file that was damaged, or comes from another version, is made anew.
"""

from __future__ import annotations

import atexit
import shutil
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp

from argmap.errors import MissingRequirement

FAMILY = "Noto Sans"
"""Wider than Arial, Helvetica, Roboto and Segoe UI, which stand in for it in a browser that does
not have it: text that fits its box here fits it there."""
FALLBACKS = ("FiraGO", "Noto Sans Symbols", "Noto Sans Symbols2")
"""In this order: Arabic, Devanagari, Georgian, Hebrew, Thai; the flag; arrow heads and shapes."""

_PACKAGE = "pymupdf_fonts"
_MODULES = (
    "NotoSans_Regular",
    "NotoSans_Bold",
    "FiraGO_Regular",
    "FiraGO_Bold",
    "NotoSansSymbols_Regular",
    "NotoSansSymbols2_Regular",
)


@cache
def font_folder() -> Path:
    """The folder that holds the fonts, which are written there if they are not there yet.

    It lies in the user's cache; where nothing can be written there, it is a temporary one that is
    removed when the program ends.

    Raises:
        MissingRequirement: the wheel with the fonts is not installed.

    >>> len(list(font_folder().glob("*.?tf")))
    6
    """
    sources = [_source(module) for module in _MODULES]
    version = sha256(b"".join(sha256(path.read_bytes()).digest() for path in sources)).hexdigest()
    place = _cache()
    if place is not None:
        folder = place / "fonts" / version[:16]
        try:
            _fill(folder)
        except OSError:
            pass  # read-only, full, or a file where a folder should be: a temporary one will do
        else:
            return folder
    folder = Path(mkdtemp(prefix="argmap-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _fill(folder)
    return folder


def _source(module: str) -> Path:
    try:
        spec = find_spec(f"{_PACKAGE}.{module}")
    except ModuleNotFoundError:
        spec = None
    if spec is None or spec.origin is None:
        raise MissingRequirement(
            "the fonts that argmap draws with are not installed", hint="pip install pymupdf-fonts"
        )
    return Path(spec.origin)


def _cache() -> Path | None:
    from platformdirs import user_cache_path

    path = user_cache_path("argmap", appauthor=False)
    # A user without a home has "~" for one, which would be made in the working folder.
    return path if path.is_absolute() else None


def _fill(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for module in _MODULES:
        if not any(_whole(path) for path in folder.glob(f"{module}-*.?tf")):
            _write(folder, module)


def _whole(path: Path) -> bool:
    return path.stem.rpartition("-")[2] == _short_hash(path.read_bytes())


def _short_hash(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


def _write(folder: Path, module: str) -> None:
    data = bytes(import_module(f"{_PACKAGE}.{module}").fontbuffer)
    suffix = ".otf" if data.startswith(b"OTTO") else ".ttf"
    path = folder / f"{module}-{_short_hash(data)}{suffix}"
    # Two processes may do this at once: each puts a whole file in place.
    with NamedTemporaryFile(dir=folder, prefix=".", delete=False) as part:
        try:
            part.write(data)
            part.close()
            Path(part.name).replace(path)
        except BaseException:
            part.close()
            Path(part.name).unlink(missing_ok=True)
            raise
