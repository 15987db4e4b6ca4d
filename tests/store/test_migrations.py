"""A database is brought to the schema of the code, and one from a later code is left alone."""

from pathlib import Path

import pytest

from botyard.store import sqlite, sqlite_schema
from botyard.store.migrate import SchemaTooNew, migrations, pending
from botyard.store.tx import StoreUnavailable
from tests.store.databases import Database, SqliteDatabase, add, names


async def test_an_empty_database_gets_the_newest_schema(database: Database) -> None:
    store = await database.open()
    await add(store, "test")
    assert await names(store) == ["test"]
    await store.close()


async def test_opening_again_changes_nothing(database: Database) -> None:
    store = await database.open()
    await add(store, "test")
    await store.close()
    again = await database.open()
    assert await names(again) == ["test"]
    await again.close()


async def test_a_newer_schema_is_refused_with_both_versions(database: Database) -> None:
    await (await database.open()).close()
    await database.set_schema_version(9999)
    newest = migrations()[-1].version
    with pytest.raises(
        SchemaTooNew,
        match=f"the database has schema 9999, but this Botyard knows only up to {newest}",
    ):
        await database.open()


def test_only_the_missing_steps_are_taken() -> None:
    known = migrations()
    assert pending(known, 0) == known
    assert pending(known, known[-1].version) == []


def test_the_steps_are_numbered_without_gaps() -> None:
    assert [step.version for step in migrations()] == list(range(1, len(migrations()) + 1))


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "botyard.sqlite"
    path.write_bytes(b"my notes, not a database\n" * 100)
    with pytest.raises(StoreUnavailable, match="cannot use the database"):
        sqlite_schema.migrate(path)
    assert path.read_bytes().startswith(b"my notes")


def test_a_step_that_fails_leaves_the_schema_as_it_was(embedded: SqliteDatabase) -> None:
    """A table of the first step is there already, from somewhere else."""
    connection = sqlite.connect(embedded.path)
    connection.execute("CREATE TABLE delivery (mine TEXT)")
    with pytest.raises(StoreUnavailable, match="delivery already exists"):
        sqlite_schema.migrate(embedded.path)
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    assert tables == [("delivery",)]
    connection.close()
