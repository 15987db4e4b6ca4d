"""People who have what happens in their chats recorded."""

from botyard.model.entities import Moment, UserId
from botyard.store import subscriptions
from botyard.store.tx import Tx


async def is_subscribed(tx: Tx, user_id: UserId) -> bool:
    return await subscriptions.holds(tx, user_id)


async def subscribe(tx: Tx, user_id: UserId, now: Moment) -> None:
    await subscriptions.add(tx, user_id, now)


async def unsubscribe(tx: Tx, user_id: UserId) -> None:
    await subscriptions.remove(tx, user_id)
