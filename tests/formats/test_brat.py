"""brat standoff."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from formats_support import Kept, example, maps, thorough
from hypothesis import given

from argmap.errors import FormatError, LimitReached, OutputError, UsageError
from argmap.formats import Intake, dumps, loads, read_map, write_map
from argmap.formats.brat import read_pair, write_pair
from argmap.model import ArgumentMap, Role
from argmap.settings import Limits

ESSAY = "Cats rule. Mice fear them. They bite. Dogs bark though.\n"
ANNOTATIONS = (
    "T1\tMajorClaim 0 9\tCats rule\n"
    "T2\tClaim 11 25\tMice fear them\n"
    "A1\tStance T2 For\n"
    "T3\tPremise 27 36\tThey bite\n"
    "R1\tsupports Arg1:T3 Arg2:T2\t\n"
    "T4\tClaim 38 54\tDogs bark though\n"
    "A2\tStance T4 Against\n"
    "#1\tAnnotatorNotes T1\tis this so?\n"
)


@thorough
@given(map_=maps())
def test_brat_round_trip_keeps_all_but_article_and_flags(map_: ArgumentMap) -> None:
    kept = Kept("brat", list(map_.units), list(map_.relations))
    assert loads(dumps(map_, "brat"), "brat") == kept.on(map_.article.text)


def test_brat_reads_an_essay() -> None:
    map_ = read_pair(ANNOTATIONS.encode(), ESSAY.encode())
    assert [(unit.id, unit.role.value) for unit in map_.units] == [
        ("T1", "major_claim"),
        ("T2", "claim"),
        ("T3", "premise"),
        ("T4", "claim"),
    ]
    assert [(r.id, r.source, r.kind.value, r.target) for r in map_.relations] == [
        ("R1", "T3", "support", "T2"),
        ("T2.stance", "T2", "support", "T1"),
        ("T4.stance", "T4", "attack", "T1"),
    ]


def test_brat_writes_an_essay_as_it_came() -> None:
    annotations, text = write_pair(read_pair(ANNOTATIONS.encode(), ESSAY.encode()))
    ours = set(annotations.decode().splitlines())
    assert text.decode() == ESSAY
    assert ours == {line for line in ANNOTATIONS.splitlines() if not line.startswith("#")}


def test_brat_writes_two_files_side_by_side(tmp_path: Path) -> None:
    path = write_map(example(), tmp_path / "cats.ann")
    assert (tmp_path / "cats.txt").read_bytes().decode() == example().article.text
    assert read_map(path).units[1].confidence == 0.75
    assert read_map(path).article.id == "cats"


def test_brat_overwrites_no_text_that_reads_otherwise(tmp_path: Path) -> None:
    article = tmp_path / "cats.txt"
    article.write_bytes(example().article.text.encode())
    before = article.stat().st_mtime_ns
    write_map(example(), tmp_path / "cats.ann")
    assert article.stat().st_mtime_ns == before
    article.write_bytes("Katzen in Büros".encode("latin-1"))
    with pytest.raises(OutputError, match=r"cats\.txt: is there already and holds"):
        write_map(example(), tmp_path / "cats.ann")
    assert article.read_bytes() == "Katzen in Büros".encode("latin-1")
    with pytest.raises(UsageError, match="name the other file of the pair"):
        write_map(example(), article, format="brat")


def test_brat_cuts_a_unit_at_line_breaks() -> None:
    map_ = example()
    text = "Cats\nrule"
    unit = map_.units[0].model_copy(update={"start": 0, "end": 9, "text": text})
    article = map_.article.model_copy(update={"text": text, "blocks": ()})
    small = ArgumentMap(article=article, units=(unit,))
    line = write_pair(small)[0].decode().splitlines()[0]
    assert line == "T1\tMajorClaim 0 4;5 9\tCats rule"
    assert read_pair(*write_pair(small)).units[0].text == text


def test_brat_without_its_text_keeps_the_offsets() -> None:
    notes: list[str] = []
    map_ = loads(ANNOTATIONS.encode(), "brat", notes=notes.append)
    assert map_.article.text[11:25] == "Mice fear them"
    assert [unit.start for unit in map_.units] == [0, 11, 27, 38]
    assert "no .txt file beside it" in notes[0]


def test_brat_joins_the_pieces_of_a_unit_with_a_note() -> None:
    notes: list[str] = []
    intake = Intake(notes=notes.append)
    map_ = read_pair(b"T1\tClaim 0 4;10 14\tCats fear\n", b"Cats rule fear", intake)
    assert map_.units[0].text == "Cats rule fear"
    assert notes == ["1 unit in pieces: read with the words between the pieces"]


def test_brat_infers_the_role_of_other_kinds() -> None:
    notes: list[str] = []
    map_ = read_pair(b"T1\tPerson 0 4\tCats\n", b"Cats", Intake(notes=notes.append))
    assert map_.units[0].role is Role.MAJOR_CLAIM
    assert notes == ["1 unit of a kind that is no role (Person): role inferred"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T1 Claim 0 4 Cats", "the columns are not parted by tabs"),
        ("T1\tClaim zero 4\tCats", "a type, a start and an end are needed"),
        ("T1\tClaim 4 0\tCats", "4 to 0 is no stretch of text"),
        ("T1\tClaim 0 99\tCats", "the unit ends at 99, the text at 9"),
        ("T1\tClaim 0 4\tDogs", "the text at 0 to 4 reads otherwise than the line"),
        ("R1\tsupports Arg1:T8 Arg2:T0", "there is no unit 'T8'"),
        ("R1\tsupports T0 T0", "a type, Arg1:ID and Arg2:ID are needed"),
        ("A1\tStance T8 For", "there is no unit 'T8'"),
        ("A1\tStance T0 Maybe", "a stance is For or Against"),
        ("T0\tClaim 0 4\tCats", "a second line has the id 'T0'"),
        ("#1\tAnnotatorNotes T0\targmap: {", "what argmap noted is not JSON"),
        ('#1\tAnnotatorNotes T0\targmap: {"undercut": {}}', "an undercut needs an id"),
        (
            '#1\tAnnotatorNotes T0\targmap: {"undercut": {"id": "x", "target": "y"}}',
            "there is no relation 'y'",
        ),
    ],
)
def test_brat_errors_name_the_line(line: str, message: str) -> None:
    data = f"T0\tClaim 5 9\trule\n{line}\n".encode()
    with pytest.raises(FormatError, match=rf"line 2: {re.escape(message)}"):
        read_pair(data, b"Cats rule")


def test_brat_zip_is_read_within_the_limits() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.ann", b" " * 3_000_000)
    with pytest.raises(LimitReached, match="unpacks to more than"):
        loads(buffer.getvalue(), "brat", limits=Limits(unpacked_ratio=10))
    with pytest.raises(FormatError, match="not a readable zip"):
        loads(b"PK\x03\x04nothing", "brat")
