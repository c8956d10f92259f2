"""The table of formats, and its documentation."""

from __future__ import annotations

from pathlib import Path

import pytest
from formats_support import example

from argmap.errors import UsageError
from argmap.formats import FORMATS, dumps, format_named, format_of_path, sniff
from argmap.formats.table import sniff_json

DOCS = Path(__file__).parents[2] / "docs" / "formats"


@pytest.mark.parametrize("name", FORMATS)
def test_table_each_format_has_module_page_and_tests(name: str) -> None:
    row = FORMATS[name]
    assert callable(row.module.read)
    assert callable(row.module.write)
    assert (row.module.__doc__ or "").strip()
    page = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    assert row.suffixes[0] in page
    assert f"--to {name}" in page
    for loss in row.losses:
        assert loss in " ".join(page.split())
    if not row.losses:
        assert "Nothing is lost." in page
    tests = Path(__file__).with_name(f"test_{name}.py")
    assert tests.is_file() or name == "map"


def test_table_suffixes_belong_to_one_format() -> None:
    suffixes = [suffix for row in FORMATS.values() for suffix in row.suffixes]
    assert len(suffixes) == len(set(suffixes))
    for row in FORMATS.values():
        for suffix in row.suffixes:
            assert format_of_path(Path(f"A{suffix.upper()}")) is row


def test_table_names_are_found_in_any_case() -> None:
    assert format_named("AIF") is FORMATS["aif"]
    with pytest.raises(UsageError, match="no format is called"):
        format_named("")


@pytest.mark.parametrize("name", FORMATS)
def test_table_sniffs_each_format_by_its_content(name: str) -> None:
    assert sniff(dumps(example(), name)) is FORMATS[name]


def test_table_sniffs_files_of_others() -> None:
    assert sniff(b"graph TD\nA-->B") is FORMATS["mermaid"]
    assert sniff(b'<?xml version="1.0"?>\n<graphml xmlns="x">') is FORMATS["graphml"]
    assert sniff(b"# notes\n\nPlain prose.") is None
    assert sniff(b"") is None
    assert sniff(b'[1, {"a": 2}]') is None


@pytest.mark.parametrize("value", [None, 1, [], {}, {"nodes": 5}, {"edges": []}])
def test_table_sniffs_nothing_in_other_json(value: object) -> None:
    assert sniff_json(value) is None
