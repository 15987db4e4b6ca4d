"""A database of the first schema, with a row in every table, is brought to the newest one."""

import json
import re
from pathlib import Path

import pytest

from botyard.access.hashing import hashed
from botyard.store import migrate, postgres, sqlite_schema
from botyard.store.tx import Row, Store, Tx
from tests.delivery.relays import Receivers, RelayUnderTest
from tests.portals import ADA, BotUnderTest, PortalUnderTest, code_of
from tests.store.databases import Database, statement

BOT, LISTENER = 3, 4
TEMPLATE_ID = "7f3f1f8e-6e1c-4b65-9d0c-1f9f5a1a2b3c"
OWNER = f"token:{hashed('token-of-helper')}"
SAID = {
    "id": 1, "chat_id": 1, "author_id": 1, "created_at": 1_789_000_000_000, "uuid": "",
    "text": "\"bot_deleted\" is what I write", "is_system": False, "params": {}, "forward": None,
}  # fmt: skip

JOINED = json.dumps({"type": "chat_joined", "chat_id": 1, "user_id": BOT, "by_user_id": 1})
WRITTEN = json.dumps({"type": "message_added", "message": SAID})
DELETED = json.dumps({"type": "bot_deleted", "bot_id": 9, "code": "gone"})

# What the first release wrote. An id that the database hands out itself is left to it.
ROWS: dict[str, list[dict[str, object]]] = {
    "portal": [{"id": 1, "body": json.dumps({"member_id": "0" * 32})}],
    "counter": [],
    "portal_user": [
        {
            "id": user_id, "active": True, "type": kind, "admin": user_id == ADA,
            "first_name": name, "last_name": "", "email": "", "work_position": "", "gender": "",
            "birthday": "", "color": "#df532d", "avatar": "", "website": "", "timezone": "",
            "departments": "[]", "phones": "{}", "password_hash": "",
            "created_at": 1_780_000_000_000, "last_activity_at": 1_780_000_000_000,
        }
        for user_id, kind, name in [
            (1, "employee", "Ada"), (2, "employee", "Ben"), (BOT, "bot", "Helper"),
            (LISTENER, "bot", "Ear"),
        ]
    ],
    "webhook_key": [
        {
            "code_hash": hashed(code_of(ADA)), "user_id": ADA, "scopes": '["imbot", "im"]',
            "created_at": 1_780_000_000_000,
        }
    ],
    "outgoing_webhook": [
        {"url": "https://example.com/", "events": '["ONAPPTEST"]', "application_token": "t"}
    ],
    "app": [
        {
            "client_id": "shop", "secret_hash": "0" * 64,
            "body": json.dumps({"client_id": "shop", "secret_hash": "0" * 64}),
        }
    ],
    "bot": [
        {
            "user_id": user_id, "code": code, "owner": OWNER, "type": "bot", "event_mode": mode,
            "webhook_url": url, "is_hidden": False, "is_support_openline": False,
            "is_reactions_enabled": True, "background_id": None, "language": "en",
            "messages_in_left_chats": 0,
        }
        for user_id, code, mode, url in [
            (BOT, "helper", "fetch", ""), (LISTENER, "ear", "webhook", "https://example.com/"),
        ]
    ],
    "chat": [
        {
            "id": 1, "type": "private", "title": "", "description": "", "color": "#df532d",
            "avatar": "", "owner_id": 1, "entity_type": "", "entity_id": "",
            "created_at": 1_780_000_000_000, "last_message_id": 1, "message_count": 1,
        }
    ],
    "private_dialog": [{"low_user_id": 1, "high_user_id": BOT, "chat_id": 1}],
    "member": [
        {
            "chat_id": 1, "user_id": user_id, "place": user_id, "role": "member",
            "is_bot": user_id == BOT, "history_hidden_to": 0, "last_read_id": read_to,
            "last_sent_id": read_to, "sent_count": read_to,
        }
        for user_id, read_to in [(1, 1), (BOT, 0)]
    ],
    "message": [
        {
            "chat_id": 1, "author_id": 1, "is_system": False, "created_at": 1_789_000_000_000,
            "uuid": "", "text": SAID["text"], "params": "", "forward": "",
        }
    ],
    "sent_template": [
        {
            "author_id": BOT, "template_id": TEMPLATE_ID, "message_id": 1, "uuid_map": "{}",
            "sent_at": 1_789_990_000_000,
        }
    ],
    "reply": [
        {
            "caller": "webhook:1", "request_key": "k", "request_hash": "h", "answer": "{}",
            "expires_at": 1_800_000_000_000,
        }
    ],
    "event": [
        {"chat_id": 1, "created_at": 1_789_000_000_000, "body": body}
        for body in [JOINED, WRITTEN, DELETED]
    ],
    "delivery": [
        {"recipient_id": recipient, "event_id": event}
        for recipient, event in [(BOT, 1), (BOT, 2), (LISTENER, 2), (9, 3)]
    ],
}  # fmt: skip
# Nobody could read or be posted of a deleted bot then; from the second schema on it is kept whole.
LOST: dict[str, list[Row]] = {
    "delivery": [(9, 3)],
    "event": [(1, 1_789_000_000_000, DELETED)],
}


async def test_every_table_of_the_first_schema_has_a_row_here(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = migrate.migrations()[0].sqlite
    assert set(re.findall(r"^CREATE TABLE (\w+)", first, re.MULTILINE)) == set(ROWS)
    store = await _at_first_schema(database, monkeypatch)
    assert all((await _rows(store)).values())
    await store.close()


async def test_nothing_is_lost_on_the_way_up(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = await _at_first_schema(database, monkeypatch)
    before = await _rows(old)
    await old.close()
    store = await _at_newest_schema(database, monkeypatch)
    after = await _rows(store)
    await store.close()
    for table, rows in before.items():
        missing = [row for row in rows if row not in after[table]]
        assert missing == LOST.get(table, []), table


async def test_what_was_there_goes_on(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await _at_first_schema(database, monkeypatch)).close()
    store = await _at_newest_schema(database, monkeypatch)
    portal = PortalUnderTest(store, tmp_path)
    bot = BotUnderTest(portal, BOT, "token-of-helper")

    heard = await bot.events()
    assert [one["type"] for one in heard] == ["ONIMBOTV2JOINCHAT", "ONIMBOTV2MESSAGEADD"]
    assert heard[1]["data"]["message"]["text"] == SAID["text"]
    assert await bot.send("1", "again", templateId=TEMPLATE_ID) == 1
    assert await bot.send("1", "Hello") == 2
    page = await portal.call(ADA, "im.dialog.messages.get", DIALOG_ID=str(BOT))
    assert [one["text"] for one in page["messages"]] == ["Hello", SAID["text"]]
    assert (await portal.call(ADA, "im.recent.list"))["items"][0]["counter"] == 1
    assert (await portal.register_bot("new")).id == 5

    receivers = Receivers(portal)
    relay = RelayUnderTest(portal, receivers)
    await relay.relay.open_owed()
    await relay.deliver()
    assert receivers.texts() == [SAID["text"]]
    await store.close()


async def _at_first_schema(database: Database, monkeypatch: pytest.MonkeyPatch) -> Store:
    _know(monkeypatch, migrate.migrations()[:1])
    store = await database.open()

    async def fill(tx: Tx) -> None:
        for table, rows in ROWS.items():
            for row in rows:
                names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
                await tx.run(statement(f"INSERT INTO {table} ({names}) VALUES ({values})"), **row)
        await tx.run(statement("UPDATE counter SET value = 4 WHERE name = 'user'"))
        await tx.run(statement("UPDATE counter SET value = 1 WHERE name = 'chat'"))

    await store.write(fill)
    return store


async def _at_newest_schema(database: Database, monkeypatch: pytest.MonkeyPatch) -> Store:
    _know(monkeypatch, migrate.migrations())
    return await database.open()


def _know(monkeypatch: pytest.MonkeyPatch, steps: list[migrate.Migration]) -> None:
    monkeypatch.setattr(sqlite_schema, "migrations", lambda: steps)
    monkeypatch.setattr(postgres, "migrations", lambda: steps)


async def _rows(store: Store) -> dict[str, list[Row]]:
    """What stands in the columns that the first schema has."""

    async def read(tx: Tx) -> dict[str, list[Row]]:
        return {
            table: await tx.all(statement(f"SELECT {_columns(table)} FROM {table}"))
            for table in ROWS
        }

    return await store.read(read)


def _columns(table: str) -> str:
    return ", ".join(ROWS[table][0]) if ROWS[table] else "name, value"
