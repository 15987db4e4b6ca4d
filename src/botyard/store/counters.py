"""Table `counter`: ids of people, bots, chats and handlers, alike on both engines."""

from botyard.model.entities import ChatId, HandlerId, UserId
from botyard.store.sql import sql
from botyard.store.tx import Tx

# Between the numbers of two handlers are those of a bot's: see `delivery.webhook.handler_id`.
HANDLER_STEP = 32

_NEXT = sql("UPDATE counter SET value = value + :step WHERE name = :name RETURNING value")

_HOLD = sql(
    "SELECT value FROM counter WHERE name = :name",
    postgres="SELECT value FROM counter WHERE name = :name FOR UPDATE",
)

_SKIP = sql("UPDATE counter SET value = :value WHERE name = :name AND value < :value")


async def next_user_id(tx: Tx) -> UserId:
    return UserId(await _next(tx, "user"))


async def hold_user_ids(tx: Tx) -> None:
    """Have units that add users, or count them, go one after the other."""
    await tx.one(_HOLD, name="user")


async def next_chat_id(tx: Tx) -> ChatId:
    return ChatId(await _next(tx, "chat"))


async def next_handler_id(tx: Tx) -> HandlerId:
    return HandlerId(-await _next(tx, "handler", HANDLER_STEP))


async def skip_user_ids(tx: Tx, up_to: UserId) -> None:
    """Never hand out an id that somebody chose by hand."""
    await tx.run(_SKIP, name="user", value=up_to)


async def _next(tx: Tx, name: str, step: int = 1) -> int:
    row = await tx.one(_NEXT, name=name, step=step)
    if row is None:
        raise LookupError(f"there is no counter {name}")
    return int(row[0])
