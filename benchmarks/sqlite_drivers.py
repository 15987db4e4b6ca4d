"""Compares the two SQLite drivers for Python on the work of the writer thread.

    python -m benchmarks.sqlite_drivers

The numbers stand in docs/decisions/0003-store.md.
"""

import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

import apsw

Execute = Callable[[str, Mapping[str, Any]], Any]

ROUNDS = 5
UNITS = 6_400
GROUPS = (1, 64)
_SCHEMA = """
    CREATE TABLE member (chat_id BIGINT, user_id BIGINT, last_id BIGINT NOT NULL,
        PRIMARY KEY (chat_id, user_id)) WITHOUT ROWID;
    CREATE TABLE chat (id BIGINT NOT NULL PRIMARY KEY, title TEXT NOT NULL, last_id BIGINT);
    CREATE TABLE message (id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id BIGINT NOT NULL,
        author_id BIGINT NOT NULL, text TEXT NOT NULL);
    CREATE INDEX message_by_chat ON message (chat_id, id);
    CREATE TABLE event (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL);
    CREATE TABLE delivery (recipient_id BIGINT, event_id BIGINT,
        PRIMARY KEY (recipient_id, event_id)) WITHOUT ROWID;
    INSERT INTO chat VALUES (1, 'General', NULL);
    INSERT INTO member VALUES (1, 1, 0), (1, 2, 0);
"""
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 0")


def send(execute: Execute) -> None:
    """The statements of one sent message, in the shape of the product's own."""
    values: dict[str, Any] = {"chat": 1, "user": 1, "text": "Good morning, all of you!"}
    execute("SELECT last_id FROM member WHERE chat_id = :chat AND user_id = :user", values)
    execute("SELECT id, title, last_id FROM chat WHERE id = :chat", values)
    [[message_id]] = execute(
        "INSERT INTO message (chat_id, author_id, text) VALUES (:chat, :user, :text) RETURNING id",
        values,
    )
    values["id"] = message_id
    execute("UPDATE chat SET last_id = :id WHERE id = :chat", values)
    execute("UPDATE member SET last_id = :id WHERE chat_id = :chat AND user_id = :user", values)
    [[values["event"]]] = execute("INSERT INTO event (body) VALUES (:text) RETURNING id", values)
    execute("INSERT INTO delivery VALUES (2, :event)", values)


def commit_groups(execute: Execute, group: int) -> float:
    """Units per second."""
    began = perf_counter()
    for _ in range(UNITS // group):
        execute("BEGIN IMMEDIATE", {})
        for _ in range(group):
            execute("SAVEPOINT unit", {})
            send(execute)
            execute("RELEASE unit", {})
        execute("COMMIT", {})
    return UNITS / (perf_counter() - began)


def with_apsw(path: Path) -> Execute:
    connection = apsw.Connection(str(path), statementcachesize=512)
    connection.execute(_SCHEMA)
    return lambda text, values: connection.execute(text, values).fetchall()


def with_sqlite3(path: Path) -> Execute:
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
    connection.executescript(_SCHEMA)
    return lambda text, values: connection.execute(text, values).fetchall()


def measure(connect: Callable[[Path], Execute], group: int) -> list[float]:
    rates = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as directory:
            execute = connect(Path(directory) / "drivers.sqlite")
            for pragma in _PRAGMAS:
                execute(f"PRAGMA {pragma}", {})
            rates.append(commit_groups(execute, group))
    return rates


def main() -> None:
    drivers = {
        f"apsw {apsw.apsw_version()} (SQLite {apsw.sqlite_lib_version()})": with_apsw,
        f"sqlite3 (SQLite {sqlite3.sqlite_version})": with_sqlite3,
    }
    for group in GROUPS:
        for name, connect in drivers.items():
            rates = measure(connect, group)
            low, high = min(rates), max(rates)
            print(
                f"{name}, {group} units per commit: "
                f"median {statistics.median(rates):,.0f} units/s ({low:,.0f} to {high:,.0f})"
            )


if __name__ == "__main__":
    main()
