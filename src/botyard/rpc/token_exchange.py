"""The token endpoint: a code or a refresh token, and the application's secret -> new tokens.

Source: docs pages under "oauth".
"""

from collections.abc import Callable, Mapping

from botyard.access import apps, tokens
from botyard.access.tokens import TokenPair, Ungranted
from botyard.model.applications import App
from botyard.model.clock import Clock, milliseconds
from botyard.model.entities import Moment, Portal
from botyard.model.errors import (
    INVALID_CLIENT,
    INVALID_GRANT,
    INVALID_OAUTH_REQUEST,
    INVALID_SCOPE,
    PAYMENT_REQUIRED,
    QUERY_LIMIT_EXCEEDED,
    SPENT_GRANT,
    STORAGE_UNAVAILABLE,
    UNKNOWN_CLIENT,
    ApiError,
)
from botyard.model.secrets import Secrets
from botyard.rpc.limits import FAILURES, Buckets
from botyard.rpc.pipeline import RETRY_AFTER_S, check_portal
from botyard.store.tx import Store, StoreUnavailable, Tx
from botyard.wire.app_views import TokenView, token_view

# Whoever shows a code or token that they were given once has guessed nothing.
_GUESSES = (INVALID_CLIENT, UNKNOWN_CLIENT, INVALID_GRANT)

# What each kind of grant is shown as.
_GRANT_TYPES = {"authorization_code": "code", "refresh_token": "refresh_token"}


class TokenExchange:
    def __init__(
        self, store: Store, clock: Clock, secrets: Secrets, portal: Callable[[], Portal]
    ) -> None:
        self._store = store
        self._clock = clock
        self._secrets = secrets
        self._portal = portal
        self._failures = Buckets(*FAILURES)

    @property
    def portal(self) -> Portal:
        return self._portal()

    async def exchange(
        self, arguments: Mapping[str, object], *, source: str, secure: bool
    ) -> TokenView:
        """Refuses with the codes of the docs page, and with those of the portal's own state.

        Whoever has shown too much that is wrong gets QUERY_LIMIT_EXCEEDED for a while.
        """
        portal = self._portal()
        if portal.plan == "free" and not portal.closed:
            raise ApiError(PAYMENT_REQUIRED)
        check_portal(portal, secure=secure)
        moment = self._clock.monotonic()
        bucket = self._failures.of(source, moment)
        if not bucket.has_room(moment):
            raise ApiError(QUERY_LIMIT_EXCEEDED, retry_after_s=bucket.retry_after_s())
        try:
            return await self._exchange(portal, arguments)
        except ApiError as refusal:
            if refusal.error in _GUESSES:
                bucket.charge(self._clock.monotonic())
            raise
        except StoreUnavailable as failure:
            raise ApiError(STORAGE_UNAVAILABLE, retry_after_s=RETRY_AFTER_S) from failure

    async def _exchange(self, portal: Portal, arguments: Mapping[str, object]) -> TokenView:
        grant_type = _required(arguments, "grant_type")
        shown_as = _GRANT_TYPES.get(grant_type)
        if shown_as is None:
            raise ApiError(
                INVALID_OAUTH_REQUEST, f"grant_type is one of {', '.join(_GRANT_TYPES)}"
            )
        client_id = _required(arguments, "client_id")
        client_secret = _required(arguments, "client_secret")
        shown = _required(arguments, shown_as)
        now = Moment(milliseconds(self._clock.now()))
        spend = tokens.redeem if shown_as == "code" else tokens.refresh

        async def work(tx: Tx) -> tuple[App, TokenPair | Ungranted]:
            app = await apps.authenticate(tx, client_id, client_secret)
            if app is None:
                is_known = await apps.find(tx, client_id) is not None
                raise ApiError(INVALID_CLIENT if is_known else UNKNOWN_CLIENT)
            _check_scope(app, arguments.get("scope"))
            # What a theft revokes must be kept, so this is told by an answer.
            return app, await spend(tx, app, shown, self._secrets, now)

        app, granted = await self._store.write(work)
        if isinstance(granted, Ungranted):
            raise ApiError(SPENT_GRANT if granted.was_issued else INVALID_GRANT)
        return view_of(portal, app, granted, now)


def view_of(portal: Portal, app: App, pair: TokenPair, now: Moment) -> TokenView:
    return token_view(
        portal,
        app,
        pair.grant,
        access_token=pair.access_token,
        refresh_token=pair.refresh_token,
        expires_at=pair.expires_at,
        now=now,
    )


def _required(arguments: Mapping[str, object], name: str) -> str:
    value = arguments.get(name)
    if not isinstance(value, str) or not value:
        raise ApiError(INVALID_OAUTH_REQUEST, f"{name} is missing")
    return value


def _check_scope(app: App, wanted: object) -> None:
    """Tokens always have the scopes that were agreed to; asking for more is refused."""
    if isinstance(wanted, str) and not set(wanted.replace(",", " ").split()) <= set(app.scopes):
        raise ApiError(INVALID_SCOPE)
