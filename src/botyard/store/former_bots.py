"""Table `former_bot`: bots that were unregistered, while they may read their last events."""

import msgspec

from botyard.model.entities import Bot, BotCounts, Moment, UserId
from botyard.store.sql import sql
from botyard.store.tx import Tx

_GET = sql("SELECT body FROM former_bot WHERE user_id = :bot_id AND unregistered_at > :since")

_GET_COUNTS = sql("SELECT counts FROM former_bot WHERE user_id = :bot_id")

_ADD = sql(
    """
    INSERT INTO former_bot (user_id, unregistered_at, body, counts)
    VALUES (:bot_id, :now, :body, :counts)
    """
)

_FORGET = sql("DELETE FROM former_bot WHERE unregistered_at <= :since RETURNING user_id")

_write = msgspec.json.Encoder().encode
_read = msgspec.json.Decoder(Bot).decode
_read_counts = msgspec.json.Decoder(BotCounts).decode


async def get(tx: Tx, bot_id: UserId, since: Moment) -> Bot | None:
    """The bot, if it was unregistered after `since`."""
    row = await tx.one(_GET, bot_id=bot_id, since=since)
    return None if row is None else _read(row[0])


async def get_counts(tx: Tx, bot_id: UserId) -> BotCounts | None:
    """What the bot had done when it was unregistered."""
    row = await tx.one(_GET_COUNTS, bot_id=bot_id)
    return None if row is None else _read_counts(row[0])


async def add(tx: Tx, bot: Bot, counts: BotCounts, now: Moment) -> None:
    written = {"body": _write(bot).decode(), "counts": _write(counts).decode()}
    await tx.run(_ADD, bot_id=bot.id, now=now, **written)


async def forget(tx: Tx, since: Moment) -> list[UserId]:
    """Those that were unregistered at `since` or before."""
    return [UserId(row[0]) for row in await tx.all(_FORGET, since=since)]
