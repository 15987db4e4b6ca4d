"""Table `found_dialog`: what people chose from what a search found."""

from botyard.model.entities import Moment, UserId
from botyard.store.sql import sql
from botyard.store.tx import Tx

_LIST = sql(
    """
    SELECT dialog_id FROM found_dialog WHERE user_id = :user_id
    ORDER BY found_at DESC, dialog_id
    """
)

_ADD = sql(
    """
    INSERT INTO found_dialog (user_id, dialog_id, found_at) VALUES (:user_id, :dialog_id, :now)
    ON CONFLICT (user_id, dialog_id) DO UPDATE SET found_at = excluded.found_at
    """
)

_REMOVE = sql("DELETE FROM found_dialog WHERE user_id = :user_id AND dialog_id = :dialog_id")


async def list_all(tx: Tx, user_id: UserId) -> list[str]:
    """The last one chosen first."""
    return [row[0] for row in await tx.all(_LIST, user_id=user_id)]


async def add(tx: Tx, user_id: UserId, dialog_id: str, now: Moment) -> None:
    await tx.run(_ADD, user_id=user_id, dialog_id=dialog_id, now=now)


async def remove(tx: Tx, user_id: UserId, dialog_id: str) -> bool:
    """Answer whether it was there."""
    return await tx.run(_REMOVE, user_id=user_id, dialog_id=dialog_id) > 0
