"""Table `bot`: what makes a user a bot."""

import json
from collections.abc import Awaitable, Iterable
from typing import cast

import msgspec

from botyard.model.entities import Bot, BotCounts, BotType, EventMode, UserId
from botyard.store.sql import sql
from botyard.store.topics import BOT, LISTENERS
from botyard.store.tx import Row, Tx

_COLUMNS = """
    user_id, code, owner, type, event_mode, webhook_url, is_hidden, is_support_openline,
    is_reactions_enabled, background_id, language, generation, handlers, unbound
"""

_GET = sql(f"SELECT {_COLUMNS} FROM bot WHERE user_id = :bot_id")  # noqa: S608

_HOLD = sql(
    f"SELECT {_COLUMNS} FROM bot WHERE user_id = :bot_id",  # noqa: S608
    postgres=f"SELECT {_COLUMNS} FROM bot WHERE user_id = :bot_id FOR UPDATE",  # noqa: S608
)

_GET_MANY = sql(
    f"""
    SELECT {_COLUMNS} FROM bot
    WHERE user_id IN (SELECT value FROM json_each(:bot_ids)) ORDER BY user_id
    """,  # noqa: S608
    postgres=f"""
    SELECT {_COLUMNS} FROM bot
    WHERE user_id IN (SELECT value::bigint FROM json_array_elements_text(:bot_ids::json))
    ORDER BY user_id
    """,  # noqa: S608
)

_FIND = sql(f"SELECT {_COLUMNS} FROM bot WHERE code = :code")  # noqa: S608

_PAGE = sql(
    f"""
    SELECT {_COLUMNS} FROM bot
    WHERE owner = :owner AND (:type = '' OR type = :type)
    ORDER BY user_id LIMIT :count OFFSET :skipped
    """,  # noqa: S608
    postgres=f"""
    SELECT {_COLUMNS} FROM bot
    WHERE owner = :owner AND (:type::text = '' OR type = :type::text)
    ORDER BY user_id LIMIT :count OFFSET :skipped
    """,  # noqa: S608
)

_LIST_ALL = sql(f"SELECT {_COLUMNS} FROM bot ORDER BY user_id")  # noqa: S608

_OWNED = sql("SELECT count(*) FROM bot WHERE owner = :owner")

_SAVE = sql(
    """
    INSERT INTO bot (
        user_id, code, owner, type, event_mode, webhook_url, is_hidden, is_support_openline,
        is_reactions_enabled, background_id, language, generation, handlers, unbound
    ) VALUES (
        :id, :code, :owner, :type, :event_mode, :webhook_url, :is_hidden, :is_support_openline,
        :is_reactions_enabled, :background_id, :language, :generation, :handlers,
        :unbound
    )
    ON CONFLICT (user_id) DO UPDATE SET
        code = excluded.code, owner = excluded.owner, event_mode = excluded.event_mode,
        webhook_url = excluded.webhook_url, is_hidden = excluded.is_hidden,
        is_support_openline = excluded.is_support_openline,
        is_reactions_enabled = excluded.is_reactions_enabled,
        background_id = excluded.background_id, handlers = excluded.handlers,
        unbound = excluded.unbound
    """,
    forgets=(BOT, LISTENERS),
)

_REMOVE = sql("DELETE FROM bot WHERE user_id = :bot_id", forgets=(BOT, LISTENERS))

_COUNTS_OF = """
    SELECT
        b.user_id,
        b.messages_in_left_chats + coalesce(
            (SELECT sum(sent_count) FROM member WHERE user_id = b.user_id), 0),
        (SELECT count(*) FROM member WHERE user_id = b.user_id),
        (SELECT count(DISTINCT other.user_id) FROM member mine
            JOIN member other ON other.chat_id = mine.chat_id
            WHERE mine.user_id = b.user_id AND other.user_id <> b.user_id AND NOT other.is_bot),
        (SELECT count(*) FROM command WHERE bot_id = b.user_id)
    FROM bot b WHERE b.user_id IN
"""

_COUNTS = sql(
    f"{_COUNTS_OF} (SELECT value FROM json_each(:bot_ids))",  # noqa: S608
    postgres=f"""
    {_COUNTS_OF} (SELECT value::bigint FROM json_array_elements_text(:bot_ids::json))
    """,  # noqa: S608
)

_KEEP_COUNT = sql(
    """
    UPDATE bot SET messages_in_left_chats = messages_in_left_chats + :messages
    WHERE user_id = :bot_id
    """
)


def get(tx: Tx, bot_id: UserId) -> Awaitable[Bot | None]:
    return tx.recall(BOT, _GET, _first_bot, bot_id=bot_id)


async def hold(tx: Tx, bot_id: UserId) -> Bot | None:
    """The bot as it is now; nobody else changes it before this unit ends."""
    return _first_bot(await tx.all(_HOLD, bot_id=bot_id))


async def get_many(tx: Tx, bot_ids: Iterable[UserId]) -> list[Bot]:
    """Those that exist, by ascending id."""
    rows = await tx.all(_GET_MANY, bot_ids=json.dumps(sorted(set(bot_ids))))
    return [_bot_of(row) for row in rows]


async def find(tx: Tx, code: str) -> Bot | None:
    row = await tx.one(_FIND, code=code)
    return None if row is None else _bot_of(row)


async def page(tx: Tx, owner: str, bot_type: str, *, skipped: int, count: int) -> list[Bot]:
    """The bots of `owner` by ascending id; an empty `bot_type` means every type."""
    rows = await tx.all(_PAGE, owner=owner, type=bot_type, skipped=skipped, count=count)
    return [_bot_of(row) for row in rows]


async def list_all(tx: Tx) -> list[Bot]:
    """By ascending id."""
    return [_bot_of(row) for row in await tx.all(_LIST_ALL)]


async def count_owned(tx: Tx, owner: str) -> int:
    row = await tx.one(_OWNED, owner=owner)
    return 0 if row is None else int(row[0])


async def counts(tx: Tx, bot_ids: Iterable[UserId]) -> dict[UserId, BotCounts]:
    rows = await tx.all(_COUNTS, bot_ids=json.dumps(list(bot_ids)))
    return {
        UserId(row[0]): BotCounts(
            int(row[1]), commands=int(row[4]), chats=int(row[2]), users=int(row[3])
        )
        for row in rows
    }


async def save(tx: Tx, bot: Bot) -> None:
    values = msgspec.structs.asdict(bot)
    lists = {"handlers": json.dumps(bot.handlers), "unbound": json.dumps(bot.unbound)}
    await tx.run(_SAVE, **{**values, **lists})


async def remove(tx: Tx, bot_id: UserId) -> None:
    await tx.run(_REMOVE, bot_id=bot_id)


async def keep_count(tx: Tx, bot_id: UserId, messages: int) -> None:
    """Remember how much a bot wrote in a chat that it leaves."""
    await tx.run(_KEEP_COUNT, bot_id=bot_id, messages=messages)


def _first_bot(rows: list[Row]) -> Bot | None:
    return _bot_of(rows[0]) if rows else None


def _bot_of(row: Row) -> Bot:
    return Bot(
        id=UserId(row[0]),
        code=row[1],
        owner=row[2],
        type=cast("BotType", row[3]),
        event_mode=cast("EventMode", row[4]),
        webhook_url=row[5],
        is_hidden=bool(row[6]),
        is_support_openline=bool(row[7]),
        is_reactions_enabled=bool(row[8]),
        background_id=row[9],
        language=row[10],
        generation=row[11],
        handlers=json.loads(row[12]),
        unbound=tuple(json.loads(row[13])),
    )
