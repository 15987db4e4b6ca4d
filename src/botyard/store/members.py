"""Table `member`: who is in which chat, since when and in which role."""

import json
from collections.abc import Awaitable, Iterable, Sequence
from typing import NamedTuple, cast

from botyard.model.entities import (
    ChatId,
    Member,
    MessageId,
    Position,
    Role,
    Seat,
    UserId,
    Venue,
)
from botyard.store.sql import Sql, sql
from botyard.store.topics import LISTENERS, POSITION
from botyard.store.tx import Row, Tx

NO_OUTSIDERS: frozenset[str] = frozenset()

_COLUMNS = """
    chat_id, user_id, role, is_bot, history_hidden_to, last_read_id, last_sent_id, viewed_to,
    read_at
"""

_GET = sql(
    f"SELECT {_COLUMNS} FROM member WHERE chat_id = :chat_id AND user_id = :user_id"  # noqa: S608
)

_POSITION = sql(
    """
    SELECT m.chat_id, c.type, m.user_id, m.history_hidden_to
    FROM member m JOIN chat c ON c.id = m.chat_id
    WHERE m.chat_id = :chat_id AND m.user_id = :user_id
    """
)

_LIST = sql(f"SELECT {_COLUMNS} FROM member WHERE chat_id = :chat_id ORDER BY place")  # noqa: S608

_HEIR = sql(
    """
    SELECT user_id FROM member WHERE chat_id = :chat_id
    ORDER BY CASE WHEN role = 'manager' THEN 0 ELSE 1 END, place LIMIT 1
    """
)

_LAST_PLACE = sql("SELECT coalesce(max(place), 0) FROM member WHERE chat_id = :chat_id")

_ADD = sql(
    """
    INSERT INTO member (
        chat_id, user_id, place, role, is_bot, history_hidden_to, last_read_id, last_sent_id,
        sent_count, viewed_to
    ) VALUES (
        :chat_id, :user_id, :place, :role, :is_bot, :history_hidden_to, :last_read_id, 0, 0,
        coalesce((
            SELECT up_to FROM past_viewing
            WHERE chat_id = :chat_id AND user_id = :user_id AND above = :history_hidden_to
        ), 0)
    )
    ON CONFLICT (chat_id, user_id) DO NOTHING
    """,
    forgets=(LISTENERS, POSITION),
)

_SET_ROLE = sql("UPDATE member SET role = :role WHERE chat_id = :chat_id AND user_id = :user_id")

_CHANGE_ROLES = sql(
    """
    UPDATE member SET role = :role
    WHERE chat_id = :chat_id AND role = :former
        AND user_id IN (SELECT value FROM json_each(:user_ids))
    """,
    postgres="""
    UPDATE member SET role = :role
    WHERE chat_id = :chat_id AND role = :former
        AND user_id IN (SELECT value::bigint FROM json_array_elements_text(:user_ids::json))
    """,
)

_SET_MUTED = sql(
    "UPDATE member SET muted = :muted WHERE chat_id = :chat_id AND user_id = :user_id"
)

_REMOVE = sql(
    "DELETE FROM member WHERE chat_id = :chat_id AND user_id = :user_id RETURNING sent_count",
    forgets=(LISTENERS, POSITION),
)

_REMOVE_ALL = sql(
    "DELETE FROM member WHERE chat_id = :chat_id RETURNING user_id, is_bot, sent_count",
    forgets=(LISTENERS, POSITION),
)

_REMOVE_PRIVATE = sql(
    """
    DELETE FROM member WHERE chat_id IN (
        SELECT c.id FROM member m JOIN chat c ON c.id = m.chat_id
        WHERE m.user_id = :user_id AND c.type = 'private'
    )
    RETURNING user_id, is_bot, sent_count
    """,
    forgets=(LISTENERS, POSITION),
)

# On PostgreSQL a message may get its id before another one and be noted after it.
_NOTE_SENT = sql(
    """
    UPDATE member SET last_sent_id = max(last_sent_id, :message_id),
        last_read_id = max(last_read_id, :message_id), sent_count = sent_count + 1
    WHERE chat_id = :chat_id AND user_id = :user_id
    """,
    postgres="""
    UPDATE member SET last_sent_id = greatest(last_sent_id, :message_id),
        last_read_id = greatest(last_read_id, :message_id), sent_count = sent_count + 1
    WHERE chat_id = :chat_id AND user_id = :user_id
    """,
)

_SIZES = sql(
    """
    SELECT chat_id, count(*) FROM member
    WHERE chat_id IN (SELECT value FROM json_each(:chat_ids))
    GROUP BY chat_id
    """,
    postgres="""
    SELECT chat_id, count(*) FROM member
    WHERE chat_id IN (SELECT value::bigint FROM json_array_elements_text(:chat_ids::json))
    GROUP BY chat_id
    """,
)

_MANAGERS = sql(
    """
    SELECT chat_id, user_id FROM member
    WHERE chat_id IN (SELECT value FROM json_each(:chat_ids)) AND role = 'manager'
    ORDER BY chat_id, place
    """,
    postgres="""
    SELECT chat_id, user_id FROM member
    WHERE chat_id IN (SELECT value::bigint FROM json_array_elements_text(:chat_ids::json))
        AND role = 'manager'
    ORDER BY chat_id, place
    """,
)

_MUTED = sql(
    """
    SELECT chat_id, user_id FROM member
    WHERE chat_id IN (SELECT value FROM json_each(:chat_ids)) AND muted
    ORDER BY chat_id, place
    """,
    postgres="""
    SELECT chat_id, user_id FROM member
    WHERE chat_id IN (SELECT value::bigint FROM json_array_elements_text(:chat_ids::json))
        AND muted
    ORDER BY chat_id, place
    """,
)

# The types are written out, because the index is of these alone: it tells at once where a portal
# has nobody of them. SQLite must be told to look among the members of the chats, not at everybody
# of these types in turn; PostgreSQL knows which are fewer.
_OUTSIDERS = sql(
    """
    SELECT DISTINCT m.chat_id, u.type FROM json_each(:chat_ids)
    CROSS JOIN member m ON m.chat_id = json_each.value
    CROSS JOIN portal_user u ON u.id = m.user_id
    WHERE u.type IN ('extranet', 'collaber')
        AND EXISTS (SELECT 1 FROM portal_user WHERE type IN ('extranet', 'collaber'))
    """,
    postgres="""
    SELECT DISTINCT m.chat_id, u.type FROM member m JOIN portal_user u ON u.id = m.user_id
    WHERE m.chat_id IN (SELECT value::bigint FROM json_array_elements_text(:chat_ids::json))
        AND u.type IN ('extranet', 'collaber')
    """,
)

_OF_TYPES = """
    FROM member m JOIN portal_user u ON u.id = m.user_id
    WHERE m.chat_id = :chat_id AND m.user_id > :above AND u.type NOT IN
"""

_PAGE = sql(
    f"""
    SELECT m.user_id {_OF_TYPES} (SELECT value FROM json_each(:left_out))
    ORDER BY m.user_id LIMIT :count OFFSET :skipped
    """,  # noqa: S608
    postgres=f"""
    SELECT m.user_id {_OF_TYPES} (SELECT value FROM json_array_elements_text(:left_out::json))
    ORDER BY m.user_id LIMIT :count OFFSET :skipped
    """,  # noqa: S608
)

_COUNT_OF_TYPES = sql(
    f"SELECT count(*) {_OF_TYPES} (SELECT value FROM json_each(:left_out))",  # noqa: S608
    postgres=f"""
    SELECT count(*) {_OF_TYPES} (SELECT value FROM json_array_elements_text(:left_out::json))
    """,  # noqa: S608
)

_ORDERS = {
    ("id", "ASC"): "place ASC",
    ("id", "DESC"): "place DESC",
    ("userId", "ASC"): "user_id ASC",
    ("userId", "DESC"): "user_id DESC",
    ("lastSendMessageId", "ASC"): "last_sent_id ASC, place ASC",
    ("lastSendMessageId", "DESC"): "last_sent_id DESC, place DESC",
}

_USERS: dict[tuple[str, str], Sql] = {
    key: sql(
        f"SELECT user_id FROM member WHERE chat_id = :chat_id ORDER BY {order} LIMIT :count"  # noqa: S608
    )
    for key, order in _ORDERS.items()
}


class Order(NamedTuple):
    """`field` is id (order of joining), userId or lastSendMessageId; `way` ASC or DESC."""

    field: str = "id"
    way: str = "ASC"


async def get(tx: Tx, chat_id: ChatId, user_id: UserId) -> Member | None:
    row = await tx.one(_GET, chat_id=chat_id, user_id=user_id)
    return None if row is None else member_of(row)


def find_position(tx: Tx, chat_id: ChatId, user_id: UserId) -> Awaitable[Position | None]:
    return tx.recall(POSITION, _POSITION, _position_of, chat_id=chat_id, user_id=user_id)


async def list_all(tx: Tx, chat_id: ChatId) -> list[Member]:
    """In the order in which they joined."""
    return [member_of(row) for row in await tx.all(_LIST, chat_id=chat_id)]


async def page(
    tx: Tx, chat_id: ChatId, left_out: Iterable[str], *, above: int, skipped: int, count: int
) -> tuple[list[UserId], int]:
    """Members by ascending id, without the user types `left_out`; and how many there are.

    Those up to the id `above` are neither answered nor counted.
    """
    wanted = {"chat_id": chat_id, "left_out": json.dumps(list(left_out)), "above": above}
    rows = await tx.all(_PAGE, **wanted, skipped=skipped, count=count)
    total = await tx.one(_COUNT_OF_TYPES, **wanted)
    return [UserId(row[0]) for row in rows], 0 if total is None else int(total[0])


async def list_users(tx: Tx, chat_id: ChatId, order: Order, count: int) -> list[UserId]:
    rows = await tx.all(_USERS[order], chat_id=chat_id, count=count)
    return [UserId(row[0]) for row in rows]


async def sizes(tx: Tx, chat_ids: Iterable[ChatId]) -> dict[int, int]:
    """How many members each chat has."""
    rows = await tx.all(_SIZES, chat_ids=json.dumps(list(chat_ids)))
    return {row[0]: int(row[1]) for row in rows}


async def managers(tx: Tx, chat_ids: Iterable[ChatId]) -> dict[int, list[int]]:
    """The managers of each chat that has any."""
    return _by_chat(await tx.all(_MANAGERS, chat_ids=json.dumps(list(chat_ids))))


async def muted(tx: Tx, chat_ids: Iterable[ChatId]) -> dict[int, list[int]]:
    """Who muted each chat that anybody has muted."""
    return _by_chat(await tx.all(_MUTED, chat_ids=json.dumps(list(chat_ids))))


async def outsiders(tx: Tx, chat_ids: Iterable[ChatId]) -> dict[int, frozenset[str]]:
    """Which of `extranet` and `collaber` the members of each chat are, where any is."""
    rows = await tx.all(_OUTSIDERS, chat_ids=json.dumps(list(chat_ids)))
    found: dict[int, frozenset[str]] = {}
    for chat_id, kind in rows:
        found[chat_id] = found.get(chat_id, NO_OUTSIDERS) | {kind}
    return found


async def find_heir(tx: Tx, chat_id: ChatId) -> UserId | None:
    """The manager who joined first, else whoever joined first."""
    row = await tx.one(_HEIR, chat_id=chat_id)
    return None if row is None else UserId(row[0])


async def add(tx: Tx, chat_id: ChatId, newcomers: Sequence[Member]) -> set[UserId]:
    """Place them in their order after whoever is there; answer who was not in the chat before.

    Whoever comes back has viewed what they had.
    """
    row = await tx.one(_LAST_PLACE, chat_id=chat_id)
    last = 0 if row is None else int(row[0])
    added: set[UserId] = set()
    for place, member in enumerate(newcomers, start=last + 1):
        inserted = await tx.run(
            _ADD,
            chat_id=chat_id,
            user_id=member.user_id,
            place=place,
            role=member.role,
            is_bot=member.is_bot,
            history_hidden_to=member.history_hidden_to,
            last_read_id=member.last_read_id,
        )
        if inserted:
            added.add(member.user_id)
    return added


async def set_role(tx: Tx, chat_id: ChatId, user_id: UserId, role: Role) -> None:
    await tx.run(_SET_ROLE, chat_id=chat_id, user_id=user_id, role=role)


async def change_roles(
    tx: Tx, chat_id: ChatId, user_ids: Iterable[int], former: Role, role: Role
) -> None:
    """Give `role` to those of `user_ids` that are members with the role `former`."""
    wanted = json.dumps(sorted(set(user_ids)))
    await tx.run(_CHANGE_ROLES, chat_id=chat_id, user_ids=wanted, former=former, role=role)


async def set_muted(tx: Tx, chat_id: ChatId, user_id: UserId, *, muted: bool) -> None:
    await tx.run(_SET_MUTED, chat_id=chat_id, user_id=user_id, muted=muted)


async def remove(tx: Tx, chat_id: ChatId, user_id: UserId) -> int | None:
    """Answer how many messages the user had sent there, or None if it was no member."""
    row = await tx.one(_REMOVE, chat_id=chat_id, user_id=user_id)
    return None if row is None else int(row[0])


async def remove_all(tx: Tx, chat_id: ChatId) -> dict[UserId, int]:
    """Answer how many messages each of the bots among them had sent there, by ascending id."""
    return _sent_by_bots(await tx.all(_REMOVE_ALL, chat_id=chat_id))


async def remove_private(tx: Tx, user_id: UserId) -> dict[UserId, int]:
    """Both sides of each private dialog of the user; answers as `remove_all`."""
    return _sent_by_bots(await tx.all(_REMOVE_PRIVATE, user_id=user_id))


def note_sent(tx: Tx, chat_id: ChatId, user_id: UserId, message_id: MessageId) -> Awaitable[int]:
    """Who writes has read what stands above."""
    return tx.run(_NOTE_SENT, chat_id=chat_id, user_id=user_id, message_id=message_id)


def _sent_by_bots(rows: list[Row]) -> dict[UserId, int]:
    sent: dict[UserId, int] = {}
    for user_id, is_bot, count in sorted(rows):
        if is_bot:
            sent[UserId(user_id)] = sent.get(UserId(user_id), 0) + int(count)
    return sent


def _by_chat(rows: list[Row]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for chat_id, user_id in rows:
        found.setdefault(chat_id, []).append(user_id)
    return found


def _position_of(rows: list[Row]) -> Position | None:
    if not rows:
        return None
    chat_id, chat_type, user_id, history_hidden_to = rows[0]
    return Position(
        Venue(id=chat_id, type=chat_type),
        Seat(chat_id=chat_id, user_id=user_id, history_hidden_to=history_hidden_to),
    )


def member_of(row: Row) -> Member:
    return Member(
        chat_id=ChatId(row[0]),
        user_id=UserId(row[1]),
        role=cast("Role", row[2]),
        is_bot=bool(row[3]),
        history_hidden_to=row[4],
        last_read_id=row[5],
        last_sent_id=row[6],
        viewed_to=row[7],
        read_at=row[8],
    )
