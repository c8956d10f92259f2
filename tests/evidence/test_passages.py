import pytest

from argmap.errors import InputError
from argmap.evidence.passages import find_sources, read_sources, rows_of, sentences


def test_passages_offsets_are_those_of_the_file(folder):
    place = folder(
        {
            "a.txt": "Ünal left. 🚢 The ship sank.\n\nIt was 3.5 m long.",
            "sub/b.md": "# T\n\nOne *two*.",
        }
    )
    passages, tables = read_sources(find_sources(place))
    texts = {path.name: path.read_text("utf-8") for path in place.rglob("*.*")}
    assert [p.text for p in passages] == [
        "Ünal left.", "🚢 The ship sank.", "It was 3.5 m long.", "One *two*."
    ]  # fmt: skip
    for p in passages:
        assert texts[p.path.rsplit("/", 1)[1]][p.start : p.end] == p.text
    assert not tables


def test_passages_headings_are_no_passages(folder):
    passages, _ = read_sources(find_sources(folder({"a.md": "# Title\n\n## Part\n\nA cat sat."})))
    assert [p.text for p in passages] == ["A cat sat."]


def test_passages_html_and_table_rows(folder):
    place = folder({
        "a.html": "<html><body><p>The dam broke in 1911.</p></body></html>",
        "rates.csv": "year,rate\n2020,four percent\n",
    })  # fmt: skip
    passages, tables = read_sources(find_sources(place))
    assert [p.text for p in passages] == ["The dam broke in 1911.", "2020,four percent"]
    assert len(tables) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He met Dr. Lee. They left.", ["He met Dr. Lee.", "They left."]),
        ("It cost approx. 4.5 euros! Really?", ["It cost approx. 4.5 euros!", "Really?"]),
        ('"Stop." He went.', ['"Stop."', "He went."]),
        ("One line\n\nanother line", ["One line", "another line"]),
        ("", []),
        ("no full stop", ["no full stop"]),
    ],
)
def test_passages_sentences(text, expected):
    assert [text[s:e] for s, e in sentences(text)] == expected


def test_passages_rows_keep_quoted_line_ends():
    text = 'a,b\r\n"x\r\ny","z, w"\r\n\r\n1,2'
    rows = rows_of(text)
    assert [cells for cells, _, _ in rows] == [["a", "b"], ["x\r\ny", "z, w"], ["1", "2"]]
    assert [text[s:e] for _, s, e in rows][2] == "1,2"


def test_passages_a_missing_folder_is_said(tmp_path):
    with pytest.raises(InputError, match="no such folder"):
        find_sources(tmp_path / "nothing")
    (tmp_path / "file.txt").write_text("x")
    with pytest.raises(InputError, match="is no folder"):
        find_sources(tmp_path / "file.txt")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no source in this folder"):
        find_sources(tmp_path / "empty")


def test_passages_one_broken_file_is_told_and_passed_over(folder):
    place = folder({"a.txt": "A cat sat.", "b.pdf": b"%PDF-1.4 broken", "c.txt": ""})
    notes = []
    passages, _ = read_sources(find_sources(place), notes=notes.append)
    assert [p.text for p in passages] == ["A cat sat."]
    assert len(notes) == 2 and all(note.startswith("source left out: ") for note in notes)


def test_passages_nothing_readable_is_an_error(folder):
    with pytest.raises(InputError):
        read_sources(find_sources(folder({"c.txt": ""})))


@pytest.mark.parametrize("text", ["word " * 50_000, "x" * 200_000, "(A 1" * 50_000, "." * 100_000])
def test_passages_what_has_no_end_is_cut(text):
    found = sentences(text)
    assert max(e - s for s, e in found) <= 1500
    assert "".join(text[s:e] for s, e in found).replace(" ", "") == text.replace(" ", "")
