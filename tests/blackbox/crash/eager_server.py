"""The server, with checkpoints after a few commits, and with the weakness that a test asks for."""

import os
from pathlib import Path
from typing import Any

import apsw

from botyard import cli
from botyard.store import sqlite

_connect = sqlite.connect
_run_one = sqlite.SqliteStore._run_one


def _connect_weakly(path: Path) -> apsw.Connection:
    connection = _connect(path)
    connection.execute(f"PRAGMA synchronous = {os.environ['BOTYARD_CRASH_WEAKNESS']}")
    return connection


def _answer_early(store: sqlite.SqliteStore, tx: Any, job: Any) -> Any:
    outcome = _run_one(store, tx, job)
    # Only sends: what a client registers must be there when it goes on.
    if hasattr(outcome.result, "uuid_map"):
        store._loop.call_soon_threadsafe(store._settle, [outcome], frozenset())
    return outcome


def _weaken(weakness: str) -> None:
    if weakness == "answers before it commits":
        setattr(sqlite.SqliteStore, _run_one.__name__, _answer_early)
    elif weakness:
        sqlite.connect = _connect_weakly


if __name__ == "__main__":
    sqlite.CHECKPOINT_EVERY_PAGES = 60
    sqlite.RESTART_AT_PAGES = 240
    _weaken(os.environ.get("BOTYARD_CRASH_WEAKNESS", ""))
    cli.main()
