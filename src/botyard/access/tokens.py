"""Codes and tokens of applications: made from an agreement, exchanged, renewed, revoked.

Source: docs pages under "oauth". Only hashes are kept; what is answered here is shown once.
"""

from typing import NamedTuple

import msgspec

from botyard.access.hashing import hashed
from botyard.model.applications import App, Grant
from botyard.model.entities import Moment, User, UserId
from botyard.model.secrets import Secrets
from botyard.store import bots, tokens, users
from botyard.store.tokens import Spendable
from botyard.store.tx import Tx

CODE_MS = 30 * 1000
ACCESS_MS = 3600 * 1000
REFRESH_MS = 180 * 24 * 60 * 60 * 1000
# A client that has not got the answer to its refresh, or has two processes, may ask once more.
GRACE_MS = 60 * 1000
# How long an expired access token that was replaced is still told from one that never was.
REPLACED_MS = 24 * 60 * 60 * 1000
# How long a second use of a code is noticed.
SPENT_CODE_MS = 10 * 60 * 1000
_LENGTH = 64
_CODE_LENGTH = 32


# How long an expired access token without a refresh token is still known.
EVENT_KEPT_MS = 3600 * 1000
# How many refresh tokens of one family are kept that nobody has asked for: those of one person
# that went out with events, and those of one login that pages were opened with.
EVENT_REFRESH_KEPT = 20
PAGE_REFRESH_KEPT = 100
_EVENT_FAMILY, _PAGE_FAMILY = "event:", "page:"


class TokenPair(NamedTuple):
    access_token: str
    refresh_token: str
    grant: Grant
    expires_at: Moment


class Ungranted(NamedTuple):
    """No tokens. `was_issued` tells that what was shown is the application's, and no guess."""

    was_issued: bool


_UNKNOWN, _SPENT = Ungranted(was_issued=False), Ungranted(was_issued=True)


def may_use(app: App, user: User | None) -> bool:
    """Whether a person may let the application act for them."""
    if user is None or user.is_bot or not user.active:
        return False
    return app.users is None or user.id in app.users


async def is_open_to_events_of(tx: Tx, app: App, user_id: UserId) -> bool:
    """Whether events may bring the application a token of this user.

    It may have one of its own bots, and of people who may use it.
    """
    user = await users.get(tx, user_id)
    if user is None or not user.is_bot:
        return may_use(app, user)
    bot = await bots.get(tx, user_id)
    return bot is not None and bot.belongs_to(app.owner)


def new_grant(app: App, user_id: UserId, secrets: Secrets) -> Grant:
    return Grant(
        family=secrets.token(32), client_id=app.client_id, user_id=user_id, scopes=app.scopes
    )


async def issue(
    tx: Tx, grant: Grant, secrets: Secrets, now: Moment, access_ms: int = ACCESS_MS
) -> TokenPair:
    """A new pair. Access tokens of the family stay valid for as long as they were promised."""
    await tokens.keep_until(tx, grant.family, Moment(now + ACCESS_MS + REPLACED_MS), now)
    return await _add_pair(tx, grant, secrets, now, access_ms)


async def _add_pair(
    tx: Tx, grant: Grant, secrets: Secrets, now: Moment, access_ms: int
) -> TokenPair:
    pair = TokenPair(
        secrets.token(_LENGTH), secrets.token(_LENGTH), grant, Moment(now + access_ms)
    )
    refreshed_until = Moment(now + REFRESH_MS)
    await tokens.add_access(
        tx, hashed(pair.access_token), grant, pair.expires_at, kept_until=refreshed_until
    )
    await tokens.add_refresh(tx, hashed(pair.refresh_token), grant, refreshed_until)
    return pair


async def issue_with_event(
    tx: Tx, app: App, user_id: UserId, secrets: Secrets, now: Moment, *, with_refresh: bool
) -> TokenPair:
    """For one person or bot, without an agreement: `refresh_token` is empty unless it is wanted.

    All of them are one family. Many are made, so they are forgotten soon.
    """
    family = f"{_EVENT_FAMILY}{app.client_id}:{user_id}"
    grant = Grant(family=family, client_id=app.client_id, user_id=user_id, scopes=app.scopes)
    if with_refresh:
        return await _issue_unasked(tx, grant, secrets, now, EVENT_REFRESH_KEPT)
    pair = TokenPair(secrets.token(_LENGTH), "", grant, Moment(now + ACCESS_MS))
    kept_until = Moment(pair.expires_at + EVENT_KEPT_MS)
    await tokens.add_access(tx, hashed(pair.access_token), grant, pair.expires_at, kept_until)
    return pair


async def issue_for_page(
    tx: Tx, app: App, user_id: UserId, login: str, secrets: Secrets, now: Moment
) -> TokenPair:
    """For who opens a page of the application in the browser with this login."""
    family = f"{_PAGE_FAMILY}{hashed(f'{app.client_id} {login}')}"
    grant = Grant(family=family, client_id=app.client_id, user_id=user_id, scopes=app.scopes)
    return await _issue_unasked(tx, grant, secrets, now, PAGE_REFRESH_KEPT)


async def _issue_unasked(
    tx: Tx, grant: Grant, secrets: Secrets, now: Moment, kept: int
) -> TokenPair:
    """Beside those that the family has: the client may hold on to any of the newest `kept`."""
    pair = await _add_pair(tx, grant, secrets, now, ACCESS_MS)
    await tokens.keep_newest(tx, grant.family, kept, Moment(now + ACCESS_MS + EVENT_KEPT_MS))
    return pair


async def issue_code(tx: Tx, grant: Grant, secrets: Secrets, now: Moment) -> str:
    """A code that can be exchanged once, within 30 seconds."""
    code = secrets.token(_CODE_LENGTH)
    await tokens.add_code(tx, hashed(code), grant, Moment(now + CODE_MS))
    return code


async def redeem(
    tx: Tx, app: App, code: str, secrets: Secrets, now: Moment
) -> TokenPair | Ungranted:
    """Nothing for a code that is not the application's, has expired or was used.

    Who presents a used code may have stolen it, so what it was exchanged for is revoked.
    """
    found = _of(app, await tokens.hold_code(tx, hashed(code)))
    if found is None:
        return _UNKNOWN
    if found.spent_at is not None:
        await tokens.revoke_family(tx, found.grant.family)
        return _SPENT
    await tokens.spend_code(tx, hashed(code), now)
    if found.expires_at <= now or not await _is_wanted(tx, app, found.grant):
        return _SPENT
    return await issue(tx, found.grant, secrets, now)


async def refresh(
    tx: Tx, app: App, refresh_token: str, secrets: Secrets, now: Moment
) -> TokenPair | Ungranted:
    """Nothing for a token that is not the application's, has expired or was replaced.

    A replaced one is taken for another 60 seconds; after that all that came from it is revoked.
    """
    found = _of(app, await tokens.hold_refresh(tx, hashed(refresh_token)))
    if found is None:
        return _UNKNOWN
    if found.expires_at <= now:
        return _SPENT
    family = _family_after(found.grant, refresh_token)
    if found.spent_at is not None and found.spent_at + GRACE_MS < now:
        await tokens.revoke_family(tx, family)
        return _SPENT
    if not await _is_wanted(tx, app, found.grant):
        return _SPENT
    await tokens.spend_refresh(tx, hashed(refresh_token), now)
    return await issue(tx, msgspec.structs.replace(found.grant, family=family), secrets, now)


async def forget_expired(tx: Tx, now: Moment) -> int:
    return await tokens.forget_expired(tx, now, Moment(now - SPENT_CODE_MS))


def _of(app: App, found: Spendable | None) -> Spendable | None:
    """What the application may spend, with no more scopes than it has by now."""
    if found is None or found.grant.client_id != app.client_id:
        return None
    scopes = tuple(scope for scope in found.grant.scopes if scope in app.scopes)
    return found._replace(grant=msgspec.structs.replace(found.grant, scopes=scopes))


def _family_after(grant: Grant, refresh_token: str) -> str:
    """Who refreshes what nobody had asked for begins a family that nothing later shortens."""
    if grant.family.startswith((_EVENT_FAMILY, _PAGE_FAMILY)):
        return hashed(f"after {refresh_token}")
    return grant.family


async def _is_wanted(tx: Tx, app: App, grant: Grant) -> bool:
    return may_use(app, await users.get(tx, grant.user_id))
