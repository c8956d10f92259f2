import io
import os
from importlib.resources import files
from pathlib import Path

import pytest
from PIL import ImageFont

from argmap.errors import MissingRequirement
from argmap.views import drawing, fonts, to_dot, to_pdf
from argmap.views.fonts import font_folder

SIGNATURES = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2", b"\x01fcp")


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """A cache of one's own, and nothing remembered."""
    monkeypatch.setattr(fonts, "_cache", lambda: tmp_path / "cache")
    font_folder.cache_clear()
    yield tmp_path / "cache"
    font_folder.cache_clear()


def test_fonts_none_lies_in_the_package():
    for path in Path(str(files("argmap"))).rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            with path.open("rb") as file:
                assert not file.read(4).startswith(SIGNATURES), path


def test_fonts_are_written_once(fresh):
    folder = font_folder()
    made = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert len(made) == 6 and folder.is_relative_to(fresh)
    font_folder.cache_clear()
    assert font_folder() == folder
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == made


@pytest.mark.parametrize("damage", [b"", b"\x00\x01\x00\x00 cut short"])
def test_fonts_a_damaged_file_is_made_anew(fresh, damage):
    path = next(font_folder().glob("NotoSans_Bold-*"))
    whole = path.read_bytes()
    path.write_bytes(damage)
    font_folder.cache_clear()
    assert (font_folder() / path.name).read_bytes() == whole
    assert not list(font_folder().glob(".*"))


def test_fonts_a_folder_that_cannot_be_written_is_no_obstacle(fresh):
    fresh.write_text("a file where the folder should be")
    folder = font_folder()
    assert len(list(folder.iterdir())) == 6
    assert not folder.is_relative_to(fresh)
    if os.name == "posix":
        assert folder.stat().st_mode & 0o077 == 0


def test_fonts_a_user_without_a_home_gets_no_folder_named_tilde(monkeypatch):
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: Path("~/.cache/argmap"))
    assert fonts._cache() is None


def test_fonts_missing_wheel_says_what_to_install(fresh, monkeypatch):
    monkeypatch.setattr(fonts, "_PACKAGE", "no_such_package")
    with pytest.raises(MissingRequirement, match="pip install pymupdf-fonts") as caught:
        font_folder()
    assert caught.value.exit_code == 3


def test_fonts_have_every_sign_of_the_drawing(bridge):
    """Whatever a drawing holds that is not of the article is in one of the fonts."""
    shown = set(to_dot(bridge)) | set("⚑·…▶❙◇")
    loaded = [ImageFont.truetype(str(path), 40) for path in font_folder().glob("*_Regular-*")]
    for character in sorted(shown - set("\n\t ")):
        assert any(_has(font, character) for font in loaded), ascii(character)


def _has(font, character):
    return bytes(font.getmask(character)) != bytes(font.getmask("\U0010fffe"))


def test_fonts_text_stays_within_its_box_in_a_pdf(make_map):
    import pdfplumber

    words = "The WWW ministry's maximum allowance was immeasurably MAGNIFIED, and — “many” doubt it"
    texts = [f"{words[at:]} {words[:at]}".strip() for at in range(0, 60, 5)]
    with pdfplumber.open(io.BytesIO(to_pdf(make_map([*texts, "Слово за слово " * 9])))) as pdf:
        page = pdf.pages[0]
        boxes = [box for box in [*page.rects, *page.curves] if 150 < box["width"] < 300]
        letters = [c for c in page.chars if c["size"] > 10.5 and c["text"].strip()]
    assert len(letters) > 900
    families = {c["fontname"].partition("+")[2].split("-")[0] for c in letters}
    assert families <= {"NotoSans", "NotoSansBold", "NotoSansSymbols"}, families
    first = min(box["top"] for box in boxes)
    body = [c for c in letters if abs(c["size"] - 11) < 0.1 and c["top"] > first]
    assert len(body) > 800
    for c in body:
        assert any(
            box["x0"] <= c["x0"] and c["x1"] <= box["x1"]
            and box["top"] <= c["top"] + 3 and c["bottom"] - 3 <= box["bottom"]
            for box in boxes
        ), c  # fmt: skip


def test_fonts_the_drawing_asks_for_the_family_that_is_there():
    assert drawing.FONT == fonts.FAMILY
    path = next(font_folder().glob("NotoSans_Regular-*"))
    assert ImageFont.truetype(str(path), 10).getname() == (fonts.FAMILY, "Regular")
