import json

from argmap.report.summary import in_words, summarize


def test_summary_counts_every_role_kind_and_severity(tram_map):
    summary = summarize(tram_map)
    assert summary.roles == {"major_claim": 1, "claim": 1, "premise": 2}
    assert summary.relations == {"support": 2, "attack": 0, "undercut": 1}
    assert list(summary.severities.items()) == [("error", 1), ("warning", 2), ("info", 0)]
    assert list(summary.checks) == ["overgeneralization", "unsupported", "vague-source"]
    assert [item.unit for item in summary.worst] == ["u3", "u2"]


def test_summary_is_json(tram_map):
    data = json.loads(json.dumps(summarize(tram_map).as_dict()))
    assert data["worst"][0]["checks"] == ["overgeneralization", "unsupported"]


def test_summary_in_words_says_what_a_flag_is(tram_map):
    text = in_words(tram_map)
    assert "4 units: 1 major claim, 1 claim and 2 premises, linked by 2 supports" in text
    assert "2 of 4 units are flagged, with 3 flags in all (1 error and 2 warnings)." in text
    assert "does not say that a claim is false" in text


def test_summary_in_words_tells_no_flags_from_no_checks(tram_map):
    clean = tram_map.model_copy(update={"flags": ()})
    assert "2 checks ran and none raised a flag." in in_words(clean)
    unchecked = clean.model_copy(
        update={"made_by": clean.made_by.model_copy(update={"checks": ()})}
    )
    assert "No checks ran" in in_words(unchecked)
