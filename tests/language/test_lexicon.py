"""Lexicons: every file is whole, says where it comes from, and is read once."""

from __future__ import annotations

import pytest

from argmap.errors import UsageError
from argmap.language.lexicon import lexicon, names

OURS = ("causes", "events", "hedging", "holders", "loaded", "quantifiers", "reporting", "sources")


@pytest.mark.parametrize("name", OURS)
def test_lexicon_says_what_it_is_and_where_it_comes_from(name: str) -> None:
    words = lexicon(name)
    assert words.name == name
    assert words.version >= 1
    assert words.about and words.author and words.sources
    assert words.licence == "Apache-2.0"
    assert all(words.groups.values()), "no group is empty"


@pytest.mark.parametrize("name", OURS)
def test_lexicon_entries_are_lower_case_and_trimmed(name: str) -> None:
    for group, entries in lexicon(name).groups.items():
        if group != "pattern":
            assert all(entry == entry.strip().lower() and entry for entry in entries), group


@pytest.mark.parametrize("name", OURS)
def test_lexicon_names_no_country_person_or_body(name: str) -> None:
    """General words only: nothing in a list may belong to one text."""
    proper = {"russia", "turkey", "nato", "ukraine", "israel", "black sea", "s-400", "f-35"}
    for entries in lexicon(name).groups.values():
        assert not entries & proper


def test_lexicon_names_lists_the_files() -> None:
    assert set(OURS) <= set(names())


def test_lexicon_unknown_name_lists_those_there_are() -> None:
    with pytest.raises(UsageError, match="hedging"):
        lexicon("hedgehogs")


def test_lexicon_is_read_once() -> None:
    assert lexicon("events") is lexicon("events")


def test_lexicon_pattern_prefers_the_longer_entry_and_whole_words() -> None:
    pattern = lexicon("quantifiers").pattern("idiom")
    found = pattern.search("They came once and   for all, overall.")
    assert found is not None
    assert found[0] == "once and   for all"
    assert pattern.search("overallocated") is None
