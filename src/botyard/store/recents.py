"""The dialogs of one person, a page at a time: tables `member`, `chat` and `message`."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from botyard.model.entities import Chat, ChatId, Member, MessageId, Moment, UserId
from botyard.store.chats import chat_of
from botyard.store.members import member_of
from botyard.store.sql import sql
from botyard.store.tx import Row, Tx

# A group is listed as soon as it exists, a private dialog once somebody has said something.
_PAGE = sql(
    """
    SELECT c.id, c.type, c.title, c.description, c.color, c.avatar, c.owner_id, c.entity_type,
        c.entity_id, c.created_at, c.last_message_id, c.message_count,
        m.chat_id, m.user_id, m.role, m.is_bot, m.history_hidden_to, m.last_read_id,
        m.last_sent_id, x.id, other.user_id
    FROM member m
    JOIN chat c ON c.id = m.chat_id
    LEFT JOIN message x ON x.id = c.last_message_id AND x.id > m.history_hidden_to
    LEFT JOIN member other
        ON c.type = 'private' AND other.chat_id = m.chat_id AND other.user_id <> m.user_id
    WHERE m.user_id = :user_id
        AND CASE WHEN c.type = 'private' THEN :with_private AND x.id IS NOT NULL
            ELSE :with_groups END
        AND coalesce(x.created_at, c.created_at) < :before
        AND (NOT :unread_only OR EXISTS (
            SELECT 1 FROM message unread
            WHERE unread.chat_id = m.chat_id AND unread.id > m.last_read_id
                AND unread.author_id <> m.user_id
        ))
    ORDER BY coalesce(x.created_at, c.created_at) DESC, c.id DESC
    LIMIT :limit OFFSET :skipped
    """
)
_CHAT_COLUMNS = 12
_MEMBER_COLUMNS = 7

_UNREAD = sql(
    """
    SELECT m.chat_id, count(*) FROM member m
    JOIN message x ON x.chat_id = m.chat_id AND x.id > m.last_read_id AND x.author_id <> m.user_id
    WHERE m.user_id = :user_id
        AND m.chat_id IN (SELECT value FROM json_each(:chat_ids))
    GROUP BY m.chat_id
    """,
    postgres="""
    SELECT m.chat_id, count(*) FROM member m
    JOIN message x ON x.chat_id = m.chat_id AND x.id > m.last_read_id AND x.author_id <> m.user_id
    WHERE m.user_id = :user_id
        AND m.chat_id IN (SELECT value::bigint FROM json_array_elements_text(:chat_ids::json))
    GROUP BY m.chat_id
    """,
)


class Wanted(NamedTuple):
    """Which dialogs, `before` in milliseconds."""

    before: Moment
    with_private: bool
    with_groups: bool
    unread_only: bool
    skipped: int
    limit: int


class RecentRow(NamedTuple):
    """`last_message_id` is the last message that the member may see."""

    chat: Chat
    member: Member
    last_message_id: MessageId | None
    counterpart_id: UserId | None


async def page(tx: Tx, user_id: UserId, wanted: Wanted) -> list[RecentRow]:
    """The most recently used first."""
    rows = await tx.all(_PAGE, user_id=user_id, **wanted._asdict())
    return [_recent_of(row) for row in rows]


async def unread(tx: Tx, user_id: UserId, chat_ids: Iterable[ChatId]) -> dict[int, int]:
    """Unread messages of each chat that has any."""
    rows = await tx.all(_UNREAD, user_id=user_id, chat_ids=json.dumps(list(chat_ids)))
    return {row[0]: int(row[1]) for row in rows}


def _recent_of(row: Row) -> RecentRow:
    end = _CHAT_COLUMNS + _MEMBER_COLUMNS
    last_message_id, counterpart_id = row[end:]
    return RecentRow(
        chat_of(row),
        member_of(row[_CHAT_COLUMNS:end]),
        None if last_message_id is None else MessageId(last_message_id),
        None if counterpart_id is None else UserId(counterpart_id),
    )
