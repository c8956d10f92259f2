"""Fit the surface reader on essays: a linear model, then trees over what it says of essays that it
did not learn from (stacking, Wolpert 1992)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, TypeVar

import numpy as np

from argmap.errors import InputError, MissingRequirement
from argmap.evaluation.gold import GoldArticle, spans_of
from argmap.mining.neural.decoding import ROLES, log_softmax
from argmap.mining.surface.features import (
    Features,
    View,
    kind_features,
    look,
    pair_rows,
    unit_features,
    unit_rows,
)
from argmap.mining.surface.reader import TREE_FIELDS, Linear, SurfaceReader, Trees

FOLDS = 5
SEEN = 3
"""A feature is kept that stands on so many units."""
ROLE_C, KIND_C = 0.15, 1.0
"""Inverse strength of the ridge, by cross-validation on the train essays."""
ROLE_TREES = {"n_estimators": 150, "learning_rate": 0.05, "max_leaf_nodes": 6}
LINK_TREES = {"n_estimators": 250, "learning_rate": 0.05, "max_leaf_nodes": 15}
BOTH = {"subsample": 0.6, "max_features": 0.4, "max_depth": None, "min_samples_leaf": 30}

InputT = TypeVar("InputT")
ModelT = TypeVar("ModelT", bound=Callable[[Any], np.ndarray])


@dataclass
class _Essay:
    view: View
    features: list[Features]
    roles: np.ndarray
    heads: dict[int, tuple[int, str]]


def fit_reader(gold: Sequence[GoldArticle], *, seed: int = 1) -> SurfaceReader:
    """Fit on articles whose units have roles and, inside paragraphs, relations.

    Args:
        gold: The articles.
        seed: Of the trees, which see a part of the rows and columns each.

    Raises:
        TooLittle: there are too few articles, or too few of a role or of links.
    """
    known = [g for g in gold if g.units and all(u.role in ROLES for u in g.units)]
    essays = [_essay(one) for one in known]
    _enough(essays)
    truth = [e.roles for e in essays]
    linear, said = _stacked(
        [e.features for e in essays],
        truth,
        lambda parts, roles: _linear([f for part in parts for f in part], roles, ROLE_C),
    )
    trees, scores = _stacked(
        [unit_rows(e.view, e.features, log_softmax(s)) for e, s in zip(essays, said, strict=True)],
        truth,
        lambda parts, roles: _trees(np.concatenate(parts), roles, ROLE_TREES, seed),
    )
    pairs, linked = [], []
    for essay, score in zip(essays, scores, strict=True):
        at, numbers = pair_rows(essay.view, log_softmax(score))
        pairs.append(numbers)
        linked.append(np.array([essay.heads.get(i, (-1, ""))[0] == j for i, j in at], dtype=int))
    full = [k for k, numbers in enumerate(pairs) if len(numbers)]
    links = _trees(
        np.concatenate([pairs[k] for k in full]),
        np.concatenate([linked[k] for k in full]),
        LINK_TREES,
        seed,
    )
    return SurfaceReader(linear, trees, links, _kinds(essays))


def check_installed() -> None:
    """Before hours of training, not after them.

    Raises:
        MissingRequirement: scikit-learn is not installed.
    """
    if find_spec("sklearn") is None:
        raise MissingRequirement(
            "scikit-learn is not installed", hint="pip install 'argmap[train]'"
        )


class TooLittle(InputError):  # noqa: N818 - named as the others of the tree are
    """There is not enough gold to fit the surface reader."""


def _enough(essays: Sequence[_Essay]) -> None:
    """Every fold must leave some of each role, and some pairs with a link and some without."""
    lacking = [f"{FOLDS} articles whose units all have roles"] if len(essays) < FOLDS else []
    for fold in range(FOLDS):
        inside = [e for k, e in enumerate(essays) if k % FOLDS != fold]
        seen = {int(role) for e in inside for role in e.roles}
        lacking += [f"units with the role {r}" for k, r in enumerate(ROLES) if k not in seen]
    view = [(e, i, j) for e in essays for i in range(len(e.roles)) for j in e.view.beside(i)]
    linked = {e.heads.get(i, (-1, ""))[0] == j for e, i, j in view if i != j}
    lacking += [] if len(linked) > 1 else ["pairs of a paragraph's units with and without a link"]
    if lacking:
        more = ", ".join(dict.fromkeys(lacking))
        raise TooLittle(
            f"too little to fit the surface reader: it needs more {more}",
            hint="give more annotated essays; without it the network decides alone",
        )


def _essay(gold: GoldArticle) -> _Essay:
    view = look(gold.article, spans_of(gold))
    return _Essay(
        view,
        unit_features(view),
        np.array([ROLES.index(u.role) for u in gold.units], dtype=int),
        {r.source: (r.target, r.kind) for r in gold.relations},
    )


def _stacked(
    inputs: Sequence[InputT],
    truth: Sequence[np.ndarray],
    fit: Callable[[Sequence[InputT], np.ndarray], ModelT],
) -> tuple[ModelT, list[np.ndarray]]:
    """A model fitted on all essays, and what models that did not see it say of each."""
    said: list[np.ndarray] = [np.zeros(0)] * len(inputs)
    for fold in range(FOLDS):
        inside = [k for k in range(len(inputs)) if k % FOLDS != fold]
        model = fit([inputs[k] for k in inside], np.concatenate([truth[k] for k in inside]))
        for k in range(fold, len(inputs), FOLDS):
            said[k] = model(inputs[k])
    return fit(inputs, np.concatenate(truth)), said


def _kinds(essays: Sequence[_Essay]) -> Linear:
    features, attacks = [], []
    for essay in essays:
        child, parent = kind_features(essay.features)
        for i, (j, kind) in sorted(essay.heads.items()):
            features.append({**child[i], **parent[j]})
            attacks.append(int(kind != "support"))
    if len(set(attacks)) < len({"support", "attack"}):
        # Nobody attacks anything here: nothing will be called an attack.
        return Linear({}, np.zeros((0, 1)), np.array([-20.0]))
    return _linear(features, np.array(attacks), KIND_C)


def _linear(features: Sequence[Features], truth: np.ndarray, c: float) -> Linear:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform(features)
    seen = np.asarray((x != 0).sum(0)).ravel()
    kept = np.flatnonzero(seen >= min(SEEN, seen.max()))
    model = LogisticRegression(C=c, max_iter=1000).fit(x[:, kept], truth)
    names = vectorizer.get_feature_names_out()[kept]
    return Linear({str(k): i for i, k in enumerate(names)}, model.coef_.T, model.intercept_)


def _trees(x: np.ndarray, truth: np.ndarray, shape: dict[str, Any], seed: int) -> Trees:
    from sklearn.ensemble import GradientBoostingClassifier

    model = GradientBoostingClassifier(**shape, **BOTH, random_state=seed).fit(x, truth)
    prior = np.log(model.init_.class_prior_)
    bias = prior if len(prior) > 2 else np.array([prior[1] - prior[0]])
    nodes: dict[str, list[np.ndarray]] = {name: [] for name in TREE_FIELDS}
    at = 0
    for step in model.estimators_:
        for column, estimator in enumerate(step):
            tree = estimator.tree_
            nodes["feature"].append(np.maximum(tree.feature, -1))
            nodes["threshold"].append(_not_above(tree.threshold))
            nodes["left"].append(np.maximum(tree.children_left, 0) + at)
            nodes["right"].append(np.maximum(tree.children_right, 0) + at)
            nodes["value"].append(tree.value[:, 0, 0] * model.learning_rate)
            nodes["root"].append(np.array([at]))
            nodes["column"].append(np.array([column]))
            at += tree.node_count
    if at > np.iinfo(np.uint16).max:
        raise InputError(f"{at} nodes of trees are more than the file holds")
    arrays = {name: np.concatenate(parts) for name, parts in nodes.items() if parts}
    arrays["bias"] = bias
    return Trees(**{name: arrays[name].astype(kind) for name, kind in TREE_FIELDS.items()})


def _not_above(thresholds: np.ndarray) -> np.ndarray:
    """In 32 bits, rounded down: values of 32 bits then go the same way as with 64."""
    small = thresholds.astype(np.float32)
    return np.where(small > thresholds, np.nextafter(small, np.float32(-np.inf)), small)
