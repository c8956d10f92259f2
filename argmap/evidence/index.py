"""Find the passages that speak of a claim: BM25 and sentence vectors, fused; kept in a cache.

BM25 (Robertson & Zaragoza 2009) through `bm25s`; vectors from the critic where its weights are
there; the two rankings are fused by reciprocal ranks (Cormack, Clarke & Buettcher 2009).
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from argmap.evidence.facts import Fact, facts_of, is_fact_table
from argmap.evidence.passages import Passage, SourceFile, find_sources, read_sources
from argmap.evidence.words import wordlist
from argmap.settings import Limits

if TYPE_CHECKING:
    from argmap.critic import Critic

VERSION = 1
"""Of what is kept: a cache made by another version is made anew."""
MOST_VECTORS = 5_000
"""Above so many passages only BM25 is used: making the vectors would take minutes."""
_FUSION = 60
_WORD = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*")
_STOP = wordlist("function")


def words_of(text: str) -> list[str]:
    """Words for BM25: lower case, without function words, plural and possessive endings.

    >>> words_of("The fleet's ships left Sevastopol.")
    ['fleet', 'ship', 'left', 'sevastopol']
    """
    found = []
    for match in _WORD.finditer(text.lower().replace("’", "'")):
        word = match[0].removesuffix("'s").rstrip("'.")
        if word in _STOP or not word:
            continue
        if len(word) > 4 and word.endswith("ies"):
            word = word[:-3] + "y"
        elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
        found.append(word)
    return found


@dataclass
class Index:
    """Passages and facts of a folder, ready to be searched."""

    passages: list[Passage]
    facts: list[Fact]
    digest: str
    """Of the files and of the settings that the index was made from."""
    bm25: Any
    vectors: np.ndarray | None
    """[n, 384] unit vectors, or none."""
    skipped: tuple[str, ...] = ()
    """What was left out, in sentences."""

    def search(self, query: str, vector: np.ndarray | None = None, k: int = 8) -> list[Passage]:
        """The k passages that are nearest to the query, best first; passages that share nothing
        with it are no answer.

        Args:
            query: The claim's words, and words of what it speaks of.
            vector: The claim's unit vector, where vectors are used.
            k: How many at most.
        """
        if not self.passages:
            return []
        ranks: dict[int, float] = {}
        scores = self._bm25_scores(query)
        order = np.lexsort((np.arange(len(scores)), -scores))[: 4 * k]
        for rank, n in enumerate(order.tolist()):
            if scores[n] > 0:
                ranks[n] = ranks.get(n, 0.0) + 1 / (_FUSION + rank)
        if vector is not None and self.vectors is not None:
            near = self.vectors.astype(np.float32) @ vector.astype(np.float32)
            order = np.lexsort((np.arange(len(near)), -near.round(5)))[: 4 * k]
            for rank, n in enumerate(order.tolist()):
                if near[n] > 0.3:
                    ranks[n] = ranks.get(n, 0.0) + 1 / (_FUSION + rank)
        best = sorted(ranks, key=lambda n: (-round(ranks[n], 9), n))[:k]
        return [self.passages[n] for n in best]

    def _bm25_scores(self, query: str) -> np.ndarray:
        known = [w for w in words_of(query) if w in self.bm25.vocab_dict]
        if not known:
            return np.zeros(len(self.passages))
        return np.asarray(self.bm25.get_scores(known), dtype=np.float64)[: len(self.passages)]


def open_index(
    folder: str | Path,
    *,
    critic: Critic | None = None,
    limits: Limits | None = None,
    cache: Path | None = None,
    notes: Callable[[str], None] | None = None,
) -> Index:
    """The index of a folder, from the cache where no file has changed since it was made.

    Args:
        folder: With txt, md, html, pdf and csv files.
        critic: Makes the sentence vectors; none: BM25 alone.
        limits: How large a file may be.
        cache: Folder of kept indexes; none: the user's cache folder. One that cannot be written
            costs time and nothing else.
        notes: Told in a sentence what was left out.

    Raises:
        InputError: there is no such folder, or nothing in it can be read.
    """
    files = find_sources(folder, limits)
    digest = _digest(files, critic)
    place = (cache or _cache_folder()) / f"{digest[:32]}.npz"
    kept = _load(place, digest)
    if kept is not None:
        for line in kept.skipped:
            if notes is not None:
                notes(line)
        return kept
    made = _build(files, digest, critic, limits, notes)
    _save(place, made)
    return made


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("argmap") / "sources"


def _digest(files: Sequence[SourceFile], critic: Critic | None) -> str:
    parts = [f"{VERSION}", critic.version if critic is not None else "-"]
    parts += [f"{file.path}\0{file.sha256}" for file in files]
    return sha256("\n".join(parts).encode("utf-8", "backslashreplace")).hexdigest()


def _build(
    files: list[SourceFile],
    digest: str,
    critic: Critic | None,
    limits: Limits | None,
    notes: Callable[[str], None] | None,
) -> Index:
    skipped: list[str] = []

    def tell(line: str) -> None:
        skipped.append(line)
        if notes is not None:
            notes(line)

    passages, tables = read_sources(files, limits, tell)
    facts: list[Fact] = []
    structured = set()
    for table in tables:
        if is_fact_table(table.text):
            structured.add(table.path)
            facts.extend(facts_of(table, tell))
    passages = [p for p in passages if p.path not in structured]
    vectors = None
    if critic is not None and 0 < len(passages) <= MOST_VECTORS:
        vectors = critic.embed([p.text for p in passages]).astype(np.float16)
    return Index(passages, facts, digest, _bm25(passages), vectors, tuple(skipped))


def _bm25(passages: Sequence[Passage]) -> Any:
    import bm25s

    index = bm25s.BM25()
    if passages:
        index.index([words_of(p.text) or [""] for p in passages], show_progress=False)
    return index


def _save(place: Path, index: Index) -> None:
    """Write the index to the cache, whole or not at all."""
    head = {
        "digest": index.digest,
        "version": VERSION,
        "passages": [[p.path, p.start, p.end, p.text] for p in index.passages],
        "facts": [fact.model_dump() for fact in index.facts],
        "skipped": list(index.skipped),
        "vocabulary": index.bm25.vocab_dict if index.passages else {},
    }
    arrays: dict[str, np.ndarray] = {
        "head": np.frombuffer(
            json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass"), dtype=np.uint8
        )
    }
    if index.passages:
        scores = index.bm25.scores
        arrays |= {name: scores[name] for name in ("data", "indices", "indptr")}
    if index.vectors is not None:
        arrays["vectors"] = index.vectors
    new = place.with_name(f"{place.stem}.{os.getpid()}.new.npz")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with new.open("wb") as file:
            np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
        new.replace(place)
    except OSError:
        # A cache that cannot be written is no reason to stop: the index is in memory.
        with suppress(OSError):
            new.unlink(missing_ok=True)


def _load(place: Path, digest: str) -> Index | None:
    """What the cache has, or none where it has nothing, another thing, or something broken."""
    if not place.is_file():
        return None
    try:
        with np.load(place, allow_pickle=False) as file:
            head = json.loads(file["head"].tobytes().decode("utf-8", "surrogatepass"))
            if head["digest"] != digest or head["version"] != VERSION:
                return None
            arrays = {name: file[name] for name in file.files if name != "head"}
        passages = [Passage(*row) for row in head["passages"]]
        facts = [Fact.model_validate(fact) for fact in head["facts"]]
        bm25 = _bm25([])
        if passages:
            bm25.scores = {
                "data": arrays["data"],
                "indices": arrays["indices"],
                "indptr": arrays["indptr"],
                "num_docs": len(passages),
            }
            bm25.vocab_dict = dict(head["vocabulary"])
            bm25.unique_token_ids_set = set(bm25.vocab_dict.values())
            bm25.nonoccurrence_array = None
        return Index(passages, facts, digest, bm25, arrays.get("vectors"), tuple(head["skipped"]))
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return None
