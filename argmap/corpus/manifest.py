"""manifest.json and the tables: what is in a result folder, told anew from what lies in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from hashlib import sha256
from json import dumps
from typing import Any

from argmap.corpus.plan import Item
from argmap.corpus.store import Store, digest, read_json, write, written
from argmap.corpus.tables import COLUMNS, failed_row, rows_of, table_writer
from argmap.errors import FormatError
from argmap.model import ArgumentMap

NAME = "manifest.json"
SCHEMA_VERSION = 1


def fits(
    store: Store, items: Sequence[Item], recipe: Mapping[str, Any], *, with_tables: bool
) -> bool:
    """Whether the manifest tells of exactly these articles, and every file is what it tells of.

    Of the maps it only asks whether they are there: what is in them is for `broken`, which reads
    them all.
    """
    manifest = read_json(store.root / NAME)
    if manifest is None or manifest.get("made_by") != recipe:
        return False
    entries, tables = manifest.get("articles"), manifest.get("tables")
    if not isinstance(entries, list) or not isinstance(tables, dict):
        return False
    if with_tables and set(tables) != set(COLUMNS):
        return False
    try:
        told = [(entry["path"], entry["sha256"], entry["name"]) for entry in entries]
        if told != [(item.path, item.sha256, item.name) for item in items]:
            return False
        return all(
            store.failure(entry["name"]) is not None
            if entry.get("failed")
            else isinstance(entry["map_sha256"], str) and store.has_map(entry["name"])
            for entry in entries
        ) and all(
            digest(store.root / f"{table}.parquet") == known["sha256"]
            for table, known in tables.items()
        )
    except (KeyError, TypeError):
        return False


def broken(store: Store, items: Sequence[Item]) -> list[str]:
    """Names of maps that the manifest knows and that are not any more what it knows.

    A disk, an editor or a copy that broke off may have changed them; they are to be made anew.
    """
    manifest = read_json(store.root / NAME) or {}
    entries = manifest.get("articles")
    known: dict[str, str] = {}
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("map_sha256"), str):
            known[str(entry.get("name"))] = entry["map_sha256"]
    return [
        item.name
        for item in items
        if item.name in known
        and store.has_map(item.name)
        and digest(store.map_path(item.name)) != known[item.name]
    ]


def build(
    store: Store, items: Sequence[Item], recipe: Mapping[str, Any], *, with_tables: bool
) -> None:
    """Write tables and manifest from the maps and failures that lie in the folder.

    Raises:
        FormatError: a map file is damaged; the message names it.
        OutputError: they cannot be written.
    """
    entries: list[dict[str, Any]] = []
    places = {name: store.root / f"{name}.parquet" for name in COLUMNS} if with_tables else {}
    with ExitStack() as stack:
        parts = stack.enter_context(written(list(places.values())))
        writer = table_writer(dict(zip(places, parts, strict=True)))
        with writer as add:
            for item in items:
                entry, rows = _told(store, item)
                entries.append(entry)
                if places:
                    add(rows)
    tables = {name: {"sha256": digest(place)} for name, place in places.items()}
    data = {
        "schema_version": SCHEMA_VERSION,
        "made_by": dict(recipe),
        "articles": entries,
        "tables": tables,
    }
    text = dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    write(store.root / NAME, text.encode("utf-8"))


def _told(store: Store, item: Item) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    entry: dict[str, Any] = {"path": item.path, "sha256": item.sha256, "name": item.name}
    place = store.map_path(item.name)
    if not store.has_map(item.name):
        failure = store.failure(item.name) or {}
        reason = str(failure.get("reason", "not done yet"))
        return entry | {"failed": reason}, failed_row(item.path, reason)
    data = place.read_bytes()
    try:
        map_ = ArgumentMap.from_json(data, where=str(place))
    except FormatError as problem:
        problem.hint = "delete it and start the run again"
        raise
    inside = place.relative_to(store.root).as_posix()
    entry |= {
        "map": inside,
        "map_sha256": sha256(data).hexdigest(),
        "units": len(map_.units),
        "relations": len(map_.relations),
        "flags": len(map_.flags),
    }
    return entry, rows_of(item.path, map_, inside)
