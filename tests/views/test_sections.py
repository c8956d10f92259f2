from argmap.model import ArgumentMap, Article, Block
from argmap.views.sections import sections, title_of


def test_sections_follow_the_headings(bridge):
    found = [(part.heading, [bridge.units[i].id for i in part.units]) for part in sections(bridge)]
    assert found == [(None, ["u1"]), ("Cost", ["u2", "u3"]), ("Risk", ["u4", "u5"])]


def test_sections_under_equal_headings_stay_apart(bridge):
    text = bridge.article.text.replace("Cost", "Risk")
    article = bridge.article.model_copy(update={"text": text})
    assert len(sections(bridge.model_copy(update={"article": article}))) == 3


def test_sections_title_falls_back_to_the_title_block_then_the_id():
    text = "A  name\n\nText."
    block = Block(kind="title", start=0, end=7)
    assert title_of(ArgumentMap(article=Article(id="x", text=text, blocks=(block,)))) == "A name"
    assert title_of(ArgumentMap(article=Article(id="x", text=text))) == "x"
    assert title_of(ArgumentMap(article=Article(id="", text=text))) == "Untitled"
