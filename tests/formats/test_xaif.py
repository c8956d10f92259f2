"""xAIF."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from formats_support import example

from argmap.errors import FormatError
from argmap.formats import dumps, loads
from argmap.formats.xaif import plain

TEXT = (
    'Bob: <span class="highlighted" id="node1">Keep cats.</span><br>'
    'Ann: <span class="highlighted" id="node2">They &quot;purr&quot; &amp; 2 < 3.</span>'
)


def oamf(**more: Any) -> dict[str, Any]:
    """A file as the framework's modules write it: whole numbers, nulls, `ova` as a list."""
    return {
        "AIF": {
            "nodes": [
                {"nodeID": 1, "type": "I", "text": "Keep cats."},
                {"nodeID": 2, "type": "I", "text": 'They "purr" & 2 < 3.'},
                {"nodeID": 3, "type": "RA", "text": "Default Inference"},
            ],
            "edges": [
                {"edgeID": 0, "fromID": 2, "toID": 3},
                {"edgeID": 1, "fromID": 3, "toID": 1},
            ],
            "schemefulfillments": None,
            "descriptorfulfillments": None,
            "participants": [{"participantID": 0, "firstname": "Bob", "surname": "None"}],
            "locutions": [],
        },
        "dialog": True,
        "ova": [],
        "text": {"txt": TEXT},
        **more,
    }


@pytest.mark.parametrize("text", [TEXT, {"txt": TEXT}])
def test_xaif_units_stand_in_the_text(text: Any) -> None:
    map_ = loads(json.dumps(oamf(text=text)).encode(), "xaif")
    assert map_.article.text == 'Bob: Keep cats.\nAnn: They "purr" & 2 < 3.'
    assert [(unit.start, unit.end) for unit in map_.units] == [(5, 15), (21, 41)]
    assert [(item.source, item.kind.value, item.target) for item in map_.relations] == [
        ("2", "support", "1")
    ]


@pytest.mark.parametrize("text", ["", None, {}, {"txt": ""}, []])
def test_xaif_without_a_text_is_read_all_the_same(text: Any) -> None:
    map_ = loads(json.dumps(oamf(text=text)).encode(), "xaif")
    assert map_.article.text == 'Keep cats.\n\nThey "purr" & 2 < 3.'


def test_xaif_gives_back_what_it_only_carries() -> None:
    first = oamf(OVA={"firstname": "Bob", "nodes": [{"nodeID": "1", "x": 5}]}, extra=[1])
    out = json.loads(dumps(loads(json.dumps(first).encode(), "xaif"), "xaif"))
    assert out["text"] == first["text"]
    assert out["OVA"] == first["OVA"]
    assert out["extra"] == [1]
    assert out["dialog"] is True
    assert out["AIF"]["participants"] == first["AIF"]["participants"]
    assert [node["nodeID"] for node in out["AIF"]["nodes"]] == ["1", "2", "3"]


def test_xaif_paraphrases_make_an_article_of_their_own() -> None:
    notes: list[str] = []
    value = oamf(text="Bob: we really ought to keep them. Ann: they purr.")
    map_ = loads(json.dumps(value).encode(), "xaif", notes=notes.append)
    assert map_.article.text.startswith("Keep cats.\n\n")
    assert "2 of 2 units not in the text" in notes[0]


def test_xaif_marks_each_unit_in_the_text() -> None:
    value = json.loads(dumps(example(), "xaif"))
    ids = {node["nodeID"]: node["text"] for node in value["AIF"]["nodes"] if node["type"] == "I"}
    text, places = plain(value["text"])
    assert text == example().article.text
    assert {name: text[start:end] for name, (start, end) in places.items()} == ids


def test_xaif_plain_takes_tags_for_tags_and_signs_for_signs() -> None:
    raw = "1 < 2 <b>bold</b> <span>no id</span> &lt;i&gt; </span> <br/>x<span id=node9>y"
    assert plain(raw) == ("1 < 2 bold no id <i>  \nxy", {})


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"nodes": []}, "for AIFdb files name the format aif"),
        ({"AIF": []}, "AIF: an object is needed, a list was found"),
        ({"AIF": {"nodes": [1]}}, "AIF.nodes[0]: an object is needed"),
        ({"AIF": {"nodes": []}, "text": 5}, "text: text is needed, a number was found"),
        ({"AIF": {"nodes": [], "edges": [{"fromID": 1}]}}, "AIF.edges[0].toID: an id is needed"),
    ],
)
def test_xaif_errors_name_the_place(value: Any, message: str) -> None:
    with pytest.raises(FormatError, match=re.escape(message)):
        loads(json.dumps(value).encode(), "xaif")
