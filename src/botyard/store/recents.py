"""The dialogs of one person, a page at a time: tables `member`, `chat` and `message`."""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from botyard.model.entities import Chat, ChatId, Member, MessageId, Moment, UserId
from botyard.store.chats import chat_of
from botyard.store.members import member_of
from botyard.store.patterns import Pattern
from botyard.store.sql import sql
from botyard.store.tx import Row, Tx

# A group is listed as soon as it exists, a private dialog once somebody has said something or
# pinned it.
_PAGE = sql(
    """
    SELECT c.id, c.type, c.title, c.description, c.color, c.avatar, c.owner_id, c.entity_type,
        c.entity_id, c.created_at, c.last_message_id, c.message_count, c.text_field_enabled,
        m.chat_id, m.user_id, m.role, m.is_bot, m.history_hidden_to, m.last_read_id,
        m.last_sent_id, m.viewed_to, m.read_at, x.id, other.user_id, m.pinned_at IS NOT NULL,
        m.marked_unread, m.listed_at
    FROM member m
    JOIN chat c ON c.id = m.chat_id
    LEFT JOIN message x ON x.id = c.last_message_id AND x.id > m.history_hidden_to
    LEFT JOIN member other
        ON c.type = 'private' AND other.chat_id = m.chat_id AND other.user_id <> m.user_id
    WHERE m.user_id = :user_id
        AND coalesce(c.last_message_id, 0) > m.hidden_to
        AND CASE WHEN c.type = 'private'
            THEN :with_private AND (x.id IS NOT NULL OR m.pinned_at IS NOT NULL)
            ELSE :with_groups END
        AND coalesce(x.created_at, c.created_at) < :before
        AND (coalesce(x.created_at, c.created_at) >= :since OR m.listed_at >= :since)
        AND (NOT :unread_only OR m.marked_unread OR EXISTS (
            SELECT 1 FROM message unread
            WHERE unread.chat_id = m.chat_id AND unread.id > m.last_read_id
                AND unread.author_id <> m.user_id
        ))
    ORDER BY CASE WHEN :pins_first THEN coalesce(m.pinned_at, 0) ELSE 0 END DESC,
        coalesce(x.created_at, c.created_at) DESC, c.id DESC
    LIMIT :limit OFFSET :skipped
    """
)
_CHAT_COLUMNS = 13
_MEMBER_COLUMNS = 9

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

# Where the last message is read nothing can be unread, and nothing is counted.
_COUNTERS = sql(
    """
    SELECT m.chat_id, c.type, other.user_id, m.muted, m.marked_unread, (
        SELECT count(*) FROM message x
        WHERE x.chat_id = m.chat_id AND x.id > m.last_read_id AND x.author_id <> m.user_id
    )
    FROM member m
    JOIN chat c ON c.id = m.chat_id
    LEFT JOIN member other
        ON c.type = 'private' AND other.chat_id = m.chat_id AND other.user_id <> m.user_id
    WHERE m.user_id = :user_id
        AND (m.marked_unread OR coalesce(c.last_message_id, 0) > m.last_read_id)
    ORDER BY m.chat_id
    """
)

_FIND_GROUPS = sql(
    """
    SELECT m.chat_id FROM member m JOIN chat c ON c.id = m.chat_id
    WHERE m.user_id = :user_id AND c.type <> 'private' AND (
        NOT EXISTS (
            SELECT 1 FROM json_each(:words) word WHERE NOT EXISTS (
                SELECT 1 FROM json_each(word.value) spelled
                WHERE ' ' || c.title GLOB '*[- ("''.,/]' || spelled.value || '*'
            )
        )
        OR EXISTS (
            SELECT 1 FROM member other WHERE other.chat_id = m.chat_id
                AND other.user_id IN (SELECT value FROM json_each(:people))
        )
    )
    ORDER BY m.chat_id DESC
    """,
    postgres="""
    SELECT m.chat_id FROM member m JOIN chat c ON c.id = m.chat_id
    WHERE m.user_id = :user_id AND c.type <> 'private' AND (
        NOT EXISTS (
            SELECT 1 FROM json_array_elements(:words::json) word WHERE NOT EXISTS (
                SELECT 1 FROM json_array_elements_text(word) spelled
                WHERE ' ' || c.title ~ ('[- ("''.,/]' || spelled)
            )
        )
        OR EXISTS (
            SELECT 1 FROM member other WHERE other.chat_id = m.chat_id AND other.user_id IN (
                SELECT value::bigint FROM json_array_elements_text(:people::json)
            )
        )
    )
    ORDER BY m.chat_id DESC
    """,
)

# A hidden dialog that is pinned or marked is back in the list.
_PIN = sql(
    """
    UPDATE member SET pinned_at = :now, hidden_to = -1, listed_at = :now
    WHERE chat_id = :chat_id AND user_id = :user_id AND pinned_at IS NULL
    """
)

_UNPIN = sql(
    """
    UPDATE member SET pinned_at = NULL, listed_at = :now
    WHERE chat_id = :chat_id AND user_id = :user_id AND pinned_at IS NOT NULL
    """
)

_MARK_UNREAD = sql(
    """
    UPDATE member SET marked_unread = TRUE, hidden_to = -1, listed_at = :now
    WHERE chat_id = :chat_id AND user_id = :user_id
    """
)

_HIDE = sql(
    """
    UPDATE member SET pinned_at = NULL, marked_unread = FALSE, listed_at = :now,
        hidden_to = coalesce((SELECT last_message_id FROM chat WHERE id = :chat_id), 0)
    WHERE chat_id = :chat_id AND user_id = :user_id
    """
)


class Wanted(NamedTuple):
    """Which dialogs, `before` and `since` in milliseconds."""

    before: Moment
    since: Moment
    with_private: bool
    with_groups: bool
    unread_only: bool
    pins_first: bool
    skipped: int
    limit: int


class RecentRow(NamedTuple):
    """`last_message_id` is the last message that the member may see.

    `listed_at` is when the member last changed how the dialog is listed.
    """

    chat: Chat
    member: Member
    last_message_id: MessageId | None
    counterpart_id: UserId | None
    is_pinned: bool
    is_marked: bool
    listed_at: Moment


class Counter(NamedTuple):
    """What one dialog adds to the counters of its member."""

    chat_id: ChatId
    counterpart_id: UserId | None
    is_muted: bool
    is_marked: bool
    unread: int


async def page(tx: Tx, user_id: UserId, wanted: Wanted) -> list[RecentRow]:
    """The most recently used first."""
    rows = await tx.all(_PAGE, user_id=user_id, **wanted._asdict())
    return [_recent_of(row) for row in rows]


async def unread(tx: Tx, user_id: UserId, chat_ids: Iterable[ChatId]) -> dict[int, int]:
    """Unread messages of each chat that has any."""
    rows = await tx.all(_UNREAD, user_id=user_id, chat_ids=json.dumps(list(chat_ids)))
    return {row[0]: int(row[1]) for row in rows}


async def counters(tx: Tx, user_id: UserId) -> list[Counter]:
    """The dialogs of one user that are marked or may have unread messages."""
    return [
        Counter(
            ChatId(chat_id),
            UserId(other_id) if chat_type == "private" and other_id is not None else None,
            bool(muted),
            bool(marked),
            int(unread_count),
        )
        for chat_id, chat_type, other_id, muted, marked, unread_count in await tx.all(
            _COUNTERS, user_id=user_id
        )
    ]


async def find_groups(
    tx: Tx, user_id: UserId, words: Sequence[Sequence[Pattern]], people: Sequence[UserId]
) -> list[ChatId]:
    """The user's groups, the newest first, where each of `words` begins one of the title, or
    where one of `people` is a member.
    """
    rows = await tx.all(
        _FIND_GROUPS, user_id=user_id, words=json.dumps(words), people=json.dumps(people)
    )
    return [ChatId(row[0]) for row in rows]


async def pin(tx: Tx, chat_id: ChatId, user_id: UserId, now: Moment) -> None:
    """What is pinned already keeps its place."""
    await tx.run(_PIN, chat_id=chat_id, user_id=user_id, now=now)


async def unpin(tx: Tx, chat_id: ChatId, user_id: UserId, now: Moment) -> None:
    await tx.run(_UNPIN, chat_id=chat_id, user_id=user_id, now=now)


async def mark_unread(tx: Tx, chat_id: ChatId, user_id: UserId, now: Moment) -> None:
    await tx.run(_MARK_UNREAD, chat_id=chat_id, user_id=user_id, now=now)


async def hide(tx: Tx, chat_id: ChatId, user_id: UserId, now: Moment) -> None:
    """Take the dialog out of the list until the next message; its pin and its mark go."""
    await tx.run(_HIDE, chat_id=chat_id, user_id=user_id, now=now)


def _recent_of(row: Row) -> RecentRow:
    end = _CHAT_COLUMNS + _MEMBER_COLUMNS
    last_message_id, counterpart_id, is_pinned, is_marked, listed_at = row[end:]
    return RecentRow(
        chat_of(row),
        member_of(row[_CHAT_COLUMNS:end]),
        None if last_message_id is None else MessageId(last_message_id),
        None if counterpart_id is None else UserId(counterpart_id),
        bool(is_pinned),
        bool(is_marked),
        Moment(listed_at),
    )
