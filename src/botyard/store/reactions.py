"""Table `reaction`: who reacted to which message, and how."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from botyard.model.entities import MessageId, Moment, UserId
from botyard.store.sql import sql
from botyard.store.tx import Tx

_GET = sql("SELECT code FROM reaction WHERE message_id = :message_id AND user_id = :user_id")

_OF_MESSAGES = sql(
    """
    SELECT message_id, user_id, code FROM reaction
    WHERE message_id IN (SELECT value FROM json_each(:message_ids))
    ORDER BY message_id, set_at, user_id
    """,
    postgres="""
    SELECT message_id, user_id, code FROM reaction
    WHERE message_id IN (
        SELECT value::bigint FROM json_array_elements_text(:message_ids::json)
    )
    ORDER BY message_id, set_at, user_id
    """,
)

_SAVE = sql(
    """
    INSERT INTO reaction (message_id, user_id, code, set_at)
    VALUES (:message_id, :user_id, :code, :set_at)
    ON CONFLICT (message_id, user_id) DO UPDATE SET code = excluded.code, set_at = excluded.set_at
    """
)

_REMOVE = sql("DELETE FROM reaction WHERE message_id = :message_id AND user_id = :user_id")

_REMOVE_OF_MESSAGE = sql("DELETE FROM reaction WHERE message_id = :message_id")


class Reaction(NamedTuple):
    message_id: MessageId
    user_id: UserId
    code: str


async def get(tx: Tx, message_id: MessageId, user_id: UserId) -> str | None:
    """The code of the user's reaction."""
    row = await tx.one(_GET, message_id=message_id, user_id=user_id)
    return None if row is None else str(row[0])


async def of_messages(tx: Tx, message_ids: Iterable[MessageId]) -> list[Reaction]:
    """By message; of each message in the order in which they were set."""
    rows = await tx.all(_OF_MESSAGES, message_ids=json.dumps(list(message_ids)))
    return [Reaction(MessageId(row[0]), UserId(row[1]), row[2]) for row in rows]


async def save(tx: Tx, reaction: Reaction, set_at: Moment) -> None:
    """In the place of the one that the user set before."""
    await tx.run(_SAVE, **reaction._asdict(), set_at=set_at)


async def remove(tx: Tx, message_id: MessageId, user_id: UserId) -> None:
    await tx.run(_REMOVE, message_id=message_id, user_id=user_id)


async def remove_of_message(tx: Tx, message_id: MessageId) -> None:
    await tx.run(_REMOVE_OF_MESSAGE, message_id=message_id)
