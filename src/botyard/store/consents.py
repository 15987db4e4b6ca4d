"""Table `consent`: what each person has agreed to."""

import json

from botyard.model.entities import UserId
from botyard.store.sql import sql
from botyard.store.tx import Tx

_FIND = sql("SELECT scopes FROM consent WHERE client_id = :client_id AND user_id = :user_id")

_SAVE = sql(
    """
    INSERT INTO consent (client_id, user_id, scopes) VALUES (:client_id, :user_id, :scopes)
    ON CONFLICT (client_id, user_id) DO UPDATE SET scopes = excluded.scopes
    """
)

_REMOVE = sql("DELETE FROM consent WHERE client_id = :client_id")


async def find(tx: Tx, client_id: str, user_id: UserId) -> tuple[str, ...] | None:
    """The scopes, which may be none; None where the person was never asked or never agreed."""
    row = await tx.one(_FIND, client_id=client_id, user_id=user_id)
    return None if row is None else tuple(json.loads(row[0]))


async def save(tx: Tx, client_id: str, user_id: UserId, scopes: tuple[str, ...]) -> None:
    await tx.run(_SAVE, client_id=client_id, user_id=user_id, scopes=json.dumps(scopes))


async def remove_all(tx: Tx, client_id: str) -> None:
    await tx.run(_REMOVE, client_id=client_id)
