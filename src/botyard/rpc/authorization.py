"""How a person lets an application act for them: they log in, read what it asks for, and agree.

Source: docs page "oauth". Whatever is refused is told to the person, never to the application.
"""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

import structlog

from botyard.access import installations, logins, tokens
from botyard.model.applications import App
from botyard.model.clock import Clock
from botyard.model.entities import Portal, User
from botyard.model.errors import (
    APPLICATION_NOT_FOUND,
    LOGIN_FAILED,
    QUERY_LIMIT_EXCEEDED,
    REDIRECT_URI_MISMATCH,
    USER_ACCESS_ERROR,
    ApiError,
)
from botyard.model.secrets import Secrets
from botyard.rpc.limits import FAILURES, Buckets
from botyard.rpc.pipeline import check_portal
from botyard.rpc.units import Units
from botyard.store import consents
from botyard.store.tx import Store, Tx

# Hashing a password takes a core for a moment; calls must not wait for many of them.
_PASSWORDS_AT_ONCE = 2

log = structlog.get_logger()


class Wish(NamedTuple):
    """What a browser came with. `redirect_uri` is empty unless the application named it."""

    client_id: str
    redirect_uri: str
    login: str


class LoginNeeded(NamedTuple):
    app: App


class ConsentNeeded(NamedTuple):
    """`agreed` are scopes that the person gave the application before."""

    app: App
    user: User
    agreed: frozenset[str]


class Granted(NamedTuple):
    app: App
    code: str


Step = LoginNeeded | ConsentNeeded | Granted


class Authorization:
    """Raises ApiError for what is refused, also for the portal's own state."""

    def __init__(
        self, store: Store, clock: Clock, secrets: Secrets, portal: Callable[[], Portal]
    ) -> None:
        self._units = Units(store, clock)
        self._clock = clock
        self._secrets = secrets
        self._portal = portal
        self._failures = Buckets(*FAILURES)
        self._passwords = asyncio.Semaphore(_PASSWORDS_AT_ONCE)

    @property
    def portal(self) -> Portal:
        return self._portal()

    async def begin(self, wish: Wish, *, secure: bool) -> Step:
        """Where the person stands. Who has agreed to every scope before gets a code at once."""
        return await self._walk(wish, None, secure=secure)

    async def agree(self, wish: Wish, scopes: tuple[str, ...], *, secure: bool) -> Step:
        """Keep that the person agreed to these scopes; they are asked again for any other."""
        return await self._walk(wish, scopes, secure=secure)

    async def log_in(self, email: str, password: str, *, source: str, secure: bool) -> str:
        """The secret of the new login, for the browser alone."""
        check_portal(self._portal(), secure=secure)
        moment = self._clock.monotonic()
        bucket = self._failures.of(source, moment)
        if not bucket.accept(moment):
            raise ApiError(QUERY_LIMIT_EXCEEDED, retry_after_s=bucket.retry_after_s())
        candidate = await self._units.read(lambda tx: logins.candidate(tx, email))
        async with self._passwords:
            known = await asyncio.to_thread(candidate.has_password, password)
        user = candidate.user
        if user is None or not known:
            log.info("login_failed", source=source)
            raise ApiError(LOGIN_FAILED)
        bucket.give_back()
        return await self._units.write(
            lambda tx: logins.begin(tx, user, self._secrets, self._units.now())
        )

    async def log_out(self, login: str) -> None:
        await self._units.write(lambda tx: logins.end(tx, login))

    async def _walk(self, wish: Wish, agreed: tuple[str, ...] | None, *, secure: bool) -> Step:
        check_portal(self._portal(), secure=secure)

        async def work(tx: Tx) -> Step:
            app = await _asking_app(tx, wish)
            user = await logins.who(tx, wish.login, self._units.now())
            if user is None:
                return LoginNeeded(app)
            if not tokens.may_use(app, user):
                raise ApiError(USER_ACCESS_ERROR)
            if agreed is not None and set(agreed) == set(app.scopes):
                await consents.save(tx, app.client_id, user.id, app.scopes)
            known = await consents.find(tx, app.client_id, user.id)
            if known is None or not set(app.scopes) <= set(known):
                return ConsentNeeded(app, user, frozenset(known or ()))
            grant = tokens.new_grant(app, user.id, self._secrets)
            return Granted(
                app, await tokens.issue_code(tx, grant, self._secrets, self._units.now())
            )

        return await self._units.write(work)


async def _asking_app(tx: Tx, wish: Wish) -> App:
    app = await installations.hold(tx, wish.client_id)
    if app is None:
        raise ApiError(APPLICATION_NOT_FOUND)
    if wish.redirect_uri and wish.redirect_uri != app.redirect_uri:
        raise ApiError(REDIRECT_URI_MISMATCH)
    return app
