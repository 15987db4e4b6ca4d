"""Table `member`: up to where each member of a chat has read and viewed."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from botyard.model.entities import ChatId, Member, MessageId, Moment, UserId
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
        listed_at = :now, read_at = :now
    WHERE chat_id = :chat_id AND user_id = :user_id
        AND (marked_unread OR last_read_id < :message_id)
    """,
    postgres="""
    UPDATE member SET last_read_id = greatest(last_read_id, :message_id), marked_unread = FALSE,
        listed_at = :now, read_at = :now
    WHERE chat_id = :chat_id AND user_id = :user_id
        AND (marked_unread OR last_read_id < :message_id)
    """,
)

_READ_ALL = sql(
    """
    UPDATE member SET marked_unread = FALSE, listed_at = :now, read_at = :now,
        last_read_id = max(last_read_id, coalesce(
            (SELECT last_message_id FROM chat WHERE id = member.chat_id), 0))
    WHERE user_id = :user_id AND (marked_unread OR last_read_id < coalesce(
        (SELECT last_message_id FROM chat WHERE id = member.chat_id), 0))
    """,
    postgres="""
    UPDATE member SET marked_unread = FALSE, listed_at = :now, read_at = :now,
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
    SELECT max(history_hidden_to, :first - 1), min(max(last_read_id, viewed_to), :last), count(*),
        CASE WHEN user_id IN (SELECT value FROM json_each(:apart)) THEN user_id END
    FROM member
    WHERE chat_id = :chat_id AND max(last_read_id, viewed_to) >= :first
        AND history_hidden_to < :last
    GROUP BY 1, 2, 4
    """,
    postgres="""
    SELECT greatest(history_hidden_to, :first::bigint - 1),
        least(greatest(last_read_id, viewed_to), :last::bigint), count(*),
        CASE WHEN user_id IN (
            SELECT value::bigint FROM json_array_elements_text(:apart::json)
        ) THEN user_id END
    FROM member
    WHERE chat_id = :chat_id AND greatest(last_read_id, viewed_to) >= :first::bigint
        AND history_hidden_to < :last::bigint
    GROUP BY 1, 2, 4
    """,
)

# Of who came back only what they have not viewed again: the rest is counted with the members.
_PAST = """
    FROM past_viewing p LEFT JOIN member m
        ON m.chat_id = p.chat_id AND m.user_id = p.user_id AND m.history_hidden_to <= p.above
    WHERE p.chat_id = :chat_id AND p.up_to >= :first AND p.above < :last
        AND (m.user_id IS NULL OR (m.last_read_id < p.up_to AND m.viewed_to < p.up_to))
"""

_PAST_VIEWINGS = sql(
    f"""
    SELECT max(p.above, :first - 1, coalesce(max(m.last_read_id, m.viewed_to), 0)),
        min(p.up_to, :last), count(*), NULL {_PAST}
        AND p.user_id NOT IN (SELECT value FROM json_each(:apart))
    GROUP BY 1, 2
    """,  # noqa: S608
    postgres=f"""
    SELECT greatest(p.above, :first::bigint - 1, m.last_read_id, m.viewed_to),
        least(p.up_to, :last::bigint), count(*), NULL {_PAST}
        AND p.user_id NOT IN (
            SELECT value::bigint FROM json_array_elements_text(:apart::json)
        )
    GROUP BY 1, 2
    """,  # noqa: S608
)

_PAST_OF = sql(
    f"""
    SELECT p.user_id, max(p.above, coalesce(max(m.last_read_id, m.viewed_to), 0)), p.up_to {_PAST}
        AND p.user_id IN (SELECT value FROM json_each(:user_ids))
    """,  # noqa: S608
    postgres=f"""
    SELECT p.user_id, greatest(p.above, m.last_read_id, m.viewed_to), p.up_to {_PAST}
        AND p.user_id IN (SELECT value::bigint FROM json_array_elements_text(:user_ids::json))
    """,  # noqa: S608
)

_LEFT_BY_VIEWERS = sql(
    """
    SELECT value FROM json_each(:chat_ids)
    WHERE EXISTS (SELECT 1 FROM past_viewing WHERE chat_id = value)
    """,
    postgres="""
    SELECT value::bigint FROM json_array_elements_text(:chat_ids::json)
    WHERE EXISTS (SELECT 1 FROM past_viewing WHERE chat_id = value::bigint)
    """,
)

_KEEP_VIEWING = sql(
    """
    INSERT INTO past_viewing (chat_id, user_id, above, up_to)
    VALUES (:chat_id, :user_id, :above, :up_to)
    """
)

_TAKE_OVERLAPPING = sql(
    """
    DELETE FROM past_viewing
    WHERE chat_id = :chat_id AND user_id = :user_id AND above <= :up_to AND up_to >= :above
    RETURNING above, up_to
    """
)


class Viewing(NamedTuple):
    """How many people viewed the messages after `above`, up to `to` and with it.

    `user_id` is who it was, where that was asked.
    """

    above: int
    to: int
    readers: int
    user_id: int | None


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
    tx: Tx, chat_id: ChatId, first: int, last: int, apart: Iterable[int], *, anybody_left: bool
) -> list[Viewing]:
    """What was viewed of the messages from `first` to `last`; by each of those `apart` by name.

    Whoever left the chat counts as well, if anybody did: what was viewed stays viewed. But those
    `apart` do so by `past_viewings_of`.
    """
    wanted = {"chat_id": chat_id, "first": first, "last": last, "apart": json.dumps(list(apart))}
    rows = await tx.all(_VIEWINGS, **wanted)
    if anybody_left:
        rows = [*rows, *await tx.all(_PAST_VIEWINGS, **wanted)]
    return [Viewing(row[0], row[1], int(row[2]), row[3]) for row in rows]


async def left_by_viewers(tx: Tx, chat_ids: Iterable[ChatId]) -> frozenset[ChatId]:
    """Those of `chat_ids` that there are past viewings of."""
    rows = await tx.all(_LEFT_BY_VIEWERS, chat_ids=json.dumps(list(chat_ids)))
    return frozenset(ChatId(row[0]) for row in rows)


async def past_viewings_of(
    tx: Tx, chat_id: ChatId, first: int, last: int, user_ids: Iterable[int]
) -> list[Viewing]:
    """What those of `user_ids` who left the chat had viewed from `first` to `last`."""
    wanted = json.dumps(list(user_ids))
    rows = await tx.all(_PAST_OF, chat_id=chat_id, first=first, last=last, user_ids=wanted)
    return [Viewing(row[1], row[2], 1, row[0]) for row in rows]


async def keep_viewing(tx: Tx, member: Member) -> None:
    """Remember what somebody who leaves has viewed, as one with what they had before."""
    above, up_to = member.history_hidden_to, member.has_viewed_to
    if up_to <= above:
        return
    who = {"chat_id": member.chat_id, "user_id": member.user_id}
    for row in await tx.all(_TAKE_OVERLAPPING, **who, above=above, up_to=up_to):
        above, up_to = min(above, row[0]), max(up_to, row[1])
    await tx.run(_KEEP_VIEWING, **who, above=above, up_to=up_to)
