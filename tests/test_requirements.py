"""The lock files fit pyproject.toml and name no place that only one machine has."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WANTED = {
    "run": [*PROJECT["build-system"]["requires"], *PROJECT["project"]["dependencies"]],
    "dev": PROJECT["project"]["optional-dependencies"]["dev"],
}
WANTED["dev"] = WANTED["run"] + WANTED["dev"]


def name_of(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, flags=re.MULTILINE))


@pytest.mark.parametrize("lock", WANTED)
def test_requirements_pin_every_dependency(lock):
    missing = {name_of(requirement) for requirement in WANTED[lock]} - pins(lock).keys()
    assert not missing, f"run `make lock`: {sorted(missing)}"


@pytest.mark.parametrize("lock", WANTED)
def test_requirements_have_hashes_and_no_places(lock):
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    entries = re.findall(r"^[a-z0-9](?:.*\\\n)*.*", text, flags=re.MULTILINE)
    assert len(entries) == len(pins(lock))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert not re.search(r"://|^\s*-[^-]|^-|@ file|WARNING|(?<![\w.])/\w", text, flags=re.MULTILINE)


def test_requirements_of_both_locks_pin_the_same_versions():
    run, dev = pins("run"), pins("dev")
    assert {name: dev.get(name) for name in run} == run
