"""Tables `chat` and `private_dialog`."""

from typing import cast

import msgspec

from botyard.model.entities import Chat, ChatId, ChatType, MessageId, Moment, UserId
from botyard.store.sql import sql
from botyard.store.tx import Row, Tx

_COLUMNS = """
    c.id, c.type, c.title, c.description, c.color, c.avatar, c.owner_id, c.entity_type,
    c.entity_id, c.created_at, c.last_message_id, c.message_count
"""

_GET = sql(f"SELECT {_COLUMNS} FROM chat c WHERE c.id = :chat_id")  # noqa: S608

_HOLD = sql(
    f"SELECT {_COLUMNS} FROM chat c WHERE c.id = :chat_id",  # noqa: S608
    postgres=f"SELECT {_COLUMNS} FROM chat c WHERE c.id = :chat_id FOR UPDATE",  # noqa: S608
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
    """
)

_FIND_PRIVATE = sql(
    "SELECT chat_id FROM private_dialog WHERE low_user_id = :low AND high_user_id = :high"
)

_COUNTERPART = sql(
    """
    SELECT user_id FROM member WHERE chat_id = :chat_id AND user_id <> :user_id
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
    """
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


async def get(tx: Tx, chat_id: ChatId) -> Chat | None:
    row = await tx.one(_GET, chat_id=chat_id)
    return None if row is None else chat_of(row)


async def hold(tx: Tx, chat_id: ChatId) -> Chat | None:
    """The chat as it is now; nobody else changes it before this unit ends."""
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
    """The other side of a private chat."""
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


async def count_message(tx: Tx, chat_id: ChatId, message_id: MessageId) -> None:
    await tx.run(_COUNT_MESSAGE, chat_id=chat_id, message_id=message_id)


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
    )
