import pytest

from argmap.model import Article, Block, Severity, Unit


def test_article_sha256_is_of_the_text_in_utf8():
    article = Article(id="a", text="é")
    assert article.sha256 == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"


def test_blocks_may_not_overlap_or_leave_the_text():
    for blocks in (
        (Block(kind="paragraph", start=0, end=3), Block(kind="paragraph", start=2, end=4)),
        (Block(kind="paragraph", start=0, end=9),),
        (Block(kind="paragraph", start=3, end=2),),
    ):
        with pytest.raises(ValueError, match="overlaps or leaves"):
            Article(id="a", text="abcd", blocks=blocks)


def test_scores_are_kept_to_three_decimals():
    unit = Unit(id="u", start=0, end=1, text="a", role="claim", confidence=2 / 3)
    assert unit.confidence == 0.667


def test_severities_are_ordered():
    assert Severity.INFO.rank < Severity.WARNING.rank < Severity.ERROR.rank
