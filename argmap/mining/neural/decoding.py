"""From scores to units and a forest of relations: the best one under the scores, by construction
free of cycles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from argmap.mining.neural.model import Scores

ROLES = ("major_claim", "claim", "premise")
TAGS = ("O", "B-major_claim", "I-major_claim", "B-claim", "I-claim", "B-premise", "I-premise")
KINDS = ("support", "attack", "undercut")
COMMENT_TYPES = ("fact", "testimony", "value", "policy", "reference")
ARTICLE_TYPES = ("assumption", "anecdote", "testimony", "statistics", "common-ground", "other")
GENRES = ("essay", "microtext", "comment", "abstract", "editorial")
ONE_PARAGRAPH = ("microtext", "comment", "abstract")
NEVER = -1e9
CONTINUES = 0.8
"""From this chance of being a premise on, the top of an article's paragraph is one."""
SURE_ATTACK = 0.8
"""Across paragraphs the essays say nothing of attacks: there one must be very likely."""

DEFAULTS: dict[str, Any] = {
    "tag_weight": 0.3,
    "root_from_roles": 0.5,
    "root_from_roles_editorial": 0.9,
    "link_threshold": {"comment": 0.3, "abstract": 0.4},
    "network_role": 0.3,
    "network_link": 0.2,
    "attack": 0.2,
    "calibration": {},
}
"""Settings of decoding; training fits them on its dev part and writes them beside the weights.

`network_role` and `network_link` are what the network's log-probabilities count in an essay beside
those of the surface reader, which count 1: the network has learnt its essays by heart and is too
sure. From the probability `attack` on, which folds of the train essays chose and no training
changes, a relation in an essay is one.
"""


def forbidden() -> tuple[np.ndarray, np.ndarray]:
    """What BIO forbids, as 0/1: ``block`` [from, to] (an inside needs its own role before it) and
    ``begin`` [tag]."""
    size = len(TAGS)
    block = np.zeros((size, size), dtype=np.float32)
    begin = np.zeros(size, dtype=np.float32)
    for inside in (2, 4, 6):
        begin[inside] = 1
        for before in range(size):
            if before not in (inside - 1, inside):
                block[before, inside] = 1
    return block, begin


def viterbi(emissions: np.ndarray, transitions: np.ndarray, starts: np.ndarray) -> list[int]:
    """The best tag sequence for ``emissions`` [L, T]; ties go to the lower tag, so the answer never
    varies."""
    return viterbi_each(emissions, [(0, len(emissions))], transitions, starts)[0]


def viterbi_each(
    emissions: np.ndarray,
    sequences: Sequence[tuple[int, int]],
    transitions: np.ndarray,
    starts: np.ndarray,
) -> list[list[int]]:
    """`viterbi` of each stretch `[first, end)` of ``emissions``, all of them step by step at once.

    >>> scores = np.array([[0.0, 1.0], [2.0, 0.0], [0.0, 3.0]])
    >>> viterbi_each(scores, [(0, 1), (1, 3)], np.zeros((2, 2)), np.zeros(2))
    [[1], [0, 1]]
    """
    if not sequences:
        return []
    # The longest first: those that still go on are a prefix.
    order = sorted(range(len(sequences)), key=lambda k: sequences[k][0] - sequences[k][1])
    first = np.array([sequences[k][0] for k in order])
    sizes = np.array([sequences[k][1] for k in order]) - first
    score = starts + emissions[first]
    rows, tags_to = np.arange(len(order))[:, None], np.arange(score.shape[1])
    back = []
    for step in range(1, int(sizes[0])):
        going = int(np.count_nonzero(sizes > step))
        paths = score[:going, :, None] + transitions
        choice = paths.argmax(1)
        back.append(choice)
        score[:going] = paths[rows[:going], choice, tags_to] + emissions[first[:going] + step]
    found: list[list[int]] = [[] for _ in sequences]
    for row, k in enumerate(order):
        tags = [int(score[row].argmax())]
        for step in range(int(sizes[row]) - 1, 0, -1):
            tags.append(int(back[step - 1][row, tags[-1]]))
        found[k] = tags[::-1]
    return found


def spans_of(tags: list[int]) -> list[tuple[int, int, int]]:
    """Spans ``(first, last, role)`` of a tag sequence, last piece included.

    >>> spans_of([0, 5, 6, 6, 0, 1])
    [(1, 3, 2), (5, 5, 0)]
    """
    spans: list[tuple[int, int, int]] = []
    for k, tag in enumerate(tags):
        if tag and tag % 2 == 1:
            spans.append((k, k, (tag - 1) // 2))
        elif tag and spans:
            first, _, role = spans[-1]
            spans[-1] = (first, k, role)
    return spans


def log_softmax(scores: np.ndarray) -> np.ndarray:
    """Over the last axis."""
    top = scores - scores.max(-1, keepdims=True)
    return np.asarray(top - np.log(np.exp(top).sum(-1, keepdims=True)))


def best_tree(scores: np.ndarray) -> list[int]:
    """The arborescence of greatest total score (Chu & Liu 1965, Edmonds 1967).

    ``scores`` [n + 1, n + 1]: of child i under parent j; node n is the root and needs no parent.
    Answers each child's parent.

    >>> best_tree(np.array([[0, 9, 1], [8, 0, 2], [0, 0, 0]], dtype=float))
    [1, 2]
    """
    n = len(scores) - 1
    weights = scores.astype(float).copy()
    np.fill_diagonal(weights, NEVER)
    heads = weights[:n].argmax(1)
    cycle = _cycle(heads, n)
    if not cycle:
        return [int(h) for h in heads]
    inside = set(cycle)
    rest = [k for k in range(n + 1) if k not in inside]
    at = {k: i for i, k in enumerate(rest)}
    # The cycle becomes one node, put before the root so that the root stays last.
    size = len(rest) + 1
    hub = size - 2
    place = {k: i if k != n else size - 1 for k, i in at.items()}
    # Ties go to the first of the cycle in the order of the text.
    cycle = sorted(cycle)
    small = np.full((size, size), NEVER)
    where = np.array([place[k] for k in rest])
    small[np.ix_(where, where)] = weights[np.ix_(rest, rest)]
    out = weights[np.ix_(rest, cycle)]
    leave = {child: cycle[int(k)] for child, k in zip(rest, out.argmax(1), strict=True)}
    small[where, hub] = out.max(1)
    gain = weights[np.ix_(cycle, rest)] - weights[cycle, heads[cycle]][:, None]
    enter = {
        parent: (cycle[int(k)], parent) for parent, k in zip(rest, gain.argmax(0), strict=True)
    }
    small[hub, where] = gain.max(0)
    small[size - 1] = NEVER
    solved = best_tree(small)
    back = {place[k]: k for k in rest}
    answer = [int(h) for h in heads]
    for child in rest:
        if child != n:
            head = solved[place[child]]
            answer[child] = leave[child] if head == hub else back[head]
    node, parent = enter[back[solved[hub]]]
    answer[node] = parent
    return answer


def _cycle(heads: np.ndarray, root: int) -> list[int]:
    state = [0] * (root + 1)
    for start in range(root):
        path = []
        k = start
        while k != root and state[k] == 0:
            state[k] = 1
            path.append(k)
            k = int(heads[k])
        if k != root and state[k] == 1 and k in path:
            return path[path.index(k) :]
        for node in path:
            state[node] = 2
    return []


def best_tree_one_root(scores: np.ndarray) -> list[int]:
    """As `best_tree`, with exactly one child under the root: the best over all choices of it."""
    n = len(scores) - 1
    if n <= 1:
        return [n] * n
    best: tuple[float, list[int]] | None = None
    order = np.argsort(-scores[:n, n], kind="stable")[:8]
    for top in order:
        weights = scores.copy()
        weights[:n, n] = NEVER / 2
        weights[top, n] = scores[top, n]
        tree = best_tree(weights)
        value = float(sum(weights[i, h] for i, h in enumerate(tree)))
        if best is None or value > best[0]:
            best = (value, tree)
    assert best is not None
    return best[1]


@dataclass(frozen=True)
class Decoded:
    """Decisions about n units, with raw probabilities; ``heads`` is n (none) or a unit's index.

    ``crossing`` tells which relations were chosen among units of other sections.
    """

    genre: str
    roles: list[int]
    role_probability: np.ndarray
    heads: list[int]
    head_probability: np.ndarray
    kinds: list[int]
    kind_probability: np.ndarray
    crossing: list[bool]
    types: list[str]


def role_distribution(scores: Scores, settings: dict[str, Any]) -> np.ndarray:
    """[n, 3]: the role head and the tagger's own opinion, mixed in log space."""
    mixed = log_softmax(scores.role) + settings["tag_weight"] * log_softmax(scores.tags)
    return np.asarray(np.exp(log_softmax(mixed)))


def with_surface(scores: Scores, settings: Mapping[str, Any]) -> Scores:
    """The network's scores with those of the surface reader, where it was asked: roles and heads
    are products of experts (Hinton 2002), attacks inside a paragraph are told by the reader."""
    seen = scores.surface
    if seen is None:
        return scores
    together = scores.sections[:, None] == scores.sections[None]
    kind = np.stack([np.zeros_like(seen.attack), seen.attack, np.full_like(seen.attack, NEVER)], -1)
    return replace(
        scores,
        role=settings["network_role"] * log_softmax(scores.role) + seen.roles,
        within=settings["network_link"] * log_softmax(scores.within) + seen.heads,
        kind=np.where(together[..., None], kind, scores.kind),
    )


def genre_of(scores: Scores) -> str:
    """The likeliest genre; a text of several paragraphs is an essay or an editorial, for
    microtexts, comments and abstracts were all one paragraph in training."""
    likely = scores.genre.copy()
    if len(set(scores.sections.tolist())) > 1:
        likely[[GENRES.index(name) for name in ONE_PARAGRAPH]] = NEVER
    return GENRES[int(likely.argmax())]


def decode(scores: Scores, settings: dict[str, Any], genre: str | None = None) -> Decoded:
    """The best forest under the scores.

    First a tree for each section, where role and head are decided together (in an essay exactly the
    premises have a head in
    their paragraph: Stab & Gurevych 2017 solve the same problem by ILP); then the sections' roots
    are hung under the thesis. In a text of one paragraph that the model knows as a microtext, the
    tree has one root, its central claim. Comments and abstracts
    link few units: there a link must be likelier than a threshold.
    """
    settings = {**DEFAULTS, **settings}
    n = len(scores.role)
    chosen = genre or genre_of(scores)
    if chosen != "essay":
        scores = replace(scores, surface=None)
    scores = with_surface(scores, settings)
    roles = role_distribution(scores, settings)
    near = log_softmax(scores.within)
    heads = [n] * n
    probability = np.zeros(n)
    for section in dict.fromkeys(scores.sections.tolist()):
        members = np.nonzero(scores.sections == section)[0]
        tree, chance = _section(near, roles, members, chosen, settings)
        for k, i in enumerate(members):
            heads[int(i)] = n if tree[k] == len(members) else int(members[tree[k]])
            probability[i] = chance[k]
    if scores.surface is not None:
        # How likely a link is, is told by the reader alone: it is well calibrated on essays it did
        # not learn from, and a product of the two would be too sure.
        linked = np.array(heads) < n
        seen = np.exp(scores.surface.heads[np.arange(n), heads])
        probability = np.where(linked, seen, probability)
    decided = _roles(roles, heads, n, chosen)
    crossing = [False] * n
    if chosen not in ONE_PARAGRAPH:
        # A paragraph of an article may carry on the one before; one of an essay has a claim.
        continues = 1.0 if chosen == "essay" else CONTINUES
        _across(scores, roles, decided, heads, probability, crossing, continues)
    kind_chance = np.exp(log_softmax(scores.kind))
    kinds = [int(kind_chance[i, h].argmax()) if h < n else 0 for i, h in enumerate(heads)]
    if scores.surface is not None:
        kinds = [
            int(h < n and kind_chance[i, h, 1] >= settings["attack"]) for i, h in enumerate(heads)
        ]
    for child, head in enumerate(heads):
        if crossing[child]:
            kinds[child] = int(kind_chance[child, head, 1] > SURE_ATTACK)
    # An undercut bears on a relation of its head, which must have one.
    kinds = [0 if k == 2 and heads[heads[i]] == n else k for i, k in enumerate(kinds)]
    return Decoded(
        chosen,
        decided,
        roles[np.arange(n), decided] if n else np.zeros(0),
        heads,
        probability,
        kinds,
        np.array(
            [kind_chance[i, h, kinds[i]] if h < n else 1.0 for i, h in enumerate(heads)],
            dtype=float,
        ),
        crossing,
        types_of(scores, chosen),
    )


def _section(
    near: np.ndarray, roles: np.ndarray, members: np.ndarray, genre: str, settings: dict[str, Any]
) -> tuple[list[int], np.ndarray]:
    m = len(members)
    columns = [*members.tolist(), near.shape[1] - 1]
    local = log_softmax(near[np.ix_(members, columns)])
    parents = local[:, :m].copy()
    np.fill_diagonal(parents, NEVER)
    chance = 1.0 - np.exp(local[:, m])
    if genre in ("essay", "editorial"):
        # P(has a head) from two sides: the head scorer, and "it is a premise".
        # No editorial with relations was there to learn from, and what the head scorer makes of
        # them is that nothing is linked: there the role decides.
        w = settings["root_from_roles" if genre == "essay" else "root_from_roles_editorial"]
        mixed = (1 - w) * _logit(chance) + w * _logit(roles[members, 2])
        chance = 1 / (1 + np.exp(-mixed))
    spread = log_softmax(parents) if m > 1 else parents
    weights = np.full((m + 1, m + 1), NEVER)
    limit = settings["link_threshold"].get(genre)
    if limit is not None:
        # A link is worth having where its own probability passes the threshold, however the rest is
        # spread.
        weights[:m, :m] = spread + np.log(np.maximum(chance, 1e-9))[:, None]
        weights[:m, m] = np.log(limit)
    else:
        weights[:m, :m] = spread + np.log(np.maximum(chance, 1e-9))[:, None]
        best = spread.max(1) if m > 1 else np.zeros(m)
        # Root or not is decided on its own odds, not against one parent among many.
        weights[:m, m] = np.log(np.maximum(1 - chance, 1e-9)) + best
    if m == 1:
        tree = [m]
    elif genre == "microtext":
        weights[:m, m] = local[:, m]
        tree = best_tree_one_root(weights)
    else:
        tree = best_tree(weights)
    found = np.array(
        [np.exp(spread[k, h]) * chance[k] if h < m else 1 - chance[k] for k, h in enumerate(tree)]
    )
    return tree, found


def _logit(p: np.ndarray) -> np.ndarray:
    q = np.clip(p, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(q / (1 - q)))


def _roles(roles: np.ndarray, heads: list[int], n: int, genre: str) -> list[int]:
    if genre == "microtext":
        decided = [2 if h < n else 0 for h in heads]
    elif genre in ("essay", "editorial"):
        decided = [2 if h < n else int(roles[i, :2].argmax()) for i, h in enumerate(heads)]
    else:
        decided = [int(row.argmax()) for row in roles]
    if n and 0 not in decided:
        # No thesis missed: the likeliest root is it.
        roots = [i for i, h in enumerate(heads) if h == n]
        decided[max(roots, key=lambda i: (roles[i, 0], -i))] = 0
    return decided


def _across(
    scores: Scores,
    roles: np.ndarray,
    decided: list[int],
    heads: list[int],
    probability: np.ndarray,
    crossing: list[bool],
    continues: float,
) -> None:
    """Hang the roots of sections under the thesis, or a lone premise under what it likely
    supports."""
    n = len(heads)
    theses = [i for i in range(n) if decided[i] == 0]
    thesis = max(theses, key=lambda i: (roles[i, 0], -i))
    far = np.exp(log_softmax(scores.across))
    sections = scores.sections
    for i in range(n):
        if heads[i] < n or decided[i] == 0:
            continue
        lone = int((sections == sections[i]).sum()) == 1
        if roles[i, 2] > (0.5 if lone else continues):
            free = [j for j in range(n) if j != i and not _hangs_under(j, i, heads)]
            head = max(free, key=lambda j: (far[i, j], -j))
            decided[i], heads[i], crossing[i] = 2, head, True
            probability[i] = far[i, head]
        elif sections[i] != sections[thesis]:
            heads[i], crossing[i] = thesis, True
            probability[i] = min(1.0, float(far[i, theses].sum()))


def _hangs_under(node: int, top: int, heads: list[int]) -> bool:
    while node < len(heads):
        if node == top:
            return True
        node = heads[node]
    return False


def types_of(scores: Scores, genre: str) -> list[str]:
    """A type for each unit.

    Comments are typed by the scheme of Park & Cardie 2018. Elsewhere the editorial scheme (Al
    Khatib et al. 2016) names what is told or counted, and what it calls an assumption is a fact,
    value or policy by the first scheme.
    """
    comment = scores.comment.argmax(1)
    if genre == "comment":
        return [COMMENT_TYPES[k] for k in comment]
    plain = np.stack([scores.comment[:, 0], scores.comment[:, 2], scores.comment[:, 3]], 1)
    names = ("fact", "value", "policy")
    article = [ARTICLE_TYPES[k] for k in scores.article.argmax(1)]
    return [
        names[int(plain[i].argmax())] if kind in ("assumption", "other") else kind
        for i, kind in enumerate(article)
    ]
