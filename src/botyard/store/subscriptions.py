"""Table `subscription`: people who record what happens in their chats."""

from botyard.model.entities import Moment, UserId
from botyard.store.sql import sql
from botyard.store.topics import LISTENERS
from botyard.store.tx import Tx

_HOLDS = sql("SELECT 1 FROM subscription WHERE user_id = :user_id")

_ADD = sql(
    """
    INSERT INTO subscription (user_id, since) VALUES (:user_id, :since)
    ON CONFLICT (user_id) DO NOTHING
    """,
    forgets=(LISTENERS,),
)

_REMOVE = sql("DELETE FROM subscription WHERE user_id = :user_id", forgets=(LISTENERS,))


async def holds(tx: Tx, user_id: UserId) -> bool:
    return await tx.one(_HOLDS, user_id=user_id) is not None


async def add(tx: Tx, user_id: UserId, now: Moment) -> None:
    await tx.run(_ADD, user_id=user_id, since=now)


async def remove(tx: Tx, user_id: UserId) -> None:
    await tx.run(_REMOVE, user_id=user_id)
