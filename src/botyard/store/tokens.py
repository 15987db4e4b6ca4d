"""Tables `authorization_code`, `access_token` and `refresh_token`: what each hash stands for."""

import json
from collections.abc import Awaitable
from typing import NamedTuple

import msgspec

from botyard.model.applications import App, Grant
from botyard.model.entities import Moment, UserId
from botyard.store.sql import sql
from botyard.store.topics import ACCESS_TOKEN
from botyard.store.tx import Row, Tx


class TokenHolder(NamedTuple):
    """An access token beside what admission must know of its application and its person."""

    grant: Grant
    expires_at: Moment
    app: App
    user_active: bool
    user_admin: bool
    user_is_bot: bool


class Spendable(NamedTuple):
    """A code or refresh token; `spent_at` tells when it was used first."""

    grant: Grant
    expires_at: Moment
    spent_at: Moment | None


_FIND_ACCESS = sql(
    """
    SELECT
        t.family, t.client_id, t.user_id, t.scopes, t.expires_at,
        a.body, a.id, u.active, u.admin, u.type
    FROM access_token t
    JOIN app a ON a.client_id = t.client_id
    JOIN portal_user u ON u.id = t.user_id
    WHERE t.token_hash = :token_hash
    """
)

_ADD_ACCESS = sql(
    """
    INSERT INTO access_token (
        token_hash, family, client_id, user_id, scopes, expires_at, kept_until
    ) VALUES (:token_hash, :family, :client_id, :user_id, :scopes, :expires_at, :kept_until)
    """,
    forgets=(ACCESS_TOKEN,),
)

# Those that were valid longest ago; what replaced them is known by now wherever it matters.
_FORGET_REPLACED = sql(
    "DELETE FROM access_token WHERE family = :family AND kept_until <= :now",
    forgets=(ACCESS_TOKEN,),
)

_REPLACE_ACCESS = sql(
    """
    UPDATE access_token SET kept_until = :kept_until
    WHERE family = :family AND kept_until > :kept_until
    """
)

_ADD_REFRESH = sql(
    """
    INSERT INTO refresh_token (token_hash, family, client_id, user_id, scopes, expires_at)
    VALUES (:token_hash, :family, :client_id, :user_id, :scopes, :expires_at)
    """
)

_REFRESH = """
    SELECT family, client_id, user_id, scopes, expires_at, spent_at FROM refresh_token
    WHERE token_hash = :token_hash
"""

_HOLD_REFRESH = sql(_REFRESH, postgres=f"{_REFRESH} FOR UPDATE")

# Access tokens that came with a refresh token are known for longer than any other.
_KEEP_OLDER_ACCESS = sql(
    """
    UPDATE access_token SET kept_until = :kept_until WHERE token_hash IN (
        SELECT token_hash FROM access_token WHERE family = :family AND kept_until > :kept_until
        ORDER BY expires_at DESC LIMIT 1000 OFFSET :kept
    )
    """
)

_FORGET_OLDER_REFRESH = sql(
    """
    DELETE FROM refresh_token WHERE token_hash IN (
        SELECT token_hash FROM refresh_token WHERE family = :family
        ORDER BY expires_at DESC LIMIT 1000 OFFSET :kept
    )
    """
)

_SPEND_REFRESH = sql(
    "UPDATE refresh_token SET spent_at = :now WHERE token_hash = :token_hash AND spent_at IS NULL"
)

_ADD_CODE = sql(
    """
    INSERT INTO authorization_code (code_hash, family, client_id, user_id, scopes, expires_at)
    VALUES (:token_hash, :family, :client_id, :user_id, :scopes, :expires_at)
    """
)

_CODE = """
    SELECT family, client_id, user_id, scopes, expires_at, spent_at FROM authorization_code
    WHERE code_hash = :token_hash
"""

_HOLD_CODE = sql(_CODE, postgres=f"{_CODE} FOR UPDATE")

_SPEND_CODE = sql(
    """
    UPDATE authorization_code SET spent_at = :now
    WHERE code_hash = :token_hash AND spent_at IS NULL
    """
)

_REVOKE_ACCESS = sql("DELETE FROM access_token WHERE family = :family", forgets=(ACCESS_TOKEN,))
_REVOKE_REFRESH = sql("DELETE FROM refresh_token WHERE family = :family")

_REMOVE_ACCESS = sql(
    "DELETE FROM access_token WHERE client_id = :client_id", forgets=(ACCESS_TOKEN,)
)
_REMOVE_REFRESH = sql("DELETE FROM refresh_token WHERE client_id = :client_id")
_REMOVE_CODES = sql("DELETE FROM authorization_code WHERE client_id = :client_id")

_FORGET_ACCESS = sql("DELETE FROM access_token WHERE kept_until <= :now", forgets=(ACCESS_TOKEN,))
_FORGET_REFRESH = sql("DELETE FROM refresh_token WHERE expires_at <= :now")
_FORGET_CODES = sql("DELETE FROM authorization_code WHERE expires_at <= :now")


def find_access(tx: Tx, token_hash: str) -> Awaitable[TokenHolder | None]:
    return tx.recall(ACCESS_TOKEN, _FIND_ACCESS, _holder_of, token_hash=token_hash)


async def add_access(
    tx: Tx, token_hash: str, grant: Grant, expires_at: Moment, kept_until: Moment
) -> None:
    await tx.run(
        _ADD_ACCESS,
        **_values(token_hash, grant, expires_at),
        kept_until=kept_until,
    )


async def keep_until(tx: Tx, family: str, kept_until: Moment, now: Moment) -> None:
    """What the family has of access tokens is known until then, and what is past is gone."""
    await tx.run(_FORGET_REPLACED, family=family, now=now)
    await tx.run(_REPLACE_ACCESS, family=family, kept_until=kept_until)


async def add_refresh(tx: Tx, token_hash: str, grant: Grant, expires_at: Moment) -> None:
    await tx.run(_ADD_REFRESH, **_values(token_hash, grant, expires_at))


async def keep_newest(tx: Tx, family: str, kept: int, kept_until: Moment) -> None:
    """Of its refresh tokens. Access tokens that came with older ones are known to `kept_until`."""
    await tx.run(_FORGET_OLDER_REFRESH, family=family, kept=kept)
    await tx.run(_KEEP_OLDER_ACCESS, family=family, kept=kept, kept_until=kept_until)


async def hold_refresh(tx: Tx, token_hash: str) -> Spendable | None:
    return _spendable(await tx.one(_HOLD_REFRESH, token_hash=token_hash))


async def spend_refresh(tx: Tx, token_hash: str, now: Moment) -> None:
    """The first use counts."""
    await tx.run(_SPEND_REFRESH, token_hash=token_hash, now=now)


async def add_code(tx: Tx, code_hash: str, grant: Grant, expires_at: Moment) -> None:
    await tx.run(_ADD_CODE, **_values(code_hash, grant, expires_at))


async def hold_code(tx: Tx, code_hash: str) -> Spendable | None:
    return _spendable(await tx.one(_HOLD_CODE, token_hash=code_hash))


async def spend_code(tx: Tx, code_hash: str, now: Moment) -> None:
    await tx.run(_SPEND_CODE, token_hash=code_hash, now=now)


async def revoke_family(tx: Tx, family: str) -> None:
    await tx.run(_REVOKE_REFRESH, family=family)
    await tx.run(_REVOKE_ACCESS, family=family)


async def remove_all(tx: Tx, client_id: str) -> None:
    """Every code and token of the application."""
    for statement in (_REMOVE_CODES, _REMOVE_REFRESH, _REMOVE_ACCESS):
        await tx.run(statement, client_id=client_id)


async def forget_expired(tx: Tx, now: Moment, codes_before: Moment) -> int:
    """A code that was used is known for a while, so that a second use gives the theft away."""
    forgotten = await tx.run(_FORGET_CODES, now=codes_before)
    forgotten += await tx.run(_FORGET_REFRESH, now=now)
    return forgotten + await tx.run(_FORGET_ACCESS, now=now)


def _values(token_hash: str, grant: Grant, expires_at: Moment) -> dict[str, object]:
    return {
        "token_hash": token_hash,
        "family": grant.family,
        "client_id": grant.client_id,
        "user_id": grant.user_id,
        "scopes": json.dumps(grant.scopes),
        "expires_at": expires_at,
    }


def _grant_of(row: Row) -> Grant:
    return Grant(
        family=row[0], client_id=row[1], user_id=UserId(row[2]), scopes=tuple(json.loads(row[3]))
    )


def _spendable(row: Row | None) -> Spendable | None:
    return None if row is None else Spendable(_grant_of(row), Moment(row[4]), row[5])


def _holder_of(rows: list[Row]) -> TokenHolder | None:
    if not rows:
        return None
    row = rows[0]
    app = msgspec.structs.replace(msgspec.json.decode(row[5], type=App), id=row[6])
    return TokenHolder(
        _grant_of(row),
        Moment(row[4]),
        app,
        user_active=bool(row[7]),
        user_admin=bool(row[8]),
        user_is_bot=row[9] == "bot",
    )
