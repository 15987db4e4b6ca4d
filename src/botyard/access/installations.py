"""What installing, changing and uninstalling an application means for it and for its handlers."""

import msgspec

from botyard.access import app_events
from botyard.access.offline_events import queue
from botyard.model.applications import App, Handler
from botyard.model.entities import Moment, UserId
from botyard.model.event_names import APP_EVENTS
from botyard.model.events import AppEvent, AppInstalled, AppUninstalled, AppUpdated
from botyard.model.secrets import Secrets
from botyard.store import (
    app_options,
    apps,
    bots,
    confirmations,
    consents,
    counters,
    handlers,
    letters,
    offline_events,
    placements,
    receivers,
    tokens,
)
from botyard.store.tx import Tx

TOKEN_LENGTH = 32
# Hexadecimal digits, for 24 bytes: the specification of Standard Webhooks asks for 24 to 64.
KEY_LENGTH = 48
# An owner has a hundred at the most.
_ALL_BOTS = 1_000
# In the place of the name of an event.
_OWN_ADDRESS = ""
# What an application that is changed gets a new version for. Its secret is nobody's business.
_CHANGING = (
    "title", "scopes", "redirect_uri", "handler", "install_handler", "status", "users",
)  # fmt: skip


async def introduce(tx: Tx, app: App, secrets: Secrets) -> App:
    """The application with what proves to its receivers who is calling, made when it is needed.

    One whose bots have heard of events before keeps the token that they heard.
    """
    if app.application_token and app.signing_key:
        return app
    heard = await receivers.application_token_of(tx, app.owner)
    app = msgspec.structs.replace(
        app,
        application_token=app.application_token or heard or secrets.token(TOKEN_LENGTH),
        signing_key=app.signing_key or secrets.token(KEY_LENGTH),
    )
    await apps.save(tx, app)
    return app


async def hold(tx: Tx, client_id: str) -> App | None:
    """The application, if it is installed, and stays so until this unit ends.

    Whoever makes what ends with the application holds it, or on PostgreSQL some of it might be
    made in the moment of the end, and be there for the next installation.
    """
    app = await apps.hold(tx, client_id)
    return None if app is None or app.installed_by is None else app


async def install(tx: Tx, app: App, user_id: UserId, secrets: Secrets, now: Moment) -> App:
    app = msgspec.structs.replace(app, installed_by=user_id, is_uninstalled=False)
    await apps.save(tx, app)
    app = await introduce(tx, app, secrets)
    await _keep_own_address(tx, app)
    await _report(tx, app, AppInstalled(user_id, app.version), now)
    return app


async def change(tx: Tx, before: App, after: App, secrets: Secrets, now: Moment) -> App:
    """A change of an installed application is a new version; it binds its handlers anew.

    What they are owed by then still reaches them.
    """
    if before.installed_by is None:
        if after != before:
            await apps.save(tx, after)
        return after
    is_new = any(getattr(before, name) != getattr(after, name) for name in _CHANGING)
    if is_new:
        after = msgspec.structs.replace(after, version=before.version + 1)
    if after != before:
        await apps.save(tx, after)
    after = await introduce(tx, after, secrets)
    await _keep_own_address(tx, after)
    if is_new:
        event = AppUpdated(before.installed_by, after.version, before.version)
        await _report(tx, after, event, now)
        await _end_bound(tx, after)
    return after


async def uninstall(tx: Tx, app: App, now: Moment, *, is_clean: bool) -> App:
    """Its tokens and handlers end at once, and what is on its way to it is dropped.

    It hears of this, once at each address that wants to.
    """
    before = app
    app = msgspec.structs.replace(app, installed_by=None, is_uninstalled=True)
    await apps.save(tx, app)
    await consents.remove_all(tx, app.client_id)
    await tokens.remove_all(tx, app.client_id)
    await confirmations.remove_all(tx, app.owner)
    await placements.remove_all(tx, app.client_id)
    if is_clean:
        await app_options.remove_all(tx, app.client_id)
    await offline_events.remove_all(tx, app.client_id)
    for bot in await bots.page(tx, app.owner, "", skipped=0, count=_ALL_BOTS):
        if bot.event_mode == "webhook":
            await letters.forget_all(tx, bot.id)
    ended = await handlers.of_app(tx, app.client_id)
    if before.installed_by is not None:
        # Also where an update has ended them: else the next installation would tell its tokens to
        # addresses of this one.
        for handler in (*ended, *await handlers.ended_of_app(tx, app.client_id)):
            await letters.forget_all(tx, handler.id)
        await _report(tx, app, AppUninstalled(is_clean), now)
    for handler in ended:
        await handlers.end(tx, handler)
    return app


async def _end_bound(tx: Tx, app: App) -> None:
    for handler in await handlers.of_app(tx, app.client_id):
        if handler.event != _OWN_ADDRESS:
            await handlers.end(tx, handler)


async def _report(tx: Tx, app: App, event: AppEvent, now: Moment) -> None:
    """At its own address and where it bound the event, at each address once."""
    name = APP_EVENTS[type(event)]
    own = await handlers.of_event(tx, _OWN_ADDRESS, app.client_id)
    bound = await handlers.of_event(tx, name, app.client_id)
    listening = (*(one for one in reversed(bound) if not one.is_offline), *own)
    await app_events.tell(tx, event, {one.url: one for one in listening}.values(), now)
    await queue(tx, bound, event, app.client_id, now)


async def _keep_own_address(tx: Tx, app: App) -> None:
    own = next(iter(await handlers.of_event(tx, _OWN_ADDRESS, app.client_id)), None)
    if own is not None and own.url == app.event_address:
        return
    if own is not None and app.event_address:
        await handlers.move(tx, own, app.event_address)
    elif own is not None:
        await handlers.end(tx, own)
    elif app.event_address:
        await handlers.add(
            tx,
            Handler(
                id=await counters.next_handler_id(tx),
                client_id=app.client_id,
                url=app.event_address,
                application_token=app.application_token,
                signing_key=app.signing_key,
            ),
        )
