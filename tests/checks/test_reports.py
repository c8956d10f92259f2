"""What is silent in a report, and whose words stand in an article."""

from __future__ import annotations

import argmap
from argmap.checks.subject import Subject
from argmap.language.attribution import quotations
from argmap.mining.parse import parse
from argmap.reading import read_text

CLAIM = "The tunnel is the safest way across the mountain."
PLAIN = (
    "The road winds past the old mill. Snow lies there until June. Carts used to take two days. "
)
SAID = (
    "Ann Lee, the mayor, said that the road is closed. Olaf Berg of the Norvik Institute said "
    "that snow is deep. Erik Hansen told the Norvik Post that carts are slow. "
)


def subject_of(text: str) -> Subject:
    map_ = argmap.analyze(text, miner="rules")
    return Subject(map_, parse(map_.article))


def test_report_is_told_by_its_sources() -> None:
    assert subject_of(5 * SAID + CLAIM).is_report
    assert not subject_of(5 * PLAIN + CLAIM).is_report


def test_report_is_told_by_its_quotations() -> None:
    quoted = "“The road is closed for good, and nobody will miss it.” " + PLAIN
    assert subject_of(4 * quoted).is_report


def test_report_needs_some_length() -> None:
    assert not subject_of(SAID + CLAIM).is_report


def test_report_is_not_asked_how_well_it_argues() -> None:
    text = "{}\n\n" + CLAIM + "\n\n{}"
    told = argmap.analyze(text.format(3 * PLAIN, 3 * PLAIN), miner="rules")
    reported = argmap.analyze(text.format(3 * SAID, 3 * SAID), miner="rules")
    assert [f.check for f in told.flags] == ["unsupported"]
    assert reported.flags == ()


def test_figures_of_a_report_are_let_be() -> None:
    figure = "Some 40,000 families have left the valley. "
    codes = [f.check for f in argmap.analyze(figure + 4 * PLAIN, miner="rules").flags]
    assert codes == ["unsourced-number"]
    assert argmap.analyze(4 * PLAIN + figure + 9 * SAID, miner="rules").flags == ()


def test_what_a_signature_stands_under_is_reported() -> None:
    text = (
        "The mayor wrote two messages.\n\nHopefully the road will stop the onslaught.\n\n"
        "— Ann B. Lee (@annblee) May 2\n\nAll drivers break the law.\n\nThe road must close.\n\n"
        "— Ann B. Lee (@annblee) May 2\n\nNobody answered.\n"
    )
    subject = subject_of(text)
    for words, reported in (
        ("Hopefully", True),
        ("All drivers", True),
        ("The road must", True),
        ("Nobody", False),
        ("The mayor wrote", False),
    ):
        start = text.index(words)
        assert subject.is_reported(start, start + len(words)) is reported, words


def test_quotation_that_goes_on_in_the_next_paragraph() -> None:
    text = "She wrote: “The dam is old.\n\nIt will not hold.” Then she left.\n"
    doc = parse(read_text(text))
    spans = [doc.text[a:b] for a, b in quotations(doc)]
    assert spans == ["“The dam is old.", "It will not hold.”"]
