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
        b.unbound, m.last_sent_id > 0
    FROM member m JOIN bot b ON b.user_id = m.user_id
    WHERE m.chat_id = :chat_id AND m.is_bot
    UNION ALL
    SELECT s.user_id, 'person', 'fetch', 2, '{}', m.history_hidden_to, '[]',
        m.last_sent_id > 0
    FROM member m JOIN subscription s ON s.user_id = m.user_id
    WHERE m.chat_id = :chat_id
    """
)

# Nothing changes but what is remembered.
_NOTE_FIRST_WORD = sql(
    """
    UPDATE member SET last_sent_id = last_sent_id
    WHERE chat_id = :chat_id AND user_id = :user_id
    """,
    forgets=(LISTENERS,),
)

_NOTHING: frozenset[str] = frozenset()


class Listener(NamedTuple):
    """Messages up to `history_hidden_to` are not theirs to see.

    `has_spoken` may be late: see `note_first_word`.
    """

    id: UserId
    type: BotType | Literal["person"]
    recipient: Recipient
    history_hidden_to: int
    has_spoken: bool


def in_chat(tx: Tx, chat_id: ChatId) -> Awaitable[list[Listener]]:
    return tx.recall(LISTENERS, _IN_CHAT, _listeners, chat_id=chat_id)


async def note_first_word(tx: Tx, chat_id: ChatId, user_id: UserId) -> None:
    """To be called for a listener who was remembered as one that had never spoken."""
    await tx.run(_NOTE_FIRST_WORD, chat_id=chat_id, user_id=user_id)


def _listeners(rows: list[Row]) -> list[Listener]:
    return [Listener(row[0], row[1], _recipient(row), row[5], bool(row[7])) for row in rows]


def _recipient(row: Row) -> Recipient:
    kinds = frozenset(json.loads(row[4])) if row[3] == 1 else None
    unbound = _NOTHING if row[6] == "[]" else frozenset(json.loads(row[6]))
    return Recipient(row[0], row[2] == "webhook", kinds, unbound)
