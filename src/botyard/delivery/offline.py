"""Offline events in the words in which a handler would have heard of them."""

from collections.abc import Sequence

import msgspec

from botyard.delivery.telling_apps import tell
from botyard.model.events import AppEvent
from botyard.store import offline_events
from botyard.store.offline_events import OfflineEvent
from botyard.store.tx import Tx
from botyard.wire.dates import iso
from botyard.wire.offline_views import OfflineEventView, QueuedEventView
from botyard.wire.views import Views


async def spell(
    tx: Tx, views: Views, language: str, events: Sequence[OfflineEvent]
) -> list[OfflineEventView]:
    bodies = await offline_events.bodies(tx, events)
    return [await _view(tx, views, language, one, bodies[one.id]) for one in events]


async def spell_queue(
    tx: Tx, views: Views, language: str, events: Sequence[OfflineEvent]
) -> list[QueuedEventView]:
    """As `spell`, with what the queue says of each."""
    seen = await spell(tx, views, language, events)
    return [
        QueuedEventView(
            **msgspec.structs.asdict(view),
            process_id=one.process_id,
            error=str(int(one.is_failed)),
        )
        for view, one in zip(seen, events, strict=True)
    ]


async def _view(
    tx: Tx, views: Views, language: str, one: OfflineEvent, body: AppEvent
) -> OfflineEventView:
    told = await tell(tx, language, views, body)
    return OfflineEventView(
        id=str(one.id),
        timestamp_x=iso(one.happened_at, views.zone),
        event_name=one.event,
        event_data=told.data or False,
        message_id=one.message_id,
    )
