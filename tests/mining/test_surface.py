"""The surface reader: what is seen of units, linear scores, trees, and what decoding makes of it."""

from dataclasses import replace

import numpy as np
import pytest

from argmap.errors import MissingRequirement
from argmap.evaluation.gold import article_of
from argmap.mining.neural.decoding import decode, log_softmax, with_surface
from argmap.mining.neural.model import WEIGHTS, SurfaceScores
from argmap.mining.surface.features import kind_features, look, pair_rows, unit_features, unit_rows
from argmap.mining.surface.reader import FILE, Linear, Trees, heads_of, load_reader
from argmap.mining.trained import TrainedMiner
from argmap.model import Role

TEXT = (
    "Allotments\n\n"
    "Some say that towns need car parks. I believe that every town should keep its allotments.\n"
    "Gardens feed people. For example, one plot gives a family beans for 12 weeks, because soil "
    "there is deep. However, digging is hard.\n"
    "In conclusion, towns should keep allotments."
)
UNITS = (
    "every town should keep its allotments",
    "Gardens feed people",
    "one plot gives a family beans for 12 weeks",
    "soil there is deep",
    "digging is hard",
    "towns should keep allotments",
)


@pytest.fixture(scope="module")
def seen():
    article = article_of("a", TEXT)
    spans = [(TEXT.index(u), TEXT.index(u) + len(u)) for u in UNITS]
    return article, spans, look(article, spans)


def test_units_are_seen_where_they_stand(seen):
    _, _, view = seen
    places = [(u.section, u.rank, u.size) for u in view.units]
    assert places == [(0, 0, 1), (1, 0, 4), (1, 1, 4), (1, 2, 4), (1, 3, 4), (2, 0, 1)]
    assert view.sections == 3 and view.title == {"allotments"}
    assert view.units[2].lead == (".", "for", "example", ",")
    assert view.units[3].lead == (",", "because")
    assert not view.units[3].opens_sentence and view.units[1].opens_sentence
    assert "reason" in view.units[3].cues and "contrast" in view.units[4].cues
    # The title is no paragraph, and nothing before the paragraph leads to its first unit.
    assert view.units[1].lead == ()


def test_features_tell_place_words_and_neighbours(seen):
    _, _, view = seen
    features = unit_features(view)
    assert features[3]["lead:, because"] == 1
    assert features[3]["word:soil"] == 1 and "word:because" not in features[3]
    assert features[2]["after:lead:because"] == 1
    assert features[4]["before:cue:reason"] == 1
    # Neighbours are those of the same paragraph.
    assert "before:none" in features[1] and "after:none" in features[4]
    assert features[0]["paragraph:first"] == 1 and features[5]["paragraph:last"] == 1
    assert features[5]["shares with title"] == 1
    child, parent = kind_features(features)
    assert child[4]["lead:however"] == 1 and parent[1]["parent first:gardens"] == 1
    assert not any(k.startswith("parent word:") for k in parent[1])


def test_rows_are_of_units_and_of_pairs_in_a_paragraph(seen):
    _, _, view = seen
    roles = log_softmax(np.zeros((6, 3)))
    rows = unit_rows(view, unit_features(view), roles)
    pairs, pair = pair_rows(view, roles)
    assert rows.shape[0] == 6 and np.isfinite(rows).all()
    assert set(pairs) == {(i, j) for i in range(1, 5) for j in range(1, 5) if i != j}
    assert pair.shape[0] == 12 and np.isfinite(pair).all()
    distance = dict(zip(pairs, pair[:, 0], strict=True))
    assert distance[3, 1] == -2 and distance[1, 3] == 2
    same_sentence = dict(zip(pairs, pair[:, 9], strict=True))
    assert same_sentence[3, 2] == 1 and same_sentence[2, 1] == 0


def test_a_linear_model_adds_up_what_it_knows():
    linear = Linear({"a": 0, "b": 1}, np.array([[1.0, -1.0], [0.5, 2.0]]), np.array([0.1, 0.2]))
    scores = linear([{"a": 2.0, "b": 1.0, "never seen": 9.0}, {}])
    assert scores == pytest.approx(np.array([[2.6, 0.2], [0.1, 0.2]]))


def test_trees_go_left_up_to_the_threshold_and_add_to_their_column():
    # Two trees: (x0 <= 1: 5, else x1 <= 0: 7 else 9) for column 1, and a leaf of 0.5 for column 0.
    trees = Trees(
        feature=np.array([0, -1, 1, -1, -1, -1]),
        threshold=np.array([1, 0, 0, 0, 0, 0], np.float32),
        left=np.array([1, 0, 3, 0, 0, 0]),
        right=np.array([2, 0, 4, 0, 0, 0]),
        value=np.array([0, 5, 0, 7, 9, 0.5]),
        root=np.array([0, 5]),
        column=np.array([1, 0]),
        bias=np.array([1.0, -1.0]),
    )
    rows = np.array([[1.0, 3.0], [1.5, 0.0], [1.5, 0.1]])
    assert trees(rows).tolist() == [[1.5, 4.0], [1.5, 6.0], [1.5, 8.0]]


def test_heads_are_spread_over_links_and_none():
    linked = np.zeros((3, 3))
    linked[1, 0], linked[2, 0], linked[2, 1] = 0.6, 0.9, 0.6
    heads = np.exp(heads_of(linked))
    assert heads[1, [0, 3]] == pytest.approx([0.6, 0.4])
    # Two likely links share what is there.
    assert heads[2, [0, 1]] == pytest.approx([0.9 / 1.52, 0.6 / 1.52])
    assert heads[0, 3] == pytest.approx(1)


def test_the_shipped_reader_knows_a_reason_and_an_example(seen):
    article, spans, _ = seen
    reader = load_reader(WEIGHTS / FILE)
    scores = reader.read(article, spans)
    assert scores.roles.argmax(1).tolist() == [0, 1, 2, 2, 2, 0]
    assert np.exp(scores.heads).sum(1) == pytest.approx(np.ones(6), abs=0.01)
    # What "because" begins supports what stands right before it; what "However" begins attacks.
    assert scores.heads[3].argmax() == 2
    assert scores.attack[4, 1] > scores.attack[3, 2]


def test_a_saved_reader_answers_the_same(seen, tmp_path):
    article, spans, _ = seen
    reader = load_reader(WEIGHTS / FILE)
    reader.save(tmp_path / FILE)
    again = load_reader(tmp_path / FILE)
    a, b = reader.read(article, spans), again.read(article, spans)
    for name in ("roles", "heads", "attack"):
        assert (getattr(a, name) == getattr(b, name)).all()


def test_a_damaged_reader_says_what_to_do(tmp_path):
    (tmp_path / FILE).write_bytes(b"no reader")
    with pytest.raises(MissingRequirement, match="surface reader") as caught:
        load_reader(tmp_path / FILE)
    assert "argmap train" in str(caught.value)


def test_weights_without_a_reader_still_mine(seen, tmp_path):
    article, _, _ = seen
    for path in WEIGHTS.iterdir():
        if path.is_file() and path.name != FILE:
            (tmp_path / path.name).symlink_to(path)
    alone = TrainedMiner(tmp_path, genre="essay", fresh=True)
    assert alone.surface is None
    assert any(u.role is Role.MAJOR_CLAIM for u in alone.mine(article).units)


def test_letters_that_grow_and_curly_apostrophes_change_nothing_else():
    plain = "Gardens don't fail in Izmir, because soil is deep."
    odd = plain.replace("'", "’").replace("Izmir", "İzmir")
    spans = [(0, 27), (37, 49)]
    a, b = (look(article_of("a", text), spans).units for text in (plain, odd))
    assert a[0].words[:3] == b[0].words[:3] == ("gardens", "don't", "fail")
    assert a[1] == b[1]


def test_only_essays_are_read_by_it(seen):
    article, spans, _ = seen
    asked = {g: TrainedMiner(genre=g).score(article, spans)[1] for g in ("essay", "comment")}
    assert asked["essay"].surface is not None
    assert asked["comment"].surface is None


def test_the_reader_moves_roles_and_heads_and_tells_attacks(seen):
    article, spans, _ = seen
    _, scores = TrainedMiner(genre="essay").score(article, spans)
    n = len(spans)
    roles = np.log(np.full((n, 3), 1e-4))
    roles[[0, 5], 0] = roles[1, 1] = roles[2:5, 2] = 0.0
    heads = np.log(np.full((n, n + 1), 1e-4))
    heads[[0, 1, 5], n] = heads[[2, 4], 1] = heads[3, 2] = 0.0
    attack = np.full((n, n), -3.0)
    attack[4, 1] = 2.0
    told = replace(scores, surface=SurfaceScores(roles, heads, attack))
    settings = {"network_role": 0.0, "network_link": 0.0, "tag_weight": 0.0}
    decided = decode(told, settings, "essay")
    assert decided.roles == [0, 1, 2, 2, 2, 0]
    assert decided.heads[2:5] == [1, 2, 1]
    assert decided.kinds[2:5] == [0, 0, 1]
    # The confidence of a link is the reader's.
    assert decided.head_probability[3] == pytest.approx(1)
    other = decode(told, settings, "editorial")
    alone = decode(replace(told, surface=None), settings, "editorial")
    assert (other.heads, other.kinds) == (alone.heads, alone.kinds)
    assert (other.head_probability == alone.head_probability).all()
    without = replace(told, surface=None)
    assert with_surface(without, settings) is without
