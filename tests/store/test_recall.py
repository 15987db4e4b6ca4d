"""What the writer remembers is what it would read."""

import re
from collections.abc import Iterator

import pytest

from botyard.store.sql import STATEMENTS, Sql, sql
from botyard.store.sqlite import SqliteStore, connect
from botyard.store.topics import ACCESS_TOKEN, BOT, LISTENERS, POSITION, WEBHOOK_KEY
from botyard.store.tx import Row, Tx
from tests.store.databases import SqliteDatabase, statement

TOPIC = "test"
READ = statement("SELECT value FROM counter WHERE name = 'user'")
# No statement of the product may be like this one: it changes what is remembered, silently.
CHANGE_SILENTLY = statement("UPDATE counter SET value = :value WHERE name = 'user'")
CHANGE = sql("UPDATE counter SET value = :value WHERE name = 'user'", forgets=(TOPIC,))
STATEMENTS.remove(CHANGE)

# Topic -> table -> the columns that are remembered. A row that comes or goes changes them all.
REMEMBERED: dict[str, dict[str, set[str]]] = {
    WEBHOOK_KEY: {
        "webhook_key": {"code_hash", "user_id", "scopes", "created_at"},
        "portal_user": {"active", "admin"},
    },
    ACCESS_TOKEN: {
        "access_token": {
            "token_hash", "family", "client_id", "user_id", "scopes", "expires_at",
        },
        "app": {"client_id", "body", "id"},
        "portal_user": {"active", "admin"},
    },
    BOT: {
        "bot": {
            "user_id", "code", "owner", "type", "event_mode", "webhook_url", "is_hidden",
            "is_support_openline", "is_reactions_enabled", "background_id", "language",
        },
    },
    LISTENERS: {"bot": {"user_id", "type"}, "member": {"chat_id", "user_id"}},
    POSITION: {
        "member": {"chat_id", "user_id", "history_hidden_to"},
        "chat": {"id", "type"},
    },
}  # fmt: skip
_COMES_OR_GOES = re.compile(r"\b(?:INSERT\s+INTO|DELETE\s+FROM)\s+(\w+)")
_CHANGES = re.compile(r"\bUPDATE\s+(\w+)\s+SET\s+(.+?)(?:\bWHERE\b|\bRETURNING\b|$)", re.DOTALL)
_COLUMN = re.compile(r"(\w+)\s*=")


def stale_topics(found: Sql) -> Iterator[str]:
    """The topics that a statement makes stale."""
    text = found.sqlite
    for topic, tables in REMEMBERED.items():
        if any(table in tables for table in _COMES_OR_GOES.findall(text)):
            yield topic
        for table, changed in _CHANGES.findall(text):
            if tables.get(table, set()).intersection(_COLUMN.findall(changed)):
                yield topic


def _number(rows: list[Row]) -> int:
    return int(rows[0][0])


async def recalled(store: SqliteStore) -> int:
    async def work(tx: Tx) -> int:
        return await tx.recall(TOPIC, READ, _number)

    return await store.write(work)


@pytest.fixture
async def store(embedded: SqliteDatabase) -> SqliteStore:
    return await embedded.open()


async def test_a_row_is_remembered(store: SqliteStore) -> None:
    """Without this the other tests would show nothing."""
    assert await recalled(store) == 0
    await store.write(lambda tx: tx.run(CHANGE_SILENTLY, value=5))
    assert await recalled(store) == 0
    await store.close()


@pytest.mark.parametrize("way", ["run", "one", "all"])
async def test_what_is_changed_is_forgotten(store: SqliteStore, way: str) -> None:
    assert await recalled(store) == 0
    await store.write(lambda tx: getattr(tx, way)(CHANGE, value=5))
    assert await recalled(store) == 5
    await store.close()


async def test_a_unit_sees_what_it_changed_and_leaves_nothing_when_it_fails(
    store: SqliteStore,
) -> None:
    async def change_and_fail(tx: Tx) -> None:
        await tx.run(CHANGE, value=5)
        raise ValueError(str(await tx.recall(TOPIC, READ, _number)))

    assert await recalled(store) == 0
    with pytest.raises(ValueError, match="5"):
        await store.write(change_and_fail)
    assert await recalled(store) == 0
    await store.close()


async def test_another_process_is_noticed(store: SqliteStore, embedded: SqliteDatabase) -> None:
    assert await recalled(store) == 0
    other = connect(embedded.path)
    other.execute("UPDATE counter SET value = 5 WHERE name = 'user'")
    other.close()
    assert await recalled(store) == 5
    await store.close()


def test_every_statement_declares_what_it_makes_stale() -> None:
    silent = [one.sqlite for one in STATEMENTS if not set(stale_topics(one)) <= set(one.forgets)]
    assert silent == []
    assert {topic for one in STATEMENTS for topic in stale_topics(one)} == set(REMEMBERED)
