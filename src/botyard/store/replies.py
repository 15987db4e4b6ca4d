"""Table `reply`: answers kept for requests that are repeated."""

from typing import NamedTuple

from botyard.model.entities import Moment
from botyard.store.sql import sql
from botyard.store.tx import Tx


class Reply(NamedTuple):
    request_hash: str
    answer: str


_FIND = sql(
    """
    SELECT request_hash, answer FROM reply
    WHERE caller = :caller AND request_key = :key AND expires_at > :now
    """
)

# An expired answer that no sweep has reached yet must not stand in the way of a new one.
_REPLACE_EXPIRED = sql(
    "DELETE FROM reply WHERE caller = :caller AND request_key = :key AND expires_at <= :now"
)

_ADD = sql(
    """
    INSERT INTO reply (caller, request_key, request_hash, answer, expires_at)
    VALUES (:caller, :key, :request_hash, :answer, :expires_at)
    """
)

_FORGET = sql("DELETE FROM reply WHERE expires_at <= :now")


async def find(tx: Tx, caller: str, key: str, now: Moment) -> Reply | None:
    row = await tx.one(_FIND, caller=caller, key=key, now=now)
    return None if row is None else Reply(*row)


async def add(
    tx: Tx, caller: str, key: str, reply: Reply, *, now: Moment, expires_at: Moment
) -> None:
    await tx.run(_REPLACE_EXPIRED, caller=caller, key=key, now=now)
    await tx.run(
        _ADD,
        caller=caller,
        key=key,
        request_hash=reply.request_hash,
        answer=reply.answer,
        expires_at=expires_at,
    )


async def forget_expired(tx: Tx, now: Moment) -> int:
    return await tx.run(_FORGET, now=now)
