"""Who of a chat may hear what happens in it: its bots, and the people who subscribed."""

from typing import Literal, NamedTuple

from botyard.model.entities import BotType, ChatId, UserId
from botyard.store.sql import sql
from botyard.store.topics import LISTENERS
from botyard.store.tx import Row, Tx

_IN_CHAT = sql(
    """
    SELECT b.user_id, b.type, b.event_mode FROM member m JOIN bot b ON b.user_id = m.user_id
    WHERE m.chat_id = :chat_id AND m.is_bot
    UNION ALL
    SELECT s.user_id, 'person', 'fetch' FROM member m JOIN subscription s ON s.user_id = m.user_id
    WHERE m.chat_id = :chat_id
    """
)


class Listener(NamedTuple):
    id: UserId
    type: BotType | Literal["person"]
    by_webhook: bool


async def in_chat(tx: Tx, chat_id: ChatId) -> list[Listener]:
    return await tx.recall(LISTENERS, _IN_CHAT, _listeners, chat_id=chat_id)


def _listeners(rows: list[Row]) -> list[Listener]:
    return [Listener(UserId(row[0]), row[1], row[2] == "webhook") for row in rows]
