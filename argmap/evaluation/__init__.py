"""How good a miner is: measured on gold files, with definitions from the literature and bootstrap
intervals."""

from argmap.evaluation.evaluate import compare, evaluate, measure
from argmap.evaluation.gold import GoldArticle, load_gold
from argmap.evaluation.records import Comparison, Difference, Evaluation, Measure
from argmap.evaluation.tables import as_data, comparison_table, table_of

__all__ = [
    "Comparison",
    "Difference",
    "Evaluation",
    "GoldArticle",
    "Measure",
    "as_data",
    "compare",
    "comparison_table",
    "evaluate",
    "load_gold",
    "measure",
    "table_of",
]
