"""Every statement is understood by both engines, and those of the hot path use an index."""

import importlib
import pkgutil

import apsw
import asyncpg
import pytest

import botyard.store
from botyard.store import sqlite, sqlite_schema
from botyard.store.sql import STATEMENTS, Sql
from tests.store.databases import PostgresDatabase, SqliteDatabase

for _module in pkgutil.iter_modules(botyard.store.__path__, "botyard.store."):
    importlib.import_module(_module.name)

# What may be read from end to end: a list given as a parameter, tables that hold as many rows as
# an operator has typed, what administrators are asked to confirm, the lists of all people, bots
# and commands, and the sweep of what has expired.
_READ_WHOLE = {
    "json_each",
    "given",
    "word",
    "spelled",
    "CONSTANT",
    "portal",
    "app",
    "outgoing_webhook",
    "webhook_key",
    "method_confirmation",
    "u",
    "bot",
    "command",
    "reply",
    "sent_template",
    # Dialogs that are owed something; from one bot, or one dialog, to the next of those.
    "lane",
    "recipient",
    "dialog",
    # As many of a chat's messages as a statement takes by their index.
    "latest",
    # Indexes of no more rows than are removed in the same unit, or soon.
    "event USING INDEX event_learned",
    "handler USING INDEX handler_ended",
}


_ASKS_FOR_OUTSIDERS = "SELECT DISTINCT m.chat_id, u.type"


def _short(statement: Sql) -> str:
    return " ".join(statement.sqlite.split())[:70]


def test_there_are_statements_to_prepare() -> None:
    assert len(STATEMENTS) > 60


async def test_every_statement_prepares_on_sqlite(embedded: SqliteDatabase) -> None:
    sqlite_schema.migrate(embedded.path)
    connection = sqlite.connect(embedded.path)
    for statement in STATEMENTS:
        values = dict.fromkeys(statement.names, 1)
        connection.execute(f"EXPLAIN {statement.sqlite}", values).fetchall()
    connection.close()


async def test_every_statement_prepares_on_postgres(postgres: PostgresDatabase) -> None:
    store = await postgres.open()
    await postgres.admin.execute(f"SET search_path = {postgres.schema}")
    refused = []
    for statement in STATEMENTS:
        try:
            await postgres.admin.prepare(statement.postgres)
        except asyncpg.PostgresError as failure:
            refused.append((_short(statement), str(failure)))
    assert refused == []
    await store.close()


async def test_no_statement_reads_a_growing_table_from_end_to_end(
    embedded: SqliteDatabase,
) -> None:
    sqlite_schema.migrate(embedded.path)
    connection = sqlite.connect(embedded.path)
    scans = [
        (_short(statement), step.removeprefix("SCAN "))
        for statement in STATEMENTS
        for step in _plan(connection, statement)
        if step.startswith("SCAN ") and not _is_allowed(step)
    ]
    assert scans == []
    connection.close()


async def test_outsiders_are_looked_for_among_the_members_of_a_chat(
    embedded: SqliteDatabase,
) -> None:
    """A portal may have ten thousand of them, and tells of a chat with each event."""
    sqlite_schema.migrate(embedded.path)
    connection = sqlite.connect(embedded.path)
    [statement] = [one for one in STATEMENTS if _ASKS_FOR_OUTSIDERS in one.sqlite]
    plan = _plan(connection, statement)
    assert any(step.startswith("SEARCH m ") and "(chat_id=?)" in step for step in plan), plan
    connection.close()


def _plan(connection: apsw.Connection, statement: Sql) -> list[str]:
    values = dict.fromkeys(statement.names, 1)
    rows = connection.execute(f"EXPLAIN QUERY PLAN {statement.sqlite}", values).fetchall()
    return [str(row[3]) for row in rows]


def _is_allowed(step: str) -> bool:
    scanned = step.removeprefix("SCAN ")
    return scanned in _READ_WHOLE or scanned.split()[0] in _READ_WHOLE


@pytest.mark.parametrize("table", ["message", "event"])
async def test_an_id_is_never_handed_out_again(embedded: SqliteDatabase, table: str) -> None:
    """Else a client that remembers its offset would confirm what it has never seen."""
    sqlite_schema.migrate(embedded.path)
    connection = sqlite.connect(embedded.path)
    [[text]] = connection.execute(
        "SELECT sql FROM sqlite_schema WHERE name = ?", (table,)
    ).fetchall()
    assert "AUTOINCREMENT" in str(text)
    connection.close()
