"""Brings an SQLite file to the newest schema."""

import contextlib
import os
from pathlib import Path
from typing import cast

import apsw

from botyard.store.migrate import Migration, migrations, pending
from botyard.store.sqlite import connect
from botyard.store.tx import StoreUnavailable


def migrate(path: Path) -> None:
    """Bring the file to the newest schema; each step is done whole or not at all.

    Raises SchemaTooNew, or StoreUnavailable where the file is no database that we can write.
    """
    try:
        _migrate(path)
    except apsw.Error as failure:
        raise StoreUnavailable(f"cannot use the database {path}: {failure}") from failure
    # SQLite syncs the name of its log, but nobody yet that of a directory made just now. One
    # that we may not open is older than we are.
    for directory in (path.parent, path.parent.parent):
        with contextlib.suppress(PermissionError):
            _sync(directory)


def _migrate(path: Path) -> None:
    connection = connect(path)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY)"
        )
        newest = connection.execute("SELECT max(version) FROM schema_version").fetchall()[0][0]
        for step in pending(migrations(), cast("int", newest or 0)):
            _apply(connection, step)
        connection.execute("COMMIT")
    finally:
        connection.close()


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _apply(connection: apsw.Connection, step: Migration) -> None:
    connection.execute(step.sqlite)
    connection.execute("INSERT INTO schema_version (version) VALUES (?)", (step.version,))
