"""Databases that a test may open more than once, of either engine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NoReturn, Protocol
from uuid import uuid4

import asyncpg
import pytest

from botyard.store import sqlite, sqlite_schema
from botyard.store.postgres import open_postgres
from botyard.store.sql import STATEMENTS, Sql, sql
from botyard.store.tx import Store, Tx


def statement(text: str) -> Sql:
    """A statement of a test: not listed among those of the product."""
    made = sql(text)
    STATEMENTS.remove(made)
    return made


# Any table would do for a test of the engines; this one asks for no other row.
ADD = statement("INSERT INTO counter (name, value) VALUES (:name, 1)")
RAISE = statement("UPDATE counter SET value = value + 1 WHERE name = :name RETURNING value")
NAMES = statement("SELECT name FROM counter WHERE name LIKE 'test%' ORDER BY name")


class Database(Protocol):
    async def open(self) -> Store: ...

    async def set_schema_version(self, version: int) -> None: ...


class SqliteDatabase:
    def __init__(self, path: Path) -> None:
        self.path = path

    async def open(self) -> sqlite.SqliteStore:
        sqlite_schema.migrate(self.path)
        return sqlite.SqliteStore(self.path, not_expected)

    async def set_schema_version(self, version: int) -> None:
        connection = sqlite.connect(self.path)
        connection.execute("INSERT INTO schema_version VALUES (?)", (version,))
        connection.close()


class PostgresDatabase:
    def __init__(self, url: str, admin: Any, schema: str) -> None:
        self.url = url
        self.admin = admin
        self.schema = schema

    async def open(self) -> Store:
        return await open_postgres(self.url, schema=self.schema)

    async def set_schema_version(self, version: int) -> None:
        await self.admin.execute(f"INSERT INTO {self.schema}.schema_version VALUES ($1)", version)


def not_expected(failure: Exception) -> NoReturn:
    raise AssertionError("the disk of this test is sound") from failure


@asynccontextmanager
async def postgres_database(url: str) -> AsyncIterator[PostgresDatabase]:
    """A schema of its own, which goes when the test is over."""
    try:
        admin = await asyncpg.connect(url, timeout=5)
    except (OSError, TimeoutError, asyncpg.PostgresError):
        pytest.skip("PostgreSQL is not reachable")
    schema = f"test_{uuid4().hex}"
    await admin.execute(f"CREATE SCHEMA {schema}")
    try:
        yield PostgresDatabase(url, admin, schema)
    finally:
        await admin.execute(f"DROP SCHEMA {schema} CASCADE")
        await admin.close()


async def names(store: Store) -> list[str]:
    """What the units of a test have left."""

    async def work(tx: Tx) -> list[str]:
        return [row[0] for row in await tx.all(NAMES)]

    return await store.read(work)


async def add(store: Store, name: str) -> None:
    async def work(tx: Tx) -> None:
        await tx.run(ADD, name=name)

    await store.write(work)
