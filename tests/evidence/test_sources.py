import json
from pathlib import Path

import pytest

from argmap.errors import InputError, UsageError
from argmap.evidence import CHECKS, Sources, check_sources
from argmap.mining.parse import parse
from argmap.model import ArgumentMap, Article, Block, Stance, Unit

ROOT = Path(__file__).resolve().parents[2]
NOTES = """# Notes

Ukraine sank the cruiser Moskva of the Black Sea Fleet on 14 April 2022 (A Navy, 15 April 2022).

Ukraine struck the headquarters of the Black Sea Fleet in September 2023.

Russia moved the Black Sea Fleet from Sevastopol to Novorossiysk in 2023.

The European Union imposed sanctions on Belarus.

Unemployment in Spain fell to 14.1 percent in 2019.

The register lists no delivery of Russian naval weapons to Turkey.
"""
FACTS = 'subject,relation,object,from,until,source\nTurkey,joined,NATO,1952-02-18,,"NATO, 1952"\n'


@pytest.fixture
def sources(folder, tmp_path):
    place = folder({"notes.md": NOTES, "facts.csv": FACTS})
    return Sources.open(place, use_critic=False, cache=tmp_path / "cache")


def map_of(*sentences):
    """A map of a text in which every sentence is a claim."""
    text = " ".join(sentences)
    units = []
    at = 0
    for number, sentence in enumerate(sentences):
        start = text.index(sentence, at)
        at = start + len(sentence)
        end = at - 1
        units.append(
            Unit(id=f"u{number}", start=start, end=end, text=text[start:end], role="claim")
        )
    block = Block(kind="paragraph", start=0, end=len(text))
    article = Article(id="a", text=text, blocks=(block,))
    return ArgumentMap(article=article, units=tuple(units))


@pytest.mark.parametrize(
    ("claim", "verdict", "differs"),
    [
        ("NATO sank the Moskva in 2022.", "disputed", "agent"),
        (
            "The destruction of the Black Sea Fleet's ships by NATO shows weakness.",
            "disputed",
            "agent",
        ),
        ("Ukraine sank the Moskva in April 2022.", "backed", None),
        ("Since Turkey joined NATO in 1952, much has changed.", "backed", None),
        ("Turkey joined NATO in 1955.", "disputed", "date"),
        ("Russia moved the Black Sea Fleet to Murmansk.", "disputed", "place"),
        ("Unemployment in Spain fell to 8 percent in 2019.", "disputed", "number"),
        ("Turkey's continued import of Russian naval technology helps it.", "disputed", "polarity"),
        ("Turkey trades with neighboring countries like Israel.", "disputed", "border"),
        ("Russia invaded Turkey in 2020.", "not-found", None),
    ],
)
def test_sources_verdict(sources, claim, verdict, differs):
    (one,) = sources.verdicts(map_of(claim))
    assert (one.verdict, one.differs) == (verdict, differs)
    assert one.start < one.end <= len(claim)
    if verdict == "not-found":
        assert not one.evidence and "does not make it false" in one.message
    else:
        stance = Stance.SUPPORT if verdict == "backed" else Stance.REFUTE
        assert {e.stance for e in one.evidence} == {stance}


@pytest.mark.parametrize(
    "claim",
    [
        "Critics say that NATO sank the Moskva in 2022.",
        "Did NATO sink the Moskva in 2022?",
        "NATO could have sunk the Moskva in 2022.",
        "Turkey must leave NATO.",
        "Fleets are useful.",
        "Bread is dear.",
        "NATO sank the Bismarck in 1941.",
        "The United States imposed sanctions on Belarus.",
        "Germany delivered tanks to Poland in 2020.",
        "Turkey trades with neighboring countries like Syria.",
    ],
)
def test_sources_say_nothing_of_what_the_writer_does_not_claim(sources, claim):
    assert sources.verdicts(map_of(claim)) == []


def test_sources_quote_stands_at_its_offsets(sources):
    verdicts = sources.verdicts(
        map_of("NATO sank the Moskva in 2022.", "Turkey joined NATO in 1955.")
    )
    assert len(verdicts) == 2
    for verdict in verdicts:
        for evidence in verdict.evidence:
            text = Path(evidence.path).read_text(encoding="utf-8")
            assert text[evidence.start : evidence.end] == evidence.quote
    assert "the source names Ukraine, not NATO" in verdicts[0].message
    assert "18 February 1952, not 1955" in verdicts[1].message


def test_sources_a_table_row_is_told_as_a_sentence(sources):
    (one,) = sources.verdicts(map_of("Turkey joined NATO in 1955."))
    assert "“Turkey joined NATO on 18 February 1952 (NATO, 1952).”" in one.message


def test_sources_a_passage_that_agrees_goes_before_one_that_differs(folder, tmp_path):
    text = "NATO sank the Moskva in 2022.\n\nUkraine sank the Moskva in 2022.\n"
    place = folder({"a.txt": text})
    both = Sources.open(place, use_critic=False, cache=tmp_path / "c")
    for claim in ("NATO sank the Moskva in 2022.", "Ukraine sank the Moskva in 2022."):
        assert [v.verdict for v in both.verdicts(map_of(claim))] == ["backed"]


def test_sources_without_a_folder_know_borders_alone():
    bare = Sources(None)
    assert len(bare) == 0
    found = bare.verdicts(
        map_of("Spain shares a border with Poland.", "NATO sank the Moskva in 2022.")
    )
    assert [v.differs for v in found] == ["border"]
    assert found[0].evidence[0].path == "countryinfo"
    assert "France" in found[0].message


def test_sources_one_undated_passage_is_not_enough_for_what_can_happen_twice(folder, tmp_path):
    claim = "The destruction of the Black Sea Fleet's ships by NATO shows weakness."
    one = "Ukraine sank a corvette of the Black Sea Fleet in 2024."
    alone = Sources.open(folder({"a.txt": one}), use_critic=False, cache=tmp_path / "c")
    assert [v.verdict for v in alone.verdicts(map_of(claim)) if v.verdict == "disputed"] == []
    two = folder({"b.txt": "Ukraine destroyed a landing ship of the Black Sea Fleet in 2022."})
    both = Sources.open(two, use_critic=False, cache=tmp_path / "c")
    (verdict,) = both.verdicts(map_of(claim))
    assert verdict.differs == "agent" and len(verdict.evidence) == 2


def test_sources_missing_folder(tmp_path):
    with pytest.raises(InputError, match="no such folder"):
        Sources.open(tmp_path / "none")


class Model:
    """A stance model whose answer is fixed."""

    version = "fixed"

    def __init__(self, stance, inference):
        self.answers = stance, inference
        self.asked = []

    def embed(self, texts):
        import numpy as np

        return np.full((len(texts), 4), 0.5, dtype="float32")

    def stance(self, pairs):
        import numpy as np

        self.asked += pairs
        return np.array([self.answers[0]] * len(pairs))

    def infer(self, pairs):
        import numpy as np

        return np.array([self.answers[1]] * len(pairs))

    def judge(self, texts):
        raise AssertionError("not asked here")


REFUTES, SUPPORTS = (0.02, 0.95, 0.03), (0.95, 0.02, 0.03)


@pytest.mark.parametrize(
    ("stance", "inference", "verdict"),
    [
        (REFUTES, (0.1, 0.1, 0.8), ["disputed"]),
        (REFUTES, (0.8, 0.1, 0.1), []),
        (SUPPORTS, (0.8, 0.1, 0.1), ["backed"]),
        ((0.5, 0.3, 0.2), (0.3, 0.4, 0.3), []),
    ],
)
def test_sources_the_model_decides_where_it_is_sure(folder, tmp_path, stance, inference, verdict):
    place = folder({"a.txt": "The harbour of Odesa is the busiest harbour of Ukraine."})
    model = Model(stance, inference)
    given = Sources.open(place, critic=model, cache=tmp_path / "c")
    found = given.verdicts(map_of("Odesa has the busiest harbour of Ukraine."))
    assert [v.verdict for v in found] == verdict
    assert all(v.confidence is not None for v in found)


def test_sources_the_model_is_not_asked_about_other_things(folder, tmp_path):
    place = folder({"a.txt": "The harbour of Hamburg is the busiest harbour of Germany."})
    model = Model(REFUTES, (0.1, 0.1, 0.8))
    given = Sources.open(place, critic=model, cache=tmp_path / "c")
    assert given.verdicts(map_of("Odesa has the busiest harbour of Ukraine.")) == []
    assert model.asked == []


def test_sources_hostile_text_is_read_in_time(folder, tmp_path):
    text = (
        "Russia (A 1" * 20_000 + "\n\n" + "Turkey joined " * 20_000 + "\n\n" + "\u202e\ud83d?" * 3
    )
    place = folder({"a.txt": text.encode("utf-8", "replace"), "b.csv": '"' * 3 + "x,y\n" * 50})
    given = Sources.open(place, use_critic=False, cache=tmp_path / "c", notes=lambda line: None)
    assert all(v.verdict for v in given.verdicts(map_of("Turkey joined NATO in 1952.")))


# Flags --------------------------------------------------------------------------------------------


def test_check_sources_adds_flags_and_weighs_anew(sources):
    map_ = map_of("NATO sank the Moskva in 2022.", "Turkey joined NATO in 1952.")
    result = check_sources(map_, None, sources)
    assert [(f.check, f.unit) for f in result.flags] == [("disputed", "u0"), ("backed", "u1")]
    assert result.made_by.checks == ("disputed", "backed", "not-found")
    weak, strong = result.unit("u0").strength, result.unit("u1").strength
    assert weak < 0.3 < 0.75 < strong
    assert check_sources(result, None, sources) == result


def test_check_sources_select_ignore_and_severities(sources):
    map_ = map_of("NATO sank the Moskva in 2022.", "Turkey joined NATO in 1952.")
    codes = lambda **k: [f.check for f in check_sources(map_, None, sources, **k).flags]  # noqa: E731
    assert codes(select=["backed"]) == ["backed"]
    assert codes(ignore=["backed"]) == ["disputed"]
    assert codes(select=["unsupported"]) == []
    flags = check_sources(map_, None, sources, severities={"disputed": "warning"}).flags
    assert [str(f.severity) for f in flags] == ["warning", "info"]
    with pytest.raises(UsageError, match="no severity"):
        check_sources(map_, None, sources, severities={"disputed": "awful"})


def test_check_sources_every_check_explains_itself():
    assert [check.code for check in CHECKS] == ["disputed", "backed", "not-found"]
    for check in CHECKS:
        assert check.group == "sources"
        assert check.summary.endswith(".") and check.question.endswith("?")


def test_check_sources_of_the_users_article(tmp_path):
    """The claims on the fleet come out with the right quote; the accession is not disputed."""
    import argmap

    map_ = argmap.analyze_file(ROOT / "corpus/russia-turkey-weapon-sales.txt", miner="rules")
    given = Sources.open(ROOT / "corpus/sources", use_critic=False, cache=tmp_path)
    result = check_sources(map_, parse(map_.article), given)
    text = map_.article.text
    told = {(f.check, text[f.start : f.end]): f for f in result.flags if f.check == "disputed"}
    fleet = told["disputed", "the destruction of its naval assets by NATO and partner nations"]
    assert "the source names Ukraine, not NATO" in fleet.message
    assert any("Black Sea Fleet" in e.quote for e in fleet.evidence)
    near = told["disputed", "neighboring countries like Israel"]
    assert "Turkey does not border Israel" in near.message
    joined = [f for f in result.flags if "joined NATO" in text[f.start : f.end]]
    assert [f.check for f in joined if f.check in {"disputed", "backed", "not-found"}] == ["backed"]
    assert json.loads(result.to_json())["flags"]


# Verdicts reach what rests on the claims ---------------------------------------------------------


def _resting(*relations):
    from argmap.model import MadeBy, Relation, Role

    map_ = map_of("NATO sank the Moskva in 2022.", "The fleet is no longer safe in its harbours.")
    units = (
        map_.units[0].model_copy(update={"role": Role.PREMISE}),
        map_.units[1].model_copy(update={"role": Role.MAJOR_CLAIM}),
    )
    return ArgumentMap(
        article=map_.article,
        units=units,
        relations=tuple(
            Relation(id=f"r{n}", source=s, target=t, kind="support")
            for n, (s, t) in enumerate(relations)
        ),
        made_by=MadeBy(argmap="1", model="m", checks=("weak-support",)),
    )


def test_sources_disputed_support_makes_weak_support(sources):
    found = check_sources(_resting(("u0", "u1")), None, sources)
    assert [(f.check, f.unit) for f in found.flags] == [("disputed", "u0"), ("weak-support", "u1")]
    assert "(disputed)" in found.flags[1].message
    alone = check_sources(_resting(), None, sources)
    assert [f.check for f in alone.flags] == ["disputed"]
    # The claim stands lower than it would on a premise that nobody disputes.
    free = check_sources(_resting(("u0", "u1")), None, sources, ignore=["disputed"])
    assert found.unit("u1").strength < free.unit("u1").strength


def test_sources_weak_support_that_did_not_run_stays_silent(sources):
    from argmap.model import MadeBy

    map_ = _resting(("u0", "u1")).model_copy(update={"made_by": MadeBy(argmap="1", model="m")})
    assert [f.check for f in check_sources(map_, None, sources).flags] == ["disputed"]


def test_sources_checking_twice_gives_the_same(sources):
    once = check_sources(_resting(("u0", "u1")), None, sources)
    assert check_sources(once, None, sources) == once


def test_sources_backing_takes_the_weakness_of_a_missing_source_away(sources):
    from argmap import checks
    from argmap.model import Flag, Severity

    map_ = _resting(("u0", "u1"))
    first, second = (
        Flag(id=f"f{n}", check=code, unit="u0", start=0, end=4, severity=level, message="m")
        for n, (code, level) in enumerate(
            [("vague-source", "warning"), ("unsourced-fact", "warning")]
        )
    )
    backed = first.model_copy(update={"id": "b", "check": "backed", "severity": Severity.INFO})
    for flags, weak in [((first,), True), ((second, backed), False), ((first, backed), True)]:
        told = checks.reconsider(checks.with_flags(map_, flags))
        assert any(f.check == "weak-support" for f in told.flags) is weak


def test_sources_not_checked_is_said_no_more_of_what_a_source_disputes(sources):
    from argmap.checks import NOT_CHECKED, with_flags
    from argmap.model import Flag

    map_ = _resting()
    unit = map_.units[0]
    told = Flag(
        id="f1", check="unsourced-fact", unit="u0", start=unit.start, end=unit.end,
        severity="warning", message=f"no source is given. {NOT_CHECKED}",
    )  # fmt: skip
    found = check_sources(with_flags(map_, [told]), None, sources)
    assert {f.check: NOT_CHECKED in f.message for f in found.flags} == {
        "disputed": False,
        "unsourced-fact": False,
    }
    other = map_of("Denmark sank the Vasa in 1628.")
    told = told.model_copy(update={"end": other.units[0].end})
    found = check_sources(with_flags(other, [told]), None, sources)
    assert NOT_CHECKED in found.flags[0].message
