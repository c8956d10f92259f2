"""The rules miner: units, roles and relations from indicators, position, sections and cohesion.

It is the transparent baseline: each decision names its rule, and a rule's confidence is the share
of its decisions that were right on annotated essays and articles (`rules_confidence.toml`).

The shape it assumes is that of Stab & Gurevych (2017): a thesis; under it the claims of sections
and paragraphs; under them premises, which may rest on premises.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from argmap.mining.cohesion import Vector, centroid, content_lemmas, cosine, vectors
from argmap.mining.cues import connectives
from argmap.mining.miner import Mined
from argmap.mining.segment import (
    SUBJECTS,
    Candidate,
    find_candidates,
    given_candidates,
    plain_heading,
)
from argmap.model import Article, BlockKind, Relation, RelationKind, Role, Unit

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

DEONTIC = {"should", "must", "ought", "need", "shall"}
CONSEQUENCE = {
    *("necessitate", "cause", "force", "compel", "require", "lead", "make", "mean", "imply"),
    *("show", "prove", "entail", "result", "allow", "enable", "underline", "demonstrate"),
    *("suggest", "align", "justify", "ensure", "create", "leave"),
}
DEMONSTRATIVES = {"this", "that", "these", "those", "such"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a candidate says, wherever it stands; asked for many times, so it is read once."""

    lemmas: list[str]
    """Of its content words."""
    type: str
    claims: float
    """How much it speaks like a claim."""
    points_back: bool
    """Whether a demonstrative takes up what went before: see `points_back`."""


@dataclass(slots=True)
class Node:
    """A candidate with what the rules need to know of it."""

    at: int
    cand: Candidate
    reading: Reading
    vector: Vector
    section: int
    paragraph: int
    first: bool = False
    last: bool = False
    head: int | None = None
    kind: RelationKind = RelationKind.SUPPORT
    rule: str = ""
    undercuts: int | None = None
    role: Role = Role.PREMISE
    link_cues: list[tuple[int, int]] = field(default_factory=list)

    @property
    def type(self) -> str:
        """What kind of thing it says."""
        return self.reading.type


class RulesMiner:
    """The miner named `rules`.

    >>> from argmap.reading import read_text
    >>> text = "Cats should be kept because they catch mice."
    >>> mined = RulesMiner().mine(read_text(text))
    >>> [(unit.role.value, unit.text) for unit in mined.units]
    [('major_claim', 'Cats should be kept'), ('premise', 'they catch mice')]
    >>> [(relation.source, relation.kind.value, relation.target) for relation in mined.relations]
    [('u2', 'support', 'u1')]
    """

    name = "rules"
    version = "1"

    def mine(
        self,
        article: Article,
        doc: Doc | None = None,
        spans: Sequence[tuple[int, int]] | None = None,
    ) -> Mined:
        """Find the units and relations of one article: see `argmap.mining.Miner`."""
        if doc is None:
            from argmap.mining.parse import parse

            doc = parse(article)
        nodes, thesis = decide(article, doc, spans)
        return _records(article, nodes, thesis) if nodes else Mined()


def decide(
    article: Article, doc: Doc, spans: Sequence[tuple[int, int]] | None
) -> tuple[list[Node], int]:
    """The decisions behind a map, each with the name of its rule, and the index of the thesis."""
    candidates = (
        given_candidates(article, doc, tuple(spans))
        if spans is not None
        else find_candidates(article, doc)
    )
    nodes = nodes_of(article, candidates)
    if not nodes:
        return [], -1
    # The highest score; among equals the first in the text.
    thesis = -max((score, -at) for at, score in enumerate(thesis_scores(article, doc, nodes)))[1]
    if spans is None:
        nodes, thesis = _without_background(article, nodes, thesis)
    link(article, nodes, thesis)
    _assign_roles(nodes, thesis)
    return nodes, thesis


# What the rules look at ------------------------------------------------------------------------


def nodes_of(article: Article, candidates: Sequence[Candidate]) -> list[Node]:
    """Candidates with their place and their words; nothing is decided yet."""
    return _placed(article, [(candidate, _read(candidate)) for candidate in candidates])


def _placed(article: Article, read: Sequence[tuple[Candidate, Reading]]) -> list[Node]:
    section_of: dict[int, int] = {}
    section = 0
    for index, block in enumerate(article.blocks):
        if block.kind is BlockKind.HEADING:
            section += 1
        section_of[index] = section
    bags = vectors([reading.lemmas for _, reading in read])
    nodes = [
        Node(at, candidate, reading, bag, section_of.get(candidate.block, 0), candidate.block)
        for at, ((candidate, reading), bag) in enumerate(zip(read, bags, strict=True))
    ]
    for at, node in enumerate(nodes):
        node.first = at == 0 or nodes[at - 1].paragraph != node.paragraph
        node.last = at + 1 == len(nodes) or nodes[at + 1].paragraph != node.paragraph
    return nodes


def _read(cand: Candidate) -> Reading:
    kind = _type_of(cand.tokens)
    return Reading(
        content_lemmas(cand.tokens), kind, _claims(cand, kind), _points_back(cand.tokens)
    )


def _type_of(tokens: Sequence[Token]) -> str:
    if any(t.tag_ == "MD" and t.lower_ in DEONTIC for t in tokens):
        return "policy"
    entities = {t.ent_type_ for t in tokens}
    if not entities.isdisjoint(("PERCENT", "MONEY", "QUANTITY")):
        return "statistics"
    past = _is_past(tokens)
    if past and any(t.lower_ in ("i", "my", "me") for t in tokens):
        return "testimony"
    dated = not entities.isdisjoint(("DATE", "EVENT", "CARDINAL"))
    if past or (dated and any(_is_datum(t) for t in tokens)):
        return "fact"
    return "value"


def _is_datum(token: Token) -> bool:
    return token.ent_type_ in ("DATE", "EVENT") or (
        token.ent_type_ == "CARDINAL" and token.is_digit
    )


def _is_past(tokens: Sequence[Token]) -> bool:
    return any(t.tag_ == "VBD" and (t.dep_ == "ROOT" or t.head.dep_ == "ROOT") for t in tokens)


def claim_score(node: Node) -> float:
    """How much a unit speaks like a claim, apart from where it stands."""
    return node.reading.claims


def _claims(cand: Candidate, kind: str) -> float:
    score = 0.0
    score += 2.0 * cand.has("conclusion") + 1.5 * cand.has("thesis") + 1.0 * cand.has("summary")
    score -= 2.0 * cand.has("reason") + 2.5 * cand.has("example") + 1.0 * cand.has("opponent")
    score += 1.0 * (kind == "policy") - 0.8 * (kind in ("statistics", "testimony"))
    score -= 0.5 * (kind == "fact")
    score += 0.8 * _is_evaluation(cand.tokens)
    score -= 1.0 * _is_question(cand)
    return score


def _is_evaluation(tokens: Sequence[Token]) -> bool:
    """A copula with a predicate adjective or noun in the main clause: "X is important"."""
    return any(t.dep_ in ("acomp", "attr") and t.head.dep_ == "ROOT" for t in tokens)


def _is_question(cand: Candidate) -> bool:
    return any(t.text == "?" for t in cand.tokens[-2:])


def thesis_scores(article: Article, doc: Doc, nodes: Sequence[Node]) -> list[float]:
    """How much each unit looks like the one that the article argues for."""
    of_title = title_lemmas(article, doc)
    middle = centroid([node.vector for node in nodes])
    paragraphs = sorted({node.paragraph for node in nodes})
    closing = closing_sections(article)
    scored: list[float] = []
    for node in nodes:
        cand = node.cand
        score = 2.0 * cosine(node.vector, middle) + claim_score(node)
        if of_title:
            score += 2.0 * len(of_title & set(node.vector)) / len(of_title)
        if node.section in closing:
            score += 2.0
        if len(paragraphs) > 1:
            score += 1.5 * (node.paragraph == paragraphs[0] and node.last)
            score += 1.0 * (node.paragraph == paragraphs[-1] and node.first)
            score += 0.5 * (node.paragraph in (paragraphs[0], paragraphs[-1]))
        else:
            score += 0.8 * (node.first or node.last)
        score += 1.5 * cand.has("summary") + 1.5 * cand.has("thesis")
        score -= 1.5 * cand.has("announcement") + 0.7 * cand.has("addition", "contrast_weak")
        score -= 1.0 * cand.has("concession", "reason_ahead")
        score -= 0.5 * (len(cand.tokens) < 6)
        score -= 2.0 * _is_metadiscourse(cand)
        scored.append(round(score, 6))
    return scored


def title_lemmas(article: Article, doc: Doc) -> set[str]:
    """Lemmas of the content words of the article's title."""
    for block in article.blocks[:1]:
        if block.kind is BlockKind.TITLE:
            return set(
                content_lemmas(doc.char_span(block.start, block.end, alignment_mode="expand") or ())
            )
    return set()


def closing_sections(article: Article) -> frozenset[int]:
    """Numbers of the sections whose headings say that they conclude."""
    words = connectives()["conclusion_headings"]
    return frozenset(k for k, heading in _section_headings(article).items() if heading in words)


def _section_headings(article: Article) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in article.blocks:
        if block.kind is BlockKind.HEADING:
            found[len(found) + 1] = plain_heading(article.text[block.start : block.end])
    return found


def _is_metadiscourse(cand: Candidate) -> bool:
    """ "Understanding X is crucial", "this report follows the doses": of the text, not of X."""
    words = connectives()
    tokens = [t for t in cand.tokens if not (t.is_punct or t.is_space)]
    if not tokens:
        return False
    first = tokens[0]
    if first.tag_ == "VBG" and first.lemma_.lower() in words["metadiscourse_verbs"]:
        return first.dep_ in SUBJECTS
    if first.lower_ == "let" and len(tokens) > 1 and tokens[1].lower_ in {"us", "me"}:
        return True
    for token in tokens:
        if token.dep_ != "nsubj":
            continue
        lemma, own = token.lemma_.lower(), [c.lower_ for c in token.children]
        if lemma in words["text_nouns"] and "this" in own:
            # "This article looks at ...", not "this report shows that ...".
            return token.head.lemma_.lower() in words["text_verbs"]
        shell = lemma in words["shell_nouns"] and token.head.lemma_ == "be"
        return shell and any(
            c.dep_ == "attr" and c.lower_ in {"one", "matter", "question"}
            for c in token.head.children
        )  # "The lesson is a modest one."
    return False


def _without_background(article: Article, nodes: list[Node], thesis: int) -> tuple[list[Node], int]:
    """Leave out what only sets the scene, announces, or speaks of the text itself."""
    chosen = nodes[thesis]
    kinds = background(article, nodes, thesis)
    kept = [node for node, kind in zip(nodes, kinds, strict=True) if node is chosen or not kind]
    renewed = _placed(article, [(node.cand, node.reading) for node in kept])
    return renewed, next(n.at for n, old in zip(renewed, kept, strict=True) if old is chosen)


def background(article: Article, nodes: Sequence[Node], thesis: int) -> list[str]:
    """For each unit why it argues nothing (`scene`, `announces`, `idle`), or an empty string."""
    headed = any(block.kind is BlockKind.HEADING for block in article.blocks)
    chosen = nodes[thesis]
    found: list[str] = []
    for at, node in enumerate(nodes):
        cand = node.cand
        following = nodes[at + 1] if at + 1 < len(nodes) else None
        scene = (
            headed
            and node.section == 0
            and chosen.section != 0
            and not cand.has("thesis", "conclusion")
            and node.type != "policy"
        )
        announces = (
            following is not None
            and following.cand.has("addition")
            and not cand.has("addition", "thesis", "conclusion")
            and _announces_list(cand)
        )
        announces = announces or _is_metadiscourse(cand) or _only_announces(cand)
        idle = not cand.tokens or not node.vector
        found.append("scene" if scene else "announces" if announces else "idle" if idle else "")
    return found


def _announces_list(cand: Candidate) -> bool:
    nouns = connectives()["enumeration"]
    first = next((t for t in cand.tokens if not (t.is_punct or t.is_space)), None)
    named = any(t.ent_type_ for t in cand.tokens)
    return (
        first is not None
        and not named
        and any(t.lower_ in nouns for t in cand.tokens)
        and (first.pos_ in ("PRON", "DET") or first.dep_ == "expl")
    )


def _only_announces(cand: Candidate) -> bool:
    return cand.has("announcement") and not cand.has("thesis", "conclusion")


# Links -----------------------------------------------------------------------------------------


def link(article: Article, nodes: list[Node], thesis: int) -> None:
    """Give every unit but the thesis one head, so that the whole is a tree under the thesis."""
    paragraphs: dict[int, list[Node]] = {}
    for node in nodes:
        paragraphs.setdefault(node.paragraph, []).append(node)
    tops = {key: _paragraph_claim(members, thesis) for key, members in paragraphs.items()}
    for key, members in paragraphs.items():
        _link_paragraph(nodes, members, tops[key])
    _link_tops(nodes, [tops[key] for key in paragraphs], thesis, article)
    if any(block.kind is BlockKind.HEADING for block in article.blocks):
        _loosen(nodes, paragraphs, tops)


def _loosen(nodes: list[Node], paragraphs: dict[int, list[Node]], tops: dict[int, Node]) -> None:
    """Under a heading, let a paragraph without a claim of its own speak for the section's claim.

    Only position made its first unit the paragraph's claim; the others are its equals.
    """
    for key, members in paragraphs.items():
        top = tops[key]
        own_claim = claim_score(top) > 0.5 or points_back(top)
        if top.rule != "to-section-claim" or own_claim or top.head is None:
            continue
        for node in members:
            if node.head == top.at and node.rule in ("to-claim", "addition"):
                _attach(node, nodes[top.head], "to-section-claim", RelationKind.SUPPORT, "addition")


def _paragraph_claim(members: Sequence[Node], thesis: int) -> Node:
    """The unit that the others of the paragraph speak for."""
    for node in members:
        if node.at == thesis:
            return node

    def score(node: Node) -> float:
        value = claim_score(node) + 2.0 * node.first + 0.4 * (node.last and len(members) > 2)
        value += 2.2 * points_back(node)
        value -= 2.0 * (node.cand.has("concession", "reason_ahead") and not node.last)
        value -= 1.0 * node.cand.has("contrast_weak", "undercut")
        return value

    return max(members, key=lambda node: (round(score(node), 6), -node.at))


def _link_paragraph(nodes: list[Node], members: Sequence[Node], top: Node) -> None:
    listed: int | None = None
    for place, node in enumerate(members):
        if node is top:
            continue
        before = members[place - 1] if place else None
        after = members[place + 1] if place + 1 < len(members) else None
        cand = node.cand
        same = before is not None and before.cand.sentence == cand.sentence
        ahead = after is not None and after.cand.sentence == cand.sentence
        if ahead and after is not None and cand.has("concession"):
            _attach(node, after, "concession", RelationKind.ATTACK, "concession")
        elif ahead and after is not None and cand.has("reason_ahead"):
            _attach(node, after, "reason-ahead", RelationKind.SUPPORT, "reason_ahead")
        elif same and before is not None and cand.has("concession"):
            _attach(node, before, "concession", RelationKind.ATTACK, "concession")
        elif before is not None and _denies_step(before, cand):
            node.undercuts, node.rule = before.at, "undercut"
            node.link_cues = _spans(cand, "undercut", "contrast")
        elif cand.has("opponent"):
            _attach(node, top, "opponent", RelationKind.ATTACK, "opponent")
        elif before is not None and cand.has("contrast"):
            _attach(node, before, "contrast", RelationKind.ATTACK, "contrast")
        elif before is not None and cand.has("reason", "example"):
            _attach(node, before, "reason", RelationKind.SUPPORT, "reason", "example")
        elif cand.has("addition"):
            target = nodes[listed] if listed is not None else top
            _attach(node, target, "addition", RelationKind.SUPPORT, "addition")
            listed = node.head
        elif before is not None and node.at < top.at and points_back(node):
            _attach(
                before, node, "points-back", RelationKind.SUPPORT
            ) if before.head is None else None
            _attach(node, top, "to-claim", RelationKind.SUPPORT)
        else:
            _attach(node, top, "to-claim", RelationKind.SUPPORT)
    _draw_conclusions(members, top)
    _break_cycles(nodes, members, top)


def _draw_conclusions(members: Sequence[Node], top: Node) -> None:
    """ "Therefore C" or "This weakness has forced C": the unit before it speaks for C."""
    for before, node in pairwise(members):
        if node is top and before is not top and before.head == top.at:
            continue
        marked = node.cand.has("conclusion") or points_back(node)
        free = (
            before is not top
            and before.undercuts is None
            and before.rule in ("to-claim", "addition")
        )
        if marked and free and node.head != before.at:
            cues = _spans(node.cand, "conclusion")
            _attach(before, node, "conclusion", RelationKind.SUPPORT)
            before.link_cues = cues or before.link_cues
        elif marked and free:
            _attach(node, top, "to-claim", RelationKind.SUPPORT)
            _attach(before, node, "conclusion", RelationKind.SUPPORT)


def points_back(node: Node) -> bool:
    """ "This vulnerability has forced ...": a demonstrative subject with a verb of consequence."""
    return node.reading.points_back


def _points_back(tokens: Sequence[Token]) -> bool:
    first = next((t for t in tokens if not (t.is_punct or t.is_space)), None)
    if first is None or first.lower_ not in DEMONSTRATIVES:
        return False
    return any(
        t.dep_ == "ROOT" and t.lemma_.lower() in CONSEQUENCE
        for t in tokens
        if not (t.is_punct or t.is_space)
    )


def _denies_step(before: Node, cand: Candidate) -> bool:
    """Whether a unit denies that the one before it matters, rather than what it says.

    "Some say A. But B": B takes from A its force against the claim (Peldszus & Stede 2015).
    """
    if before.head is None or before.undercuts is not None:
        return False
    return cand.has("undercut") or (cand.has("contrast") and before.kind is RelationKind.ATTACK)


def _attach(node: Node, head: Node, rule: str, kind: RelationKind, *cues: str) -> None:
    node.head, node.rule, node.kind = head.at, rule, kind
    node.link_cues = _spans(node.cand, *cues)


def _spans(cand: Candidate, *kinds: str) -> list[tuple[int, int]]:
    return [(cue.start, cue.end) for cue in cand.cues if cue.kind in kinds]


def _break_cycles(nodes: Sequence[Node], members: Sequence[Node], top: Node) -> None:
    for node in members:
        seen, at = {node.at}, node.head
        while at is not None:
            if at in seen:
                _attach(node, top, "to-claim", RelationKind.SUPPORT)
                break
            seen.add(at)
            at = nodes[at].head


def _link_tops(nodes: list[Node], tops: list[Node], thesis: int, article: Article) -> None:
    """Hang the paragraphs' claims under their section's claim, and those under the thesis."""
    goal = nodes[thesis]
    headed = any(block.kind is BlockKind.HEADING for block in article.blocks)
    lead: Node | None = None
    for place, node in enumerate(tops):
        cand = node.cand
        if node is goal:
            if not headed:
                lead = None
            continue
        before = tops[place - 1] if place else None
        opens = lead is None or lead.section != node.section
        if headed and opens:
            lead = node
            _attach(node, goal, "section-claim", RelationKind.SUPPORT)
        elif headed and lead is not None:
            _attach(node, lead, "to-section-claim", RelationKind.SUPPORT, "addition", "conclusion")
        elif before is not None and before is not goal and _continues(node, before):
            _attach(
                node, before, "to-previous-paragraph", RelationKind.SUPPORT, "example", "reason"
            )
        else:
            _attach(node, goal, "paragraph-claim", RelationKind.SUPPORT, "addition", "conclusion")
        if cand.has("opponent") and node.head == goal.at:
            node.kind, node.link_cues = RelationKind.ATTACK, _spans(cand, "opponent")
            node.rule = "opponent"
        elif cand.has("contrast") and before is not None and before.kind is RelationKind.ATTACK:
            _attach(node, before, "contrast", RelationKind.ATTACK, "contrast")
    for node in nodes:
        if node is not goal and node.head is None and node.undercuts is None:
            _attach(node, goal, "paragraph-claim", RelationKind.SUPPORT)
    _break_cycles(nodes, [n for n in nodes if n is not goal], goal)


def _continues(node: Node, before: Node) -> bool:
    """Whether a paragraph goes on with the point of the one before it."""
    if node.cand.has("addition", "conclusion", "thesis", "summary"):
        return False
    if node.cand.has("example", "reason"):
        return True
    evidence = node.type in ("fact", "statistics", "testimony") and claim_score(node) < 0
    return evidence and before.head is not None and cosine(node.vector, before.vector) > 0.05


# Roles and records -----------------------------------------------------------------------------


def _assign_roles(nodes: Sequence[Node], thesis: int) -> None:
    supported = {n.head for n in nodes if n.kind is RelationKind.SUPPORT and n.head is not None}
    long = len({node.paragraph for node in nodes}) > 1
    for node in nodes:
        if node.at == thesis:
            node.role = Role.MAJOR_CLAIM
        elif node.rule in ("section-claim", "paragraph-claim"):
            plain = node.at not in supported and claim_score(node) < 0
            node.role = Role.PREMISE if plain else Role.CLAIM
        elif node.rule == "to-section-claim":
            node.role = Role.CLAIM if node.at in supported else Role.PREMISE
        else:
            concluded = node.at in supported and (node.cand.has("conclusion") or points_back(node))
            direct = node.head == thesis and long and node.rule != "reason"
            if concluded or (direct and claim_score(node) >= 0):
                node.role = Role.CLAIM


@lru_cache(maxsize=1)
def confidences() -> dict[str, dict[str, float]]:
    """Measured share of right decisions: `role` by role and `link` by rule."""
    path = files("argmap.mining") / "rules_confidence.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {"role": tables["role"], "link": tables["link"]}


def _records(article: Article, nodes: Sequence[Node], thesis: int) -> Mined:
    known = confidences()
    units = tuple(
        Unit(
            id=f"u{node.at + 1}",
            start=node.cand.start,
            end=node.cand.end,
            text=article.text[node.cand.start : node.cand.end],
            role=node.role,
            type=node.type,
            confidence=known["role"][node.role.value],
            cues=tuple((cue.start, cue.end) for cue in node.cand.cues),
            block=node.cand.block if node.cand.block >= 0 else None,
        )
        for node in nodes
    )
    relations: list[Relation] = []
    made: dict[int, str] = {}
    for node in nodes:
        if node.head is None or node.undercuts is not None:
            continue
        made[node.at] = f"r{len(relations) + 1}"
        relations.append(
            Relation(
                id=made[node.at],
                source=f"u{node.at + 1}",
                target=f"u{node.head + 1}",
                kind=node.kind,
                confidence=known["link"].get(node.rule, known["link"]["other"]),
                cues=tuple(node.link_cues),
            )
        )
    for node in nodes:
        if node.undercuts is not None:
            relations.append(
                Relation(
                    id=f"r{len(relations) + 1}",
                    source=f"u{node.at + 1}",
                    target=made[node.undercuts],
                    kind=RelationKind.UNDERCUT,
                    confidence=known["link"]["undercut"],
                    cues=tuple(node.link_cues),
                )
            )
    return Mined(units=units, relations=tuple(relations))
