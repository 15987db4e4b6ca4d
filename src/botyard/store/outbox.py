"""Tables `event`, `delivery` and `consumer`: what happened, and who has yet to learn of it.

A delivery gets its public number when it is first handed out, not when it is written: a row that
commits late is then numbered late, and a reader that acknowledged 7 is never owed a 6. One counter
serves the whole portal, because one offset acknowledges a bot's and a person's events together.
"""

import json
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from botyard.model.entities import ChatId, Moment, RecipientId, UserId
from botyard.model.events import ChatEvent, Event, kind_of
from botyard.store import lanes
from botyard.store.sql import sql
from botyard.store.tx import Tx

_ADD_EVENT = sql(
    """
    INSERT INTO event (chat_id, created_at, waiting, body)
    VALUES (:chat_id, :created_at, :waiting, :body)
    """,
    gives_id=True,
)

_ADD_DELIVERY = sql(
    """
    INSERT INTO delivery (recipient_id, chat_id, event_id)
    VALUES (:recipient_id, :chat_id, :event_id)
    """
)

_HOLD_CONSUMER = sql(
    "SELECT handed_to FROM consumer WHERE recipient_id = :recipient_id",
    postgres="SELECT handed_to FROM consumer WHERE recipient_id = :recipient_id FOR UPDATE",
)

_ADD_CONSUMER = sql(
    """
    INSERT INTO consumer (recipient_id, handed_to) VALUES (:recipient_id, 0)
    ON CONFLICT (recipient_id) DO NOTHING
    """
)

_NOTE_HANDED = sql(
    """
    UPDATE consumer SET handed_to = :number
    WHERE recipient_id = :recipient_id AND handed_to < :number
    """
)

_REMOVE = sql(
    """
    DELETE FROM delivery WHERE recipient_id = :recipient_id AND number < :number
    RETURNING event_id
    """
)

_LEARNED = sql(
    """
    UPDATE event SET waiting = waiting - 1
    WHERE id IN (SELECT value FROM json_each(:event_ids))
    """,
    postgres="""
    UPDATE event SET waiting = waiting - 1
    WHERE id IN (SELECT value::bigint FROM json_array_elements_text(:event_ids::json))
    """,
)

_REMOVE_EVENTS = sql("DELETE FROM event WHERE waiting <= 0")

_UNREAD = sql(
    """
    SELECT event_id, recipient_id, chat_id FROM delivery
    WHERE recipient_id = :recipient_id AND number IS NULL
    ORDER BY event_id LIMIT :count
    """
)

_TAKE_NUMBERS = sql(
    "UPDATE counter SET value = value + :count WHERE name = 'event' RETURNING value"
)

_NUMBER = sql(
    """
    UPDATE delivery SET number = given.value ->> 3 FROM json_each(:given) AS given
    WHERE event_id = given.value ->> 0 AND recipient_id = given.value ->> 1
        AND chat_id = given.value ->> 2
    """,
    postgres="""
    UPDATE delivery SET number = (given.value ->> 3)::bigint
    FROM json_array_elements(:given::json) AS given
    WHERE event_id = (given.value ->> 0)::bigint AND recipient_id = (given.value ->> 1)::bigint
        AND chat_id = (given.value ->> 2)::bigint
    """,
)

_HANDED_OUT = sql(
    """
    SELECT d.number, d.recipient_id, e.id, e.created_at, e.body
    FROM delivery d JOIN event e ON e.id = d.event_id
    WHERE d.recipient_id = :recipient_id AND d.number > :above
    ORDER BY d.number LIMIT :count
    """
)

_write = msgspec.json.Encoder().encode
_read = msgspec.json.Decoder(ChatEvent).decode


class Recipient(NamedTuple):
    """A bot, a person who subscribed, or a handler of an event.

    `kinds` are those of the events that it hears of, None for all but the `unbound` ones.
    """

    id: RecipientId
    by_webhook: bool = False
    kinds: frozenset[str] | None = None
    unbound: frozenset[str] = frozenset()

    def hears(self, kind: str) -> bool:
        return kind not in self.unbound if self.kinds is None else kind in self.kinds


class Delivery(NamedTuple):
    """One event for one recipient who polls, under the number by which it is acknowledged.

    `size` is in bytes, as it is kept.
    """

    number: int
    recipient_id: UserId
    event_id: int
    created_at: Moment
    event: ChatEvent
    size: int


async def add(
    tx: Tx, event: Event, recipients: Sequence[Recipient], chat_id: ChatId, now: Moment
) -> None:
    """Record `event` for `recipients`, in the same transaction as the change it reports."""
    kind = kind_of(event)
    recipients = [one for one in recipients if one.hears(kind)]
    if not recipients:
        return
    event_id = await tx.add(
        _ADD_EVENT,
        chat_id=chat_id,
        created_at=now,
        waiting=len(recipients),
        body=_write(event).decode(),
    )
    for recipient in recipients:
        await tx.run(_ADD_DELIVERY, recipient_id=recipient.id, chat_id=chat_id, event_id=event_id)
        tx.wake(recipient.id)
        if recipient.by_webhook:
            await lanes.open_lane(tx, recipient.id, chat_id, now)


async def hold_consumer(tx: Tx, recipient_id: UserId) -> int:
    """The highest number handed out; nobody else reads for `recipient_id` before this unit ends.

    Who holds several holds them by ascending id.
    """
    row = await tx.one(_HOLD_CONSUMER, recipient_id=recipient_id)
    if row is None:
        await tx.run(_ADD_CONSUMER, recipient_id=recipient_id)
        row = await tx.one(_HOLD_CONSUMER, recipient_id=recipient_id)
    return 0 if row is None else int(row[0])


async def note_handed(tx: Tx, recipient_id: UserId, number: int) -> None:
    await tx.run(_NOTE_HANDED, recipient_id=recipient_id, number=number)


async def acknowledge(tx: Tx, recipient_id: UserId, below: int) -> int:
    """Forget what `recipient_id` has learned: everything numbered under `below`."""
    removed = await tx.all(_REMOVE, recipient_id=recipient_id, number=below)
    if not removed:
        return 0
    # Only what was removed here: the relay or a sweep may have been first with the others.
    await tx.run(_LEARNED, event_ids=json.dumps([row[0] for row in removed]))
    await tx.run(_REMOVE_EVENTS)
    await lanes.reconsider(tx, recipient_id)
    return len(removed)


async def hand_out(
    tx: Tx, recipient_ids: Sequence[UserId], *, above: int, count: int
) -> list[Delivery]:
    """The first `count` deliveries numbered over `above`; the new ones get theirs here.

    The consumers must be held.
    """
    found = await _handed_out(tx, recipient_ids, above, count)
    if len(found) < count and await _number(tx, recipient_ids, count - len(found)):
        return await _handed_out(tx, recipient_ids, above, count)
    return found


async def _handed_out(
    tx: Tx, recipient_ids: Sequence[UserId], above: int, count: int
) -> list[Delivery]:
    found = [
        Delivery(row[0], UserId(row[1]), row[2], Moment(row[3]), _read(row[4]), _bytes(row[4]))
        for recipient_id in recipient_ids
        for row in await tx.all(_HANDED_OUT, recipient_id=recipient_id, above=above, count=count)
    ]
    found.sort(key=lambda delivery: delivery.number)
    return found[:count]


def _bytes(body: str) -> int:
    return len(body) if body.isascii() else len(body.encode())


async def _number(tx: Tx, recipient_ids: Sequence[UserId], count: int) -> int:
    rows = [
        row
        for recipient_id in recipient_ids
        for row in await tx.all(_UNREAD, recipient_id=recipient_id, count=count)
    ]
    rows = sorted(rows)[:count]
    if not rows:
        return 0
    last = await tx.one(_TAKE_NUMBERS, count=len(rows))
    if last is None:
        raise LookupError("the counter of events is missing")
    first = int(last[0]) - len(rows) + 1
    given = [[*row, number] for number, row in enumerate(rows, start=first)]
    return await tx.run(_NUMBER, given=json.dumps(given))
