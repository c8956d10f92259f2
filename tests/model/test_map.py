import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.errors import FormatError
from argmap.model import ArgumentMap, Article, Relation, Unit
from argmap.model.schema import PLACE, json_schema, schema_text
from tests.conftest import ROOT


def test_map_file_round_trip_is_equal(small_map):
    assert ArgumentMap.from_json(small_map.to_json()) == small_map


def test_map_file_has_sorted_keys_and_unescaped_characters():
    text = "Größe zählt. 🙂"
    written = ArgumentMap(article=Article(id="a", text=text)).to_json()
    assert list(json.loads(written)) == sorted(json.loads(written))
    assert "Größe zählt. 🙂" in written
    assert written.endswith("}\n")


def test_map_file_validates_against_the_schema(small_map):
    jsonschema.validate(json.loads(small_map.to_json()), json_schema())


def test_schema_rejects_what_the_contract_does_not_name(small_map):
    data = json.loads(small_map.to_json())
    data["units"][0]["mood"] = "sour"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, json_schema())


def test_schema_file_is_up_to_date():
    published = (ROOT / PLACE).read_text(encoding="utf-8")
    assert published == schema_text(), "run `python -m argmap.model.schema`"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d["units"][0].update(text="other"), "u1"),
        (lambda d: d["units"][1].update(id="u1"), "'u1'"),
        (lambda d: d["units"][1].update(block=9), "no block 9"),
        (lambda d: d["units"][1].update(block=-1), "no block -1"),
        (lambda d: d["relations"][0].update(source="u9"), "'u9'"),
        (lambda d: d["relations"][2].update(target="u1"), "'u1'"),
        (lambda d: d["relations"][0].update(target="r2"), "'r2'"),
        (lambda d: d["flags"][0].update(unit="u9"), "'u9'"),
        (lambda d: d["units"][0].update(role="hero"), "units.0.role"),
        (lambda d: d["units"][0].update(confidence=1.5), "units.0.confidence"),
        (lambda d: d.update(schema_version=99), "99"),
        (lambda d: d["article"].update(text=3), "article.text"),
    ],
)
def test_broken_map_file_names_the_place(small_map, change, place):
    data = json.loads(small_map.to_json())
    change(data)
    with pytest.raises(FormatError, match=place) as caught:
        ArgumentMap.from_json(json.dumps(data), where="x.map.json")
    assert str(caught.value).startswith("x.map.json: ")


@pytest.mark.parametrize("text", ["", "[", "nul", '{"a": 1}', "[]", "[" * 100_000, "\x00"])
def test_no_map_file_is_a_format_error(text):
    with pytest.raises(FormatError):
        ArgumentMap.from_json(text)


def test_looking_around(small_map):
    assert small_map.thesis.id == "u1"
    assert [u.id for u in small_map.supporters("u1")] == ["u2"]
    assert [u.id for u in small_map.attackers("u1")] == ["u3"]
    assert [r.id for r in small_map.incoming("r2")] == ["r3"]
    assert [r.id for r in small_map.outgoing("u4")] == ["r3"]
    assert [u.id for u in small_map.roots] == ["u1"]
    assert [f.id for f in small_map.flags_of("u2")] == ["f1"]
    assert small_map.relation("r1").target == "u1"
    with pytest.raises(KeyError):
        small_map.unit("u9")


def test_copy_looks_things_up_in_its_own_records(small_map):
    assert small_map.flags_of("u2")
    assert small_map.model_copy(update={"flags": ()}).flags_of("u2") == []


def test_records_are_frozen(small_map):
    with pytest.raises(ValueError, match="frozen"):
        small_map.units[0].role = "claim"


@given(st.text(min_size=1), st.data())
def test_unit_text_must_be_what_stands_at_its_offsets(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    unit = Unit(id="u1", start=start, end=end, text=text[start:end], role="claim")
    map_ = ArgumentMap(article=Article(id="a", text=text), units=(unit,))
    assert ArgumentMap.from_json(map_.to_json().encode("utf-8")) == map_
    wrong = unit.model_copy(update={"text": text[start:end] + "x"})
    with pytest.raises(ValueError, match="offsets"):
        ArgumentMap(article=map_.article, units=(wrong,))


def test_two_relations_may_not_share_an_id(small_map):
    twice = (*small_map.relations, Relation(id="r1", source="u4", target="u2", kind="attack"))
    with pytest.raises(ValueError, match="two relations"):
        ArgumentMap(article=small_map.article, units=small_map.units, relations=twice)
