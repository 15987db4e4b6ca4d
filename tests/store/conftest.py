"""Fixtures: a database of either engine that a test opens itself."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import POSTGRES
from tests.store.databases import (
    Database,
    PostgresDatabase,
    SqliteDatabase,
    postgres_database,
)


@pytest.fixture(params=["sqlite", "postgres"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    if request.param == "sqlite":
        yield SqliteDatabase(tmp_path / "botyard.sqlite")
    else:
        async with postgres_database(POSTGRES) as served:
            yield served


@pytest.fixture
async def postgres() -> AsyncIterator[PostgresDatabase]:
    async with postgres_database(POSTGRES) as served:
        yield served


@pytest.fixture
def embedded(tmp_path: Path) -> SqliteDatabase:
    return SqliteDatabase(tmp_path / "botyard.sqlite")
