"""The scale-out engine: a pool, a transaction per unit, another try after a conflict."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import asyncpg

from botyard.store.migrate import migrations, pending
from botyard.store.sql import Sql
from botyard.store.tx import Row, StoreUnavailable, Work

T = TypeVar("T")

MAX_CONNECTIONS = 16
MAX_TRIES = 5
POOL_TIMEOUT_S = 2.0
# Any number that no other program uses: it keeps two servers from migrating at once.
MIGRATION_LOCK = 0x626F7479

# A unique violation means that another unit was first; run again, this one finds its row.
_CONFLICTS = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.UniqueViolationError,
)
_TRANSIENT = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
)


class _PostgresTx:
    __slots__ = ("_connection",)

    def __init__(self, connection: Any) -> None:  # noqa: ANN401 - asyncpg carries no types
        self._connection = connection

    async def run(self, statement: Sql, /, **values: object) -> int:
        status: str = await self._connection.execute(
            statement.postgres, *[values[name] for name in statement.names]
        )
        return int(status.rpartition(" ")[2])

    async def one(self, statement: Sql, /, **values: object) -> Row | None:
        row = await self._connection.fetchrow(
            statement.postgres, *[values[name] for name in statement.names]
        )
        return None if row is None else tuple(row)

    async def all(self, statement: Sql, /, **values: object) -> list[Row]:
        rows = await self._connection.fetch(
            statement.postgres, *[values[name] for name in statement.names]
        )
        return [tuple(row) for row in rows]


class PostgresStore:
    def __init__(self, pool: Any, on_commit: Callable[[], None]) -> None:  # noqa: ANN401
        self._pool = pool
        self._on_commit = on_commit
        self._units: set[asyncio.Task[Any]] = set()

    async def write(self, work: Work[T]) -> T:
        # A caller that goes away is no rollback: the unit commits or fails on its own.
        unit = asyncio.create_task(self._write(work))
        self._units.add(unit)
        unit.add_done_callback(self._units.discard)
        return await asyncio.shield(unit)

    async def read(self, work: Work[T]) -> T:
        try:
            async with (
                self._pool.acquire(timeout=POOL_TIMEOUT_S) as connection,
                connection.transaction(isolation="repeatable_read", readonly=True),
            ):
                return await work(_PostgresTx(connection))
        except _TRANSIENT as failure:
            raise StoreUnavailable(str(failure) or type(failure).__name__) from failure

    async def close(self) -> None:
        if self._units:
            await asyncio.wait(set(self._units))
        await self._pool.close()

    async def _write(self, work: Work[T]) -> T:
        conflict: Exception | None = None
        for _ in range(MAX_TRIES):
            try:
                async with (
                    self._pool.acquire(timeout=POOL_TIMEOUT_S) as connection,
                    connection.transaction(),
                ):
                    result = await work(_PostgresTx(connection))
            except _CONFLICTS as failure:
                conflict = failure
                continue
            except _TRANSIENT as failure:
                raise StoreUnavailable(str(failure) or type(failure).__name__) from failure
            self._on_commit()
            return result
        raise StoreUnavailable("too many conflicting writers") from conflict


async def open_postgres(
    url: str, on_commit: Callable[[], None] = lambda: None, schema: str = "public"
) -> PostgresStore:
    """Connect and bring the schema up to date.

    `synchronous_commit` is set by us: a server that answers before its disk has the row would
    break what every 200 promises.
    """
    settings = {"synchronous_commit": "on", "search_path": schema}
    try:
        pool = await asyncpg.create_pool(
            url, min_size=1, max_size=MAX_CONNECTIONS, server_settings=settings
        )
    except _TRANSIENT as failure:
        raise StoreUnavailable(str(failure)) from failure
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK)
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY)"
        )
        version = await connection.fetchval("SELECT max(version) FROM schema_version") or 0
        for step in pending(migrations(), version):
            await connection.execute(step.postgres)
            await connection.execute("INSERT INTO schema_version VALUES ($1)", step.version)
    return PostgresStore(pool, on_commit)
