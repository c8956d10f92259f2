"""Corpus: a result folder opened for a look around, in a notebook or for the report."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from argmap.corpus.embedding import Embed, embed
from argmap.corpus.manifest import NAME
from argmap.corpus.near import ALIKE, SHARED, groups, wordings, written
from argmap.corpus.store import read_json
from argmap.corpus.tables import COLUMNS
from argmap.errors import InputError, MissingRequirement
from argmap.model import ArgumentMap

if TYPE_CHECKING:
    import pandas as pd

    from argmap.corpus.meaning import Meanings


class Corpus:
    """What a run found, as pandas tables.

    `articles`, `units`, `relations` and `flags` are the Parquet files of the folder; their columns
    are in `argmap.corpus.tables.COLUMNS`. `article`, a path, is the key that they share.
    """

    def __init__(self, root: Path, manifest: dict[str, Any]) -> None:
        self.root, self._manifest = root, manifest

    @classmethod
    def open(cls, out: str | Path) -> Corpus:
        """Open a result folder of `argmap corpus run`.

        Raises:
            InputError: it is none, or the run was not finished.

        >>> Corpus.open("no-such-folder")
        Traceback (most recent call last):
        ...
        argmap.errors.InputError: no-such-folder: no result of a corpus run, or of one that was \
not finished; make it with `argmap corpus run DIR -o no-such-folder`
        """
        root = Path(out)
        manifest = read_json(root / NAME)
        if manifest is None or not isinstance(manifest.get("articles"), list):
            raise InputError(
                "no result of a corpus run, or of one that was not finished",
                where=str(out),
                hint=f"make it with `argmap corpus run DIR -o {out}`",
            )
        return cls(root, manifest)

    def __repr__(self) -> str:
        return f"<Corpus {str(self.root)!r}: {len(self)} articles>"

    def __len__(self) -> int:
        """Articles, those that failed counted."""
        return len(self._manifest["articles"])

    @property
    def made_by(self) -> dict[str, Any]:
        """Versions and checks that made the maps."""
        return dict(self._manifest["made_by"])

    @property
    def failed(self) -> dict[str, str]:
        """Path of each article without a map to the reason."""
        return {e["path"]: e["failed"] for e in self._manifest["articles"] if e.get("failed")}

    def map(self, path: str) -> ArgumentMap:
        """The map of one article.

        Raises:
            KeyError: there is no article of this path, or it has no map.
        """
        for entry in self._manifest["articles"]:
            if entry["path"] == path and "map" in entry:
                return self._read(entry)
        raise KeyError(path)

    def maps(self) -> Iterator[ArgumentMap]:
        """All maps, in the order of the articles' paths, one at a time in memory."""
        for entry in self._manifest["articles"]:
            if "map" in entry:
                yield self._read(entry)

    def _read(self, entry: dict[str, Any]) -> ArgumentMap:
        place = self.root / "maps" / f"{Path(entry['name']).name}.map.json"
        try:
            return ArgumentMap.from_json(place.read_bytes(), where=str(place))
        except OSError as problem:
            raise InputError("cannot be read", where=str(place), hint="start the run again") from (
                problem
            )

    # Tables -----------------------------------------------------------------------------------

    @cached_property
    def articles(self) -> pd.DataFrame:
        """A row an article, those that failed with them."""
        return self._table("articles")

    @cached_property
    def units(self) -> pd.DataFrame:
        """A row a unit."""
        return self._table("units")

    @cached_property
    def relations(self) -> pd.DataFrame:
        """A row a relation."""
        return self._table("relations")

    @cached_property
    def flags(self) -> pd.DataFrame:
        """A row a flag."""
        return self._table("flags")

    def _table(self, name: str) -> pd.DataFrame:
        import pandas as pd

        place = self.root / f"{name}.parquet"
        try:
            return pd.read_parquet(place, columns=list(COLUMNS[name]), engine="pyarrow")
        except ImportError as problem:
            raise MissingRequirement(
                "tables need pyarrow", hint="`pip install 'argmap[corpus]'`"
            ) from problem
        except (OSError, ValueError) as problem:
            raise InputError(
                f"no readable table: {problem}",
                where=str(place),
                hint="start the run again, without --no-tables",
            ) from problem

    # The whole at a look ----------------------------------------------------------------------

    def claims(
        self,
        *,
        meaning: bool = True,
        alike: float = ALIKE,
        shared: float = SHARED,
        embedding: Embed = embed,
    ) -> pd.DataFrame:
        """A row a claim, the most widespread first; wordings of one claim are joined.

        Args:
            meaning: Join what says the same in other words, too, as the critic's encoder reads it
                (some milliseconds a claim); else only what is nearly the same word for word.
                Without the encoder's weights it makes no difference.
            alike, shared, embedding: See `argmap.corpus.near.groups`.

        Returns:
            `claim` (its most frequent wording), `articles` and `mentions` (how many), `folders`
            (how many), `wordings` (how many), `supported` (mentions with a support), `attacked`,
            `flagged`, `unsupported` (no mention has a support), `first` (earliest date), `sources`
            (the folders, sorted), `where` (paths of the articles, sorted).
        """
        import pandas as pd

        rows, texts = self._claims
        meanings = self.meanings if meaning else None
        found = []
        for group in groups(
            texts,
            alike=alike,
            shared=shared,
            embedding=embedding,
            same_claims=None if meanings is None else lambda _: meanings.same(),
        ):
            paths = sorted({str(rows["article"][at]) for at in group})
            told = sorted(
                date for at in group if isinstance(date := rows["date"][at], str) and date
            )
            supported = sum(rows["supports"][at] > 0 for at in group)
            found.append(
                {
                    "claim": " ".join(texts[group[0]].split()),
                    "articles": len(paths),
                    "mentions": len(group),
                    "folders": len({rows["folder"][at] for at in group}),
                    "wordings": len({texts[at] for at in group}),
                    "supported": supported,
                    "attacked": sum(rows["attacks"][at] > 0 for at in group),
                    "flagged": sum(rows["flags"][at] > 0 for at in group),
                    "unsupported": supported == 0,
                    "first": told[0] if told else None,
                    "sources": sorted({str(rows["folder"][at]) for at in group}),
                    "where": paths,
                }
            )
        found.sort(key=lambda row: (-row["articles"], -row["mentions"], row["claim"]))
        columns = ("claim articles mentions folders wordings supported attacked flagged "
                   "unsupported first sources where")  # fmt: skip
        return pd.DataFrame(found, columns=columns.split())

    @cached_property
    def _claims(self) -> tuple[dict[str, list[Any]], list[str]]:
        """Claims and theses, a row each, and their words."""
        claims = self.units[self.units["role"] != "premise"].merge(
            self.articles[["article", "folder", "date"]], on="article", how="left"
        )
        rows = {str(name): column for name, column in claims.to_dict("list").items()}
        return rows, [str(text) for text in rows["text"]]

    @cached_property
    def _wordings(self) -> list[list[int]]:
        return wordings(self._claims[1])

    @cached_property
    def meanings(self) -> Meanings | None:
        """The different wordings of the claims with what they mean; none without the critic."""
        from argmap import critic
        from argmap.corpus.meaning import Meanings

        if not critic.available():
            return None
        return Meanings(written(self._claims[1], self._wordings), critic.load_critic())

    def contradictions(self) -> pd.DataFrame:
        """A row a pair of claims of different articles that cannot both be true.

        Only claims that stand near each other in what they mean are held against each other, by
        their words and by the critic's inference; it is better quiet than wrong.

        Returns:
            `claim` and `against` (their words), `by` (`negation`, `antonym`, `number` or `stance`,
            where the encoder infers it), `words` and `other_words` (what sets them apart), `where`
            and `other_where` (paths of the articles, sorted). The most widespread first.

        Raises:
            MissingRequirement: the critic's weights are not there.
        """
        import pandas as pd

        if self.meanings is None:
            raise MissingRequirement("the critic's weights are not there", hint="reinstall argmap")
        rows, _ = self._claims
        places = [sorted({str(rows["article"][at]) for at in some}) for some in self._wordings]
        found = [
            {
                "claim": " ".join(self.meanings.texts[pair.one].split()),
                "against": " ".join(self.meanings.texts[pair.other].split()),
                "by": pair.sign,
                "words": pair.words[0],
                "other_words": pair.words[1],
                "where": places[pair.one],
                "other_where": places[pair.other],
            }
            for pair in self.meanings.against(places)
        ]
        found.sort(
            key=lambda row: (
                -len({*row["where"], *row["other_where"]}), row["claim"], row["against"]
            )
        )  # fmt: skip
        columns = ["claim", "against", "by", "words", "other_words", "where", "other_where"]
        return pd.DataFrame(found, columns=columns)

    def flag_rates(self, by: str = "folder") -> pd.DataFrame:
        """Flags of each check for every 100 units, a row a group and check.

        Args:
            by: `folder`, `year`, `month` or `article`. Articles without a date in their path
                stand under an empty year or month.

        Returns:
            `by`'s name, `check`, `flags`, `units`, `rate`; groups and checks in order, checks that
            never fired left out.

        Raises:
            ValueError: `by` is none of these.
        """
        import pandas as pd

        key = self.articles[["article"]].copy()
        dates = self.articles["date"].fillna("").astype(str)
        if by == "folder":
            key[by] = self.articles["folder"].fillna("").astype(str)
        elif by == "year":
            key[by] = dates.str[:4]
        elif by == "month":
            key[by] = dates.str[:7].where(dates.str.len() >= 7, "")
        elif by != "article":
            raise ValueError(f"by is {by!r}, not folder, year, month or article")
        units = self.units[["article"]].merge(key, on="article")[by].value_counts()
        flags = self.flags[["article", "check"]].merge(key, on="article")
        counts = flags.groupby([by, "check"]).size()
        checks = sorted(self.flags["check"].unique())
        rows = [
            {
                by: group,
                "check": check,
                "flags": int(counts.get((group, check), 0)),
                "units": int(units[group]),
                "rate": round(100 * int(counts.get((group, check), 0)) / int(units[group]), 2),
            }
            for group in sorted(units.index)
            for check in checks
        ]
        return pd.DataFrame(rows, columns=[by, "check", "flags", "units", "rate"])
