"""Explanations say the cue where one stands, and else only what is in the text."""

from argmap.mining.explain import Reasons, why_related, why_unit
from argmap.model import ArgumentMap, Article, Block, MadeBy, Relation, Unit

TEXT = "Trams save time\n\nTrams should return. Buses stop in traffic. Therefore trams are faster."
BLOCKS = (Block(kind="title", start=0, end=15), Block(kind="paragraph", start=17, end=len(TEXT)))


def made(cues=()):
    def unit(identity, words, role, marks=()):
        at = TEXT.index(words)
        return Unit(
            id=identity, start=at, end=at + len(words), text=words, role=role, block=1, cues=marks
        )

    cue = (TEXT.index("Therefore"), TEXT.index("Therefore") + 9)
    units = (
        unit("u1", "Trams should return", "major_claim"),
        unit("u2", "Buses stop in traffic", "premise"),
        unit("u3", "trams are faster", "claim", (cue,)),
    )
    relations = (
        Relation(id="r1", source="u2", target="u3", kind="support", cues=(cue,) if cues else ()),
        Relation(id="r2", source="u3", target="u1", kind="support"),
    )
    article = Article(id="t", title="Trams save time", text=TEXT, blocks=BLOCKS)
    return ArgumentMap(article=article, units=units, relations=relations)


def test_a_cue_is_the_reason_where_there_is_one():
    map_ = made(cues=True)
    assert why_related(map_, map_.relations[0]) == "Decided by the cue “Therefore”."
    assert why_unit(map_, map_.units[2]) == "Marked by the cue “Therefore”."


def test_without_a_cue_only_what_the_text_shows_is_told():
    map_ = made()
    told = why_related(map_, map_.relations[0])
    assert told.startswith("No cue says so.")
    assert "right after it, in the same paragraph" in told and "share no content word" in told


def test_the_nearest_cue_and_shared_words_are_named():
    told = why_related(made(), made().relations[1])
    assert "“trams”" in told and "the target is the thesis" in told
    assert "the nearest cue is “Therefore”" in told


def test_the_thesis_names_what_it_shares_with_the_title():
    map_ = made()
    told = why_unit(map_, map_.units[0])
    assert "1 unit supports it" in told and "“trams” with the title" in told


def test_only_what_a_miner_decided_without_a_cue_is_explained():
    by_hand = made()
    assert Reasons(by_hand).unseen(by_hand.units[1]) == ()
    map_ = by_hand.model_copy(update={"made_by": MadeBy(argmap="1", model="trained 1")})
    relations = tuple(r.model_copy(update={"confidence": 0.7}) for r in map_.relations)
    map_ = ArgumentMap(
        article=map_.article, units=map_.units, relations=relations, made_by=map_.made_by
    )
    (told,) = Reasons(map_).unseen(map_.units[1])
    assert told == why_related(map_, map_.relations[0])
    cued = relations[0].model_copy(update={"cues": map_.units[2].cues})
    map_ = ArgumentMap(
        article=map_.article,
        units=map_.units,
        relations=(cued, relations[1]),
        made_by=map_.made_by,
    )
    assert Reasons(map_).unseen(map_.units[1]) == ()
