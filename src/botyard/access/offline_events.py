"""Events that wait in a queue for their application. Docs pages under "offline events".

Whoever takes or reserves some holds the application, so that nobody gets the same ones.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import TypeAlias

import msgspec

from botyard.model.applications import Handler
from botyard.model.entities import NO_CHAT, Moment, RecipientId
from botyard.model.event_names import APP_EVENTS, OFFLINE_QUEUED
from botyard.model.events import AppEvent, OfflineQueued, actor_of
from botyard.store import apps, handlers, lanes, offline_events, outbox
from botyard.store.offline_events import OfflineEvent
from botyard.store.outbox import Recipient
from botyard.store.tx import Tx

# How long one is kept after it was queued or reserved.
KEPT_MS = 30 * 24 * 60 * 60 * 1000
# Of one queue; the oldest go.
MAX_WAITING = 10_000

# Of what the events of one answer say.
MAX_ANSWER_BYTES = 4 * 1024 * 1024

# A filter and an order.
Select: TypeAlias = Callable[[Iterable[OfflineEvent]], list[OfflineEvent]]


def digest_of(event: AppEvent) -> str:
    """The same for what says the same."""
    return hashlib.sha256(msgspec.json.encode(event, order="deterministic")).hexdigest()


async def queue(
    tx: Tx, bound: Iterable[Handler], event: AppEvent, about: str, now: Moment
) -> None:
    """Once in each queue that is bound. What waits for the same object is replaced."""
    name = APP_EVENTS[type(event)]
    message_id = hashlib.sha256(f"{name}:{about}".encode()).hexdigest()[:32]
    queues = dict.fromkeys((one.client_id, one.connector) for one in bound if one.is_offline)
    for client_id, connector in queues:
        await offline_events.add(tx, client_id, connector, name, message_id, event, now)
        await offline_events.keep_newest(tx, client_id, connector, MAX_WAITING)
    for client_id in dict.fromkeys(client_id for client_id, _ in queues):
        for listener in await handlers.of_event(tx, OFFLINE_QUEUED, client_id):
            await _announce(tx, listener, event, now)


async def _announce(tx: Tx, listener: Handler, event: AppEvent, now: Moment) -> None:
    """Not again while an announcement is yet to come: it will speak for this event too."""
    if listener.told_at > now or await _is_yet_to_come(tx, listener.id, now):
        return
    earliest = listener.told_at + listener.min_timeout_s * 1000
    due_at = Moment(max(now, earliest)) if listener.min_timeout_s else now
    await handlers.note_told(tx, listener, due_at)
    told = OfflineQueued(actor_of(event), due_at)
    await outbox.add(tx, told, [Recipient(listener.id, by_webhook=True)], NO_CHAT, now)


async def _is_yet_to_come(tx: Tx, recipient_id: RecipientId, now: Moment) -> bool:
    lane = await lanes.get(tx, recipient_id, NO_CHAT)
    return lane is not None and lane.due_at > now


async def take(
    tx: Tx,
    client_id: str,
    connector: str,
    *,
    process_id: str,
    count: int,
    with_failed: bool,
    select: Select | None,
) -> list[OfflineEvent]:
    """What the caller may take now, oldest first or as `select` wants it.

    With a `process_id` what was reserved under it. No more than fits into an answer, but one.
    """
    await apps.hold(tx, client_id)
    if process_id:
        reserved = await offline_events.of_process(tx, client_id, process_id)
        found = [one for one in reserved if with_failed or not one.is_failed]
    else:
        most = count if select is None else MAX_WAITING
        found = await offline_events.available(
            tx, client_id, connector, with_failed=with_failed, count=most
        )
    chosen = (found if select is None else select(found))[:count]
    return await _that_fit(tx, chosen)


async def _that_fit(tx: Tx, events: Sequence[OfflineEvent]) -> list[OfflineEvent]:
    sizes = await offline_events.sizes(tx, events)
    upto = accumulate(sizes.get(one.id, 0) for one in events)
    return [
        one
        for place, (one, size) in enumerate(zip(events, upto, strict=True))
        if place == 0 or size <= MAX_ANSWER_BYTES
    ]


async def reserve(tx: Tx, events: Sequence[OfflineEvent], process_id: str, now: Moment) -> None:
    await offline_events.reserve(tx, [one.id for one in events], process_id, now)


async def remove(tx: Tx, events: Sequence[OfflineEvent]) -> None:
    await offline_events.remove(tx, [one.id for one in events])


async def fail(tx: Tx, events: Sequence[OfflineEvent]) -> None:
    await offline_events.fail(tx, [one.id for one in events])


async def reserved(tx: Tx, client_id: str, process_id: str) -> list[OfflineEvent]:
    await apps.hold(tx, client_id)
    return await offline_events.of_process(tx, client_id, process_id)


async def list_all(tx: Tx, client_id: str, connector: str) -> list[OfflineEvent]:
    return await offline_events.queue(tx, client_id, connector, MAX_WAITING)


async def forget_old(tx: Tx, now: Moment) -> int:
    return await offline_events.forget(tx, Moment(now - KEPT_MS))
