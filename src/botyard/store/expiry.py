"""Tables `event` and `delivery`: what is not kept any longer."""

from botyard.model.entities import Moment, RecipientId
from botyard.store import lanes
from botyard.store.sql import sql
from botyard.store.tx import Tx

# Each by itself is one look at an end of the table; together they would read all of it.
_ENDS = sql(
    """
    SELECT coalesce((SELECT min(id) FROM event), 0), coalesce((SELECT max(id) FROM event), 0)
    """
)

_AT = sql("SELECT id, created_at FROM event WHERE id >= :event_id ORDER BY id LIMIT 1")

_NEXT_RECIPIENT = sql("SELECT min(recipient_id) FROM delivery WHERE recipient_id > :after")

_IS_PERSON = sql("SELECT type <> 'bot' FROM portal_user WHERE id = :user_id")

_COUNT = sql("SELECT count(*) FROM delivery WHERE recipient_id = :recipient_id")

_AT_PLACE = sql(
    """
    SELECT event_id FROM delivery WHERE recipient_id = :recipient_id AND number IS NULL
    ORDER BY event_id LIMIT 1 OFFSET :place
    """
)

# Two statements, because each kind has an index of its own.
_UNREAD = sql(
    """
    SELECT event_id, chat_id FROM delivery
    WHERE recipient_id = :recipient_id AND number IS NULL AND event_id < :below
    ORDER BY event_id LIMIT :count
    """
)

_HANDED_OUT = sql(
    """
    SELECT event_id, chat_id FROM delivery
    WHERE recipient_id = :recipient_id AND number > 0 AND event_id < :below
    LIMIT :count
    """
)

_REMOVE = sql(
    """
    DELETE FROM delivery
    WHERE recipient_id = :recipient_id AND chat_id = :chat_id AND event_id = :event_id
    """
)

_LEARNED = sql("UPDATE event SET waiting = waiting - 1 WHERE id = :event_id")

_REMOVE_EVENTS = sql("DELETE FROM event WHERE waiting <= 0")


async def first_event_since(tx: Tx, moment: Moment) -> int:
    """The id that divides older events from younger ones: found by halving, for ids rise."""
    row = await tx.one(_ENDS)
    low, high = (row[0], row[1] + 1) if row is not None else (0, 0)
    while low < high:
        middle = (low + high) // 2
        found = await tx.one(_AT, event_id=middle)
        if found is None or found[1] >= moment:
            high = middle
        else:
            low = found[0] + 1
    return low


async def next_recipient(tx: Tx, after: int) -> RecipientId | None:
    """Whoever has something to learn, by ascending id."""
    row = await tx.one(_NEXT_RECIPIENT, after=after)
    return None if row is None else row[0]


async def is_person(tx: Tx, recipient_id: RecipientId) -> bool:
    row = await tx.one(_IS_PERSON, user_id=recipient_id)
    return row is not None and bool(row[0])


async def first_event_within(tx: Tx, recipient_id: RecipientId, kept: int) -> int:
    """The id from which on `kept` of the recipient's unread events are left; 0 for all."""
    row = await tx.one(_COUNT, recipient_id=recipient_id)
    excess = (0 if row is None else int(row[0])) - kept
    if excess <= 0:
        return 0
    row = await tx.one(_AT_PLACE, recipient_id=recipient_id, place=excess)
    return 0 if row is None else int(row[0])


async def expire(tx: Tx, recipient_id: RecipientId, below: int, count: int) -> int:
    """Remove up to `count` of the recipient's deliveries of older events; answer how many."""
    found = await tx.all(_UNREAD, recipient_id=recipient_id, below=below, count=count)
    if len(found) < count:
        found += await tx.all(
            _HANDED_OUT, recipient_id=recipient_id, below=below, count=count - len(found)
        )
    removed = 0
    # In one order, so that two sweeps at once wait for each other rather than block.
    for event_id, chat_id in sorted(found):
        removed += await _remove(tx, recipient_id, chat_id, event_id)
    if removed:
        await tx.run(_REMOVE_EVENTS)
        await lanes.reconsider(tx, recipient_id)
    return removed


async def _remove(tx: Tx, recipient_id: RecipientId, chat_id: int, event_id: int) -> int:
    """Its reader or the relay may be first: then it is theirs, and counts for nothing here."""
    removed = await tx.run(_REMOVE, recipient_id=recipient_id, chat_id=chat_id, event_id=event_id)
    if removed:
        await tx.run(_LEARNED, event_id=event_id)
    return removed
