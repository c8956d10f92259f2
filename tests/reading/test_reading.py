"""`read` and `read_text`: from a path or a string to an article."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argmap.errors import InputError, LimitReached, UsageError
from argmap.reading import SUFFIXES, read, read_text
from argmap.settings import Limits

PROSE = "Bees need hedges, because a field of wheat feeds them for no more than a week in June."


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("a.txt", f"Plant Hedges\n\n{PROSE}", "Plant Hedges"),
        ("a.md", f"# Plant Hedges\n\n{PROSE}", "Plant Hedges"),
        ("a.b.HTML", f"<h1>Plant  Hedges</h1><p>{PROSE}", "Plant Hedges"),
        ("a.html", f"<title>Hedges</title><p>{PROSE}", "Hedges"),
        ("a.unknown", f"Plant Hedges\n\n{PROSE}", "Plant Hedges"),
        ("noext", f"<!DOCTYPE html><h1>Plant Hedges</h1><p>{PROSE}", "Plant Hedges"),
        ("one.txt", PROSE, None),
    ],
)
def test_reading_chooses_the_reader(tmp_path: Path, name: str, content: str, title: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    article = read(path)
    assert article.title == title
    assert article.id == path.stem
    assert article.path == path.as_posix()
    assert PROSE in article.text


def test_reading_reads_pdf_and_docx_by_what_they_begin_with(
    tmp_path: Path, pdf, pdf_column
) -> None:
    import docx

    (tmp_path / "a").write_bytes(pdf([pdf_column(72, 700, [PROSE])]))
    document = docx.Document()
    document.add_paragraph(PROSE)
    document.save(str(tmp_path / "b"))
    assert read(tmp_path / "a").text == PROSE
    assert read(tmp_path / "b").text == PROSE


@pytest.mark.parametrize("as_", [str, Path])
def test_reading_keeps_the_path_as_given(tmp_path: Path, monkeypatch, as_) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "bees.txt").write_text(PROSE)
    monkeypatch.chdir(tmp_path)
    article = read(as_("texts/bees.txt"))
    assert (article.id, article.path) == ("bees", "texts/bees.txt")


@pytest.mark.parametrize("data", [PROSE.encode(), f"<html><p>{PROSE}".encode()])
def test_reading_reads_stdin(monkeypatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    article = read("-")
    assert (article.id, article.path, article.text) == ("stdin", None, PROSE)


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@given(
    st.text(
        st.characters(codec="utf-8", exclude_characters="\0\ufeff", exclude_categories=("Cc",))
        | st.sampled_from("\n\r\t \u2028\u0301\u200f"),
        max_size=200,
    )
)
@settings(max_examples=60)
def test_reading_keeps_the_text_of_any_file(tmp_path_factory, suffix: str, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    text = f"{text}\r\nBees é\u0301👩\u200d🌾."
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        path.write_bytes(text.encode(encoding))
        article = read(path)
        assert article.text == text
        for block in article.blocks:
            assert text[block.start : block.end].strip() == text[block.start : block.end] != ""


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@pytest.mark.parametrize("data", [b"", b" \n\t\r\n ", b"\xef\xbb\xbf", b"\xef\xbb\xbf \r\n"])
def test_reading_refuses_an_empty_file(tmp_path: Path, suffix: str, data: bytes) -> None:
    path = tmp_path / f"empty{suffix}"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.where == path.as_posix()
    assert caught.value.hint


@pytest.mark.parametrize("suffix", [*sorted(SUFFIXES), ".bin", ""])
def test_reading_refuses_binary_junk(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"junk{suffix}"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.where == path.as_posix()


def test_reading_tells_a_pdf_with_a_wrong_suffix(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"%PDF-1.7\nwords")
    with pytest.raises(InputError, match=r"is a pdf file, though .* give it the suffix \.pdf"):
        read(path)


def test_reading_passes_notes_encoding_and_limits_on(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Ein süßer Käse für alle.".encode("cp1252"))
    notes: list[str] = []
    assert read(path, notes=notes.append).text == "Ein süßer Käse für alle."
    assert len(notes) == 1
    assert read(path, encoding="latin-1", notes=notes.append).text.endswith("für alle.")
    assert len(notes) == 1
    with pytest.raises(LimitReached):
        read(path, limits=Limits(article_characters=5))
    with pytest.raises(UsageError):
        read(path, encoding="no such")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_reading_takes_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    import os

    path = Path(os.fsdecode(os.fsencode(tmp_path / "a") + b"\xff.txt"))
    path.write_text(PROSE)
    article = read(path)
    article.model_dump_json().encode("utf-8")
    assert article.id == "a\\udcff"


def test_reading_text_from_code() -> None:
    article = read_text(f"Plant Hedges\n\n{PROSE}", id="bees", path="x/bees")
    assert (article.id, article.path, article.title) == ("bees", "x/bees", "Plant Hedges")
    assert read_text(f"<h1>Hedges</h1><p>{PROSE}", markup="text/html").title == "Hedges"


@pytest.mark.parametrize("text", ["", "  \n", "\u200b\ufeff"])
def test_reading_text_refuses_nothing(text: str) -> None:
    with pytest.raises(InputError, match="no text"):
        read_text(text)


def test_reading_text_refuses_half_a_surrogate_pair() -> None:
    with pytest.raises(InputError, match="character 2"):
        read_text("a \ud83d b")


@pytest.mark.parametrize("markup", ["pdf", "docx", "rtf", ""])
def test_reading_text_refuses_unknown_markup(markup: str) -> None:
    with pytest.raises(UsageError, match="txt, md or html"):
        read_text(PROSE, markup=markup)


def test_reading_is_light_to_import() -> None:
    code = (
        "import argmap.reading, sys; "
        "print([m for m in ('lxml', 'docx', 'pypdfium2', 'markdown_it', 'charset_normalizer', 'spacy')"
        " if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
