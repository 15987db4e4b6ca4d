"""All that business code ever sees of a database."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

from botyard.store.sql import Sql

T = TypeVar("T")
Row = tuple[Any, ...]


class StoreUnavailable(Exception):
    """Nothing was changed, and the same call may work later: busy, full or gone storage."""


class Tx(Protocol):
    """An open transaction. A unit of work awaits nothing but its statements."""

    async def run(self, statement: Sql, /, **values: object) -> int:
        """Answer how many rows were changed."""

    async def add(self, statement: Sql, /, **values: object) -> int:
        """Run a statement that `gives_id`, and answer the id."""

    async def one(self, statement: Sql, /, **values: object) -> Row | None: ...

    async def all(self, statement: Sql, /, **values: object) -> list[Row]: ...

    async def recall(
        self, topic: str, statement: Sql, read: Callable[[list[Row]], T], /, **values: object
    ) -> T:
        """What `read` makes of all rows; an engine may remember it.

        It forgets as soon as a statement that `forgets` the topic runs, here or elsewhere.
        """

    def wake(self, recipient_id: int, /) -> None:
        """Have whoever waits for this recipient look again, once the unit is committed.

        A hint: it may come twice, late or for nothing.
        """


Work = Callable[[Tx], Awaitable[T]]
# Told who is to look again, after a commit.
OnCommit = Callable[[frozenset[int]], None]


class Store(Protocol):
    """A database that keeps what it acknowledged.

    A unit may be run again after a conflict, so it has no effects but its statements.
    """

    async def write(self, work: Work[T]) -> T:
        """Run `work`; durable when this returns, undone as a whole when it raises."""

    async def read(self, work: Work[T]) -> T:
        """Run `work` on one consistent view, apart from the writers."""

    def watch(self, on_commit: OnCommit) -> None:
        """Have `on_commit` told, on the event loop, whom each commit from now on wakes.

        It is told before `write` returns.
        """

    async def close(self) -> None: ...
