"""An open transaction of the embedded engine, and how its coroutine comes to an end."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import apsw

from botyard.store.memory import Memory
from botyard.store.sql import Sql
from botyard.store.tx import Row

T = TypeVar("T")

NOBODY: frozenset[int] = frozenset()


class SqliteTx:
    """Never waits: each statement is done when its coroutine is first driven."""

    __slots__ = ("_connection", "_execute", "_memory", "_woken")

    def __init__(self, connection: apsw.Connection, memory: Memory | None = None) -> None:
        self._connection = connection
        # One cursor serves all statements: each is read to its end at once.
        self._execute: Callable[[str, Any], apsw.Cursor] = connection.cursor().execute
        self._memory = memory
        self._woken: set[int] = set()

    async def run(self, statement: Sql, /, **values: object) -> int:
        if statement.forgets and self._memory is not None:
            self._memory.forget(statement.forgets)
        self._execute(statement.sqlite, values)
        return self._connection.changes()

    async def add(self, statement: Sql, /, **values: object) -> int:
        if statement.forgets and self._memory is not None:
            self._memory.forget(statement.forgets)
        self._execute(statement.sqlite, values)
        return self._connection.last_insert_rowid()

    async def one(self, statement: Sql, /, **values: object) -> Row | None:
        if statement.forgets and self._memory is not None:
            self._memory.forget(statement.forgets)
        rows = self._execute(statement.sqlite, values).fetchall()
        return rows[0] if rows else None

    async def all(self, statement: Sql, /, **values: object) -> list[Row]:
        if statement.forgets and self._memory is not None:
            self._memory.forget(statement.forgets)
        return self._execute(statement.sqlite, values).fetchall()

    async def recall(
        self, topic: str, statement: Sql, read: Callable[[list[Row]], T], /, **values: object
    ) -> T:
        if self._memory is None:
            return read(await self.all(statement, **values))
        key = (statement, *values.values())
        known: T | None = self._memory.find(topic, key)
        if known is None:
            known = read(await self.all(statement, **values))
            self._memory.keep(topic, key, known)
        return known

    def wake(self, recipient_id: int, /) -> None:
        self._woken.add(recipient_id)

    def take_woken(self) -> frozenset[int]:
        """Whom the units since the last time wanted to wake."""
        if not self._woken:
            return NOBODY
        woken = frozenset(self._woken)
        self._woken.clear()
        return woken


def drive(work: Awaitable[T]) -> T:
    """Finish a coroutine that never waits, which is all that a transaction is allowed to be."""
    coroutine: Any = work
    try:
        coroutine.send(None)
    except StopIteration as done:
        answer: T = done.value
        return answer
    coroutine.close()
    raise RuntimeError("a transaction awaited something other than its own statements")
