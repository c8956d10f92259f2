"""The critic's weights in memory, and what can be asked of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from argmap.critic.decoding import Span, best_stretch, bucket, cue_spans, runs, text_span
from argmap.critic.features import (
    Encoded,
    encode_pair,
    encode_sentences,
    encode_windows,
    pad,
)
from argmap.critic.holders import is_generic_source
from argmap.critic.vague import FILE as VAGUE
from argmap.critic.vague import LOWER, Candidate, VagueHead, gelu
from argmap.errors import MissingRequirement
from argmap.language.inference import open_encoder, open_tokenizer

WEIGHTS = Path(__file__).resolve().parent / "weights"
FILES = ("encoder.onnx", "heads.npz", "tokenizer.json", "settings.json")
VERIFIABLE_LABELS = ("unverifiable", "verifiable", "verifiable-experiential", "nonargument")
STANCE_LABELS = ("support", "refute", "neither")
NLI_LABELS = ("entailment", "neutral", "contradiction")
ARC = 96
JUDGEMENTS = 4096
"""So many judgements are kept: those of the claims of some long articles."""


@dataclass(frozen=True)
class Judgement:
    """What the critic says about one sentence; probabilities are calibrated on held-out text."""

    checkworthy: float
    """Probability that a fact-checker should look at it."""
    is_checkworthy: bool
    """Is that above the threshold with the best F1 on held-out text?"""
    verifiability: str
    """`unverifiable`, `verifiable` or `verifiable-experiential` (Park & Cardie 2014)."""
    probabilities: tuple[float, float, float]
    """Of these three, in this order."""


@dataclass(frozen=True)
class Quoted:
    """Somebody's words or view: spans are `[start, end)` in code points of the text."""

    source: Span | None
    """Who; none where nobody is named."""
    cue: Span
    content: Span
    confidence: float
    """Probability of the cue."""
    source_score: float
    """Log odds of the best stretch to be the source; below 0 where no piece is likely."""
    vague: bool
    """Is the holder nobody in particular: not named at all, or only by a generic noun?"""


_Window = tuple[np.ndarray, Callable[[Span], Candidate | None]]
"""Scores of a window's pieces as cues [L, 3], and what is read around a cue."""


class Critic:
    """A small encoder with heads for sentences, pairs of texts, and words.

    Every input is read on its own, so that an answer does not hang on what was asked beside it.

    Args:
        folder: Where `encoder.onnx`, `heads.npz`, `tokenizer.json` and `settings.json` lie.
        threads: Threads of ONNX Runtime; none: as many as are at hand. The answer is the same.

    Raises:
        MissingRequirement: a file, or onnxruntime, is not there.
    """

    def __init__(self, folder: Path = WEIGHTS, threads: int | None = None) -> None:
        for name in FILES:
            if not (folder / name).is_file():
                raise MissingRequirement(
                    f"the critic's {name} is not there",
                    where=str(folder),
                    hint="reinstall argmap",
                )
        try:
            self._encoder = open_encoder(folder / "encoder.onnx", threads)
            with np.load(folder / "heads.npz", allow_pickle=False) as heads:
                self._heads = {name: heads[name].astype(np.float32) for name in heads.files}
            path = folder / VAGUE
            self._vague = VagueHead(path) if path.is_file() else None
            self.tokenizer = open_tokenizer(folder / "tokenizer.json")
            self.settings: dict[str, Any] = json.loads(
                (folder / "settings.json").read_text(encoding="utf-8")
            )
        except MissingRequirement:
            raise
        except Exception as error:
            # onnxruntime and tokenizers raise bare types of their own for a damaged file.
            raise MissingRequirement(
                f"the critic's weights cannot be loaded: {error}",
                where=str(folder),
                hint="reinstall argmap",
            ) from error
        self._judge = lru_cache(maxsize=JUDGEMENTS)(self._judge_anew)
        self._last: tuple[str, list[Encoded], dict[int, dict[str, np.ndarray]]] | None = None

    @property
    def version(self) -> str:
        """Which weights these are."""
        return str(self.settings["version"])

    # Raw scores: calibration and evaluation start from them -------------------------------------

    def read(self, sequence: Encoded) -> dict[str, np.ndarray]:
        """States [L, H] and scores of pieces of one sequence."""
        inputs, _ = pad([sequence], multiple=1)
        names = ["states", "cue", "loaded", "left", "right", "own"]
        answers = self._encoder.run(names, {"inputs": inputs})
        return {name: answer[0] for name, answer in zip(names, answers, strict=True)}

    def read_text(
        self, text: str, around: Sequence[int] | None = None
    ) -> list[tuple[Encoded, dict[str, np.ndarray]]]:
        """The windows of a text and what was read in each; the last text's are kept.

        Whoever asks for the attributions and the loaded words of one text pays for one pass.

        Args:
            text: The text.
            around: Places in it; windows that hold none of them are not read, and left out.
        """
        last = self._last
        if last is None or last[0] != text:
            last = (text, encode_windows(text, self.tokenizer), {})
            self._last = last
        _, windows, answers = last
        wanted = [k for k, window in enumerate(windows) if around is None or _holds(window, around)]
        for k in wanted:
            if k not in answers:
                answers[k] = self.read(windows[k])
        return [(windows[k], answers[k]) for k in wanted]

    def sentence_scores(self, sequence: Encoded) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Check-worthiness [n, 2], verifiability [n, 4], unit vectors [n, H] of its sentences."""
        states = self.read(sequence)["states"]
        parts = [states[a : max(b, a + 1)] for a, b in sequence.spans]
        mean = np.stack([part.mean(0) for part in parts])
        peak = np.stack([part.max(0) for part in parts])
        hidden = gelu(self._linear("sentence", np.concatenate([mean, peak], 1)))
        vectors = self._linear("embedding", mean)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return self._linear("checkworthy", hidden), self._linear("verifiable", hidden), vectors

    def pair_scores(self, sequence: Encoded) -> tuple[np.ndarray, np.ndarray]:
        """Stance [3] and inference [3] scores of a pair."""
        states = self.read(sequence)["states"]
        a, b = (states[s : max(e, s + 1)].mean(0) for s, e in sequence.spans)
        x = np.concatenate([states[0], a, b, np.abs(a - b), a * b])
        stance = self._linear("stance", gelu(self._linear("stance_pair", x)))
        return stance, self._linear("nli", gelu(self._linear("pair", x)))

    def arc_scores(self, cue: Span, answers: dict[str, np.ndarray]) -> np.ndarray:
        """Scores [2, L] of each piece to belong to the source, and to the content, of a cue."""
        n = len(answers["right"])
        head = answers["left"][cue[0] : cue[1]].mean(0).reshape(2, ARC)
        tail = answers["right"].reshape(n, 2, ARC)
        apart = bucket(np.arange(n) - cue[0])
        scores = np.einsum("pd,npd->pn", head, tail) / ARC**0.5
        return np.asarray(scores + answers["own"].T + self._heads["distance"][:, apart])

    def _linear(self, name: str, x: np.ndarray) -> np.ndarray:
        return np.asarray(x @ self._heads[f"{name}.weight"].T + self._heads[f"{name}.bias"])

    # Answers ------------------------------------------------------------------------------------

    def judge(self, sentences: Sequence[str]) -> list[Judgement]:
        """Is each sentence worth checking, and which kind of support can it have?

        The last answers are kept: checks, verdicts and the ranking ask about the same claims.
        """
        return [self._judge(sentence) for sentence in sentences]

    def _judge_anew(self, sentence: str) -> Judgement:
        check, kind, _ = self.sentence_scores(encode_sentences([sentence], self.tokenizer))
        worth = self._calibrated("checkworthy", check)[0, 1]
        three = self._calibrated("verifiable", kind[:, :3])[0]
        best = int((np.log(three) + self._bias("verifiable", 3)).argmax())
        return Judgement(
            round(float(worth), 4),
            bool(worth >= self.settings["thresholds"]["checkworthy"]),
            VERIFIABLE_LABELS[best],
            (round(float(three[0]), 4), round(float(three[1]), 4), round(float(three[2]), 4)),
        )

    def embed(self, sentences: Sequence[str]) -> np.ndarray:
        """Unit vectors [n, 384]; the dot product of two says how alike their sentences are."""
        if not sentences:
            return np.zeros((0, 384), dtype=np.float32)
        rows = [
            self.sentence_scores(encode_sentences([s], self.tokenizer))[2][0] for s in sentences
        ]
        return np.stack(rows).astype(np.float32)

    def stance(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """Probabilities [n, 3] of support, refute, neither for pairs of (passage, claim)."""
        rows = [self.pair_scores(encode_pair(a, b, self.tokenizer))[0] for a, b in pairs]
        return self._calibrated("stance", np.array(rows).reshape(-1, 3))

    def infer(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """Probabilities [n, 3] of entailment, neutral, contradiction: (premise, hypothesis)."""
        rows = [self.pair_scores(encode_pair(a, b, self.tokenizer))[1] for a, b in pairs]
        return self._calibrated("nli", np.array(rows).reshape(-1, 3))

    def stance_labels(self, pairs: Sequence[tuple[str, str]]) -> list[str]:
        """`support`, `refute` or `neither` for each pair of (passage, claim)."""
        return self._labels("stance", self.stance(pairs), STANCE_LABELS)

    def infer_labels(self, pairs: Sequence[tuple[str, str]]) -> list[str]:
        """`entailment`, `neutral` or `contradiction` for each pair of (premise, hypothesis)."""
        return self._labels("nli", self.infer(pairs), NLI_LABELS)

    def quoted(self, text: str, around: Sequence[int] | None = None) -> list[Quoted]:
        """Who said what in a text, in the order of the cues.

        Args:
            text: The text.
            around: Places in it; only the windows that hold one of them are read.
        """
        bias = float(self.settings["thresholds"]["cue"])
        windows = self._windows(text, around)
        found = []
        for scores, read in windows:
            for cue in cue_spans(scores, bias):
                one = read(cue)
                if one is not None:
                    found.append(self._quoted(text, one))
        if self._vague is None:
            return found
        return self._with_vague(text, found, self._candidates(windows), self._vague)

    def _with_vague(
        self, text: str, found: list[Quoted], candidates: list[Candidate], head: VagueHead
    ) -> list[Quoted]:
        """The attributions, those of nobody in particular told by the head.

        The head looks at weaker cues, too: "was expected" is hardly a cue where somebody is named.
        """
        vague = [one for one in candidates if head.is_vague(text, one)]
        kept = [
            replace(one, vague=any(c.cue[0] < one.cue[1] and one.cue[0] < c.cue[1] for c in vague))
            for one in found
        ]
        for one in vague:
            if any(one.cue[0] < q.cue[1] and q.cue[0] < one.cue[1] for q in kept):
                continue
            kept.append(replace(self._quoted(text, one), vague=True))
        return sorted(kept, key=lambda q: (q.cue, q.content))

    def candidates(self, text: str) -> list[Candidate]:
        """Every stretch that may be a cue, by a bar `LOWER` than that of `quoted`."""
        return self._candidates(self._windows(text))

    def _windows(self, text: str, around: Sequence[int] | None = None) -> list[_Window]:
        """For each window the scores of its pieces as cues, and what is read around a cue.

        The bars for a cue mostly agree, so what was read around one is kept for the next bar.
        """
        return [
            (scores, cache(partial(self._candidate, window, answers, _softmax(scores)[:, 0])))
            for window, answers in self.read_text(text, around)
            for scores in (answers["cue"],)
        ]

    def _candidates(self, windows: list[_Window]) -> list[Candidate]:
        bias = float(self.settings["thresholds"]["cue"])
        found = []
        for scores, around in windows:
            sure = {k for span in cue_spans(scores, bias) for k in range(*span)}
            for cue in cue_spans(scores, bias - LOWER):
                one = around(cue)
                if one is not None:
                    found.append(replace(one, is_cue=not sure.isdisjoint(range(*cue))))
        return found

    def _candidate(
        self, window: Encoded, answers: dict[str, np.ndarray], outside: np.ndarray, cue: Span
    ) -> Candidate | None:
        """What is read around one cue, given by its pieces; none where it has no content.

        Args:
            window: The pieces.
            answers: What was read in them.
            outside: Of each piece the chance that it is in no cue.
            cue: The pieces of the cue, `[first, end)`.
        """
        scores = self.arc_scores(cue, answers)
        stretch = best_stretch(scores[1])
        words = text_span(window.offsets, *cue)
        content = text_span(window.offsets, *stretch[:2]) if stretch is not None else None
        if words is None or content is None or stretch is None:
            return None
        # A source does not run over the border of a paragraph.
        hidden = window.offsets[:, 0] < 0
        who = best_stretch(np.where(hidden, -50.0, scores[0]))
        states = answers["states"]
        return Candidate(
            cue=words,
            source=text_span(window.offsets, *who[:2]) if who is not None else None,
            content=content,
            source_score=who[2] if who is not None else float(scores[0][~hidden].max()),
            content_score=stretch[2],
            confidence=float(1 - outside[slice(*cue)].mean()),
            is_cue=True,
            cue_state=states[slice(*cue)].mean(0),
            source_state=states[slice(*who[:2])].mean(0)
            if who is not None
            else np.zeros_like(states[0]),
        )

    def _quoted(self, text: str, one: Candidate) -> Quoted:
        """The attribution that a candidate is by the bars of the settings."""
        limits = self.settings["thresholds"]
        source = one.source if one.source_score > limits["source"] else None
        unnamed = source is None and one.source_score < limits["vague_source"]
        generic = source is not None and is_generic_source(text[slice(*source)])
        vague = (unnamed or generic) and one.confidence >= limits["vague_cue"]
        score = round(one.source_score, 3)
        return Quoted(source, one.cue, one.content, round(one.confidence, 4), score, vague)

    def loaded(self, text: str, threshold: float | None = None) -> list[tuple[int, int, float]]:
        """Loaded words and names called: `(start, end, probability)`, in the order of the text."""
        limit = self.settings["thresholds"]["loaded"] if threshold is None else threshold
        found = []
        for window, answers in self.read_text(text):
            chance = 1 / (1 + np.exp(-answers["loaded"][:, 0]))
            chance = np.where(window.offsets[:, 0] < 0, 0.0, chance)
            for first, end in runs((chance > limit).tolist(), gap=1):
                span = text_span(window.offsets, first, end)
                if span is not None:
                    found.append((*span, round(float(chance[first:end].max()), 4)))
        return found

    def _calibrated(self, task: str, scores: np.ndarray) -> np.ndarray:
        return _softmax(scores / float(self.settings["temperatures"][task]))

    def _bias(self, task: str, size: int) -> np.ndarray:
        return np.array(self.settings["biases"].get(task, [0.0] * size), dtype=np.float64)

    def _labels(self, task: str, chances: np.ndarray, names: tuple[str, ...]) -> list[str]:
        shifted = np.log(np.maximum(chances, 1e-9)) + self._bias(task, len(names))
        return [names[k] for k in shifted.argmax(1)]


def _holds(window: Encoded, places: Sequence[int]) -> bool:
    """Does one of these places of the text lie in the window?"""
    inside = window.offsets[window.offsets[:, 0] >= 0]
    if not len(inside):
        return False
    return any(inside[0, 0] <= place < inside[-1, 1] for place in places)


def _softmax(scores: np.ndarray) -> np.ndarray:
    shifted = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(-1, keepdims=True))


def available(folder: Path = WEIGHTS) -> bool:
    """Are the critic's weights there?"""
    return all((folder / name).is_file() for name in FILES)


@lru_cache(maxsize=2)
def load_critic(folder: Path = WEIGHTS, threads: int | None = None) -> Critic:
    """The critic in a folder, loaded once a process.

    Raises:
        MissingRequirement: its weights are not there.
    """
    return Critic(folder, threads)
