"""Table `member`: up to where each member of a chat has read and viewed."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from botyard.model.entities import ChatId, MessageId, Moment, UserId
from botyard.store.sql import sql
from botyard.store.tx import Tx

_NOTE_READ = sql(
    """
    UPDATE member SET last_read_id = :message_id
    WHERE chat_id = :chat_id AND user_id = :user_id AND last_read_id < :message_id
    """
)

# A mark goes as soon as its dialog is read at all.
_READ_TO = sql(
    """
    UPDATE member SET last_read_id = max(last_read_id, :message_id), marked_unread = FALSE,
        listed_at = :now
    WHERE chat_id = :chat_id AND user_id = :user_id
        AND (marked_unread OR last_read_id < :message_id)
    """,
    postgres="""
    UPDATE member SET last_read_id = greatest(last_read_id, :message_id), marked_unread = FALSE,
        listed_at = :now
    WHERE chat_id = :chat_id AND user_id = :user_id
        AND (marked_unread OR last_read_id < :message_id)
    """,
)

_READ_ALL = sql(
    """
    UPDATE member SET marked_unread = FALSE, listed_at = :now,
        last_read_id = max(last_read_id, coalesce(
            (SELECT last_message_id FROM chat WHERE id = member.chat_id), 0))
    WHERE user_id = :user_id AND (marked_unread OR last_read_id < coalesce(
        (SELECT last_message_id FROM chat WHERE id = member.chat_id), 0))
    """,
    postgres="""
    UPDATE member SET marked_unread = FALSE, listed_at = :now,
        last_read_id = greatest(last_read_id, coalesce(
            (SELECT last_message_id FROM chat WHERE id = member.chat_id), 0))
    WHERE user_id = :user_id AND (marked_unread OR last_read_id < coalesce(
        (SELECT last_message_id FROM chat WHERE id = member.chat_id), 0))
    """,
)

_UNREAD_FROM = sql(
    """
    UPDATE member SET viewed_to = max(viewed_to, last_read_id), listed_at = :now,
        last_read_id = max(history_hidden_to, :message_id - 1)
    WHERE chat_id = :chat_id AND user_id = :user_id AND last_read_id >= :message_id
    """,
    postgres="""
    UPDATE member SET viewed_to = greatest(viewed_to, last_read_id), listed_at = :now,
        last_read_id = greatest(history_hidden_to, :message_id::bigint - 1)
    WHERE chat_id = :chat_id AND user_id = :user_id AND last_read_id >= :message_id
    """,
)

# Within a page of messages only its ends matter, so a large chat has few different readings.
_VIEWINGS = sql(
    """
    SELECT max(history_hidden_to, :first - 1), min(max(last_read_id, viewed_to), :last), count(*)
    FROM member
    WHERE chat_id = :chat_id AND max(last_read_id, viewed_to) >= :first
        AND history_hidden_to < :last
        AND user_id NOT IN (SELECT value FROM json_each(:apart))
    GROUP BY 1, 2
    """,
    postgres="""
    SELECT greatest(history_hidden_to, :first::bigint - 1),
        least(greatest(last_read_id, viewed_to), :last::bigint), count(*)
    FROM member
    WHERE chat_id = :chat_id AND greatest(last_read_id, viewed_to) >= :first::bigint
        AND history_hidden_to < :last::bigint AND user_id NOT IN (
            SELECT value::bigint FROM json_array_elements_text(:apart::json)
        )
    GROUP BY 1, 2
    """,
)


class Viewing(NamedTuple):
    """How many members viewed the messages after `above`, up to `to` and with it."""

    above: int
    to: int
    readers: int


async def note_read(tx: Tx, chat_id: ChatId, user_id: UserId, message_id: MessageId) -> None:
    await tx.run(_NOTE_READ, chat_id=chat_id, user_id=user_id, message_id=message_id)


async def read_to(
    tx: Tx, chat_id: ChatId, user_id: UserId, message_id: MessageId, now: Moment
) -> None:
    """What was read further stays read."""
    await tx.run(_READ_TO, chat_id=chat_id, user_id=user_id, message_id=message_id, now=now)


async def read_all(tx: Tx, user_id: UserId, now: Moment) -> None:
    """Every chat of the user to its end."""
    await tx.run(_READ_ALL, user_id=user_id, now=now)


async def unread_from(
    tx: Tx, chat_id: ChatId, user_id: UserId, message_id: MessageId, now: Moment
) -> None:
    """What is unread further up stays unread."""
    await tx.run(_UNREAD_FROM, chat_id=chat_id, user_id=user_id, message_id=message_id, now=now)


async def viewings(
    tx: Tx, chat_id: ChatId, first: int, last: int, apart: Iterable[int]
) -> list[Viewing]:
    """What all members but those `apart` viewed of the messages from `first` to `last`."""
    rows = await tx.all(
        _VIEWINGS, chat_id=chat_id, first=first, last=last, apart=json.dumps(list(apart))
    )
    return [Viewing(row[0], row[1], int(row[2])) for row in rows]
