"""Finding people and bots."""

from collections.abc import Iterable

from botyard.model.entities import Bot, ChatId, User, UserId
from botyard.store import bots, members, users
from botyard.store.members import Order
from botyard.store.tx import Tx

ORDER_FIELDS = ("id", "userId", "lastSendMessageId")
ORDER_WAYS = ("ASC", "DESC")
# More members than any chat has.
EVERYBODY = 1_000_000


async def list_all(tx: Tx) -> list[User]:
    return await users.list_all(tx)


async def of_ids(tx: Tx, user_ids: Iterable[int]) -> list[User]:
    """Those who exist, by ascending id."""
    return await users.get_many(tx, user_ids)


async def page_of_people(
    tx: Tx, *, skipped: int, count: int, descending: bool
) -> tuple[list[User], int]:
    """Neither bots nor e-mail users, by id; and how many people there are in all."""
    found = await users.page_of_people(tx, skipped=skipped, count=count, descending=descending)
    return found, await users.count_people(tx)


async def of_chat(
    tx: Tx, chat_id: ChatId, order: Order | None = None, count: int = EVERYBODY
) -> list[User]:
    """The members of a chat, by default in the order in which they joined."""
    ids = await members.list_users(tx, chat_id, order or Order(), count)
    found = {user.id: user for user in await users.get_many(tx, ids)}
    return [found[user_id] for user_id in ids if user_id in found]


async def page_of_chat(
    tx: Tx, chat_id: ChatId, left_out: Iterable[str], *, above: int, skipped: int, count: int
) -> tuple[list[User], int]:
    """Members by ascending id, without the types `left_out`; and how many there are in all."""
    ids, total = await members.page(
        tx, chat_id, left_out, above=above, skipped=skipped, count=count
    )
    return await users.get_many(tx, ids), total


async def ids_of_chat(tx: Tx, chat_id: ChatId) -> list[UserId]:
    """In the order in which they joined."""
    return await members.list_users(tx, chat_id, Order(), EVERYBODY)


async def bots_among(tx: Tx, found: Iterable[User]) -> dict[UserId, Bot]:
    """What makes some of them bots."""
    bot_ids = [user.id for user in found if user.is_bot]
    if not bot_ids:
        return {}
    return {bot.id: bot for bot in await bots.get_many(tx, bot_ids)}


def order_by(field: str, way: str) -> Order:
    """An order that exists: unknown words mean the order of joining."""
    upper = way.upper()
    if field not in ORDER_FIELDS or upper not in ORDER_WAYS:
        return Order()
    return Order(field, upper)
