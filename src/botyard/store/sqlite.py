"""The embedded engine: one writer thread with group commit, readers and checkpoints apart."""

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import apsw
import structlog
from msgspec import Struct

from botyard.store.memory import Memory
from botyard.store.sqlite_tx import NOBODY, SqliteTx, drive
from botyard.store.tx import OnCommit, StoreUnavailable, Tx, Work

T = TypeVar("T")

# A group is bounded so that one commit never makes its first caller wait for the thousandth.
MAX_GROUP = 256
READERS = 2
BUSY_TIMEOUT_MS = 5000
# How long a writer that empties the log waits for the readers of its old pages.
READER_GRACE_MS = 100
CHECKPOINT_EVERY_PAGES = 2_000
RESTART_AT_PAGES = 8_000
WAL_LIMIT_BYTES = 64 * 1024 * 1024
CACHE_KIB = 16 * 1024
# One is forgotten after so many runs of any, and finding one means reading through them all.
STATEMENT_CACHE = 256

# Each connection is used by one thread at a time, so it needs no locks of its own.
_OPEN = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_NOMUTEX

# What a unit can do wrong by itself. Every other failure of the engine concerns its whole group.
_UNIT_FAILURES = (
    apsw.ConstraintError,
    apsw.SQLError,
    apsw.MismatchError,
    apsw.TooBigError,
    apsw.RangeError,
    apsw.BindingsError,
)
_DISK_FAILURES = (apsw.IOError, apsw.CorruptError, apsw.NotADBError)
# A full disk has no room for the index of the log either, and reports it as broken.
_NO_ROOM_FOR_INDEX = apsw.SQLITE_IOERR_SHMSIZE

log = structlog.get_logger()


class _Job(Struct, frozen=True):
    work: Work[Any]
    answer: "asyncio.Future[Any]"


class _Outcome(Struct, frozen=True):
    job: _Job
    result: Any
    failure: BaseException | None


class SqliteStore:
    """Everything written is fsynced before its caller learns of it.

    `on_broken` is called when the disk failed: what reached it is then unknown, and only a new
    process that reads the log again may go on. This store writes nothing more.
    """

    def __init__(
        self,
        path: Path,
        on_broken: Callable[[Exception], None],
    ) -> None:
        self._path = path
        self._on_broken = on_broken
        self._watchers: list[OnCommit] = []
        self._loop = asyncio.get_running_loop()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._writer_connection = connect(path)
        self._writer_connection.set_wal_hook(self._note_log_size)
        self._checkpoint_connection = connect(path)
        self._memory = Memory()
        self._log_pages = 0
        self._copied_pages = 0
        self._restart_wanted = False
        self._checkpoint_due = threading.Event()
        self._broken: Exception | None = None
        self._closing = False
        self._local = threading.local()
        self._reader_connections: list[apsw.Connection] = []
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-reader")
        self._writer = threading.Thread(
            target=self._write_groups, name="sqlite-writer", daemon=True
        )
        self._checkpointer = threading.Thread(
            target=self._checkpoint, name="sqlite-checkpoint", daemon=True
        )
        self._writer.start()
        self._checkpointer.start()

    async def write(self, work: Work[T]) -> T:
        self._check_open()
        answer: asyncio.Future[T] = self._loop.create_future()
        self._jobs.put(_Job(work, answer))
        return await answer

    async def read(self, work: Work[T]) -> T:
        self._check_open()
        return await self._loop.run_in_executor(self._readers, self._read, work)

    def watch(self, on_commit: OnCommit) -> None:
        self._watchers.append(on_commit)

    async def close(self) -> None:
        """Commit what is queued, fold the log into the file, and let go of it."""
        if self._closing:
            return
        self._closing = True
        self._jobs.put(None)
        self._checkpoint_due.set()
        await asyncio.to_thread(self._join)

    def _check_open(self) -> None:
        if self._closing:
            raise StoreUnavailable("the store is closing")

    def _join(self) -> None:
        self._writer.join()
        self._checkpointer.join()
        self._readers.shutdown()
        for connection in (*self._reader_connections, self._checkpoint_connection):
            connection.close()
        self._writer_connection.close()

    def _read(self, work: Work[T]) -> T:
        try:
            connection = self._reader_connection()
            connection.execute("BEGIN")
            try:
                return drive(work(SqliteTx(connection)))
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        except (*_UNIT_FAILURES, apsw.ReadOnlyError):
            raise
        except apsw.Error as failure:
            log.error("not_read", failure=str(failure))
            raise StoreUnavailable(str(failure)) from failure

    def _reader_connection(self) -> apsw.Connection:
        connection: apsw.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = connect(self._path)
            connection.execute("PRAGMA query_only = 1")
            self._reader_connections.append(connection)
            self._local.connection = connection
        return connection

    def _write_groups(self) -> None:
        tx = SqliteTx(self._writer_connection, self._memory)
        while (group := self._next_group()) is not None:
            outcomes, committed = self._commit(tx, group)
            woken = tx.take_woken()
            self._loop.call_soon_threadsafe(self._settle, outcomes, woken if committed else NOBODY)
            if self._restart_wanted:
                self._restart_wanted = False
                self._restart_log()

    def _next_group(self) -> list[_Job] | None:
        job = self._jobs.get()
        if job is None:
            return None
        group = [job]
        with contextlib.suppress(queue.Empty):
            while len(group) < MAX_GROUP:
                job = self._jobs.get_nowait()
                if job is None:
                    self._jobs.put(None)
                    break
                group.append(job)
        return group

    def _commit(self, tx: Tx, group: list[_Job]) -> tuple[list[_Outcome], bool]:
        connection = self._writer_connection
        if self._broken is not None:
            return _refusals(group, self._broken), False
        try:
            self._begin()
            outcomes = self._run_together(tx, group)
            if outcomes is None:
                connection.execute("ROLLBACK")
                self._memory.forget_all()
                self._begin()
                outcomes = [self._run_apart(tx, job) for job in group]
            connection.execute("COMMIT")
        except apsw.Error as failure:
            self._memory.forget_all()
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            self._stop_if_broken(failure)
            log.error("group_not_committed", units=len(group), failure=str(failure))
            return _refusals(group, failure), False
        return outcomes, True

    def _begin(self) -> None:
        connection = self._writer_connection
        connection.execute("BEGIN IMMEDIATE")
        self._memory.look_around(connection.execute("PRAGMA data_version").fetchall()[0][0])

    def _run_together(self, tx: Tx, group: list[_Job]) -> list[_Outcome] | None:
        """Run all units without savepoints, which cost a tenth of a send.

        None when a unit failed after it had changed something: then nothing of this may stay.
        """
        outcomes = []
        for job in group:
            changes = self._writer_connection.total_changes()
            outcome = self._run_one(tx, job)
            if outcome.failure and self._writer_connection.total_changes() != changes:
                return None
            outcomes.append(outcome)
        return outcomes

    def _run_apart(self, tx: Tx, job: _Job) -> _Outcome:
        """Run one unit inside a savepoint, so that its failure undoes only its own statements."""
        connection = self._writer_connection
        connection.execute("SAVEPOINT unit")
        outcome = self._run_one(tx, job)
        if outcome.failure:
            connection.execute("ROLLBACK TO unit")
        connection.execute("RELEASE unit")
        return outcome

    def _run_one(self, tx: Tx, job: _Job) -> _Outcome:
        try:
            outcome = _Outcome(job, drive(job.work(tx)), None)
        except BaseException as failure:
            if isinstance(failure, apsw.Error) and not isinstance(failure, _UNIT_FAILURES):
                raise
            outcome = _Outcome(job, None, failure)
        self._memory.settle()
        return outcome

    def _settle(self, outcomes: list[_Outcome], woken: frozenset[int]) -> None:
        # First: who is told of a commit may have something to stop before it is answered.
        try:
            if woken:
                for on_commit in self._watchers:
                    on_commit(woken)
        finally:
            for outcome in outcomes:
                _answer(outcome)

    def _stop_if_broken(self, failure: apsw.Error) -> None:
        if not isinstance(failure, _DISK_FAILURES):
            return
        if getattr(failure, "extendedresult", 0) != _NO_ROOM_FOR_INDEX:
            self._broken = failure
            self._on_broken(failure)

    def _note_log_size(self, _connection: apsw.Connection, _name: str, pages: int) -> int:
        if pages < self._log_pages:
            self._copied_pages = 0
        self._log_pages = pages
        if pages - self._copied_pages >= CHECKPOINT_EVERY_PAGES:
            self._checkpoint_due.set()
        return apsw.SQLITE_OK

    def _checkpoint(self) -> None:
        """Copy the log into the file beside the commits, so that no caller waits for it.

        Under a steady load the log never empties by itself; past a size the writer copies the
        little that is left between two groups, and then the log starts over.
        """
        while not self._closing:
            self._checkpoint_due.wait()
            self._checkpoint_due.clear()
            pages = self._log_pages
            if not self._copy_log(self._checkpoint_connection, apsw.SQLITE_CHECKPOINT_PASSIVE):
                continue
            self._copied_pages = pages
            if pages >= RESTART_AT_PAGES:
                self._restart_wanted = True

    def _restart_log(self) -> None:
        connection = self._writer_connection
        connection.set_busy_timeout(READER_GRACE_MS)
        self._copy_log(connection, apsw.SQLITE_CHECKPOINT_RESTART)
        connection.set_busy_timeout(BUSY_TIMEOUT_MS)

    def _copy_log(self, connection: apsw.Connection, mode: int) -> bool:
        if self._broken is not None:
            return False
        try:
            connection.wal_checkpoint(mode=mode)
        except apsw.BusyError:
            # The other thread is at it, or a reader has not finished: there is a next time.
            return False
        except apsw.Error as failure:
            log.warning("checkpoint_failed", failure=str(failure), log_pages=self._log_pages)
            self._stop_if_broken(failure)
            return False
        return True


def _answer(outcome: _Outcome) -> None:
    answer = outcome.job.answer
    if answer.done():
        return
    if outcome.failure is None:
        answer.set_result(outcome.result)
    else:
        answer.set_exception(outcome.failure)


def _refusals(group: list[_Job], failure: Exception) -> list[_Outcome]:
    return [_Outcome(job, None, StoreUnavailable(str(failure))) for job in group]


def connect(path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(path), _OPEN, statementcachesize=STATEMENT_CACHE)
    connection.set_busy_timeout(BUSY_TIMEOUT_MS)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("PRAGMA foreign_keys = ON")
    # A full /tmp must not fail a statement.
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute(f"PRAGMA journal_size_limit = {WAL_LIMIT_BYTES}")
    return connection
