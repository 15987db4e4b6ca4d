"""Binding addresses and queues of an application to events. Docs pages under "event"."""

from typing import NamedTuple

from botyard.access import installations
from botyard.model.applications import App, Handler
from botyard.model.entities import UserId
from botyard.model.errors import (
    HANDLER_ALREADY_EXISTS,
    TOO_MANY_HANDLERS,
    UNKNOWN_TOKEN,
    ApiError,
)
from botyard.model.secrets import Secrets
from botyard.store import counters, handlers, letters
from botyard.store.tx import Tx

MAX_HANDLERS = 1_000
# Each queue that an event goes to is a row more for the event, as large as the event is.
MAX_QUEUES = 10


class Binding(NamedTuple):
    """What an application wants to hear of, and where. `url` is empty for a queue."""

    event: str
    url: str
    auth_user_id: UserId
    bound_by: UserId
    is_offline: bool = False
    connector: str = ""
    min_timeout_s: int = 1


async def bind(tx: Tx, app: App, wanted: Binding, secrets: Secrets) -> None:
    """Refuses with HANDLER_ALREADY_EXISTS and TOO_MANY_HANDLERS."""
    if await installations.hold(tx, app.client_id) is None:
        raise ApiError(UNKNOWN_TOKEN)
    if await handlers.count(tx, app.client_id) >= MAX_HANDLERS:
        raise ApiError(TOO_MANY_HANDLERS)
    if wanted.is_offline:
        await _check_queues(tx, app, wanted.connector)
    app = await installations.introduce(tx, app, secrets)
    handler = Handler(
        id=await counters.next_handler_id(tx),
        client_id=app.client_id,
        application_token=app.application_token,
        signing_key=app.signing_key,
        **wanted._asdict(),
    )
    if not await handlers.add(tx, handler):
        raise ApiError(HANDLER_ALREADY_EXISTS)


async def _check_queues(tx: Tx, app: App, connector: str) -> None:
    if await handlers.count_other_queues(tx, app.client_id, connector) >= MAX_QUEUES:
        raise ApiError(TOO_MANY_HANDLERS)


async def unbind(
    tx: Tx,
    app: App,
    event: str,
    *,
    is_offline: bool,
    url: str | None = None,
    auth_user_id: UserId | None = None,
    bound_by: UserId | None = None,
) -> int:
    """None is any. What they are owed is dropped; answer how many there were."""
    found = [
        one
        for one in await handlers.of_event(tx, event, app.client_id)
        if one.is_offline == is_offline
        and url in (None, one.url)
        and auth_user_id in (None, one.auth_user_id)
        and bound_by in (None, one.bound_by)
    ]
    for handler in found:
        await letters.forget_all(tx, handler.id)
        await handlers.remove(tx, handler)
    return len(found)


async def list_bound(tx: Tx, app: App, bound_by: UserId | None) -> list[Handler]:
    """In the order in which they were bound; None is by anybody."""
    found = await handlers.of_app(tx, app.client_id)
    return [one for one in found if one.event and bound_by in (None, one.bound_by)]
