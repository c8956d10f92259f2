"""DESIGN.md's limits, with real hostile files in a real run: each costs little, the others come out."""

from __future__ import annotations

import io
import os
import socket
import time
import zipfile
from pathlib import Path

import pytest
from corpus_support import settings, slow

from argmap.corpus import analyze_bytes, run
from argmap.errors import LimitReached
from argmap.mining.parse import parse, shared_pipeline, tokenized
from argmap.reading import read_text
from argmap.settings import Settings

RULES = Settings(miner="rules")
GOOD = "The city should build trams because they carry many people. "


def _bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", b"\0" * 80_000_000)
    return target.getvalue()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "good.txt").write_text(GOOD)
    (folder / "large.txt").write_bytes(b"x" * 20_000_001)
    (folder / "long.txt").write_text("Cats purr. " * 18_182)
    (folder / "bomb.docx").write_bytes(_bomb())
    (folder / "empty.md").write_bytes(b"")
    (folder / "binary.txt").write_bytes(os.urandom(0) + bytes(range(256)) * 20)
    (folder / "no.pdf").write_bytes(b"%PDF-1.7\n" + b"\x00" * 100)
    (folder / "deep.html").write_text("<div>" * 50_000 + GOOD)
    (folder / "brackets.txt").write_text(GOOD + "(" * 10_000)
    (folder / "url.txt").write_text(GOOD + "https://example.org/" + "a-" * 20_000)
    os.mkfifo(folder / "pipe.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    (folder / "loop").symlink_to(folder)
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind(os.path.relpath(folder / "s.txt"))
    return folder


def test_limits_hold_in_a_run_and_the_others_come_out(hostile, tmp_path):
    summary = run(hostile, tmp_path / "out", settings=settings(article_seconds=120))
    reasons = {path: why.removeprefix(f"{path}: ") for path, why in summary.failed.items()}
    assert set(reasons) >= {"large.txt", "long.txt", "bomb.docx", "empty.md", "no.pdf"}
    assert "20,000,000 bytes; raise `file_bytes`" in reasons["large.txt"]
    assert "200,000 characters; raise `article_characters`" in reasons["long.txt"]
    assert "raise `unpacked_" in reasons["bomb.docx"]
    assert "the file is empty" in reasons["empty.md"]
    assert not [why for why in reasons.values() if "bug" in why or "took longer" in why]
    done = {path.name.rsplit("-", 1)[0] for path in (tmp_path / "out/maps").iterdir()}
    assert done >= {"good", "brackets", "url"}
    # Devices, pipes, sockets and broken links are no articles.
    assert not {"pipe", "zero", "gone", "s"} & (done | {Path(path).stem for path in reasons})


@pytest.mark.parametrize(
    "stretch",
    ["(" * 10_000, '"' * 10_000, "https://e.org/" + "a" * 40_000, "a-" * 20_000, "[" * 9000],
)
def test_limits_stretches_that_are_no_words_cost_milliseconds(stretch):
    nlp = shared_pipeline()
    text = f"{GOOD}See {stretch} here. {GOOD}"
    began = time.process_time()
    doc = tokenized(nlp, text)
    assert time.process_time() - began < 0.5
    assert doc.text == text
    assert len(doc) < 40


def test_limits_tokens_of_words_are_those_of_spacy():
    nlp = shared_pipeline()
    text = f'{GOOD}(See https://example.org/{"a" * 300}.) Don\'t, he said — "U.S.-led".  \n\n x'
    assert [(t.text, t.whitespace_) for t in tokenized(nlp, text)] == [
        (t.text, t.whitespace_) for t in nlp.make_doc(text)
    ]


def test_limits_words_around_a_stretch_are_those_of_spacy():
    nlp = shared_pipeline()
    stretch = "(" * 600
    doc = tokenized(nlp, f"{GOOD}{stretch} {GOOD}")
    alone = [token.text for token in nlp.make_doc(GOOD.rstrip())]
    words = [token.text for token in doc]
    assert words == [*alone, stretch, *alone, *words[len(alone) * 2 + 1 :]]
    sentences = [sentence.text for sentence in parse(read_text(f"{GOOD}{stretch} {GOOD}")).sents]
    assert any(sentence.startswith("The city") for sentence in sentences)


def test_limits_long_article_is_refused_before_it_is_parsed():
    began = time.process_time()
    with pytest.raises(LimitReached) as caught:
        analyze_bytes("a.txt", b"Cats purr. " * 200_000, RULES)
    assert caught.value.limit == "article_characters"
    assert time.process_time() - began < 5


@slow
def test_limits_sentence_of_20000_words_comes_out():
    words = "which the people and the mayor of the town like " * 2000
    map_ = analyze_bytes("a.txt", f"The city {words}should build trams.".encode(), RULES)
    assert len(map_.units) == 1
