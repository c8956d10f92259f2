"""Who said what."""

from __future__ import annotations

import pytest

from argmap.language.attribution import Attribution, HolderKind, attributions, quotations
from argmap.mining.parse import parse
from argmap.model import Article


def found(text: str) -> list[Attribution]:
    return attributions(parse(Article(id="x", text=text)))


def one(text: str) -> tuple[str | None, str, str, HolderKind]:
    """The widest attribution of a text, as words."""
    best = max(found(text), key=lambda a: a.content[1] - a.content[0])
    source = text[slice(*best.source)] if best.source else None
    return source, text[slice(*best.cue)], text[slice(*best.content)], best.kind


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "kind"),
    [
        ("Officials say that the dam is safe.", "Officials", "say", "that the dam is safe", "generic"),
        ("Maria Keller said the dam is safe.", "Maria Keller", "said", "the dam is safe", "named"),
        ("According to critics, the museum has lost its way.", "critics", "According to", "the museum has lost its way", "generic"),
        ("The museum has lost its way, according to Maria Keller.", "Maria Keller", "according to", "The museum has lost its way", "named"),
        ("\"The dam is safe,\" said Maria Keller.", "Maria Keller", "said", "\"The dam is safe,\"", "named"),
        ("\"The dam is safe,\" Keller said. \"It was tested twice.\"", "Keller", "said", "\"The dam is safe,\" Keller said. \"It was tested twice.\"", "named"),
        ("The bridge, insiders claim, was never inspected.", "insiders", "claim", "The bridge, insiders claim, was never inspected", "generic"),
        ("It is widely believed that the minister knew of the plan.", None, "is widely believed", "that the minister knew of the plan", "none"),
        ("I think that the dam is safe.", "I", "think", "that the dam is safe", "writer"),
        ("The reactor has raised concerns among Finnish officials about its cooling.", "Finnish officials", "raised concerns", "its cooling", "generic"),
    ],
)  # fmt: skip
def test_attribution_parts(
    text: str, source: str | None, cue: str, content: str, kind: str
) -> None:
    got = one(text)
    assert got[0] == source
    assert cue.split()[-1] in got[1]
    assert got[2] == content
    assert got[3] == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The minister says that rents will fall.", "named"),
        ("Many observers believe that rents will fall.", "generic"),
        ("Officials at Shell say that rents will fall.", "named"),
        ("Turkish officials say that rents will fall.", "generic"),
        ("She says that rents will fall.", "named"),
        ("Others say that rents will fall.", "generic"),
        ("The critics of the plan say that rents will fall.", "generic"),
        ("Our friends say that rents will fall.", "named"),
    ],
)
def test_attribution_holder_kind(text: str, kind: str) -> None:
    assert one(text)[3] == kind


def test_attribution_an_event_holds_no_view() -> None:
    assert found("Its involvement threatens the balance of the region.") == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("Er sagte „ja“ dazu.", ["„ja“"]),
        ("A “left open", ["“left open"]),
        ('One "open\n\nnext "one" here', ['"open', '"one"']),
        ("She called it ''a start'' and ``no more.''", ["''a start''", "``no more.''"]),
        ("no marks", []),
    ],
)
def test_attribution_quotations(text: str, quoted: list[str]) -> None:
    doc = parse(Article(id="x", text=text))
    assert [text[a:b] for a, b in quotations(doc)] == quoted


@pytest.mark.parametrize("text", ["", " ", "\n\n", "said", "“”", '""', "According to", "According to.", "😀 said 😀", "!!!"])  # fmt: skip
def test_attribution_scraps_of_text_do_not_break_it(text: str) -> None:
    for attribution in found(text):
        assert 0 <= attribution.start <= attribution.end <= len(text)


def test_attribution_spans_stand_inside_the_text() -> None:
    text = "“Æ‌ — 𝔘nicode,” said Łukasz. Officials say (that) it’s fine; experts — some — disagree."
    for attribution in found(text):
        for span in (attribution.source, attribution.cue, attribution.content):
            if span is not None:
                assert 0 <= span[0] < span[1] <= len(text)
