"""Credentials -> who calls."""

from collections.abc import Awaitable
from typing import NamedTuple

from msgspec import Struct

from botyard.access.hashing import hashed
from botyard.model.applications import App
from botyard.model.entities import Moment, UserId
from botyard.model.errors import (
    EXPIRED_TOKEN,
    INSUFFICIENT_SCOPE,
    INVALID_CREDENTIALS,
    NO_AUTH_FOUND,
    TOKEN_SCOPE_MISSING,
    UNKNOWN_TOKEN,
    UNKNOWN_WEBHOOK,
    USER_ACCESS_ERROR,
    ApiError,
)
from botyard.model.scopes import BASIC
from botyard.store import tokens, webhook_keys
from botyard.store.tx import Tx


class WebhookCredentials(NamedTuple):
    """`/rest/{user}/{code}/`: the user as written in the path, and the code."""

    user: str
    code: str


class TokenCredentials(NamedTuple):
    """An access token, whichever way it was presented."""

    token: str


Credentials = WebhookCredentials | TokenCredentials


class Caller(Struct, frozen=True):
    """`key` names the credential, and never is one: an application's survives a refresh.

    `app` and `expires_at` are those of an access token.
    """

    user_id: UserId
    scopes: frozenset[str]
    is_admin: bool
    key: str
    app: App | None = None
    expires_at: Moment | None = None

    @property
    def owner(self) -> str | None:
        """Who the caller is to bots; over a webhook a bot token must tell."""
        return None if self.app is None else self.app.owner

    @property
    def credential(self) -> str:
        """The application or webhook, whoever the application calls for."""
        return self.owner or self.key

    def allows(self, scopes: tuple[str, ...]) -> bool:
        return BASIC in scopes or not self.scopes.isdisjoint(scopes)


def presented(
    webhook: WebhookCredentials | None, access_tokens: frozenset[str]
) -> Credentials | None:
    """What the caller is to be admitted by; None for nothing, and for more than one."""
    if webhook is not None:
        return None if access_tokens else webhook
    return TokenCredentials(*access_tokens) if len(access_tokens) == 1 else None


def admit(tx: Tx, credentials: Credentials | None, now: Moment) -> Awaitable[Caller]:
    """Refuses with NO_AUTH_FOUND, or INVALID_CREDENTIALS for a person who was dismissed.

    An access token is also refused with EXPIRED_TOKEN, and with USER_ACCESS_ERROR for a person
    whom its application is not open to; to its own bots it always is.
    """
    match credentials:
        case None:
            raise ApiError(NO_AUTH_FOUND)
        case WebhookCredentials():
            return _admit_webhook(tx, credentials)
        case TokenCredentials(token):
            return _admit_token(tx, token, now)


def check_scope(caller: Caller, scopes: tuple[str, ...]) -> None:
    if not caller.allows(scopes):
        raise ApiError(INSUFFICIENT_SCOPE if caller.app is None else TOKEN_SCOPE_MISSING)


async def _admit_webhook(tx: Tx, credentials: WebhookCredentials) -> Caller:
    holder = await webhook_keys.find(tx, hashed(credentials.code))
    if holder is None or str(holder.key.user_id) != credentials.user:
        raise ApiError(UNKNOWN_WEBHOOK)
    if not holder.user_active:
        raise ApiError(INVALID_CREDENTIALS)
    return Caller(
        user_id=holder.key.user_id,
        scopes=holder.scopes,
        is_admin=holder.user_admin,
        key=holder.key.credential,
    )


async def _admit_token(tx: Tx, token: str, now: Moment) -> Caller:
    holder = await tokens.find_access(tx, hashed(token))
    if holder is None or holder.app.installed_by is None:
        raise ApiError(UNKNOWN_TOKEN)
    if holder.expires_at <= now:
        raise ApiError(EXPIRED_TOKEN)
    user_id = holder.grant.user_id
    if not holder.user_active:
        raise ApiError(INVALID_CREDENTIALS)
    if not (holder.user_is_bot or holder.app.users is None or user_id in holder.app.users):
        raise ApiError(USER_ACCESS_ERROR)
    return Caller(
        user_id=user_id,
        scopes=frozenset(holder.grant.scopes).intersection(holder.app.scopes),
        is_admin=holder.user_admin,
        key=f"{holder.app.owner}:{user_id}",
        app=holder.app,
        expires_at=holder.expires_at,
    )
