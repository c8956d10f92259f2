from argmap.model import ArgumentMap, Article, Flag, Unit
from argmap.report.diagnostics import diagnostics


def repeated(text: str, words: str = "Buses are late") -> list[str]:
    starts = [i for i in range(len(text)) if text.startswith(words, i)]
    units = tuple(
        Unit(id=f"u{i}", start=i, end=i + len(words), text=words, role="claim") for i in starts
    )
    flags = tuple(
        Flag(id=f"f{u.id}", check="unsupported", unit=u.id, start=u.start, end=u.end,
             severity="warning", message="m")
        for u in units
    )  # fmt: skip
    map_ = ArgumentMap(article=Article(id="a", text=text), units=units, flags=flags)
    return [one.fingerprint for one in diagnostics(map_, "a.md")]


def test_diagnostics_fingerprints_of_equal_units_are_counted():
    first, second = repeated("Buses are late. Buses are late.")
    assert first.rpartition(":")[0] == second.rpartition(":")[0]
    assert (first[-2:], second[-2:]) == (":1", ":2")


def test_diagnostics_fingerprints_change_with_the_words():
    assert repeated("Buses are late.") == repeated("New. And then: Buses are late!")
    assert repeated("Buses are late.") != repeated("Trams are late.", "Trams are late")


def test_diagnostics_only_some_flags(tram_map):
    some = [flag for flag in tram_map.flags if flag.id != "f1"]
    assert [one.code for one in diagnostics(tram_map, "a.txt", some)] == [
        "unsupported",
        "overgeneralization",
    ]
    assert diagnostics(tram_map, "a.txt", []) == []


def test_diagnostics_evidence_beyond_the_text_has_no_line(tram_map):
    flag = tram_map.flags[1]
    far = flag.evidence[0].model_copy(update={"path": None, "start": 0, "end": 10_000})
    map_ = tram_map.model_copy(update={"flags": (flag.model_copy(update={"evidence": (far,)}),)})
    (one,) = diagnostics(map_, "a.txt")
    assert one.evidence[0].line is None
