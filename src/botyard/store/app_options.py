"""Table `app_option`: what applications keep, for themselves and for each person."""

import json

from botyard.store.sql import sql
from botyard.store.tx import Tx

_FIND = sql(
    """
    SELECT value FROM app_option
    WHERE client_id = :client_id AND user_id = :user_id AND name = :name
    """
)

_LIST = sql(
    """
    SELECT name, value FROM app_option WHERE client_id = :client_id AND user_id = :user_id
    ORDER BY name
    """
)

_SAVE = sql(
    """
    INSERT INTO app_option (client_id, user_id, name, value)
    VALUES (:client_id, :user_id, :name, :value)
    ON CONFLICT (client_id, user_id, name) DO UPDATE SET value = excluded.value
    """
)

_SIZE = sql(
    """
    SELECT count(*), coalesce(sum(length(value)), 0) FROM app_option
    WHERE client_id = :client_id AND user_id = :user_id
    """
)

_REMOVE_ALL = sql("DELETE FROM app_option WHERE client_id = :client_id")


async def find(tx: Tx, client_id: str, user_id: int, name: str) -> object:
    """None where there is none."""
    row = await tx.one(_FIND, client_id=client_id, user_id=user_id, name=name)
    return None if row is None else json.loads(row[0])


async def list_all(tx: Tx, client_id: str, user_id: int) -> dict[str, object]:
    rows = await tx.all(_LIST, client_id=client_id, user_id=user_id)
    return {name: json.loads(value) for name, value in rows}


async def save(tx: Tx, client_id: str, user_id: int, name: str, value: object) -> None:
    await tx.run(_SAVE, client_id=client_id, user_id=user_id, name=name, value=json.dumps(value))


async def size(tx: Tx, client_id: str, user_id: int) -> tuple[int, int]:
    """How many there are, and how many characters their values have."""
    row = await tx.one(_SIZE, client_id=client_id, user_id=user_id)
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


async def remove_all(tx: Tx, client_id: str) -> None:
    await tx.run(_REMOVE_ALL, client_id=client_id)
