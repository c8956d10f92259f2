"""`argmap corpus report`: a page, and CSV tables, of a corpus as a whole.

The page is one file that loads nothing and runs no script; its Content-Security-Policy allows its
own style sheet, by its hash, and nothing else.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from argmap.corpus import plots
from argmap.corpus.corpus import Corpus
from argmap.corpus.embedding import Embed, embed
from argmap.corpus.near import SHARED
from argmap.corpus.store import write
from argmap.report.csv import defused
from argmap.report.text import one_line, plural, shorten
from argmap.views.markup import asset, environment, policy

if TYPE_CHECKING:
    import pandas as pd

_HERE = "argmap.corpus"
SHOWN = 50
_BY = {
    "negation": "one denies what the other says",
    "antonym": "opposite words",
    "number": "other numbers",
    "stance": "inferred",
}
_MONTHS = 48
_FOLDERS = 40
_LEXICAL = "They are told apart by their words, not by their meaning."
_MEANING = "So are claims of which an encoder infers that either follows from the other."


def write_report(
    corpus: Corpus, folder: Path | None = None, *, meaning: bool = True, embedding: Embed = embed
) -> list[Path]:
    """Write report.html, claims.csv, contradictions.csv and flags by folder and over time.

    Args:
        corpus: The result of a run.
        folder: Where they go; none is `report` in the result folder.
        meaning: Let the critic's encoder join claims and find contradictions, where it is there.
        embedding: Says how alike two claims are; see `argmap.corpus.embedding.Embed`.

    Returns:
        The files.

    Raises:
        InputError: a table of the run cannot be read.
        OutputError: a file cannot be written.
    """
    place = folder or corpus.root / "report"
    meaning = meaning and corpus.meanings is not None
    claims = corpus.claims(
        meaning=meaning, embedding=embedding, shared=0.0 if embedding is not embed else SHARED
    )
    against = corpus.contradictions() if meaning else None
    period = _period(corpus)
    by_folder, over_time = corpus.flag_rates("folder"), corpus.flag_rates(period)
    joined_by = _MEANING if meaning else _LEXICAL if embedding is embed else ""
    made = {
        "report.html": _page(corpus, claims, against, by_folder, over_time, period, joined_by),
        "claims.csv": _csv(_flat(claims, "sources", "where")),
        **(
            {}
            if against is None
            else {"contradictions.csv": _csv(_flat(against, "where", "other_where"))}
        ),
        "flags-by-folder.csv": _csv(by_folder),
        "flags-over-time.csv": _csv(over_time),
    }
    for name, text in made.items():
        write(place / name, text.encode("utf-8", "replace"))
    return [place / name for name in made]


def _flat(frame: pd.DataFrame, *lists: str) -> pd.DataFrame:
    """The table with the lists in these columns as words with spaces."""
    return frame.assign(**{name: [" ".join(one) for one in frame[name]] for name in lists})


def _period(corpus: Corpus) -> str:
    """`month` where the articles are dated by month and there are not too many, else `year`."""
    dates = [date for date in corpus.articles["date"] if isinstance(date, str) and date]
    months = {date[:7] for date in dates if len(date) >= 7}
    exact = sum(len(date) >= 7 for date in dates)
    return "month" if months and len(months) <= _MONTHS and exact > 0.9 * len(dates) else "year"


def _csv(frame: pd.DataFrame) -> str:
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(frame.columns)
    for row in frame.itertuples(index=False):
        writer.writerow([defused(_cell(value)) for value in row])
    return target.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return one_line(value)
    return "" if value is None or value != value else value  # noqa: PLR0124 - NaN


def _page(
    corpus: Corpus,
    claims: pd.DataFrame,
    against: pd.DataFrame | None,
    by_folder: pd.DataFrame,
    over_time: pd.DataFrame,
    period: str,
    joined_by: str,
) -> str:
    style = asset(_HERE, "report.css")
    shared = claims[claims["articles"] > 1]
    templates = environment(_HERE)
    macros: Any = templates.get_template("claims.html.j2").module
    failed = list(corpus.failed.values())
    checks = sorted(str(check) for check in by_folder["check"].unique())
    return templates.get_template(
        "report.html.j2"
    ).render(
        policy=policy(styles=[style]),
        style=Markup(style),  # noqa: S704 - the package's own file
        title=f"{plural(len(corpus), 'article')}: what they claim",
        counts=_counts(corpus, claims),
        claims_table=macros.claims_table,
        common=_claims(shared),
        bare=_claims(shared[shared["unsupported"]]),
        joined_by=joined_by,
        against=None if against is None else _against(against),
        against_more=0 if against is None else max(0, len(against) - SHOWN),
        left_out=corpus.meanings.left_out if against is not None and corpus.meanings else 0,
        checks=checks,
        checks_plot=Markup(_checks_plot(corpus, checks)),  # noqa: S704 - escaped in plots
        folders=_folders(by_folder, checks),
        folders_plot=Markup(_folders_plot(by_folder)),  # noqa: S704 - escaped in plots
        time_plot=Markup(_time_plot(over_time, period)),  # noqa: S704 - escaped in plots
        undated=_undated(corpus),
        failed=[one_line(reason) for reason in failed[:SHOWN]],
        failed_more=max(0, len(failed) - SHOWN),
        made_by=corpus.made_by,
    )


def _counts(corpus: Corpus, claims: pd.DataFrame) -> str:
    parts = [
        f"{int(corpus.articles['words'].fillna(0).sum()):,} words",
        plural(len(corpus.units), "unit"),
        f"{plural(len(claims), 'claim')} in {int(claims['mentions'].sum()):,} places",
        plural(len(corpus.relations), "relation"),
        plural(len(corpus.flags), "flag"),
    ]
    return " · ".join(parts)


def _claims(claims: pd.DataFrame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for row in claims.head(SHOWN).to_dict("records"):
        rows.append(
            {
                **{str(k): v for k, v in row.items()},
                "claim": shorten(str(row["claim"]), 300),
                "made_in": _made_in(row["where"]),
            }
        )
    return rows


def _made_in(paths: list[str]) -> str:
    more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return ", ".join(one_line(path) for path in paths[:3]) + more


def _against(against: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "claim": shorten(str(row["claim"]), 300),
            "made_in": _made_in(row["where"]),
            "against": shorten(str(row["against"]), 300),
            "against_in": _made_in(row["other_where"]),
            "by": _BY[row["by"]],
        }
        for row in against.head(SHOWN).to_dict("records")
    ]


def _checks_plot(corpus: Corpus, checks: list[str]) -> str:
    total = max(1, len(corpus.units))
    counts = corpus.flags["check"].value_counts()
    rows = [(check, round(100 * int(counts[check]) / total, 2)) for check in checks]
    return plots.bars(sorted(rows, key=lambda row: (-row[1], row[0])), unit="flags per 100 units")


def _folders(by_folder: pd.DataFrame, checks: list[str]) -> list[dict[str, Any]]:
    rows = []
    for name, part in by_folder.groupby("folder"):
        rates = dict(zip(part["check"], part["rate"], strict=True))
        rows.append(
            {
                "name": one_line(str(name)) or "(top folder)",
                "units": int(part["units"].iloc[0]),
                "rates": [f"{rates[check]:g}" for check in checks],
            }
        )
    return rows


def _folders_plot(by_folder: pd.DataFrame) -> str:
    rows = [
        (str(name) or "(top folder)", round(100 * int(part["flags"].sum()) / units, 2))
        for name, part in by_folder.groupby("folder")
        if (units := int(part["units"].iloc[0]))
    ]
    most = sorted(rows, key=lambda row: (-row[1], row[0]))[:_FOLDERS]
    return plots.bars(most, unit="flags per 100 units")


def _time_plot(over_time: pd.DataFrame, period: str) -> str:
    dated = over_time[over_time[period] != ""]
    labels = sorted(str(label) for label in dated[period].unique())
    if len(labels) < 2:
        return ""
    totals = dated.groupby("check")["flags"].sum()
    names = sorted((str(name) for name in totals.index), key=lambda name: (-totals[name], name))
    series = {}
    for name in names[:6]:
        part = dated[dated["check"] == name]
        rates = dict(zip(part[period], part["rate"], strict=True))
        series[name] = [float(rates.get(label, 0.0)) for label in labels]
    return plots.lines(labels, series, unit="flags per 100 units")


def _undated(corpus: Corpus) -> str:
    count = int(corpus.articles["date"].isna().sum())
    return f" {plural(count, 'article')} without one left out." if count else ""
