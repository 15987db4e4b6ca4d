"""Tables `event` and `delivery`: what happened, and who has yet to learn of it."""

from collections.abc import Iterable

import msgspec

from botyard.model.entities import ChatId, Moment, UserId
from botyard.model.events import Event
from botyard.store.sql import sql
from botyard.store.tx import Tx

_ADD_EVENT = sql(
    """
    INSERT INTO event (chat_id, created_at, body) VALUES (:chat_id, :created_at, :body)
    RETURNING id
    """
)

_ADD_DELIVERY = sql(
    "INSERT INTO delivery (recipient_id, event_id) VALUES (:recipient_id, :event_id)"
)

_PENDING = sql(
    """
    SELECT e.id, e.body FROM delivery d JOIN event e ON e.id = d.event_id
    WHERE d.recipient_id = :recipient_id ORDER BY e.id LIMIT :count
    """
)

_write = msgspec.json.Encoder().encode
_read = msgspec.json.Decoder(Event).decode


async def add(
    tx: Tx, event: Event, recipients: Iterable[UserId], chat_id: ChatId, now: Moment
) -> None:
    """Record `event` for `recipients`, in the same transaction as the change it reports."""
    row: tuple[int] | None = None
    for recipient_id in recipients:
        if row is None:
            body = _write(event).decode()
            row = await tx.one(_ADD_EVENT, chat_id=chat_id, created_at=now, body=body)
            if row is None:
                raise LookupError("the event got no id")
        await tx.run(_ADD_DELIVERY, recipient_id=recipient_id, event_id=row[0])


async def pending(tx: Tx, recipient_id: UserId, count: int) -> list[tuple[int, Event]]:
    """What `recipient_id` has yet to learn, in the order in which it was recorded."""
    rows = await tx.all(_PENDING, recipient_id=recipient_id, count=count)
    return [(row[0], _read(row[1])) for row in rows]
