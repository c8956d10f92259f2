"""The gold file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from formats_support import Kept, bare, example, maps, thorough
from hypothesis import given

from argmap.errors import FormatError
from argmap.formats import dumps, loads, read_maps, write_maps
from argmap.formats.gold import read_many, write_many
from argmap.model import ArgumentMap, Relation


@thorough
@given(map_=maps())
def test_gold_round_trip_keeps_ids_places_roles_and_relations(map_: ArgumentMap) -> None:
    relations = [
        Relation(id=item.id, source=item.source, target=item.target, kind=item.kind)
        for item in map_.relations
    ]
    kept = Kept("gold", [bare(unit) for unit in map_.units], relations)
    assert loads(dumps(map_, "gold"), "gold") == kept.on(map_.article.text, map_.article.id)


def test_gold_line_has_the_keys_of_the_contract() -> None:
    plain = example().model_copy(update={"relations": example().relations[:2]})
    line = json.loads(dumps(plain, "gold"))
    assert set(line) == {"id", "text", "units", "relations"}
    assert set(line["units"][0]) == {"id", "start", "end", "role"}
    assert set(line["relations"][0]) == {"source", "target", "type"}


def test_gold_names_relations_where_one_is_undercut() -> None:
    line = json.loads(dumps(example(), "gold"))
    assert line["relations"][3] == {"id": "r4", "source": "u5", "target": "r3", "type": "undercut"}
    assert line["relations"][2]["id"] == "r3"


def test_gold_holds_many_articles(tmp_path: Path) -> None:
    first = example()
    second = first.model_copy(update={"article": first.article.model_copy(update={"id": "b"})})
    path = write_maps([first, second], tmp_path / "all.gold.jsonl")
    assert [map_.article.id for map_ in read_maps(path)] == ["cats", "b"]
    assert write_many(read_many(path.read_bytes())) == path.read_bytes()
    with pytest.raises(FormatError, match="2 articles found"):
        loads(path.read_bytes(), "gold")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"units": [{"id": "u", "start": 0, "end": 99, "role": "claim"}]}, r"units\[0\]: 0 to 99"),
        ({"units": [{"id": "u", "start": 0, "end": 1, "role": "x"}]}, r"units\[0\].role: no role"),
        ({"units": [{"id": "u", "start": 0, "end": 1, "role": "claim"}] * 2}, r"units\[1\]: a sec"),
        ({"relations": [{"source": "u", "target": "v", "type": "support"}]}, r"\[0\].source: ther"),
        ({"relations": [{"source": "u", "target": "v", "type": "like"}]}, r"\[0\].type: no relat"),
        ({"text": 5}, "text: text is needed"),
        ({"id": None}, "id: an id is needed, nothing was found"),
        ({"units": {}}, "units: a list is needed, an object was found"),
    ],
)
def test_gold_errors_name_line_and_place(change: dict[str, object], message: str) -> None:
    good = {"id": "a", "text": "So.", "units": [], "relations": []}
    data = (json.dumps(good) + "\n\n" + json.dumps({**good, "id": "b", **change})).encode()
    with pytest.raises(FormatError, match=f"g.jsonl: line 3: .*{message}"):
        loads(data, "gold", where="g.jsonl")


def test_gold_refuses_an_article_twice() -> None:
    line = b'{"id": "a", "text": "So.", "units": [], "relations": []}\n'
    with pytest.raises(FormatError, match="line 2: a second article has the id 'a'"):
        read_many(line * 2)
