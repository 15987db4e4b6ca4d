"""No secret is found where none belongs, after a run that brings each wherever it might leak."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from botyard.app import open_store
from tests.blackbox.canary.canaries import Canaries
from tests.blackbox.canary.run import Run, portal_file
from tests.serving import serving
from tests.store.dumps import dump

# Shown on purpose: a search that finds nothing at all would fail.
CONTROLS = {
    ("control: message", "database"),
    ("control: title", "commands"),
    ("control: title", "database"),
    ("control: title", "pages and refusals"),
    ("control: name of an application", "commands"),
    ("control: name of an application", "database"),
    ("control: name of an application", "log"),
    ("control: name of an application", "pages and refusals"),
}
# What SECURITY.md says is kept as it is: each event needs it.
EXCEPTIONS = {
    ("application token", "database"),
    ("address of an outgoing webhook", "database"),
    ("address of a receiver", "database"),
}


class Place(NamedTuple):
    """`url` is None for SQLite in the data directory; `words` are for commands and the server."""

    directory: Path
    url: str | None
    words: tuple[str, ...]


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "sqlite":
        yield Place(tmp_path, None, ("--data", str(tmp_path / "data")))
    else:
        url: str = request.getfixturevalue("database")
        yield Place(tmp_path, url, ("--data", str(tmp_path / "data"), "--database", url))


async def test_no_secret_is_found_where_none_belongs(place: Place) -> None:
    canaries = Canaries()
    found = await _search(place, canaries)
    assert found == CONTROLS | EXCEPTIONS
    assert len(canaries.names) > 40


async def _search(place: Place, canaries: Canaries) -> set[tuple[str, str]]:
    """Which secret stands where, when all is over."""
    options = [*place.words, "--log-level", "debug"]
    with serving(place.directory, portal_file(canaries), options) as server:
        run = Run(server, canaries, place.words)
        run.everything()
        assert server.stop() == 0
        assert server.process.stdout is not None
        printed = server.process.stdout.read().encode()
    store = await open_store(place.url, server.data)
    try:
        rows = repr(await dump(store)).encode()
    finally:
        await store.close()
    files = [path for path in sorted(server.data.rglob("*")) if path.is_file()]
    contents = {
        "log": [(place.directory / "server.log").read_bytes()],
        "output": [printed],
        "metrics": [run.metrics],
        "pages and refusals": run.told,
        "commands": run.printed,
        "database": [rows, *(file.read_bytes() for file in files if _is_database(file))],
        "files": [file.read_bytes() for file in files if not _is_database(file)],
    }
    return {
        (name, where)
        for where, found in contents.items()
        for content in found
        for name in canaries.found_in(content)
    }


def _is_database(file: Path) -> bool:
    return file.name.startswith("botyard.sqlite")
