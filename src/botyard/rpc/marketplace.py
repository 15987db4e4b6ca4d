"""Applications as the portal shows them to its people: which are open to them, and one opened.

Source: docs page "simple way" of OAuth. Who opens an application lets it act for them: it was
installed for everybody whom it is open to, so they are not asked again.
"""

from collections.abc import Callable
from typing import NamedTuple

from botyard.access import app_options, apps, installations, logins, placements, tokens
from botyard.access.app_options import NOBODY
from botyard.access.tokens import TokenPair
from botyard.model.applications import App
from botyard.model.clock import Clock
from botyard.model.entities import Portal, User
from botyard.model.errors import (
    APPLICATION_NOT_FOUND,
    USER_ACCESS_ERROR,
    ApiError,
)
from botyard.model.secrets import Secrets
from botyard.rpc.pipeline import check_portal
from botyard.rpc.units import Units
from botyard.store.tx import Store, Tx


class Shelf(NamedTuple):
    """The applications that have a page and are open to the person."""

    user: User
    apps: list[App]


class Place(NamedTuple):
    """A place of the messenger; `handler` chooses among several of one application."""

    code: str
    handler: str = ""


class Opening(NamedTuple):
    """An application with tokens of its own for the person who opens it.

    `handler` is the page that is shown: its own, or that of a place of the messenger.
    """

    app: App
    handler: str
    user: User
    pair: TokenPair
    app_options: object
    user_options: object


class Marketplace:
    """Answers None to a browser in which nobody is logged in. Raises ApiError for refusals."""

    def __init__(
        self, store: Store, clock: Clock, secrets: Secrets, portal: Callable[[], Portal]
    ) -> None:
        self._units = Units(store, clock)
        self._secrets = secrets
        self._portal = portal

    async def look(self, login: str, *, secure: bool) -> Shelf | None:
        check_portal(self._portal(), secure=secure)

        async def work(tx: Tx) -> Shelf | None:
            user = await logins.who(tx, login, self._units.now())
            return None if user is None else Shelf(user, await _open_to(tx, user))

        return await self._units.read(work)

    async def open(
        self, number: int, login: str, place: Place | None = None, *, secure: bool
    ) -> Opening | None:
        """Open the application that app.info tells this number of itself."""
        check_portal(self._portal(), secure=secure)

        async def work(tx: Tx) -> Opening | None:
            now = self._units.now()
            user = await logins.who(tx, login, now)
            if user is None:
                return None
            app = await apps.hold_numbered(tx, number)
            if app is None:
                raise ApiError(APPLICATION_NOT_FOUND)
            if not tokens.may_use(app, user):
                raise ApiError(USER_ACCESS_ERROR)
            handler = await _handler_of(tx, app, user, place)
            app = await installations.introduce(tx, app, self._secrets)
            return Opening(
                app,
                handler,
                user,
                await tokens.issue_for_page(tx, app, user.id, login, self._secrets, now),
                await app_options.read(tx, app, NOBODY, ""),
                await app_options.read(tx, app, user.id, ""),
            )

        return await self._units.write(work)


async def _handler_of(tx: Tx, app: App, user: User, place: Place | None) -> str:
    if place is not None:
        return (await placements.find_shown(tx, app, user, *place)).handler
    if not app.handler:
        raise ApiError(APPLICATION_NOT_FOUND)
    return app.handler


async def _open_to(tx: Tx, user: User) -> list[App]:
    known = await apps.list_all(tx)
    return [
        app
        for app in sorted(known, key=lambda one: (one.title or one.client_id).casefold())
        if app.handler and app.installed_by is not None and tokens.may_use(app, user)
    ]
