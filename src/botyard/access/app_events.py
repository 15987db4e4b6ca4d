"""Recording what happened for the handlers that applications and operators bound to it.

Each report is part of the transaction of what it reports, as those of `chat.reports` are.
"""

from collections.abc import Iterable

from botyard.access import offline_events
from botyard.model.applications import Handler
from botyard.model.entities import NO_CHAT, Moment, UserId
from botyard.model.event_names import APP_EVENTS
from botyard.model.events import AppEvent, HandlersTested, MethodDecided, PersonAdded
from botyard.store import handlers, outbox, outgoing_webhooks
from botyard.store.outbox import Recipient
from botyard.store.tx import Tx


async def person_added(tx: Tx, user_id: UserId, now: Moment) -> None:
    await report(tx, PersonAdded(user_id), now, about=str(user_id))


async def handlers_tested(tx: Tx, client_id: str, event: HandlersTested, now: Moment) -> None:
    """Every test is a thing of its own, unless it says the same as another."""
    about = offline_events.digest_of(event)
    await report(tx, event, now, about=about, client_id=client_id)


async def count_of_test(tx: Tx, client_id: str) -> int:
    """How many handlers and queues of the application a test goes to."""
    return len(await handlers.of_event(tx, APP_EVENTS[HandlersTested], client_id))


async def method_decided(
    tx: Tx, client_id: str, method: str, now: Moment, *, is_confirmed: bool
) -> None:
    event = MethodDecided(client_id, method, is_confirmed)
    await report(tx, event, now, about=method, client_id=client_id)


async def report(tx: Tx, event: AppEvent, now: Moment, *, about: str, client_id: str = "") -> None:
    """For those of one application, or of all. `about` names the object that changed."""
    name = APP_EVENTS[type(event)]
    bound = await handlers.of_event(tx, name, client_id)
    await tell(tx, event, [one for one in bound if not one.is_offline], now)
    await offline_events.queue(tx, bound, event, about, now)


async def tell(tx: Tx, event: AppEvent, found: Iterable[Handler], now: Moment) -> None:
    """To these, and to the outgoing webhooks that name the event."""
    listening = [*found, *await outgoing_webhooks.of_event(tx, APP_EVENTS[type(event)])]
    recipients = [Recipient(one.id, by_webhook=True) for one in listening]
    await outbox.add(tx, event, recipients, NO_CHAT, now)
