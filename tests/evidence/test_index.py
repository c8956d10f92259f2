import numpy as np

from argmap.evidence.index import open_index, words_of

TEXTS = {
    "ships.txt": "The fleet left the harbour in May. A storm sank two boats.",
    "bread.txt": "Bakers sell bread. The price of wheat rose in 2021.",
    "facts.csv": "subject,relation,object,from,until,source\nGreece,joined,NATO,1952-02-18,,NATO\n",
}


def test_index_finds_the_passage_that_shares_words(folder, tmp_path):
    index = open_index(folder(TEXTS), cache=tmp_path / "cache")
    assert index.search("Why did the fleets leave their harbour?")[0].text.startswith(
        "The fleet left"
    )
    assert index.search("wheat prices")[0].text == "The price of wheat rose in 2021."
    assert index.search("xylophone of the") == []
    assert len(index.facts) == 1 and index.facts[0].subject == "Greece"


def test_index_is_kept_and_answers_the_same_from_the_cache(folder, tmp_path):
    place, cache = folder(TEXTS), tmp_path / "cache"
    made = open_index(place, cache=cache)
    kept = list(cache.glob("*.npz"))
    assert len(kept) == 1
    again = open_index(place, cache=cache)
    assert again.passages == made.passages and again.facts == made.facts
    for query in ("fleet harbour storm", "bread price", "sank"):
        assert again.search(query) == made.search(query)
    assert list(cache.glob("*")) == kept


def test_index_is_made_anew_when_a_file_changes(folder, tmp_path):
    place, cache = folder(TEXTS), tmp_path / "cache"
    open_index(place, cache=cache)
    (place / "bread.txt").write_text("Millers grind rye.", encoding="utf-8")
    index = open_index(place, cache=cache)
    assert [p.text for p in index.search("rye millers")] == ["Millers grind rye."]
    assert index.search("wheat") == []


def test_index_a_broken_cache_is_made_anew(folder, tmp_path):
    place, cache = folder(TEXTS), tmp_path / "cache"
    open_index(place, cache=cache)
    (path,) = cache.glob("*.npz")
    for content in (b"", b"PK\x03\x04 broken", path.read_bytes()[:200]):
        path.write_bytes(content)
        assert open_index(place, cache=cache).search("fleet")


def test_index_a_cache_that_cannot_be_written_costs_nothing(folder, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, no folder")
    assert open_index(folder(TEXTS), cache=blocked / "cache").search("fleet")


def test_index_the_cache_holds_no_pickle(folder, tmp_path):
    open_index(folder(TEXTS), cache=tmp_path / "cache")
    (path,) = (tmp_path / "cache").glob("*.npz")
    with np.load(path, allow_pickle=False) as file:
        assert all(file[name].dtype != object for name in file.files)


def test_index_bad_facts_are_told(folder, tmp_path):
    table = "Subject,Relation,Object,From\nA,joined,B,1952\n,joined,B,1952\nC,joined,D,last year\n"
    notes = []
    index = open_index(folder({"f.csv": table}), cache=tmp_path / "c", notes=notes.append)
    assert [fact.subject for fact in index.facts] == ["A"]
    assert ["row 3" in notes[0], "row 4" in notes[1]] == [True, True]
    again = []
    open_index(folder({"f.csv": table}), cache=tmp_path / "c", notes=again.append)
    assert again == notes


def test_index_words():
    assert words_of("Turkey's S-400 parties, and the U.S. buses") == [
        "turkey",
        "s-400",
        "party",
        "u.s",
        "buse",
    ]
