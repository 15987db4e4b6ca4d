"""Table `receiver`: what proves to the program behind a bot's webhook URL who is calling."""

from typing import NamedTuple

from botyard.model.entities import Bot, UserId
from botyard.store.sql import sql
from botyard.store.tx import Tx

_GET = sql("SELECT bot_id, application_token, signing_key FROM receiver WHERE bot_id = :bot_id")

_OF_OWNER = sql(
    """
    SELECT r.application_token FROM bot b JOIN receiver r ON r.bot_id = b.user_id
    WHERE b.owner = :owner AND r.application_token <> '' ORDER BY b.user_id LIMIT 1
    """
)

# Two units that look for the owner's token at once would each see none, and make one.
_HOLD_OWNER = sql(
    "SELECT :owner",
    postgres="SELECT pg_advisory_xact_lock(hashtextextended('receiver ' || :owner, 0))",
)

_ADD = sql(
    """
    INSERT INTO receiver (bot_id, application_token, signing_key)
    VALUES (:bot_id, :application_token, :signing_key)
    ON CONFLICT (bot_id) DO UPDATE SET application_token = excluded.application_token
        WHERE receiver.application_token = ''
    """
)

_FORGET_TOKEN = sql("UPDATE receiver SET application_token = '' WHERE bot_id = :bot_id")

_REMOVE = sql("DELETE FROM receiver WHERE bot_id = :bot_id")


class Receiver(NamedTuple):
    """`signing_key` in hexadecimal digits. Both are needed in clear with every event."""

    bot_id: UserId
    application_token: str
    signing_key: str


async def get(tx: Tx, bot_id: UserId) -> Receiver | None:
    """None also while it has no application token."""
    row = await tx.one(_GET, bot_id=bot_id)
    return None if row is None or not row[1] else Receiver(UserId(row[0]), row[1], row[2])


async def application_token_of(tx: Tx, owner: str) -> str | None:
    """That of the owner's first bot."""
    row = await tx.one(_OF_OWNER, owner=owner)
    return None if row is None else str(row[0])


async def add(tx: Tx, bot: Bot, application_token: str, signing_key: str) -> None:
    """Bots of one owner share their first one's application token; a signing key is for life."""
    await tx.one(_HOLD_OWNER, owner=bot.owner)
    shared = await application_token_of(tx, bot.owner)
    await tx.run(
        _ADD,
        bot_id=bot.id,
        application_token=shared or application_token,
        signing_key=signing_key,
    )


async def forget_token(tx: Tx, bot_id: UserId) -> None:
    """Let the bot have another application token; its signing key stays."""
    await tx.run(_FORGET_TOKEN, bot_id=bot_id)


async def remove(tx: Tx, bot_id: UserId) -> None:
    await tx.run(_REMOVE, bot_id=bot_id)
