"""A database that cannot be used is refused in words, and nothing is left open."""

from pathlib import Path

import pytest

from botyard.store import sqlite, sqlite_schema
from botyard.store.postgres import open_postgres
from botyard.store.tx import StoreUnavailable
from tests.store.databases import PostgresDatabase, SqliteDatabase, add, names


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(StoreUnavailable):
        await open_postgres("postgresql://postgres@127.0.0.1:1/nothing")


async def test_a_database_that_is_not_there_is_unavailable(postgres: PostgresDatabase) -> None:
    address = postgres.url.rpartition("/")[0]
    with pytest.raises(StoreUnavailable, match="no_such_database"):
        await open_postgres(f"{address}/no_such_database")


def test_a_directory_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot use the database"):
        sqlite_schema.migrate(tmp_path)


async def test_a_store_writes_on_beside_another_process_that_writes(
    embedded: SqliteDatabase,
) -> None:
    """As the commands beside a server do."""
    server, command = await embedded.open(), await embedded.open()
    for number in range(10):
        await add(server, f"test {number} of the server")
        await add(command, f"test {number} of the command")
    await command.close()
    await add(server, "test last")
    assert len(await names(server)) == 21
    await server.close()


async def test_a_writer_that_cannot_have_its_turn_is_refused_and_goes_on_later(
    embedded: SqliteDatabase,
) -> None:
    store = await embedded.open()
    other = sqlite.connect(embedded.path)
    other.execute("BEGIN IMMEDIATE")
    store._writer_connection.set_busy_timeout(1)
    with pytest.raises(StoreUnavailable, match="locked"):
        await add(store, "test")
    assert await names(store) == []
    other.execute("ROLLBACK")
    await add(store, "test")
    assert await names(store) == ["test"]
    other.close()
    await store.close()
