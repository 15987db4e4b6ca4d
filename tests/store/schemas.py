"""Migrated schemas of PostgreSQL, used by one test after another and emptied between them.

Making one anew for each test costs more than most tests, and swells the catalog of the server.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from botyard.store.postgres import PostgresStore, open_postgres

# What the steps of the schema leave, taken before the first test writes.
_ROWS_OF_STEPS = "CREATE TABLE {schema}.first_counter AS SELECT * FROM {schema}.counter"
# Children are younger than what they refer to. `schema_version` and the copy stay.
_TABLES = """
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r'
        AND c.relname NOT IN ('schema_version', 'first_counter')
    ORDER BY c.oid DESC
"""
_SEQUENCES = """
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'S'
"""

_ready: dict[str, list[str]] = {}
_emptying: dict[str, str] = {}


@asynccontextmanager
async def empty_postgres(url: str) -> AsyncIterator[PostgresStore]:
    """A store at the newest schema, with nothing of another test in it."""
    admin = await _connect(url)
    try:
        schema = await _take(url, admin)
        store = await open_postgres(url, schema=schema)
        try:
            yield store
        finally:
            await store.close()
            await admin.execute(_emptying[schema])
            _ready[url].append(schema)
    finally:
        await admin.close()


def drop_all() -> None:
    """To be called when no test follows."""
    for url, schemas in _ready.items():
        asyncio.run(_drop(url, schemas))
    _ready.clear()


async def _connect(url: str) -> Any:
    try:
        return await asyncpg.connect(url, timeout=5)
    except (OSError, TimeoutError, asyncpg.PostgresError):
        pytest.skip("PostgreSQL is not reachable")


async def _take(url: str, admin: Any) -> str:
    ready = _ready.setdefault(url, [])
    if ready:
        return ready.pop()
    schema = f"test_{uuid4().hex}"
    await admin.execute(f"CREATE SCHEMA {schema}")
    await (await open_postgres(url, schema=schema)).close()
    await admin.execute(_ROWS_OF_STEPS.format(schema=schema))
    _emptying[schema] = await _how_to_empty(admin, schema)
    return schema


async def _how_to_empty(admin: Any, schema: str) -> str:
    tables = [row[0] for row in await admin.fetch(_TABLES, schema)]
    sequences = [row[0] for row in await admin.fetch(_SEQUENCES, schema)]
    return ";\n".join(
        [
            "BEGIN",
            *(f"DELETE FROM {schema}.{table}" for table in tables),
            *(f"SELECT setval('{schema}.{one}', 1, false)" for one in sequences),
            f"INSERT INTO {schema}.counter SELECT * FROM {schema}.first_counter",
            "COMMIT",
        ]
    )


async def _drop(url: str, schemas: list[str]) -> None:
    admin = await asyncpg.connect(url, timeout=5)
    for schema in schemas:
        await admin.execute(f"DROP SCHEMA {schema} CASCADE")
    await admin.close()
