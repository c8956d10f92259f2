"""Gold files as training examples for the critic, task by task."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from argmap.critic.critic import NLI_LABELS, STANCE_LABELS, VERIFIABLE_LABELS
from argmap.critic.features import Encoded, encode_pair, encode_sentences, encode_windows
from argmap.errors import FormatError
from argmap.training_critic.config import CriticConfig, TaskConfig

Record = dict[str, Any]
LOADED = {"Loaded_Language", "Name_Calling,Labeling"}
HOLD_OUT = {"stance": 7, "nli": 14}
"""One claim (premise) in so many is held out for development."""


@dataclass
class Arc:
    """One attribution in a sequence: pieces of its cue, source (none where unnamed) and content."""

    cue: tuple[int, int]
    source: tuple[int, int] | None
    content: tuple[int, int]


@dataclass
class Example:
    """One sequence with the labels of its task.

    `labels` has one code for each sentence of a sentence task and one for a pair; for NLI, code 3
    is "not entailment". `tokens` [L, 2] marks loaded words and words of any technique; `cues` [L]
    is 0, 1, 2 for outside, first and further piece.
    """

    task: str
    sequence: Encoded
    labels: list[int] = field(default_factory=list)
    tokens: np.ndarray | None = None
    cues: np.ndarray | None = None
    arcs: list[Arc] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def read_lines(path: Path) -> list[Record]:
    """The records of a gold file.

    Raises:
        FormatError: it cannot be read, or a line is not a JSON object.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        records = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise FormatError(
            f"not a gold file: {error}", where=str(path), hint="one JSON object a line"
        ) from error
    if not all(isinstance(record, dict) for record in records):
        raise FormatError("a line is not a JSON object", where=str(path))
    return records


def split(task: TaskConfig, gold: Path) -> tuple[list[Record], list[Record]]:
    """(train, dev) of a task: from its two files, or by holding out whole claims or premises."""
    records = read_lines(gold / task.file)
    if task.dev is not None:
        return records, read_lines(gold / task.dev)
    every = HOLD_OUT.get(task.task)
    if every is None:
        return records, []
    key = "claim" if "claim" in records[0] else "premise"
    held = [_digest(record[key]) % every == 0 for record in records]
    return (
        [r for r, out in zip(records, held, strict=True) if not out],
        [r for r, out in zip(records, held, strict=True) if out],
    )


def _digest(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:4], "big")


def examples(
    task: str, records: Iterable[Record], tokenizer: Any, packed: float, rng: random.Random
) -> Iterator[Example]:
    """The examples of a task; `packed` is the share of sentences read together with others."""
    if task in {"checkworthy", "verifiable"}:
        yield from _sentences(task, list(records), tokenizer, packed, rng)
        return
    for record in records:
        yield from _MAKERS[task](record, tokenizer)


def _sentences(
    task: str, records: list[Record], tokenizer: Any, packed: float, rng: random.Random
) -> Iterator[Example]:
    k = 0
    while k < len(records):
        size = rng.randint(2, 5) if rng.random() < packed / 3 else 1
        group = records[k : k + size]
        k += size
        texts = [record["text"] for record in group]
        labels = [
            int(bool(record["label"]))
            if task == "checkworthy"
            else VERIFIABLE_LABELS.index(record["label"])
            for record in group
        ]
        kept = texts if len(texts) == 1 else []
        yield Example(task, encode_sentences(texts, tokenizer), labels, texts=kept)


def _stance(record: Record, tokenizer: Any) -> Iterator[Example]:
    label = STANCE_LABELS.index(record["label"])
    yield Example("stance", encode_pair(record["evidence"], record["claim"], tokenizer), [label])


def _nli(record: Record, tokenizer: Any) -> Iterator[Example]:
    label = 3 if record["label"] == "not_entailment" else NLI_LABELS.index(record["label"])
    pair = encode_pair(record["premise"], record["hypothesis"], tokenizer)
    yield Example("nli", pair, [label])


def _embed(record: Record, tokenizer: Any) -> Iterator[Example]:
    for text in (record["evidence"], record["claim"]):
        yield Example("embed", encode_sentences([text], tokenizer), [0], texts=[text])


def _attribution(record: Record, tokenizer: Any) -> Iterator[Example]:
    for window in encode_windows(record["text"], tokenizer):
        example = Example("attribution", window, cues=np.zeros(len(window), dtype=np.int64))
        assert example.cues is not None
        for one in record["attributions"]:
            cue = one["cue"] and pieces_of(window.offsets, *one["cue"])
            content = one["content"] and pieces_of(window.offsets, *one["content"])
            if not cue or not content:
                continue
            source = one["source"] and pieces_of(window.offsets, *one["source"])
            example.cues[cue[0] : cue[1]] = 2
            example.cues[cue[0]] = 1
            example.arcs.append(Arc(cue, source or None, content))
        yield example


def _loaded(record: Record, tokenizer: Any) -> Iterator[Example]:
    for window in encode_windows(record["text"], tokenizer):
        tokens = np.zeros((len(window), 2), dtype=np.float32)
        for span in record["spans"]:
            found = pieces_of(window.offsets, span["start"], span["end"])
            if found is not None:
                tokens[found[0] : found[1], 1] = 1
                if span["technique"] in LOADED:
                    tokens[found[0] : found[1], 0] = 1
        yield Example("loaded", window, tokens=tokens)


_MAKERS = {
    "stance": _stance,
    "nli": _nli,
    "embed": _embed,
    "attribution": _attribution,
    "loaded": _loaded,
}


def pieces_of(offsets: np.ndarray, start: int, end: int) -> tuple[int, int] | None:
    """The piece range `[first, end)` that lies in a stretch of text, or none."""
    inside = np.nonzero((offsets[:, 1] > start) & (offsets[:, 0] < end) & (offsets[:, 0] >= 0))[0]
    return (int(inside[0]), int(inside[-1]) + 1) if len(inside) else None


def batches(made: Sequence[Example], pieces: int, rng: random.Random) -> list[list[Example]]:
    """Batches of one task and of like length, of at most `pieces` pieces with padding, shuffled."""
    by_task: dict[str, list[Example]] = {}
    for example in made:
        by_task.setdefault(example.task, []).append(example)
    out: list[list[Example]] = []
    for task in sorted(by_task):
        group = by_task[task]
        rng.shuffle(group)
        for k in range(0, len(group), 512):
            part = sorted(group[k : k + 512], key=len_of)
            current: list[Example] = []
            for example in part:
                width = -(-max(len_of(example), *map(len_of, current), 1) // 8) * 8
                if current and width * (len(current) + 1) > pieces:
                    out.append(current)
                    current = []
                current.append(example)
            if current:
                out.append(current)
    rng.shuffle(out)
    return out


def is_empty(example: Example) -> bool:
    """Is it a window in which nothing is marked?"""
    if example.tokens is not None:
        return not example.tokens.any()
    return example.cues is not None and not example.cues.any()


def len_of(example: Example) -> int:
    """Pieces in the example's sequence."""
    return len(example.sequence)


def plan(config: CriticConfig, gold: Path, tokenizer: Any) -> Iterator[list[Example]]:
    """All batches of a run, in order: every task is spread evenly over it."""
    rng = random.Random(config.seed)  # noqa: S311
    rounds = 6
    drawn: dict[str, list[Record]] = {}
    pools: dict[str, list[Record]] = {}
    for task in config.tasks:
        pools[task.task], _ = split(task, gold)
        drawn[task.task] = []
    for _ in range(rounds):
        made: list[Example] = []
        for task in config.tasks:
            pool = pools[task.task]
            want = round(len(pool) * task.passes / rounds)
            queue = drawn[task.task]
            while len(queue) < want:
                queue += rng.sample(pool, len(pool))
            take, drawn[task.task] = queue[:want], queue[want:]
            made += [
                e
                for e in examples(task.task, take, tokenizer, config.packed, rng)
                if task.empty == 1 or not is_empty(e) or rng.random() < task.empty
            ]
        yield from batches(made, config.pieces_per_step, rng)
