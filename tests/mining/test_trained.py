"""The trained miner as shipped: a sound map of any text, the same one every time."""

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argmap.errors import MissingRequirement
from argmap.evaluation.gold import article_of
from argmap.mining import Miner
from argmap.mining.neural.model import WEIGHTS, Model
from argmap.mining.parse import new_pipeline
from argmap.mining.trained import TrainedMiner, cut
from argmap.model import ArgumentMap, Article, Block

ESSAY = (
    "Should cities close their centres to cars?\n\n"
    "Many cities argue about traffic these days. In my opinion, city centres should be closed to "
    "private cars.\n"
    "First of all, streets without cars are safer, because most accidents in towns involve a "
    "driver. For example, children can walk to school alone where no cars pass. Therefore, families "
    "gain the most from such a rule.\n"
    "Moreover, the air gets cleaner. Exhaust fumes make people ill, and hospitals treat fewer lung "
    "patients where traffic is banned. However, some shop owners fear that they will lose customers.\n"
    "In conclusion, I firmly believe that cars do not belong in the middle of a city."
)


@pytest.fixture(scope="module")
def miner():
    return TrainedMiner()


@pytest.fixture(scope="module")
def mined(miner):
    return miner.mine(article_of("cars", ESSAY))


def sound(article, mined):
    # The record itself checks ids, targets and texts.
    made = ArgumentMap(article=article, units=mined.units, relations=mined.relations)
    spans = [(u.start, u.end) for u in made.units]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    sources = [r.source for r in made.relations]
    assert len(sources) == len(set(sources))
    heads = {r.source: r.target for r in made.relations}
    back = {r.id: r.source for r in made.relations}
    for start in heads:
        k, seen = start, set()
        while k in heads or k in back:
            assert k not in seen, "a cycle"
            seen.add(k)
            k = back[k] if k in back else heads[k]
    if made.units:
        assert made.thesis is not None
    for unit in made.units:
        kind = article.blocks[unit.block].kind if unit.block is not None else "paragraph"
        assert kind not in ("title", "heading")
    return made


def test_it_has_the_shape_of_a_miner(miner):
    assert isinstance(miner, Miner)
    assert miner.name == "trained" and miner.version


def test_an_essay_gives_thesis_claims_and_premises(mined):
    made = sound(article_of("cars", ESSAY), mined)
    assert {u.role.value for u in made.units} == {"major_claim", "claim", "premise"}
    assert "city centres should be closed to private cars" in {u.text for u in made.units}
    theses = [u.text for u in made.units if u.role == "major_claim"]
    assert any("closed to private cars" in t for t in theses)
    assert made.relations


def test_every_unit_has_a_type_and_a_probability(mined):
    assert all(u.type for u in mined.units)
    assert all(0 < u.confidence < 1 for u in mined.units)
    assert all(0 < r.confidence < 1 for r in mined.relations)


def test_cues_are_words_of_the_article(mined):
    words = {ESSAY[s:e].lower() for u in mined.units for s, e in u.cues}
    assert words & {"because", "for example", "therefore", "however", "moreover"}


def test_the_same_text_gives_the_same_answer(miner, mined):
    again = miner.mine(article_of("cars", ESSAY))
    assert again == mined
    other = TrainedMiner(fresh=True).mine(article_of("cars", ESSAY))
    assert other == mined


def test_given_units_are_kept_as_they_are(miner):
    article = article_of("cars", ESSAY)
    spans = [(u.start, u.end) for u in miner.mine(article).units][1:4]
    given_back = miner.mine(article, spans=spans)
    assert [(u.start, u.end) for u in given_back.units] == spans
    sound(article, given_back)


def test_headings_are_left_alone(miner):
    text = "Cars must leave our cities now\n\nCars must leave our cities now, because they kill."
    blocks = (
        Block(kind="heading", start=0, end=30),
        Block(kind="paragraph", start=32, end=len(text)),
    )
    mined = miner.mine(Article(id="x", text=text, blocks=blocks))
    assert all(u.start >= 32 for u in mined.units)


def test_a_long_article_goes_through_with_no_unit_cut_at_a_seam(miner):
    text = "\n".join([ESSAY.split("\n\n")[1]] * 12)
    article = article_of("long", text)
    made = sound(article, miner.mine(article))
    # A unit cut at a seam would begin in the middle of a word.
    for unit in made.units:
        assert unit.start == 0 or not (
            text[unit.start - 1].isalnum() and text[unit.start].isalnum()
        )
    assert len(made.units) > 60


@pytest.mark.parametrize("text", ["", " \n\n ", "?!", "Hello.", "😀" * 50, "a" * 3000])
def test_odd_texts_are_no_crash(miner, text):
    article = article_of("odd", text)
    sound(article, miner.mine(article))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_a_sound_map(text):
    article = article_of("any", text)
    sound(article, TrainedMiner().mine(article))


def test_weights_load_quickly_and_fit_the_package():
    # A ratio within one run: beside spaCy's own pipeline, which every analysis loads anyway.
    started = time.perf_counter()
    new_pipeline()
    spacy = time.perf_counter() - started
    started = time.perf_counter()
    Model()
    assert time.perf_counter() - started < 5 * spacy
    assert sum(p.stat().st_size for p in WEIGHTS.iterdir()) < 40e6


def test_missing_weights_say_so(tmp_path):
    with pytest.raises(MissingRequirement, match="settings cannot be read"):
        TrainedMiner(tmp_path)


def test_an_unknown_genre_is_refused():
    with pytest.raises(ValueError, match="not one of"):
        TrainedMiner(genre="poem")


def test_no_torch_at_run_time():
    import subprocess
    import sys

    code = (
        "import sys; from argmap.mining.trained import TrainedMiner; "
        "from argmap.model import Article; TrainedMiner().mine(Article(id='a', text='Tea is good.')); "
        "assert 'torch' not in sys.modules and 'transformers' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_trained_answers_do_not_hang_on_the_number_of_threads():
    """To the last bit: the products are cut by rows and columns, never along a sum."""
    from argmap.critic.critic import Critic
    from argmap.mining.neural.model import Model
    from argmap.reading import read_text

    text = "\n\n".join(
        f"The harbour needs dredging {n} times a year, because silt from the river fills it. "
        f"However, pier {n} was built too low, and officials say that nobody asked the pilots."
        for n in range(40)
    )
    article = read_text(text)
    alone, critic = Model(threads=1).read(article), Critic(threads=1).read_text(text)
    for threads in (2, 3, 4):
        read = Model(threads=threads).read(article)
        assert (read.states == alone.states).all() and (read.emissions == alone.emissions).all()
        for (_, ours), (_, theirs) in zip(
            Critic(threads=threads).read_text(text), critic, strict=True
        ):
            assert all((ours[name] == theirs[name]).all() for name in theirs)


@pytest.mark.parametrize("miner", ["rules", "trained"])
def test_trained_reading_ahead_changes_nothing(monkeypatch, miner):
    import argmap

    text = "We should keep the ferry. It is cheap. However, experts warn that its hull is old."
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    alone = argmap.analyze(text, miner=miner).to_json()
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    assert argmap.analyze(text, miner=miner).to_json() == alone


def test_trained_weights_of_another_version_are_named(monkeypatch):
    from types import SimpleNamespace

    from argmap.critic.critic import Critic
    from argmap.errors import MissingRequirement
    from argmap.language import inference
    from argmap.mining.neural.model import Model

    graph = SimpleNamespace(
        get_inputs=lambda: [SimpleNamespace(name="inputs"), SimpleNamespace(name="mask")]
    )
    monkeypatch.setattr(inference, "open_graph", lambda path, threads: graph)
    for opened in (Model, Critic):
        with pytest.raises(MissingRequirement, match="another version of argmap") as caught:
            opened()
        assert "argmap train" in str(caught.value)


@pytest.mark.parametrize(
    ("end", "expected"),
    [("http://www.example.org/rule", True), ("www.example.org/rule/", True), ("bank", False)],
)
def test_an_address_at_the_end_of_a_comment_is_a_reference(end: str, expected: bool) -> None:
    text = (
        "I was called eleven times in one week. Collectors should need written consent before they "
        f"call. The rule that I mean: {end}"
    )
    start = text.index("The rule")
    mined = TrainedMiner(genre="comment").mine(
        article_of("comment", text),
        spans=[(0, 37), (39, start - 2), (start, len(text.rstrip("/")))],
    )
    assert (mined.units[-1].type == "reference") is expected
    assert all(unit.type != "reference" for unit in mined.units[:-1])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Parks are full, because many flats are small", ["Parks are full", "many flats are small"]),
        ("Parks are full, and as a result, people stay home",
         ["Parks are full", "people stay home"]),
        ("But parks are full every day", ["parks are full every day"]),
        ("I strongly believe that parks are full", ["parks are full"]),
        ("We will never agree that parks are full", ["We will never agree that parks are full"]),
        ("Parks are full, because of rain", ["Parks are full, because of rain"]),
        ("It is full because of us", ["It is full because of us"]),
    ],
)  # fmt: skip
def test_units_of_essays_are_cut_where_a_reason_or_result_begins(
    text: str, parts: list[str]
) -> None:
    assert [text[a:b] for a, b in cut(text, 0, len(text))] == parts
