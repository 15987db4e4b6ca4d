"""Fixtures for every room: a database of either kind, and a portal on it."""

import os
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from botyard.store.tx import Store
from tests.portals import (
    PortalUnderTest,
    open_portal,
    open_sqlite_for_test,
)
from tests.store.schemas import drop_all, empty_postgres

POSTGRES = os.environ.get("BOTYARD_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


def pytest_sessionfinish() -> None:
    drop_all()


@pytest.fixture(params=["sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """An empty database at the newest schema: each test runs on both engines."""
    if request.param == "sqlite":
        async with open_sqlite_for_test(tmp_path) as embedded:
            yield embedded
    else:
        async with empty_postgres(POSTGRES) as served:
            yield served


@pytest.fixture
async def portal(store: Store, tmp_path: Path) -> AsyncIterator[PortalUnderTest]:
    """A portal of Ada (1, administrator), Ben (2) and Cleo (3)."""
    async with open_portal(store, tmp_path) as opened:
        yield opened


@pytest.fixture
async def database() -> AsyncIterator[str]:
    """The address of an empty database on PostgreSQL."""
    name = f"botyard_test_{uuid.uuid4().hex}"
    try:
        connection = await asyncpg.connect(POSTGRES, timeout=5)
    except (OSError, TimeoutError, asyncpg.PostgresError):
        pytest.skip("PostgreSQL is not reachable")
    try:
        await connection.execute(f"CREATE DATABASE {name}")
        yield f"{POSTGRES.rpartition('/')[0]}/{name}"
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await connection.close()
