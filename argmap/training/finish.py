"""The last steps of a training, which need no torch: the surface reader, the decoder's settings,
the calibration, the figures and the card; and the same again for a network that is kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from argmap.evaluation import Evaluation, measure
from argmap.evaluation.gold import GoldArticle, gold_of
from argmap.mining.neural.model import Model
from argmap.mining.surface.reader import FILE as SURFACE
from argmap.mining.trained import TrainedMiner
from argmap.training.card import FILE as CARD
from argmap.training.card import kept_sections, write_card
from argmap.training.config import Corpus, TrainConfig
from argmap.training.data import Records, parts
from argmap.training.surface import TooLittle, check_installed, fit_reader
from argmap.training.tune import score, tune, write_settings

Say = Callable[[str], None]
MAIN = (
    ("aaec", False, "c_f1_exact"),
    ("aaec", False, "c_f1_50"),
    ("aaec", False, "r_f1_exact_paragraph"),
    ("aaec", False, "r_f1_50_paragraph"),
    ("aaec", True, "role_macro_f1"),
    ("aaec", True, "link_f1"),
    ("microtexts1", True, "relation_identification_macro_f1"),
    ("cdcp", True, "type_macro_f1"),
    ("cdcp", True, "link_f1"),
    ("editorials", False, "unit_f1_50"),
)
"""(labels, gold units, figure): their mean on dev decides which epoch is kept."""
NETWORK = ("encoder.onnx", "heads.onnx", "crf.npz", "tokenizer.json", "article.json")
"""Files of a folder of weights that `refit` takes over as they are, where they are there."""


def refit(
    config: TrainConfig,
    gold_dir: Path,
    weights: Path,
    out_dir: Path,
    *,
    say: Say = lambda line: None,
) -> list[Evaluation]:
    """Keep a trained network, and make anew all that stands beside it: the surface reader, the
    decoder's settings, the calibration, and the model card. Minutes, where a training takes hours.

    Args:
        config: The one the network was trained by: it says which articles are held out.
        gold_dir: The folder with the gold files that the config names.
        weights: The folder with the network.
        out_dir: Made where it is missing; it may be ``weights`` itself.
        say: Called with lines of progress.

    Returns:
        The miner's evaluations on the dev parts.

    Raises:
        InputError: a gold file is missing or broken.
        MissingRequirement: there are no weights in the folder, or scikit-learn is not installed.
    """
    check_installed()
    training, dev = parts(config, gold_dir)
    Model(weights)  # says what is wrong with it; a reader beside it is not looked at
    out_dir.mkdir(parents=True, exist_ok=True)
    compared = kept_sections(weights / CARD)
    if out_dir.resolve() != weights.resolve():
        for name in (*NETWORK, "settings.json"):
            if (weights / name).is_file():
                shutil.copyfile(weights / name, out_dir / name)
    fit_surface(training, out_dir, say)
    miner, _ = tuned(config, dev, out_dir, say)
    results = on_dev(miner, dev)
    write_card(out_dir / CARD, config, results, compared)
    return results


def fit_surface(training: Sequence[tuple[Corpus, Records]], out_dir: Path, say: Say) -> None:
    """Fit the surface reader on the essays among the training records, and write it; say so where
    they are too few for it."""
    path = out_dir / SURFACE
    essays = [
        one
        for corpus, records in training
        if corpus.labels == "aaec"
        for one in gold_of(records, where=corpus.file)
    ]
    try:
        reader = fit_reader(essays)
    except TooLittle as error:
        path.unlink(missing_ok=True)
        say(f"no surface reader: {error}")
        return
    reader.save(path)
    say(f"surface reader: {len(essays)} essays, {path.stat().st_size:,} bytes")


def tuned(
    config: TrainConfig, dev: dict[str, list[GoldArticle]], out_dir: Path, say: Say
) -> tuple[TrainedMiner, dict[str, Any]]:
    """Fit the decoder's settings and the calibration on dev, and write them; answers the miner
    under them."""
    miner = TrainedMiner(out_dir, fresh=True)
    settings: dict[str, Any] = {"version": config.version}
    settings |= tune(miner, {labels: score(miner, part) for labels, part in dev.items()})
    write_settings(out_dir, settings)
    say(f"settings: {json.dumps(settings, sort_keys=True)}")
    return TrainedMiner(out_dir, fresh=True), settings


def on_dev(miner: TrainedMiner, dev: dict[str, list[GoldArticle]]) -> list[Evaluation]:
    """Every figure on every dev part."""
    return [
        measure(miner, part, name=f"{labels} (dev)", gold_units=given)
        for labels, part in dev.items()
        for given in (False, True)
        if given is False or part[0].labelled
    ]


def main_figures(miner: TrainedMiner, dev: dict[str, list[GoldArticle]]) -> dict[str, float]:
    """The figures of `MAIN` that dev has the gold for."""
    values = {}
    for labels, given in dict.fromkeys((labels, given) for labels, given, _ in MAIN):
        if not dev.get(labels):
            continue
        result = measure(miner, dev[labels], gold_units=given, samples=0)
        names = {m.name for m in result.measures}
        for one, units, figure in MAIN:
            if (one, units) == (labels, given) and figure in names:
                values[f"{labels}.{figure}"] = result.value(figure)
    return values
