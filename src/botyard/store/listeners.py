"""Who of a chat may hear what happens in it: its bots, and the people who subscribed."""

import json
from collections.abc import Awaitable
from typing import Literal, NamedTuple

from botyard.model.entities import BotType, ChatId, UserId
from botyard.store.outbox import Recipient
from botyard.store.sql import sql
from botyard.store.topics import LISTENERS
from botyard.store.tx import Row, Tx

_IN_CHAT = sql(
    """
    SELECT b.user_id, b.type, b.event_mode, b.generation, b.handlers, m.history_hidden_to,
        b.unbound
    FROM member m JOIN bot b ON b.user_id = m.user_id
    WHERE m.chat_id = :chat_id AND m.is_bot
    UNION ALL
    SELECT s.user_id, 'person', 'fetch', 2, '{}', m.history_hidden_to, '[]'
    FROM member m JOIN subscription s ON s.user_id = m.user_id
    WHERE m.chat_id = :chat_id
    """
)


_NOTHING: frozenset[str] = frozenset()


class Listener(NamedTuple):
    """Messages up to `history_hidden_to` are not theirs to see."""

    id: UserId
    type: BotType | Literal["person"]
    recipient: Recipient
    history_hidden_to: int


def in_chat(tx: Tx, chat_id: ChatId) -> Awaitable[list[Listener]]:
    return tx.recall(LISTENERS, _IN_CHAT, _listeners, chat_id=chat_id)


def _listeners(rows: list[Row]) -> list[Listener]:
    return [Listener(row[0], row[1], _recipient(row), row[5]) for row in rows]


def _recipient(row: Row) -> Recipient:
    kinds = frozenset(json.loads(row[4])) if row[3] == 1 else None
    unbound = _NOTHING if row[6] == "[]" else frozenset(json.loads(row[6]))
    return Recipient(row[0], row[2] == "webhook", kinds, unbound)
