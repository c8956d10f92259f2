"""The docs folder, the files that make it, and the pieces of code in a page."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@pytest.fixture(scope="session")
def docs() -> Path:
    return DOCS


@pytest.fixture(scope="session")
def make():
    """`make("checks_page")` is the module docs/make/checks_page.py."""

    sys.path.insert(0, str(DOCS / "make"))

    def load(name: str):
        spec = importlib.util.spec_from_file_location(f"docs_make_{name}", DOCS / f"make/{name}.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture(scope="session")
def blocks():
    """`blocks("page.md", "python")` are the fenced blocks of this language in a page."""

    def found(page: str, language: str) -> list[str]:
        text = (DOCS / page).read_text(encoding="utf-8")
        return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)

    return found
