"""The scale-out engine: a pool, a transaction per unit, another try after a conflict."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import asyncpg
import structlog

from botyard.store.migrate import migrations, pending
from botyard.store.sql import Sql
from botyard.store.tx import OnCommit, Row, StoreUnavailable, Work

T = TypeVar("T")

MAX_CONNECTIONS = 16
MAX_TRIES = 5
POOL_TIMEOUT_S = 2.0
# A server that went away without a word must not hold its callers for ever.
STATEMENT_TIMEOUT_S = 10.0
IDLE_IN_TRANSACTION_MS = 30_000
MIGRATION_TIMEOUT_S = 3600.0
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
    # The driver's word for a connection that the server ended a moment ago.
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresSystemError,
    asyncpg.IdleInTransactionSessionTimeoutError,
)
# After a failover the old address may for a while lead to a standby.
_NO_WRITER = (asyncpg.ReadOnlySQLTransactionError,)

log = structlog.get_logger()


class _PostgresTx:
    __slots__ = ("_connection", "woken")

    def __init__(self, connection: Any) -> None:  # noqa: ANN401 - asyncpg carries no types
        self._connection = connection
        self.woken: set[int] = set()

    async def run(self, statement: Sql, /, **values: object) -> int:
        status: str = await self._connection.execute(
            statement.postgres, *[values[name] for name in statement.names]
        )
        return int(status.rpartition(" ")[2])

    async def add(self, statement: Sql, /, **values: object) -> int:
        given: int = await self._connection.fetchval(
            statement.postgres, *[values[name] for name in statement.names]
        )
        return given

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

    async def recall(
        self, _topic: str, statement: Sql, read: Callable[[list[Row]], T], /, **values: object
    ) -> T:
        return read(await self.all(statement, **values))

    def wake(self, recipient_id: int, /) -> None:
        self.woken.add(recipient_id)


class PostgresStore:
    """A commit whose connection is lost is answered as unavailable, and may have happened."""

    def __init__(self, pool: Any) -> None:  # noqa: ANN401
        self._pool = pool
        self._watchers: list[OnCommit] = []
        self._units: set[asyncio.Task[Any]] = set()
        self._closing = False

    async def write(self, work: Work[T]) -> T:
        return await self._finish(self._write(work))

    async def read(self, work: Work[T]) -> T:
        return await self._finish(self._read(work))

    def watch(self, on_commit: OnCommit) -> None:
        self._watchers.append(on_commit)

    async def close(self) -> None:
        self._closing = True
        if self._units:
            await asyncio.wait(set(self._units))
        await self._pool.close()

    async def _finish(self, running: Coroutine[Any, Any, T]) -> T:
        """A caller that goes away is no rollback, and leaves no half-used connection behind."""
        if self._closing:
            running.close()
            raise StoreUnavailable("the store is closing")
        unit = asyncio.create_task(running)
        self._units.add(unit)
        unit.add_done_callback(self._units.discard)
        return await asyncio.shield(unit)

    async def _read(self, work: Work[T]) -> T:
        try:
            async with (
                self._pool.acquire(timeout=POOL_TIMEOUT_S) as connection,
                connection.transaction(isolation="repeatable_read", readonly=True),
            ):
                return await work(_PostgresTx(connection))
        except _TRANSIENT as failure:
            raise _unavailable(failure) from failure

    async def _write(self, work: Work[T]) -> T:
        conflict: Exception | None = None
        for _ in range(MAX_TRIES):
            try:
                result, woken = await self._try(work)
            except _CONFLICTS as failure:
                conflict = failure
                continue
            except (*_TRANSIENT, *_NO_WRITER) as failure:
                raise _unavailable(failure) from failure
            if woken:
                self._tell(frozenset(woken))
            return result
        if isinstance(conflict, asyncpg.UniqueViolationError):
            # No other unit comes first so often: this one contradicts itself.
            raise conflict
        raise StoreUnavailable("too many conflicting writers") from conflict

    def _tell(self, woken: frozenset[int]) -> None:
        for on_commit in self._watchers:
            on_commit(woken)

    async def _try(self, work: Work[T]) -> tuple[T, set[int]]:
        async with (
            self._pool.acquire(timeout=POOL_TIMEOUT_S) as connection,
            connection.transaction(),
        ):
            tx = _PostgresTx(connection)
            return await work(tx), tx.woken


def _unavailable(failure: Exception) -> StoreUnavailable:
    log.error("database_failed", failure=str(failure) or type(failure).__name__)
    return StoreUnavailable(str(failure) or type(failure).__name__)


async def open_postgres(url: str, schema: str = "public") -> PostgresStore:
    """Connect and bring the schema up to date.

    `synchronous_commit` is set by us: a server that answers before its disk has the row would
    break what every 200 promises. Raises SchemaTooNew, or StoreUnavailable where nothing answers.
    """
    settings = {
        "synchronous_commit": "on",
        "search_path": schema,
        "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_MS),
    }
    try:
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=MAX_CONNECTIONS,
            command_timeout=STATEMENT_TIMEOUT_S,
            server_settings=settings,
        )
    except (*_TRANSIENT, asyncpg.PostgresError) as failure:
        raise _unavailable(failure) from failure
    try:
        async with pool.acquire() as connection:
            await _warn_of_weak_settings(connection)
            await _migrate(connection)
    except _TRANSIENT as failure:
        pool.terminate()
        raise _unavailable(failure) from failure
    except BaseException:
        pool.terminate()
        raise
    return PostgresStore(pool)


async def _warn_of_weak_settings(connection: Any) -> None:  # noqa: ANN401
    for setting in ("fsync", "full_page_writes"):
        if await connection.fetchval("SELECT current_setting($1)", setting) != "on":
            log.critical("database_may_lose_what_it_acknowledged", setting=setting, value="off")


async def _migrate(connection: Any) -> None:  # noqa: ANN401
    known = migrations()
    # Who finds nothing to do waits for nobody who has.
    if not pending(known, await _version(connection)):
        return
    async with connection.transaction():
        await connection.execute(
            "SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK, timeout=MIGRATION_TIMEOUT_S
        )
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY)"
        )
        for step in pending(known, await _version(connection)):
            # A migration of a large table takes as long as it takes.
            await connection.execute(step.postgres, timeout=MIGRATION_TIMEOUT_S)
            await connection.execute("INSERT INTO schema_version VALUES ($1)", step.version)


async def _version(connection: Any) -> int:  # noqa: ANN401
    """0 for an empty database."""
    if await connection.fetchval("SELECT to_regclass('schema_version')") is None:
        return 0
    return await connection.fetchval("SELECT max(version) FROM schema_version") or 0
