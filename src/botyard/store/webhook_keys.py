"""Table `webhook_key`: who calls through which incoming webhook."""

import json
from collections.abc import Awaitable
from typing import NamedTuple

from botyard.model.entities import Moment, UserId, WebhookKey
from botyard.store.sql import sql
from botyard.store.topics import WEBHOOK_KEY
from botyard.store.tx import Row, Tx


class KeyHolder(NamedTuple):
    """A webhook key beside what admission must know of its user."""

    key: WebhookKey
    scopes: frozenset[str]
    user_active: bool
    user_admin: bool


_FIND = sql(
    """
    SELECT k.code_hash, k.user_id, k.scopes, k.created_at, u.active, u.admin
    FROM webhook_key k JOIN portal_user u ON u.id = k.user_id
    WHERE k.code_hash = :code_hash
    """
)

_LIST = sql(
    "SELECT code_hash, user_id, scopes, created_at FROM webhook_key ORDER BY created_at, code_hash"
)

_SAVE = sql(
    """
    INSERT INTO webhook_key (code_hash, user_id, scopes, created_at)
    VALUES (:code_hash, :user_id, :scopes, :created_at)
    ON CONFLICT (code_hash) DO UPDATE SET user_id = excluded.user_id, scopes = excluded.scopes
    """,
    forgets=(WEBHOOK_KEY,),
)

_REMOVE = sql("DELETE FROM webhook_key WHERE code_hash = :code_hash", forgets=(WEBHOOK_KEY,))


def find(tx: Tx, code_hash: str) -> Awaitable[KeyHolder | None]:
    return tx.recall(WEBHOOK_KEY, _FIND, _holder_of, code_hash=code_hash)


async def list_all(tx: Tx) -> list[WebhookKey]:
    return [_key_of(row) for row in await tx.all(_LIST)]


async def save(tx: Tx, key: WebhookKey) -> None:
    await tx.run(
        _SAVE,
        code_hash=key.code_hash,
        user_id=key.user_id,
        scopes=json.dumps(key.scopes),
        created_at=key.created_at,
    )


async def remove(tx: Tx, code_hash: str) -> bool:
    return await tx.run(_REMOVE, code_hash=code_hash) > 0


def _holder_of(rows: list[Row]) -> KeyHolder | None:
    if not rows:
        return None
    key = _key_of(rows[0])
    return KeyHolder(key, frozenset(key.scopes), bool(rows[0][4]), bool(rows[0][5]))


def _key_of(row: Row) -> WebhookKey:
    return WebhookKey(
        code_hash=row[0],
        user_id=UserId(row[1]),
        scopes=tuple(json.loads(row[2])),
        created_at=Moment(row[3]),
    )
