"""Table `login`: who is logged in with which browser."""

from botyard.model.entities import Moment, UserId
from botyard.store.sql import sql
from botyard.store.tx import Tx

_FIND = sql("SELECT user_id FROM login WHERE token_hash = :token_hash AND expires_at > :now")

_ADD = sql(
    """
    INSERT INTO login (token_hash, user_id, expires_at)
    VALUES (:token_hash, :user_id, :expires_at)
    """
)

_REMOVE = sql("DELETE FROM login WHERE token_hash = :token_hash")

_FORGET = sql("DELETE FROM login WHERE expires_at <= :now")


async def find(tx: Tx, token_hash: str, now: Moment) -> UserId | None:
    row = await tx.one(_FIND, token_hash=token_hash, now=now)
    return None if row is None else UserId(row[0])


async def add(tx: Tx, token_hash: str, user_id: UserId, expires_at: Moment) -> None:
    await tx.run(_ADD, token_hash=token_hash, user_id=user_id, expires_at=expires_at)


async def remove(tx: Tx, token_hash: str) -> None:
    await tx.run(_REMOVE, token_hash=token_hash)


async def forget_expired(tx: Tx, now: Moment) -> int:
    return await tx.run(_FORGET, now=now)
