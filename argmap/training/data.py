"""Gold files as training examples: pieces, partial tags, units, heads and types, whatever each
corpus labels."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from argmap.errors import InputError
from argmap.evaluation.gold import GoldArticle, dependencies, gold_of, read_records
from argmap.mining.neural.decoding import ARTICLE_TYPES, COMMENT_TYPES, GENRES, KINDS, ROLES, TAGS
from argmap.mining.neural.features import (
    Encoded,
    Section,
    encode,
    pieces_of,
    plain_sections,
    trim,
    unit_features,
    windows,
)
from argmap.training.config import Corpus, TrainConfig

GENRE_OF = {
    "aaec": "essay",
    "microtexts1": "microtext",
    "microtexts2": "microtext",
    "cdcp": "comment",
    "abstrct": "abstract",
    "editorials": "editorial",
}
NONE = -100
Records = list[dict[str, Any]]


@dataclass
class Example:
    """One article, ready for the network.

    ``allowed`` [N, T] is true where the labels permit a tag; ``roles`` [n, 3] where they permit a
    role (all false: not labelled); ``near`` and ``far`` [n, n + 1] mark permitted heads within the
    section and in the article (all false: not labelled); ``edges`` are (child, parent, kind).
    """

    name: str
    corpus: str
    encoded: Encoded
    inputs: np.ndarray
    mask: np.ndarray
    gather: np.ndarray
    allowed: np.ndarray
    spans: list[tuple[int, int]]
    places: np.ndarray
    sections: np.ndarray
    gaps: np.ndarray
    roles: np.ndarray
    near: np.ndarray
    far: np.ndarray
    comment: np.ndarray
    article: np.ndarray
    genre: int
    edges: list[tuple[int, int, int]] = field(default_factory=list)


def load(path: Path) -> list[dict[str, Any]]:
    """The records of a gold file, one a line.

    Raises:
        FormatError: it is not a gold file.
    """
    return list(read_records(path))


def parts(
    config: TrainConfig, gold_dir: Path
) -> tuple[list[tuple[Corpus, Records]], dict[str, list[GoldArticle]]]:
    """The training records of each corpus, and the dev articles by label scheme."""
    training: list[tuple[Corpus, Records]] = []
    dev: dict[str, list[GoldArticle]] = {}
    for corpus in config.corpora:
        path = gold_dir / corpus.file
        if not path.is_file():
            raise InputError(
                "no such gold file", where=str(path), hint="name it in the config's [[corpora]]"
            )
        records = [{**r, "corpus": corpus.labels} for r in load(path)]
        if corpus.dev:
            held = [{**r, "corpus": corpus.labels} for r in load(gold_dir / corpus.dev)]
        else:
            records, held = split_dev(records, config.hold_out)
        training.append((corpus, records))
        dev[corpus.labels] = gold_of(held, where=str(path))
    return training, dev


def _split(
    sections: list[Section], units: list[tuple[int, int]], rng: random.Random
) -> list[Section]:
    """Break some paragraphs in two between units, so that relations across a paragraph break are
    seen in training."""
    out = []
    for part in sections:
        inside = [u for u in units if part.start <= u[0] < part.end]
        if len(inside) >= 3 and rng.random() < 0.6:
            k = rng.randrange(1, len(inside))
            # Just before the unit's introduction would be right; just after the unit before is near
            # enough.
            at = inside[k - 1][1] + 1
            out += [Section(part.start, at), Section(at, part.end)]
        else:
            out.append(part)
    return out


def example(
    record: dict[str, Any],
    tokenizer: Tokenizer,
    *,
    rng: random.Random | None = None,
    split: bool = False,
    jitter: float = 0.0,
) -> Example:
    """Encode a gold record; with `split` and `jitter` (a chance per unit) as noise for training."""
    text, corpus = record["text"], record["corpus"]
    gold = sorted(record["units"], key=lambda u: (u["start"], -u["end"]))
    sections = plain_sections(text)
    if split and rng:
        sections = _split(sections, [(u["start"], u["end"]) for u in gold], rng)
    encoded = encode(text, sections, tokenizer)
    spans, kept = _aligned(text, gold, encoded)
    roles = _roles(kept, corpus)
    allowed = _allowed(len(encoded), spans, roles)
    if rng and jitter:
        spans = [_jitter(s, encoded, spans, i, rng, jitter) for i, s in enumerate(spans)]
    places, owner, gaps = unit_features(encoded, spans)
    near, far, edges = _heads(record, kept, owner, roles)
    inputs, mask, gather = windows(encoded)
    return Example(
        name=record["id"],
        corpus=corpus,
        encoded=encoded,
        inputs=inputs,
        mask=mask,
        gather=gather,
        allowed=allowed,
        spans=spans,
        places=places,
        sections=owner,
        gaps=gaps,
        roles=roles,
        near=near,
        far=far,
        comment=_types(kept, COMMENT_TYPES if corpus == "cdcp" else ()),
        article=_types(kept, ARTICLE_TYPES if corpus == "editorials" else ()),
        genre=GENRES.index(GENRE_OF[corpus]),
        edges=edges,
    )


def _aligned(
    text: str, gold: list[dict[str, Any]], encoded: Encoded
) -> tuple[list[tuple[int, int]], list[dict[str, Any]]]:
    """Piece spans of the gold units; one that overlaps the one before, or a break, is left out."""
    spans: list[tuple[int, int]] = []
    kept: list[dict[str, Any]] = []
    last = -1
    for unit in gold:
        found = pieces_of(encoded, *trim(text, unit["start"], unit["end"]))
        if found is None or found[0] <= last:
            continue
        if encoded.section[found[0]] != encoded.section[found[1]]:
            continue
        last = found[1]
        spans.append(found)
        kept.append(unit)
    return spans, kept


def _roles(kept: list[dict[str, Any]], corpus: str) -> np.ndarray:
    roles = np.zeros((len(kept), len(ROLES)), dtype=bool)
    for i, unit in enumerate(kept):
        role = unit.get("role")
        if role == "claim" and corpus.startswith("microtexts"):
            # The central claim of a microtext is what an essay calls claim or major claim.
            roles[i, :2] = True
        elif role:
            roles[i, ROLES.index(role)] = True
    return roles


def _types(kept: list[dict[str, Any]], names: tuple[str, ...]) -> np.ndarray:
    codes = [names.index(u["type"]) if u.get("type") in names else NONE for u in kept]
    return np.array(codes, dtype=np.int64)


def _allowed(length: int, spans: list[tuple[int, int]], roles: np.ndarray) -> np.ndarray:
    allowed = np.zeros((length, len(TAGS)), dtype=bool)
    allowed[:, 0] = True
    for (first, end), row in zip(spans, roles, strict=True):
        allowed[first : end + 1] = False
        for role, permitted in enumerate(row):
            if permitted or not row.any():
                allowed[first, 1 + 2 * role] = True
                allowed[first + 1 : end + 1, 2 + 2 * role] = True
    return allowed


def _heads(
    record: dict[str, Any], kept: list[dict[str, Any]], owner: np.ndarray, roles: np.ndarray
) -> tuple[np.ndarray, np.ndarray, list[tuple[int, int, int]]]:
    """Permitted heads near and far, and the edges, as `Example` has them."""
    k = len(kept)
    near = np.zeros((k, k + 1), dtype=bool)
    far = np.zeros((k, k + 1), dtype=bool)
    edges: list[tuple[int, int, int]] = []
    if record["corpus"] == "editorials":
        return near, far, edges
    at = {u["id"]: i for i, u in enumerate(kept)}
    for source, target, kind in dependencies(record):
        if source in at and target in at:
            i, j = at[source], at[target]
            edges.append((i, j, KINDS.index(kind)))
            far[i, j] = True
            near[i, j] = owner[i] == owner[j]
    near[~near.any(1), k] = True
    if record["corpus"] == "aaec":
        # Every claim of an essay stands for or against its thesis; which one is said where a
        # paragraph break lies between.
        for claim in np.nonzero(roles[:, 1])[0]:
            far[claim, :k] |= roles[:, 0] & (owner != owner[claim])
    far[~far.any(1), k] = True
    return near, far, edges


def _jitter(
    span: tuple[int, int],
    encoded: Encoded,
    spans: list[tuple[int, int]],
    i: int,
    rng: random.Random,
    chance: float,
) -> tuple[int, int]:
    """Move a border by up to three pieces, as a tagger's mistakes do, without leaving the section
    or touching a neighbour."""
    first, last = span
    if rng.random() < chance:
        low = spans[i - 1][1] + 4 if i else 0
        moved = first + rng.randint(-3, 3)
        if low <= moved < last and encoded.section[moved] == encoded.section[first]:
            first = moved
    if rng.random() < chance:
        high = spans[i + 1][0] - 4 if i + 1 < len(spans) else len(encoded) - 1
        moved = last + rng.randint(-3, 3)
        if first < moved <= high and encoded.section[moved] == encoded.section[last]:
            last = moved
    return first, last


def split_dev(
    records: list[dict[str, Any]], every: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(train, dev): every ``every``-th record, counted from the first, is held out."""
    return [r for i, r in enumerate(records) if i % every], records[::every]
