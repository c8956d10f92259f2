import pytest

from argmap.mining.parse import shared_pipeline


@pytest.fixture(scope="session")
def parsed():
    return shared_pipeline()


@pytest.fixture
def folder(tmp_path):
    """A folder of sources from texts: `folder({"a.md": "..."})`."""

    def make(files):
        place = tmp_path / "sources"
        for name, text in files.items():
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(text, bytes):
                path.write_bytes(text)
            else:
                path.write_text(text, encoding="utf-8")
        return place

    return make
