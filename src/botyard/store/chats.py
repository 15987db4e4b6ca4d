"""Tables `chat` and `private_dialog`."""

import json
from collections.abc import Awaitable, Iterable
from typing import cast

import msgspec

from botyard.model.entities import Chat, ChatId, ChatType, MessageId, Moment, UserId
from botyard.store.sql import sql
from botyard.store.topics import POSITION
from botyard.store.tx import Row, Tx

_COLUMNS = """
    c.id, c.type, c.title, c.description, c.color, c.avatar, c.owner_id, c.entity_type,
    c.entity_id, c.created_at, c.last_message_id, c.message_count, c.text_field_enabled
"""

_GET = sql(f"SELECT {_COLUMNS} FROM chat c WHERE c.id = :chat_id")  # noqa: S608

_GET_MANY = sql(
    f"""
    SELECT {_COLUMNS} FROM chat c WHERE c.id IN (SELECT value FROM json_each(:chat_ids))
    """,  # noqa: S608
    postgres=f"""
    SELECT {_COLUMNS} FROM chat c
    WHERE c.id IN (SELECT value::bigint FROM json_array_elements_text(:chat_ids::json))
    """,  # noqa: S608
)

_FIND = sql(
    f"SELECT {_COLUMNS} FROM chat c WHERE c.id = :chat_id AND c.deleted_at IS NULL"  # noqa: S608
)

_HOLD = sql(
    f"SELECT {_COLUMNS} FROM chat c WHERE c.id = :chat_id AND c.deleted_at IS NULL",  # noqa: S608
    postgres=f"""
    SELECT {_COLUMNS} FROM chat c WHERE c.id = :chat_id AND c.deleted_at IS NULL FOR UPDATE
    """,  # noqa: S608
)

_OF_USER = sql(
    f"""
    SELECT {_COLUMNS} FROM member m JOIN chat c ON c.id = m.chat_id
    WHERE m.user_id = :user_id ORDER BY coalesce(c.last_message_id, 0) DESC, c.id DESC
    """  # noqa: S608
)

_FIND_BY_ENTITY = sql(
    """
    SELECT min(id) FROM chat
    WHERE entity_type <> '' AND entity_type = :entity_type AND entity_id = :entity_id
        AND deleted_at IS NULL
    """
)

_FIND_PRIVATE = sql(
    "SELECT chat_id FROM private_dialog WHERE low_user_id = :low AND high_user_id = :high"
)

_COUNTERPART = sql(
    """
    SELECT CASE WHEN low_user_id = :user_id THEN high_user_id ELSE low_user_id END
    FROM private_dialog WHERE chat_id = :chat_id
    """
)

_ADD = sql(
    """
    INSERT INTO chat (
        id, type, title, description, color, avatar, owner_id, entity_type, entity_id,
        created_at, last_message_id, message_count
    ) VALUES (
        :id, :type, :title, :description, :color, :avatar, :owner_id, :entity_type, :entity_id,
        :created_at, :last_message_id, :message_count
    )
    """,
    forgets=(POSITION,),
)

_ADD_PRIVATE = sql(
    """
    INSERT INTO private_dialog (low_user_id, high_user_id, chat_id) VALUES (:low, :high, :chat_id)
    """
)

_UPDATE = sql(
    """
    UPDATE chat SET title = :title, description = :description, color = :color,
        avatar = :avatar, owner_id = :owner_id
    WHERE id = :id
    """
)

_ENABLE_TEXT_FIELD = sql("UPDATE chat SET text_field_enabled = :enabled WHERE id = :chat_id")

_MARK_DELETED = sql("UPDATE chat SET deleted_at = :now WHERE id = :chat_id")

_MARK_PRIVATE_DELETED = sql(
    """
    UPDATE chat SET deleted_at = :now
    WHERE type = 'private' AND id IN (SELECT chat_id FROM member WHERE user_id = :user_id)
    """
)

# On PostgreSQL a message may get its id before another one and be counted after it.
_COUNT_MESSAGE = sql(
    """
    UPDATE chat SET message_count = message_count + 1,
        last_message_id = max(coalesce(last_message_id, 0), :message_id)
    WHERE id = :chat_id
    """,
    postgres="""
    UPDATE chat SET message_count = message_count + 1,
        last_message_id = greatest(coalesce(last_message_id, 0), :message_id)
    WHERE id = :chat_id
    """,
)

_UNCOUNT_MESSAGE = sql(
    """
    UPDATE chat SET message_count = message_count - 1,
        last_message_id = (SELECT max(id) FROM message WHERE chat_id = :chat_id)
    WHERE id = :chat_id
    """
)


async def get(tx: Tx, chat_id: ChatId) -> Chat | None:
    """Also after it was deleted: events about it may still be on their way."""
    row = await tx.one(_GET, chat_id=chat_id)
    return None if row is None else chat_of(row)


async def get_many(tx: Tx, chat_ids: Iterable[ChatId]) -> list[Chat]:
    rows = await tx.all(_GET_MANY, chat_ids=json.dumps(list(chat_ids)))
    return [chat_of(row) for row in rows]


async def find(tx: Tx, chat_id: ChatId) -> Chat | None:
    """The chat, unless it was deleted."""
    row = await tx.one(_FIND, chat_id=chat_id)
    return None if row is None else chat_of(row)


async def hold(tx: Tx, chat_id: ChatId) -> Chat | None:
    """The chat as it is now, unless it was deleted; nobody else changes it in this unit."""
    row = await tx.one(_HOLD, chat_id=chat_id)
    return None if row is None else chat_of(row)


async def of_user(tx: Tx, user_id: UserId) -> list[Chat]:
    """The chats of one user, the most recently used first."""
    return [chat_of(row) for row in await tx.all(_OF_USER, user_id=user_id)]


async def find_by_entity(tx: Tx, entity_type: str, entity_id: str) -> ChatId | None:
    row = await tx.one(_FIND_BY_ENTITY, entity_type=entity_type, entity_id=entity_id)
    return None if row is None or row[0] is None else ChatId(row[0])


async def find_private(tx: Tx, one: UserId, other: UserId) -> ChatId | None:
    row = await tx.one(_FIND_PRIVATE, low=min(one, other), high=max(one, other))
    return None if row is None else ChatId(row[0])


async def counterpart(tx: Tx, chat_id: ChatId, user_id: UserId) -> UserId:
    """The other side of a private chat, also of one that was deleted."""
    row = await tx.one(_COUNTERPART, chat_id=chat_id, user_id=user_id)
    return user_id if row is None else UserId(row[0])


async def add(tx: Tx, chat: Chat) -> None:
    await tx.run(_ADD, **msgspec.structs.asdict(chat))


async def add_private(tx: Tx, chat_id: ChatId, one: UserId, other: UserId) -> None:
    await tx.run(_ADD_PRIVATE, low=min(one, other), high=max(one, other), chat_id=chat_id)


async def update(tx: Tx, chat: Chat) -> None:
    await tx.run(
        _UPDATE,
        id=chat.id,
        title=chat.title,
        description=chat.description,
        color=chat.color,
        avatar=chat.avatar,
        owner_id=chat.owner_id,
    )


async def mark_deleted(tx: Tx, chat_id: ChatId, now: Moment) -> None:
    await tx.run(_MARK_DELETED, chat_id=chat_id, now=now)


async def mark_private_deleted(tx: Tx, user_id: UserId, now: Moment) -> None:
    """The private dialogs that the user is in."""
    await tx.run(_MARK_PRIVATE_DELETED, user_id=user_id, now=now)


async def enable_text_field(tx: Tx, chat_id: ChatId, *, enabled: bool) -> None:
    await tx.run(_ENABLE_TEXT_FIELD, chat_id=chat_id, enabled=enabled)


def count_message(tx: Tx, chat_id: ChatId, message_id: MessageId) -> Awaitable[int]:
    return tx.run(_COUNT_MESSAGE, chat_id=chat_id, message_id=message_id)


async def uncount_message(tx: Tx, chat_id: ChatId) -> None:
    """One was removed; the chat must be held."""
    await tx.run(_UNCOUNT_MESSAGE, chat_id=chat_id)


def chat_of(row: Row) -> Chat:
    return Chat(
        id=ChatId(row[0]),
        type=cast("ChatType", row[1]),
        title=row[2],
        description=row[3],
        color=row[4],
        avatar=row[5],
        owner_id=UserId(row[6]),
        entity_type=row[7],
        entity_id=row[8],
        created_at=Moment(row[9]),
        last_message_id=None if row[10] is None else MessageId(row[10]),
        message_count=row[11],
        text_field_enabled=bool(row[12]),
    )
