"""Long texts in parts: nothing is lost, moved or said twice."""

from __future__ import annotations

import pytest

from argmap.mining import parse as parsing
from argmap.mining.miner import Mined
from argmap.mining.parse import parse
from argmap.mining.parts import mine, part_of, parts_of
from argmap.model import ArgumentMap, Relation, Unit
from argmap.reading import read_text

PARAGRAPH = (
    "The city should build trams because they carry many people. However, officials in Karlsdorf "
    "say that Line 4 will cost 12 million euros by 2031. Critics doubt it, and nobody has asked "
    "Ann Lee. Therefore the port must close."
)


def _long(paragraphs: int) -> str:
    return "Why trams matter\n\n" + "\n\n".join(
        f"In {1990 + n} it was so. {PARAGRAPH}" for n in range(paragraphs)
    )


@pytest.mark.parametrize("longest", [100, 300, 1000, 10_000])
def test_parts_cover_the_text_and_begin_with_blocks_or_sentences(longest):
    article = read_text(_long(12))
    parts = parts_of(article, longest)
    assert "".join(article.text[a:b] for a, b in parts) == article.text
    assert parts[0][0] == 0
    for start, _ in parts[1:]:
        assert article.text[start - 1].isspace()
        assert article.text[start].isupper()
    if longest >= 300:
        assert max(b - a for a, b in parts) <= longest


def test_parts_of_one_endless_sentence_stay_whole():
    article = read_text("and so on " * 1000)
    assert parts_of(article, 500) == [(0, len(article.text))]


def test_parts_are_about_equal():
    article = read_text(_long(30))
    sizes = [b - a for a, b in parts_of(article, 2000)]
    assert min(sizes) > 0.5 * max(sizes)


def test_part_of_keeps_its_blocks():
    article = read_text(_long(5))
    second = article.blocks[2]
    part, first = part_of(article, second.start, article.blocks[4].start)
    assert first == 2
    assert [part.text[b.start : b.end] for b in part.blocks] == [
        article.text[b.start : b.end] for b in article.blocks[2:4]
    ]


def test_parse_in_parts_is_the_parse_of_the_whole(monkeypatch):
    article = read_text(_long(12))
    whole = parse(article)
    monkeypatch.setattr(parsing, "LONGEST_STRETCH", 1000)
    cut = parse(article)
    assert cut.text == whole.text == article.text
    assert cut._.argmap_article is article
    for one, other in zip(whole, cut, strict=True):
        assert one.text == other.text
        assert (one.tag, one.dep, one.head.i, one.lemma, one.ent_type, one.is_sent_start) == (
            other.tag, other.dep, other.head.i, other.lemma, other.ent_type, other.is_sent_start
        )  # fmt: skip
    assert [s.text for s in whole.sents] == [s.text for s in cut.sents]


class _EachSentence:
    """Every sentence a unit: the first of a part its thesis, the others premises of it."""

    name, version, longest = "each", "1", 400

    def mine(self, article, doc=None, spans=None):
        assert doc is None or doc.text == article.text
        units, relations = [], []
        for place in (s for s in doc.sents if s.text.strip()):
            text = place.text.strip()
            number = len(units) + 1
            start = article.text.index(text, place.start_char)
            block = next(
                (k for k, b in enumerate(article.blocks) if b.start <= start < b.end), None
            )
            units.append(
                Unit(id=f"u{number}", start=start, end=start + len(text), text=text, block=block,
                     role="premise" if units else "major_claim",
                     confidence=0.9 if "1992" in text else 0.5,
                     cues=((start, start + 2),))
            )  # fmt: skip
            if number > 1:
                relations.append(
                    Relation(id=f"r{number - 1}", source=f"u{number}", target="u1", kind="support")
                )
        if len(relations) > 1:
            tie = Relation(id="r0", source="u1", target="r1", kind="undercut")
            relations.append(tie)
        return Mined(units=units, relations=relations)


def test_mine_in_parts_gives_one_map(monkeypatch):
    article = read_text(_long(8))
    doc = parse(article)
    mined = mine(_EachSentence(), article, doc)
    # A map refuses units whose text is not at their offsets, ids twice and targets that are none.
    map_ = ArgumentMap(article=article, units=mined.units, relations=mined.relations)
    theses = [unit for unit in map_.units if unit.role == "major_claim"]
    assert len(theses) == 1
    assert theses[0].confidence == 0.9
    for unit in map_.units:
        block = article.blocks[unit.block]
        assert block.start <= unit.start < unit.end <= block.end
        assert unit.cues == ((unit.start, unit.start + 2),)
    assert {u.role for u in map_.units if u.role != "premise"} == {"major_claim", "claim"}
    others = [u for u in map_.units if u.role == "claim"]
    for unit in others:
        (tie,) = [r for r in map_.outgoing(unit.id) if r.kind == "support"]
        assert tie.target == theses[0].id
    assert len(mined.units) == sum(1 for s in doc.sents if s.text.strip())


def test_mine_leaves_a_short_article_to_the_miner():
    article = read_text("Trams help. They carry people.")
    miner = _EachSentence()
    doc = parse(article)
    assert mine(miner, article, doc) == miner.mine(article, doc)
