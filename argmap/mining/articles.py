"""Articles: editorials, reports and whatever has headings, decoded from two witnesses at once.

No corpus of articles marks who supports whom, so the trained heads never saw one. What is known of
articles beforehand (title, first and last paragraph, a section's first claim, connectives, the
thread of words) comes from the rules. Both speak in log-odds and are added up with weights, a
log-linear model (Berger et al. 1996) whose weights are fitted on articles kept for that; then one
arborescence is decoded over the whole article, thesis included.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from argmap.errors import MissingRequirement
from argmap.mining.cohesion import cosine
from argmap.mining.neural.decoding import (
    GENRES,
    NEVER,
    Decoded,
    best_tree,
    log_softmax,
    types_of,
)
from argmap.mining.neural.features import trim
from argmap.mining.rules import (
    Node,
    background,
    claim_score,
    closing_sections,
    link,
    nodes_of,
    points_back,
    thesis_scores,
    title_lemmas,
)
from argmap.mining.segment import candidate_spans, given_candidates
from argmap.model import Article, BlockKind, RelationKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from argmap.mining.neural.model import Read, Scores

SETTINGS = "article.json"
SURE = 0.5
"""From this chance of being an essay on, a text without headings is read as one; the least sure
essay of the dev part has .99, the surest editorial .003."""
THESES = 4
"""So many candidates for the thesis get a tree of their own; the best tree wins."""
LONG = 200
"""From so many units on, only the likeliest thesis gets a tree."""
MAYBE_THESIS = 0.15
"""With this chance to be the thesis, a unit is never left out as background."""
FLOOR = -7.0
"""Log-probabilities are cut off here: below, they say nothing but "no"."""
KINDS_OF_CUES = (
    *("reason", "reason_ahead", "example", "addition", "conclusion", "summary", "contrast"),
    *("contrast_weak", "concession", "opponent", "thesis", "undercut"),
)
GIVES_REASONS = ("reason", "reason-ahead", "conclusion", "points-back")
"""Rules that go by a connective; on the essays these are right twice as often as the next."""
SETS_AGAINST = ("concession", "contrast", "opponent", "undercut")
PLACED = {
    "to-claim": "paragraph",
    "addition": "addition",
    "section-claim": "section",
    "paragraph-claim": "section",
    "to-section-claim": "lead",
    "to-previous-paragraph": "previous",
}

Weights = Mapping[str, float]
Features = dict[str, np.ndarray]


def is_article(article: Article, scores: Scores, genre: str | None = None) -> bool:
    """Whether a text is read as an article: it has headings, or several paragraphs and is not
    surely an essay.

    Args:
        article: The text with its blocks.
        scores: What the heads say of it.
        genre: A genre that the caller set; then only editorials are articles.
    """
    if genre is not None:
        return genre == "editorial"
    if has_headings(article):
        return True
    if len(set(scores.sections.tolist())) < 2:
        return False
    return bool(np.exp(log_softmax(scores.genre))[GENRES.index("essay")] < SURE)


def has_headings(article: Article) -> bool:
    """Whether the author gave its sections headings."""
    return any(block.kind is BlockKind.HEADING for block in article.blocks)


@lru_cache(maxsize=4)
def article_settings(folder: Path) -> dict[str, Any]:
    """The weights of the combination that lie beside the trained weights, or those of the package.

    Raises:
        MissingRequirement: neither can be read.
    """
    own = Path(__file__).resolve().parent / "weights"
    path = next((p / SETTINGS for p in (folder, own) if (p / SETTINGS).is_file()), own / SETTINGS)
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MissingRequirement(
            f"the weights for articles cannot be read: {error}",
            where=str(path),
            hint="reinstall argmap, or fit them anew with benchmarks/fit_articles.py",
        ) from error
    return found


# What is known of the units ---------------------------------------------------------------------


@dataclass(frozen=True)
class Evidence:
    """All that the two witnesses know of n units, before anything is decided."""

    article: Article
    nodes: list[Node]
    """With their places and words; nothing is linked."""
    theses: list[float]
    """The rules' score of each unit as the thesis."""
    scores: Scores
    sections: np.ndarray
    blocks: np.ndarray
    alike: np.ndarray
    """[n, n] cosine of content words."""
    close: np.ndarray
    """[n, n] cosine of the encoder's states, each less the article's mean."""
    cues: dict[str, np.ndarray]
    """Kind of cue to [n] of 0 and 1."""
    opposed: np.ndarray
    """[n] 1 where the other side has the floor."""
    title: frozenset[str]
    """Lemmas of the title's content words."""
    closing: frozenset[int]
    """Sections whose headings say that they conclude."""
    refers: np.ndarray
    """[n] 1 where the first word points back."""
    told: np.ndarray
    """[n] 1 where the main verb is in the past."""
    specific: np.ndarray
    """[n] how much is named and counted, 0 to 3."""

    def __len__(self) -> int:
        return len(self.nodes)


def gather(
    article: Article,
    doc: Doc,
    spans: Sequence[tuple[int, int]],
    pieces: Sequence[tuple[int, int]],
    read: Read,
    scores: Scores,
) -> Evidence:
    """Evidence about units: their spans in the text, and the same in word pieces."""
    nodes = nodes_of(article, given_candidates(article, doc, tuple(spans)))
    n = len(nodes)
    alike = np.zeros((n, n))
    for i, a in enumerate(nodes):
        for j in range(i):
            alike[i, j] = alike[j, i] = cosine(a.vector, nodes[j].vector)
    pooled = np.stack([read.states[a : b + 1].mean(0) for a, b in pieces])
    middle = pooled - pooled.mean(0)
    middle /= np.maximum(np.linalg.norm(middle, axis=1, keepdims=True), 1e-9)
    return Evidence(
        article,
        nodes,
        thesis_scores(article, doc, nodes),
        scores,
        np.array([node.section for node in nodes]),
        np.array([node.paragraph for node in nodes]),
        alike,
        middle @ middle.T,
        {k: np.array([float(node.cand.has(k)) for node in nodes]) for k in KINDS_OF_CUES},
        np.array([float(_has_floor(doc, node)) for node in nodes]),
        frozenset(title_lemmas(article, doc)),
        closing_sections(article),
        np.array([float(_refers_back(node)) for node in nodes]),
        np.array([float(_is_told(node)) for node in nodes]),
        np.array([_specifics(node) for node in nodes]),
    )


@lru_cache(maxsize=1)
def _opposition() -> dict[str, frozenset[str]]:
    table = tomllib.loads((files("argmap.mining") / "opposition.toml").read_text(encoding="utf-8"))
    return {name: frozenset(part["lemmas"]) for name, part in table.items() if "lemmas" in part}


def _has_floor(doc: Doc, node: Node) -> bool:
    """Whether the other side speaks: "Critics ...", "Retailers complain that ..."."""
    cand = node.cand
    if cand.has("opponent"):
        return True
    words = _opposition()
    lead = doc.char_span(cand.lead_start, cand.end, alignment_mode="expand")
    for token in lead if lead is not None else ():
        pos = token.pos_
        if pos in ("NOUN", "PROPN") and token.lemma_.lower() in words["opponent"]:
            return True
        if pos == "VERB" and token.lemma_.lower() in words["contention"]:
            subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
            reports = any(c.dep_ in ("ccomp", "prep", "advmod") for c in token.children)
            somebody = (
                subject is not None
                and subject.lower_ not in ("i", "we", "you", "it", "one", "that", "this", "which")
                and (
                    subject.tag_ in ("NNS", "NNPS") or subject.lower_ in ("they", "some", "others")
                )
                and subject.lemma_.lower() not in words["witness"]
            )
            if somebody and reports and token.dep_ in ("ROOT", "ccomp", "conj"):
                return True
    return False


def _logit(p: np.ndarray) -> np.ndarray:
    q = np.clip(p, 1e-3, 1 - 1e-3)
    return np.asarray(np.log(q / (1 - q)))


# Features: what is added up ---------------------------------------------------------------------


def thesis_features(e: Evidence) -> Features:
    """[n] each: for a unit as the thesis."""
    roles = np.exp(log_softmax(e.scores.role))
    rules = np.array(e.theses)
    kinds = background(e.article, e.nodes, int(rules.argmax()))
    return {
        "intro": has_headings(e.article) * (e.sections == 0).astype(float),
        "first": (e.blocks == e.blocks.min()).astype(float),
        "announces": np.array([float(kind in ("announces", "idle")) for kind in kinds]),
        "trained": _logit(roles[:, 0]),
        "premise": _logit(roles[:, 2]),
        "rules": rules - rules.max(initial=0.0),
        "last": (e.blocks == e.blocks.max()).astype(float),
        "summary": e.cues["summary"],
        "conclusion": e.cues["conclusion"],
        "own_view": e.cues["thesis"],
        "example": e.cues["example"],
        "title": _title_share(e),
        "closes": np.array([float(int(k) in e.closing) for k in e.sections]),
        "long": np.array([_length(node) for node in e.nodes]),
        "past": e.told,
    }


def _length(node: Node) -> float:
    """In twenties of tokens, up to two."""
    return min(len(node.cand.tokens), 40) / 20


def _title_share(e: Evidence) -> np.ndarray:
    """[n] share of the title's words that stand in each unit."""
    words = e.title
    if not words:
        return np.zeros(len(e))
    return np.array([len(words & set(node.vector)) / len(words) for node in e.nodes])


_REFERS = frozenset(
    {"it", "they", "he", "she", "this", "that", "these", "those", "such", "its", "their", "his",
     "her", "both", "neither", "one", "another", "some", "others", "most"}
)  # fmt: skip


def _refers_back(node: Node) -> bool:
    """Does it open with a word that only what stands before explains ("It ...", "Their ...")?"""
    first = next((t for t in node.cand.tokens if not (t.is_punct or t.is_space)), None)
    return first is not None and first.lower_ in _REFERS


def _is_told(node: Node) -> bool:
    """Is its main verb in the past: told rather than claimed?"""
    inside = {t.i for t in node.cand.tokens}
    root = next((t for t in node.cand.tokens if t.dep_ == "ROOT" or t.head.i not in inside), None)
    if root is None:
        return False
    finite = next((c for c in root.children if c.dep_ in ("aux", "auxpass")), root)
    return finite.tag_ == "VBD"


def _specifics(node: Node) -> float:
    """How much it names and counts: names and figures, up to three."""
    return min(
        3.0, float(sum(t.pos_ in ("NUM", "PROPN") and t.ent_iob_ != "I" for t in node.cand.tokens))
    )


def _is_question(node: Node) -> bool:
    return any(t.text == "?" for t in node.cand.tokens[-2:])


def head_features(e: Evidence, thesis: int) -> Iterator[tuple[str, np.ndarray]]:
    """[n, n] each: for a child (row) under a parent (column), were `thesis` the thesis.

    One after the other, so that a long article needs room for one only.
    """
    n = len(e)
    roles = np.exp(log_softmax(e.scores.role))
    premise, claim = _logit(roles[:, 2]), _logit(roles[:, 1])
    rows, columns = np.arange(n)[:, None], np.arange(n)[None]
    block = e.blocks[:, None] == e.blocks[None]
    section = e.sections[:, None] == e.sections[None]
    top = np.zeros(n)
    top[thesis] = 1.0
    yield "near", np.where(block, np.maximum(_spread(e.scores.within), FLOOR), 0.0)
    yield "far", np.where(block, 0.0, np.maximum(_spread(e.scores.across), FLOOR))
    yield "block", block.astype(float)
    yield "section", (section & ~block).astype(float)
    yield "thesis", np.broadcast_to(top, (n, n))
    yield "thesis_claim", claim[:, None] * top
    yield "thesis_premise", premise[:, None] * top
    yield "thesis_far", ~section * top
    yield "block_premise", block * premise[:, None]
    yield "parent_premise", np.broadcast_to(premise, (n, n))
    yield "before", (columns == rows - 1) * block.astype(float)
    yield "after", (columns == rows + 1) * block.astype(float)
    yield "behind", (columns < rows).astype(float)
    yield "apart", np.log1p(np.abs(rows - columns))
    first = np.array([float(node.first) for node in e.nodes])
    lead = _section_leads(e, thesis)
    yield "to_block_first", block * first
    yield "to_lead", section * lead * (1 - top)
    yield "lead_to_thesis", lead[:, None] * top
    yield "first_to_lead", (section & ~block) * first[:, None] * lead
    yield "words", e.alike
    yield "states", e.close
    sentences = np.array([node.cand.sentence for node in e.nodes])
    together = (sentences[:, None] == sentences[None]) & block
    yield "sentence", together.astype(float)
    ahead = np.maximum(e.cues["reason_ahead"], e.cues["concession"])
    yield "ahead", ahead[:, None] * (columns == rows + 1) * together
    yield "reason_before", e.cues["reason"][:, None] * (columns == rows - 1)
    yield "example_before", e.cues["example"][:, None] * (columns == rows - 1)
    concludes = np.maximum(
        e.cues["conclusion"], np.array([float(points_back(node)) for node in e.nodes])
    )
    yield "concludes", concludes * (columns == rows + 1)
    yield "opposed_top", e.opposed[:, None] * top
    yield "rebuts", e.opposed * (columns == rows - 1)
    yield "contrast_before", e.cues["contrast"][:, None] * (columns == rows - 1)
    yield "rebuts_contrast", e.opposed * e.cues["contrast"][:, None] * (columns == rows - 1)
    yield "goes_on_rebuts", e.opposed * (columns == rows - 2) * (1 - e.opposed[:, None])
    yield from _place_features(e, thesis)
    yield from _rules_features(e, thesis)


def _place_features(e: Evidence, thesis: int) -> Iterator[tuple[str, np.ndarray]]:
    """Where child and parent stand in their paragraphs, and which is the more particular."""
    n = len(e)
    rows, columns = np.arange(n)[:, None], np.arange(n)[None]
    block = e.blocks[:, None] == e.blocks[None]
    first, last = (
        np.array([float(getattr(node, k)) for node in e.nodes]) for k in ("first", "last")
    )
    top, lead = np.zeros(n), _section_leads(e, thesis)
    top[thesis] = 1.0
    back = (columns == rows - 1) * block
    roles = np.exp(log_softmax(e.scores.role))
    claim = _logit(roles[:, 1])
    chosen = _block_claims(e, claim - _logit(roles[:, 2]))
    yield "to_block_claim", block * chosen
    yield "to_block_last", block * last
    yield "block_claim", block * claim
    yield "opposed_claim", e.opposed[:, None] * block * chosen
    yield "claim_to_claim", ~block * claim[:, None] * chosen
    yield "chain", back * (1 - first)
    yield "chain_words", back * e.alike
    yield "chain_refers", back * e.refers[:, None]
    yield "chain_refers_on", back * e.refers[:, None] * (1 - first)
    yield "specific", block * np.sign(e.specific[:, None] - e.specific)
    yield "plain_parent", block * (e.specific == 0)
    yield "first_to_top", (first * (1 - lead))[:, None] * top
    rank = np.unique(e.blocks, return_inverse=True)[1]
    earlier = rank[None] == rank[:, None] - 1
    yield "first_to_previous", earlier * first[:, None] * first
    yield "first_to_previous_last", (columns == rows - 1) * ~block * first[:, None]
    yield "last_to_top", (last * (1 - first))[:, None] * top


def _block_claims(e: Evidence, odds: np.ndarray) -> np.ndarray:
    """[n] 1 for the unit of each block that looks most like its claim."""
    chosen = np.zeros(len(e))
    for block in np.unique(e.blocks):
        members = np.nonzero(e.blocks == block)[0]
        chosen[members[int(odds[members].argmax())]] = 1.0
    return chosen


def _rules_features(e: Evidence, thesis: int) -> Iterator[tuple[str, np.ndarray]]:
    """Where the rules would hang each unit, by the kind of rule."""
    n = len(e)
    marks: Features = {}
    for node in _linked(e, thesis):
        head = node.undercuts if node.undercuts is not None else node.head
        if head is not None and head != node.at:
            name = "reason" if node.rule in GIVES_REASONS else PLACED.get(node.rule, "paragraph")
            name = "against" if node.rule in SETS_AGAINST else name
            marks.setdefault(name, np.zeros((n, n)))[node.at, head] = 1.0
    for name in ("reason", "against", "paragraph", "addition", "section", "lead", "previous"):
        yield f"rules_{name}", marks.get(name, np.zeros((n, n)))


def _spread(scores: np.ndarray) -> np.ndarray:
    """Log-probabilities of parents, "none" left out."""
    parents = scores[:, :-1].astype(float).copy()
    np.fill_diagonal(parents, NEVER)
    return log_softmax(parents)


def _section_leads(e: Evidence, thesis: int) -> np.ndarray:
    """1 for the first unit of each section under a heading, other than the thesis."""
    lead = np.zeros(len(e))
    seen: set[int] = set()
    for i, section in enumerate(e.sections.tolist()):
        if section > 0 and section not in seen and i != thesis:
            seen.add(section)
            lead[i] = 1.0
    return lead


def _linked(e: Evidence, thesis: int) -> list[Node]:
    """What the rules would link, were this the thesis."""
    nodes = [replace(node, link_cues=[]) for node in e.nodes]
    link(e.article, nodes, thesis)
    return nodes


def kind_features(e: Evidence, heads: Sequence[int], thesis: int) -> Features:
    """[n] each: for the relation of a unit to its head as an attack; the thesis has none."""
    n = len(e)
    head = np.array([h if h < n else i for i, h in enumerate(heads)])
    kinds = log_softmax(e.scores.kind)[np.arange(n), head]
    rule = np.zeros(n)
    for node in _linked(e, thesis):
        attack = node.kind is RelationKind.ATTACK or node.undercuts is not None
        rule[node.at] = float(attack)
    before = (head == np.arange(n) - 1).astype(float)
    cues = e.cues
    return {
        "bias": np.ones(n),
        "trained": np.clip(np.logaddexp(kinds[:, 1], kinds[:, 2]) - kinds[:, 0], -8, 8),
        "opponent": cues["opponent"],
        "opposed": e.opposed,
        "contrast_before": cues["contrast"] * before,
        "contrast_other": cues["contrast"] * (1 - before),
        "weak_contrast": cues["contrast_weak"],
        "concession": cues["concession"],
        "rules": rule,
        "answers": e.opposed[head] * (1 - e.opposed),
        "answers_next": e.opposed[head] * before * (1 - e.opposed),
        "goes_on": e.opposed[head] * e.opposed,
        "to_thesis": (head == thesis).astype(float),
        "opposed_thesis": (head == thesis) * e.opposed,
        "reason": np.maximum(cues["reason"], cues["example"]),
    }


def role_features(e: Evidence, heads: Sequence[int], thesis: int) -> Features:
    """[n] each: for a unit other than the thesis as a claim rather than a premise."""
    n = len(e)
    roles = np.exp(log_softmax(e.scores.role))
    held = np.zeros(n)
    for i, h in enumerate(heads):
        if h < n and i != thesis:
            held[h] += 1
    return {
        "bias": np.ones(n),
        "trained": np.clip(np.log(np.maximum(roles[:, 0] + roles[:, 1], 1e-3))
                           - np.log(np.maximum(roles[:, 2], 1e-3)), -6, 6),
        "supported": np.minimum(held, 1.0),
        "well_supported": np.minimum(held, 3.0),
        "to_thesis": np.array([float(h == thesis) for h in heads]),
        "thesis_supported": np.array([float(h == thesis) for h in heads]) * np.minimum(held, 1.0),
        "lead": _section_leads(e, thesis),
        # What the last section says for the thesis is a point of its own.
        "closes": np.array(
            [
                float(h == thesis and s == e.sections.max() and s > 0)
                for h, s in zip(heads, e.sections, strict=True)
            ]
        ),
        "first": np.array([float(node.first) for node in e.nodes]),
        "speaks": np.array([claim_score(node) for node in e.nodes]),
        "concludes": np.maximum(
            e.cues["conclusion"], np.array([float(points_back(node)) for node in e.nodes])
        ),
        "opposed": e.opposed,
    }  # fmt: skip


def unit_features(e: Evidence, outside: np.ndarray, thesis: int) -> Features:
    """[n] each: for a stretch as a unit that argues, rather than one that sets the scene.

    Args:
        e: The evidence.
        outside: [n] mean log-odds of the tagger that the stretch is no unit.
        thesis: The likeliest thesis.
    """
    kinds = background(e.article, e.nodes, thesis)
    roles = np.exp(log_softmax(e.scores.role))
    # Under a title alone, the first paragraph argues as often as it tells.
    first = has_headings(e.article) & (e.blocks == e.blocks.min())
    return {
        "bias": np.ones(len(e)),
        "outside": np.clip(outside, -12, 4),
        "scene": np.array([float(kind == "scene") for kind in kinds]),
        "announces": np.array([float(kind == "announces") for kind in kinds]),
        "idle": np.array([float(kind == "idle") for kind in kinds]),
        "first": first.astype(float),
        "premise": _logit(roles[:, 2]),
        "thesis": _logit(roles[:, 0]),
        "question": np.array([float(_is_question(node)) for node in e.nodes]),
        "short": np.array([float(len(node.cand.tokens) < 6) for node in e.nodes]),
        "speaks": np.array([claim_score(node) for node in e.nodes]),
        "opposed": e.opposed,
        "close": e.close.mean(1),
        "words": e.alike.mean(1),
        "title": _title_share(e),
        "past": e.told,
        "refers": e.refers,
        "own": np.array([float(_is_own_story(node)) for node in e.nodes]),
        "first_block": (e.blocks == e.blocks.min()).astype(float),
        "last_block": (e.blocks == e.blocks.max()).astype(float),
        "long": np.array([_length(node) for node in e.nodes]),
        "block_first": np.array([float(node.first) for node in e.nodes]),
    }


_OWN = frozenset({"i", "me", "my", "us", "let"})


def _is_own_story(node: Node) -> bool:
    return any(t.lower_ in _OWN for t in node.cand.tokens)


def unit_odds(
    e: Evidence,
    read: Read,
    found: Sequence[tuple[tuple[int, int], tuple[int, int]]],
    settings: Mapping[str, Any],
    thesis_chance: np.ndarray,
) -> np.ndarray:
    """[n] log-odds that a stretch argues something; what may be the thesis always does."""
    outside = outside_odds(read, [pieces for pieces, _ in found])
    thesis = int(np.argmax(e.theses))
    odds = added(unit_features(e, outside, thesis), settings["unit"])
    chance = np.exp(thesis_chance)
    odds[(chance >= MAYBE_THESIS) | (chance == chance.max())] = 1.0
    return odds


def outside_odds(read: Read, pieces: Sequence[tuple[int, int]]) -> np.ndarray:
    """[n] mean over a span's pieces of the tagger's log-odds that they are no part of a unit."""
    found = []
    for a, b in pieces:
        rows = read.emissions[a : b + 1].astype(float)
        top = rows[:, 1:].max(1)
        within = top + np.log(np.exp(rows[:, 1:] - top[:, None]).sum(1))
        found.append(float((rows[:, 0] - within).mean()))
    return np.array(found)


def added(features: Mapping[str, np.ndarray], weights: Weights) -> np.ndarray:
    """The weighted sum.

    >>> added({"a": np.array([1.0, 2.0]), "b": np.array([1.0, 0.0])}, {"a": 0.5, "b": 1.0})
    array([1.5, 1. ])
    """
    return np.asarray(sum(weights.get(name, 0.0) * value for name, value in features.items()))


# Borders of units -------------------------------------------------------------------------------


def clause_marks(article: Article, doc: Doc, read: Read) -> tuple[np.ndarray, np.ndarray]:
    """For each word piece whether a clause of the rules begins at it, and whether one goes on."""
    offsets = read.encoded.offsets
    begins = np.zeros(len(offsets), dtype=bool)
    within = np.zeros(len(offsets), dtype=bool)
    for start, end, *_ in candidate_spans(article, doc):
        first = int(np.searchsorted(offsets[:, 0], start))
        last = int(np.searchsorted(offsets[:, 0], end))
        if first < last:
            begins[first] = True
            within[first + 1 : last] = True
    return begins, within


def borders(
    emissions: np.ndarray, marks: tuple[np.ndarray, np.ndarray], weights: Weights
) -> np.ndarray:
    """The tagger's emissions with what the parse says of clauses added to them.

    A clause that the rules would cut begins a unit the likelier; no unit begins within one; what
    stands between two, such as a connective and a comma, belongs to none.
    """
    begins, within = marks
    shaped = emissions.astype(np.float32)
    shaped[begins, 1::2] += weights.get("begin", 0.0)
    shaped[within, 1::2] -= weights.get("inside", 0.0)
    shaped[~begins & ~within, 0] += weights.get("outside", 0.0)
    return shaped


_CONCEDES = frozenset({"while", "although", "though", "whereas"})
_GIVES_REASON = frozenset({"because", "since"})
_DOERS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})


def cut_clauses(text: str, doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    """A stretch, cut between a clause that concedes and what it is conceded to, and before a
    clause that gives a reason after a comma.

    "While fares rose, trains filled up": two units, of which the first speaks against the second.
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return [(start, end)]
    if span[0].lower_ in _CONCEDES | _GIVES_REASON and span[0].dep_ == "mark":
        main = span[0].head.head
        if not start <= main.idx < end and len(span) > 1:
            return [trim(text, span[1].idx, end)]  # what it goes with is a unit of its own
    for mark in span:
        verb = mark.head
        if mark.dep_ != "mark" or verb.dep_ != "advcl" or verb.sent != span[0].sent:
            continue
        if not any(c.dep_ in _DOERS for c in verb.children):
            continue
        opens = mark.i <= span.start + 1 and mark.lower_ in _CONCEDES
        reason = (
            mark.lower_ in _GIVES_REASON and doc[mark.i - 1].text == "," and mark.i > span.start
        )
        main = verb.head
        doer = next((c for c in main.children if c.dep_ in _DOERS), None)
        if doer is None or not span.start <= main.i < span.end:
            continue
        if opens and doer.left_edge.i > verb.right_edge.i:
            commas = [t for t in doc[verb.i : doer.left_edge.i] if t.text == ","]
            comma = commas[-1] if commas else None
            if comma is not None:
                after = doc[comma.i + 1].idx
                return [trim(text, doc[mark.i + 1].idx, comma.idx), trim(text, after, end)]
        if reason and main.i < mark.i:
            after = doc[mark.i + 1].idx
            return [trim(text, start, doc[mark.i - 1].idx), trim(text, after, end)]
    return [(start, end)]


# The decision -----------------------------------------------------------------------------------


def thesis_chances(e: Evidence, settings: Mapping[str, Any]) -> np.ndarray:
    """[n] log-probability of each unit to be the thesis."""
    return log_softmax(added(thesis_features(e), settings["thesis"]))


def head_chances(e: Evidence, thesis: int, settings: Mapping[str, Any]) -> np.ndarray:
    """[n, n] log-probability of each parent for each child, given the thesis."""
    weights: Weights = settings["head"]
    total = np.zeros((len(e), len(e)))
    for name, value in head_features(e, thesis):
        if weights.get(name):
            total += weights[name] * value
    np.fill_diagonal(total, NEVER)
    return log_softmax(total) if len(e) > 1 else total


def decide(
    e: Evidence, settings: Mapping[str, Any], thesis_chance: np.ndarray | None = None
) -> Decoded:
    """The best tree over the article: thesis, heads, kinds and roles with their probabilities.

    Args:
        e: The evidence about n units.
        settings: The weights.
        thesis_chance: [n] log-probabilities to be the thesis, where they are known already.
    """
    n = len(e)
    chance = thesis_chances(e, settings) if thesis_chance is None else thesis_chance
    order = np.argsort(-chance, kind="stable")[: 1 if n > LONG else THESES]
    best: tuple[float, int, list[int], np.ndarray] | None = None
    for thesis in order.tolist():
        odds = head_chances(e, thesis, settings)
        weights = np.full((n + 1, n + 1), NEVER)
        weights[:n, :n] = odds
        weights[thesis, :n] = NEVER
        weights[thesis, n] = 0.0
        tree = best_tree(weights)
        value = float(chance[thesis]) + sum(
            float(odds[i, h]) for i, h in enumerate(tree) if h < n
        ) * float(settings.get("tree", 1.0))
        if best is None or value > best[0]:
            best = (value, thesis, tree, odds)
    assert best is not None
    _, thesis, heads, odds = best
    attack = 1 / (1 + np.exp(-added(kind_features(e, heads, thesis), settings["kind"])))
    kinds = [int(p > 0.5) if h < n else 0 for p, h in zip(attack, heads, strict=True)]
    for i, h in enumerate(heads):
        if kinds[i] and e.cues["undercut"][i] and h == i - 1 and h != thesis:
            kinds[i] = 2
    claim = 1 / (1 + np.exp(-added(role_features(e, heads, thesis), settings["role"])))
    roles = [0 if i == thesis else 1 if p > 0.5 else 2 for i, p in enumerate(claim)]
    certain = np.where(claim > 0.5, claim, 1 - claim)
    certain[thesis] = np.exp(chance[thesis])
    linked = np.array([np.exp(odds[i, h]) if h < n else 1.0 for i, h in enumerate(heads)])
    return Decoded(
        "editorial",
        roles,
        certain,
        heads,
        linked,
        kinds,
        np.where(np.array(kinds) > 0, attack, 1 - attack),
        [False] * n,
        types_of(e.scores, "editorial"),
    )


__all__ = [
    "Evidence",
    "article_settings",
    "borders",
    "clause_marks",
    "cut_clauses",
    "decide",
    "gather",
    "is_article",
    "thesis_chances",
    "unit_odds",
]
