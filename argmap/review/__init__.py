"""The review: what people decide about a map, kept, undone, carried over and counted."""

from argmap.review.decisions import Decision, Kind
from argmap.review.fold import Fold, Question, Verdict, fold
from argmap.review.store import Store

__all__ = ["Decision", "Fold", "Kind", "Question", "Store", "Verdict", "fold"]
