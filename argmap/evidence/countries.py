"""Countries: their names, adjectives and land neighbours, from `countryinfo`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from argmap.errors import MissingRequirement

SOURCE = "countryinfo"


@dataclass(frozen=True)
class Countries:
    """What is known of countries; names are in lower case."""

    names: dict[str, str]
    """Name, other spelling or adjective -> the country's name in lower case."""
    shown: dict[str, str]
    """The country's name as it is written."""
    borders: dict[str, frozenset[str]]
    """Land neighbours."""
    groups: dict[str, frozenset[str]]
    """Bodies and their members."""
    arms: frozenset[str] = frozenset()
    """What a state acts by, such as its forces."""

    def canonical(self, name: str) -> str:
        """The country's or body's one name, else the name itself in lower case.

        >>> countries().canonical("Russian"), countries().canonical("NATO")
        ('russia', 'nato')
        """
        plain = " ".join(name.lower().replace("’", "'").split())
        plain = plain.removesuffix("'s").removesuffix("'").removeprefix("the ")
        return self.names.get(plain, plain)

    def is_actor(self, name: str) -> bool:
        """Is this a country, or a body of countries?

        >>> countries().is_actor("Ukrainian"), countries().is_actor("critics")
        (True, False)
        """
        plain = self.canonical(name)
        return plain in self.borders or plain in self.groups

    def related(self, first: str, second: str) -> bool:
        """Are these the same, or is one a member of the other?

        >>> countries().related("NATO", "Turkish"), countries().related("NATO", "Ukraine")
        (True, False)
        """
        a, b = self.canonical(first), self.canonical(second)
        return a == b or b in self.groups.get(a, ()) or a in self.groups.get(b, ())

    def neighbours(self, first: str, second: str) -> bool | None:
        """Do two countries share a land border? None where one of them is not known.

        >>> countries().neighbours("Turkey", "Israel"), countries().neighbours("Turkey", "Greece")
        (False, True)
        """
        a, b = self.canonical(first), self.canonical(second)
        if a not in self.borders or b not in self.borders or a == b:
            return None
        if not self.borders[a] and not self.borders[b]:
            # Nothing is known of either: two islands, or a gap in the data.
            return None
        return b in self.borders[a] or a in self.borders[b]


@cache
def countries() -> Countries:
    """What is known of countries.

    Raises:
        MissingRequirement: `countryinfo` is not installed.
    """
    try:
        from countryinfo import all_countries
    except ImportError as error:
        raise MissingRequirement(
            "countryinfo is not installed", hint="pip install countryinfo"
        ) from error
    data = tomllib.loads(Path(__file__).with_name("groups.toml").read_text(encoding="utf-8"))
    names: dict[str, str] = {}
    shown: dict[str, str] = {}
    borders: dict[str, frozenset[str]] = {}
    by_code: dict[str, str] = {}
    every = list(all_countries())
    for country in every:
        name = str(country.name())
        key = name.lower()
        shown[key] = name
        code = _code(country)
        if code:
            by_code[code] = key
        for other in (name, *country.alt_spellings(), _demonym(country)):
            # Codes of two letters are words too ("IT", "IN"): they name nothing here.
            if other and len(other) > 3:
                names.setdefault(other.lower(), key)
    for country in every:
        found = {by_code[code] for code in country.borders() if code in by_code}
        borders[str(country.name()).lower()] = frozenset(found)
    names.update({name: name for name in borders})
    names.update(data["names"])
    groups = {name: frozenset(members) for name, members in data["groups"].items()}
    return Countries(names, shown, borders, groups, frozenset(data["words"]["arms"]))


def _code(country: object) -> str | None:
    iso = country.iso()  # type: ignore[attr-defined]
    code = iso.get("alpha3") if isinstance(iso, dict) else None
    return str(code) if code else None


def _demonym(country: object) -> str:
    value = country.demonym()  # type: ignore[attr-defined]
    return value if isinstance(value, str) else ""
