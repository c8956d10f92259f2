"""What the tests of corpus runs share."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from argmap.settings import Limits, Settings

slow = pytest.mark.skipif(
    not os.environ.get("ARGMAP_SLOW"), reason="takes long: set ARGMAP_SLOW=1 to run it"
)


def settings(**limits: object) -> Settings:
    return Settings(miner="rules", limits=Limits(**{"article_seconds": 120.0, **limits}))


def contents(folder: Path) -> dict[str, str]:
    """Every file under a folder with a digest of what is in it."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
