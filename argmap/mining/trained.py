"""The trained miner: a small encoder with heads, run by ONNX Runtime, and a global decoder. No
torch."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from argmap.language.ahead import Job, answer
from argmap.mining.articles import (
    Evidence,
    article_settings,
    borders,
    clause_marks,
    cut_clauses,
    decide,
    gather,
    has_headings,
    is_article,
    thesis_chances,
    unit_odds,
)
from argmap.mining.cues import cues_of
from argmap.mining.miner import Mined
from argmap.mining.neural.decoding import (
    COMMENT_TYPES,
    GENRES,
    KINDS,
    ROLES,
    Decoded,
    decode,
    genre_of,
    spans_of,
    viterbi_each,
)
from argmap.mining.neural.features import pieces_of, trim
from argmap.mining.neural.model import WEIGHTS, Model, Read, Scores, load_model, read_settings
from argmap.mining.surface.reader import FILE as SURFACE
from argmap.mining.surface.reader import SurfaceReader, load_reader
from argmap.model import Article, Relation, RelationKind, Role, Unit

if TYPE_CHECKING:
    from spacy.tokens import Doc

Spans = list[tuple[tuple[int, int], tuple[int, int]]]
"""Units as piece spans (last piece included) and text spans `[start, end)`."""

_ADDRESS = re.compile(r"(?:https?://\S+|www\.\S+|__URL__)[\s\W]*$", re.IGNORECASE)
"""An address at the end; the comments of CDCP have a mask in its place."""
_WORDS = re.compile(r"[^\W\d_]+|[^\w\s]")
_RESULT = r"(?:therefore|thus|hence|consequently|accordingly|as a result|as a consequence),?"
_BORDER = re.compile(
    rf",\s+(?:because(?! of)|since|(?:and\s+)?{_RESULT}|and\s+so)\s+", re.IGNORECASE
)
"""Between two units: the connective belongs to neither."""
_OPENER = re.compile(
    rf"(?:(?:but|ergo|{_RESULT}),?\s+)?"
    r"(?:(?:i|we)\s+(?:(?!not\b|never\b|hardly\b)\w+\s+){0,3}?"
    r"(?:agree|argue|assert|believe|claim|contend|contention|hold|maintain|opinion|say|state|think|"
    r"view)\s+that\s+|the\s+(?:\w+\s+)?reason\s+is\s+that\s+)?",
    re.IGNORECASE,
)
_CLAUSE = 3
"""Words from which on either side can be a unit."""
_SIGNS = "_/#=&-"
"""Signs that an address may begin or end with."""
_LEADS_UP = frozenset(
    {"of", "to", "at", "on", "in", "from", "by", "with", "for", "and", "or", "via", "the", "a",
     "is", "was", "see", "visit"}
)  # fmt: skip
RELATION_CUES = {
    "support": {"reason", "reason_ahead", "example", "addition", "conclusion", "summary"},
    "attack": {"contrast", "contrast_weak", "concession", "opponent"},
    "undercut": {"undercut", "contrast", "contrast_weak", "opponent"},
}


class TrainedMiner:
    """The miner named `trained`.

    Units are tagged with a CRF over word pieces; roles, types and relations are read off unit
    vectors in one encoder pass; a forest is decoded over the whole article. In essays a second
    reader of words and places judges roles and links beside it: see `argmap.mining.surface`. In
    articles (texts with headings, editorials, reports) the rules' evidence is added to the scores
    before that: see `argmap.mining.articles`. Confidences are calibrated on held-out text (see the
    model card).

    Args:
        folder: A folder of weights; none: those in the package.
        threads: Threads of ONNX Runtime; none: as many as are at hand.
        genre: Read every text as this genre; none: the model tells the genre from the text.
        fresh: Load the weights anew, though this process has loaded them before.

    Raises:
        MissingRequirement: the weights are not there.
    """

    name = "trained"
    longest = 14_000
    """Code points of an article that are read at a time: pairs of units are scored, and with them
    memory grows with the square of the length."""

    def __init__(
        self,
        folder: Path | None = None,
        threads: int | None = None,
        genre: str | None = None,
        *,
        fresh: bool = False,
    ) -> None:
        if genre is not None and genre not in GENRES:
            raise ValueError(f"genre is {genre!r}, not one of {', '.join(GENRES)}")
        self._folder = folder or WEIGHTS
        self._threads = threads
        self.genre = genre
        self.version = str(read_settings(self._folder)["version"])
        self._model = Model(self._folder, threads) if fresh else None
        self._surface = (_reader(self._folder),) if fresh else None

    @property
    def model(self) -> Model:
        """The weights, loaded on first use and shared by all miners of the same folder."""
        return self._model or load_model(self._folder, self._threads)

    @property
    def surface(self) -> SurfaceReader | None:
        """Reads essays beside the network; a folder of weights may be without it."""
        return self._surface[0] if self._surface else _kept_reader(self._folder)

    def mine(
        self,
        article: Article,
        doc: Doc | None = None,
        spans: Sequence[tuple[int, int]] | None = None,
    ) -> Mined:
        """Find the units and relations of one article.

        Args:
            article: What to read; its titles and headings are never units.
            doc: spaCy's parse of the article, where the caller has one. Only articles need it; else
                it is made.
            spans: Units that are given, `[start, end)` in code points, in the order of the text.
                None: they are found.
        """
        read: Read = answer(*self._reading(article))
        found = self._found(article, read, spans)
        if not found:
            return Mined()
        if not (self.genre is None and has_headings(article)):
            scores = self.model.judge(read, [pieces for pieces, _ in found])
            if not is_article(article, scores, self.genre):
                if spans is None:
                    found, scores = self._as_essay(article, read, found, scores)
                texts = [span for _, span in found]
                given = spans is not None
                scores = self._with_surface(article, texts, scores)
                return self.decide(article, texts, scores, self.model.settings, given=given)
        if doc is None:
            from argmap.mining.parse import parse

            doc = parse(article)
        return self.decide_article(
            article, doc, article_settings(self._folder), read, found if spans is not None else None
        )

    def ahead(self, article: Article) -> list[Job]:
        """What `mine` will need of an article, and what can be made before it is parsed."""
        # A longer one will be read in parts.
        return [self._reading(article)] if len(article.text) <= self.longest else []

    def _reading(self, article: Article) -> Job:
        model = self.model
        return ("encoder", id(model), id(article)), lambda: model.read(article)

    def decide_article(
        self,
        article: Article,
        doc: Doc,
        settings: Mapping[str, Any],
        read: Read,
        given: Spans | None = None,
    ) -> Mined:
        """Read a text as an article, under these weights; units are found where none are given."""
        thesis = None
        if given is None:
            found, thesis = self.article_units(article, doc, read, settings)
        else:
            found = given
        if not found:
            return Mined()
        decided = decide(self.evidence(article, doc, read, found), settings, thesis)
        calibrate = Calibration(settings, "article", given=given is not None)
        return _records(article, [span for _, span in found], decided, calibrate)

    def article_units(
        self, article: Article, doc: Doc, read: Read, settings: Mapping[str, Any]
    ) -> tuple[Spans, np.ndarray | None]:
        """Units of an article: the tagger and the parse on the borders, then what only sets the
        scene is left out; and each one's log-probability to be the thesis.

        The thesis is looked for among all stretches: it stands out from scenes, too.
        """
        marks = clause_marks(article, doc, read)
        shaped = replace(read, emissions=borders(read.emissions, marks, settings["borders"]))
        found = self.stretches(article, doc, shaped)
        if not found:
            return [], None
        evidence = self.evidence(article, doc, read, found)
        chance = thesis_chances(evidence, settings)
        odds = unit_odds(evidence, read, found, settings, chance)
        kept = odds > 0
        return [one for one, keep in zip(found, kept, strict=True) if keep], chance[kept]

    def stretches(self, article: Article, doc: Doc, read: Read) -> Spans:
        """What may be a unit of an article: what is tagged, a clause of concession or reason by
        itself."""
        spans = [
            part
            for _, span in self._tagged(article, read)
            for part in cut_clauses(article.text, doc, *span)
        ]
        return _with_pieces(read, spans)

    def evidence(self, article: Article, doc: Doc, read: Read, found: Spans) -> Evidence:
        """What rules and heads know of these units."""
        pieces = [p for p, _ in found]
        scores = self.model.judge(read, pieces)
        return gather(article, doc, [span for _, span in found], pieces, read, scores)

    def score(
        self, article: Article, spans: Sequence[tuple[int, int]] | None = None
    ) -> tuple[list[tuple[int, int]], Scores | None]:
        """The units' spans and what the heads say about them, before any decision; no scores where
        there are no units."""
        read = self.model.read(article)
        found = self._found(article, read, spans)
        if not found:
            return [], None
        scores = self.model.judge(read, [pieces for pieces, _ in found])
        if spans is None:
            found, scores = self._as_essay(article, read, found, scores)
        texts = [span for _, span in found]
        return texts, self._with_surface(article, texts, scores)

    def _with_surface(
        self, article: Article, spans: Sequence[tuple[int, int]], scores: Scores
    ) -> Scores:
        """The scores, in an essay with what the surface reader says."""
        if self.surface is None or (self.genre or genre_of(scores)) != "essay":
            return scores
        return replace(scores, surface=self.surface.read(article, spans))

    def decide(
        self,
        article: Article,
        spans: list[tuple[int, int]],
        scores: Scores,
        settings: dict[str, Any],
        *,
        given: bool,
    ) -> Mined:
        """Decode scores under settings; `given` tells whether the spans were given, which has a
        calibration of its own."""
        scores = _marked_references(scores, [_whole_words(article.text, *span) for span in spans])
        decided = decode(scores, settings, self.genre)
        calibrate = Calibration(settings, decided.genre, given=given)
        return _records(article, spans, decided, calibrate)

    def _found(
        self, article: Article, read: Read, spans: Sequence[tuple[int, int]] | None
    ) -> Spans:
        return self._given(read, spans) if spans is not None else self._tagged(article, read)

    def _tagged(self, article: Article, read: Read) -> Spans:
        """Piece spans and text spans of the units that the tagger finds."""
        found = []
        offsets = read.encoded.offsets
        sequences = read.encoded.sequences
        tagged = viterbi_each(read.emissions, sequences, self.model.transitions, self.model.starts)
        for (first, _), tags in zip(sequences, tagged, strict=True):
            for a, b, _ in spans_of(tags):
                start, stop = trim(
                    article.text, int(offsets[first + a, 0]), int(offsets[first + b, 1])
                )
                pieces = pieces_of(read.encoded, start, stop)
                if pieces and any(c.isalpha() for c in article.text[start:stop]) and b > a:
                    found.append((pieces, (start, stop)))
        return found

    def _as_essay(
        self, article: Article, read: Read, found: Spans, scores: Scores
    ) -> tuple[Spans, Scores]:
        """The units, in an essay cut as essays are, with their scores."""
        genre = self.genre or GENRES[int(scores.genre.argmax())]
        if genre != "essay":
            return found, scores
        text = article.text
        spans = [part for _, span in found for part in cut(text, *span)]
        if spans == [span for _, span in found]:
            return found, scores
        again = _with_pieces(read, spans)
        return again, self.model.judge(read, [pieces for pieces, _ in again])

    @staticmethod
    def _given(read: Read, spans: Sequence[tuple[int, int]]) -> Spans:
        found = []
        for start, end in spans:
            pieces = pieces_of(read.encoded, start, end)
            if pieces is None:
                # A unit of signs alone has no pieces of its own: the nearest one stands for it.
                near = int(np.abs(read.encoded.offsets[:, 0] - start).argmin())
                pieces = (near, near)
            found.append((pieces, (start, end)))
        return found


def _reader(folder: Path) -> SurfaceReader | None:
    path = folder / SURFACE
    return load_reader(path) if path.is_file() else None


_kept_reader = lru_cache(maxsize=2)(_reader)


def _with_pieces(read: Read, spans: Sequence[tuple[int, int]]) -> Spans:
    """Spans of the text with their pieces; a unit has two pieces or more."""
    return [
        (pieces, span)
        for span in spans
        if (pieces := pieces_of(read.encoded, *span)) and pieces[1] > pieces[0]
    ]


def cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A tagged unit of an essay without the words that only introduce it, cut where a reason or
    result begins.

    In the essays for training a unit ends before ", because" 32 times and goes on 4 times, before
    ", since" 12 and 2; "I believe that" stays outside 46 times and inside once. The tagger misses
    some.

    >>> text = "But parks are full, because flats are small"
    >>> [text[a:b] for a, b in cut(text, 0, len(text))]
    ['parks are full', 'flats are small']
    >>> text = "I do not think that flats are small"
    >>> [text[a:b] for a, b in cut(text, 0, len(text))]
    ['I do not think that flats are small']
    """
    opener = _OPENER.match(text, start, end)
    if opener and len(text[opener.end() : end].split()) >= _CLAUSE:
        start = opener.end()
    found = []
    for border in _BORDER.finditer(text, start, end):
        sides = text[start : border.start()], text[border.end() : end]
        if all(len(side.split()) >= _CLAUSE for side in sides):
            found.append(trim(text, start, border.start()))
            start = border.end()
    return [*found, trim(text, start, end)]


class Calibration:
    """Raw probabilities to calibrated ones: p' = sigmoid(a logit(p) + b), fitted on dev (Platt
    1999), a pair (a, b) a genre."""

    def __init__(self, settings: Mapping[str, Any], genre: str, given: bool) -> None:
        table = settings.get("calibration", {})
        self._role = self._pick(table, "given_role" if given else "unit", genre)
        self._relation = self._pick(table, "given_relation" if given else "relation", genre)

    @staticmethod
    def _pick(table: dict[str, Any], what: str, genre: str) -> tuple[float, float]:
        kinds = table.get(what, {})
        a, b = kinds.get(genre) or kinds.get("essay") or (1.0, 0.0)
        return float(a), float(b)

    def role(self, p: float) -> float:
        """Of a unit with its role."""
        return platt(p, *self._role)

    def relation(self, p: float) -> float:
        """Of a relation with its kind."""
        return platt(p, *self._relation)


def platt(p: float, a: float, b: float) -> float:
    """sigmoid(a logit(p) + b).

    >>> round(platt(0.8, 1.0, 0.0), 3)
    0.8
    """
    q = min(max(p, 1e-4), 1 - 1e-4)
    return 1 / (1 + math.exp(-(a * math.log(q / (1 - q)) + b)))


def is_reference(text: str) -> bool:
    """Is a unit a pointer to another text: an address, alone or under a title?

    An address that a preposition or an article leads up to belongs to a sentence.

    >>> is_reference("The path forward: www.example.org/a"), is_reference("I wrote to www.b.org")
    (True, False)
    """
    found = _ADDRESS.search(text)
    if found is None:
        return False
    before = _WORDS.findall(text[: found.start()])
    return not before or before[-1] not in _LEADS_UP


def _whole_words(text: str, start: int, end: int) -> str:
    """A unit with the signs that touch it: its span begins and ends with a letter or digit."""
    while start > 0 and text[start - 1] in _SIGNS:
        start -= 1
    while end < len(text) and text[end] in _SIGNS:
        end += 1
    return text[start:end]


def _marked_references(scores: Scores, texts: Sequence[str]) -> Scores:
    """Scores with the type `reference` decided by the words: gold has too few to learn from."""
    comment = scores.comment.copy()
    for i, text in enumerate(texts):
        comment[i, COMMENT_TYPES.index("reference")] = 1e3 if is_reference(text) else -1e3
    return replace(scores, comment=comment)


def _records(
    article: Article, spans: list[tuple[int, int]], decided: Decoded, calibrate: Calibration
) -> Mined:
    text = article.text
    lead = 0
    units: list[Unit] = []
    kinds_of_cues: list[list[tuple[str, tuple[int, int]]]] = []
    for i, (start, end) in enumerate(spans):
        block = _block(article, start)
        floor = article.blocks[block].start if block is not None else 0
        # The words that introduce a unit stand between it and the unit or the sentence before.
        cues = [(c.kind, (c.start, c.end)) for c in cues_of(text, max(floor, lead), start, end)]
        kinds_of_cues.append(cues)
        lead = end
        units.append(
            Unit(
                id=f"u{i + 1}",
                start=start,
                end=end,
                text=text[start:end],
                role=Role(ROLES[decided.roles[i]]),
                type=decided.types[i],
                confidence=round(calibrate.role(float(decided.role_probability[i])), 3),
                cues=tuple(dict.fromkeys(span for _, span in cues)),
                block=block,
            )
        )
    n = len(units)
    number: dict[int, str] = {}
    for i, head in enumerate(decided.heads):
        if head < n:
            number[i] = f"r{len(number) + 1}"
    relations = []
    for i, identity in number.items():
        head = decided.heads[i]
        kind = KINDS[decided.kinds[i]]
        target = units[head].id
        if kind == "undercut" and head in number:
            target = number[head]
        elif kind == "undercut":
            kind = "attack"
        p = float(decided.head_probability[i])
        if not decided.crossing[i]:
            # What crosses a paragraph is labelled in no gold file, so it cannot be calibrated.
            p = calibrate.relation(p * float(decided.kind_probability[i]))
        relations.append(
            Relation(
                id=identity,
                source=units[i].id,
                target=target,
                kind=RelationKind(kind),
                confidence=round(min(max(p, 0.001), 0.999), 3),
                cues=tuple(
                    dict.fromkeys(s for k, s in kinds_of_cues[i] if k in RELATION_CUES[kind])
                ),
            )
        )
    return Mined(units=tuple(units), relations=tuple(relations))


def _block(article: Article, offset: int) -> int | None:
    for k, block in enumerate(article.blocks):
        if block.start <= offset < block.end:
            return k
    return None


__all__ = ["Calibration", "TrainedMiner", "platt"]
