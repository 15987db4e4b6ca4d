"""Deliveries by webhook: the next of a dialog, and the dead letters that nobody took.

They are rows of `delivery`, which the outbox fills: see `botyard.store.outbox`.
"""

from typing import NamedTuple

import msgspec

from botyard.model.entities import ChatId, Moment, RecipientId
from botyard.model.events import Event
from botyard.store import lanes
from botyard.store.sql import sql
from botyard.store.tx import Row, Tx

_HEAD = sql(
    """
    SELECT e.id, e.body FROM delivery d JOIN event e ON e.id = d.event_id
    WHERE d.recipient_id = :recipient_id AND d.chat_id = :chat_id AND d.died_at IS NULL
    ORDER BY d.event_id LIMIT 1
    """
)

_HEAD_ID = sql(
    """
    SELECT event_id FROM delivery
    WHERE recipient_id = :recipient_id AND chat_id = :chat_id AND died_at IS NULL
    ORDER BY event_id LIMIT 1
    """
)

_FORGET = sql(
    """
    DELETE FROM delivery
    WHERE recipient_id = :recipient_id AND chat_id = :chat_id AND event_id = :event_id
    """
)

_FORGET_ALL = sql("DELETE FROM delivery WHERE recipient_id = :recipient_id RETURNING event_id")

_LEARNED = sql("UPDATE event SET waiting = waiting - 1 WHERE id = :event_id")

_REMOVE_EVENT = sql("DELETE FROM event WHERE id = :event_id AND waiting <= 0")

_BURY = sql(
    """
    UPDATE delivery SET died_at = :now, attempts = :attempts, failure = :failure
    WHERE recipient_id = :recipient_id AND chat_id = :chat_id AND event_id = :event_id
    """
)

_REVIVE = sql(
    """
    UPDATE delivery SET died_at = NULL, attempts = 0, failure = ''
    WHERE recipient_id = :recipient_id AND chat_id = :chat_id AND event_id = :event_id
        AND died_at IS NOT NULL
    """
)

_LETTER = """
    delivery.recipient_id, delivery.chat_id, delivery.event_id, event.created_at, event.body,
    delivery.died_at
"""

# Crossed, so that SQLite begins with the lanes, of which there are few.
_WAITING = sql(
    f"""
    SELECT {_LETTER}, lane.due_at, lane.attempts, lane.failure, lane.event_id
    FROM lane CROSS JOIN delivery JOIN event ON event.id = delivery.event_id
    WHERE delivery.recipient_id = lane.recipient_id AND delivery.chat_id = lane.chat_id
        AND delivery.died_at IS NULL
        AND (CAST(:recipient_id AS BIGINT) = 0 OR lane.recipient_id = :recipient_id)
        AND (CAST(:chat_id AS BIGINT) = -1 OR lane.chat_id = :chat_id)
    ORDER BY lane.recipient_id, lane.chat_id, delivery.event_id LIMIT :count
    """  # noqa: S608
)

_DEAD = sql(
    f"""
    SELECT {_LETTER}, 0, delivery.attempts, delivery.failure, delivery.event_id
    FROM delivery JOIN event ON event.id = delivery.event_id
    WHERE delivery.died_at IS NOT NULL AND delivery.recipient_id > :lowest
        AND (CAST(:recipient_id AS BIGINT) = 0 OR delivery.recipient_id = :recipient_id)
        AND (CAST(:chat_id AS BIGINT) = -1 OR delivery.chat_id = :chat_id)
    ORDER BY delivery.recipient_id, delivery.chat_id, delivery.event_id LIMIT :count
    """  # noqa: S608
)

_ONE = sql(
    f"""
    SELECT {_LETTER}, coalesce(lane.due_at, 0),
        CASE WHEN delivery.died_at IS NULL THEN coalesce(lane.attempts, 0)
            ELSE delivery.attempts END,
        CASE WHEN delivery.died_at IS NULL THEN coalesce(lane.failure, '')
            ELSE delivery.failure END,
        CASE WHEN delivery.died_at IS NULL THEN coalesce(lane.event_id, 0)
            ELSE delivery.event_id END
    FROM event
    JOIN delivery ON delivery.recipient_id = :recipient_id AND delivery.chat_id = event.chat_id
        AND delivery.event_id = event.id
    LEFT JOIN lane ON lane.recipient_id = delivery.recipient_id
        AND lane.chat_id = delivery.chat_id
    WHERE event.id = :event_id AND (lane.recipient_id IS NOT NULL OR delivery.died_at IS NOT NULL)
    """  # noqa: S608
)

_COUNT_DEAD = sql(
    "SELECT count(*) FROM delivery WHERE died_at IS NOT NULL AND recipient_id > :lowest"
)

_ANYBODY, _ANY_CHAT = 0, ChatId(-1)
# Below every recipient.
_LOWEST = -(2**62)
_read = msgspec.json.Decoder(Event).decode


class Letter(NamedTuple):
    """A delivery as its operator sees it.

    `attempts` and `failure` are those of this event; `due_at` is when its dialog is tried next.
    """

    recipient_id: RecipientId
    chat_id: ChatId
    event_id: int
    created_at: Moment
    event: Event
    died_at: Moment | None
    due_at: Moment
    attempts: int
    failure: str


async def head(tx: Tx, recipient_id: RecipientId, chat_id: ChatId) -> tuple[int, Event] | None:
    """What the dialog is to hear next."""
    row = await tx.one(_HEAD, recipient_id=recipient_id, chat_id=chat_id)
    return None if row is None else (row[0], _read(row[1]))


async def forget_all(tx: Tx, recipient_id: RecipientId) -> None:
    """The recipient will get nothing that it is owed, and its lanes end."""
    gone = [row[0] for row in await tx.all(_FORGET_ALL, recipient_id=recipient_id)]
    for event_id in sorted(gone):
        await tx.run(_LEARNED, event_id=event_id)
        await tx.run(_REMOVE_EVENT, event_id=event_id)
    await lanes.remove_all(tx, recipient_id)


async def head_id(tx: Tx, recipient_id: RecipientId, chat_id: ChatId) -> int | None:
    row = await tx.one(_HEAD_ID, recipient_id=recipient_id, chat_id=chat_id)
    return None if row is None else int(row[0])


async def forget(tx: Tx, recipient_id: RecipientId, chat_id: ChatId, event_id: int) -> bool:
    """The recipient has it, or will never get it. False when it was forgotten before."""
    if not await tx.run(_FORGET, recipient_id=recipient_id, chat_id=chat_id, event_id=event_id):
        return False
    await tx.run(_LEARNED, event_id=event_id)
    await tx.run(_REMOVE_EVENT, event_id=event_id)
    return True


async def bury(
    tx: Tx,
    recipient_id: RecipientId,
    chat_id: ChatId,
    event_id: int,
    *,
    now: Moment,
    attempts: int,
    failure: str,
) -> None:
    """Make it a dead letter."""
    await tx.run(
        _BURY,
        recipient_id=recipient_id,
        chat_id=chat_id,
        event_id=event_id,
        now=now,
        attempts=attempts,
        failure=failure,
    )


async def revive(tx: Tx, recipient_id: RecipientId, chat_id: ChatId, event_id: int) -> bool:
    """Take a dead letter back among those to be delivered; False when it was none."""
    return bool(
        await tx.run(_REVIVE, recipient_id=recipient_id, chat_id=chat_id, event_id=event_id)
    )


async def waiting(
    tx: Tx, recipient_id: RecipientId | None, chat_id: ChatId | None, count: int
) -> list[Letter]:
    """By recipient, dialog and age; None is everybody, or every dialog."""
    rows = await tx.all(_WAITING, **_filter(recipient_id, chat_id), count=count)
    return [_letter(row) for row in rows]


async def dead(
    tx: Tx, recipient_id: RecipientId | None, chat_id: ChatId | None, count: int
) -> list[Letter]:
    """By recipient, dialog and age; None is everybody, or every dialog."""
    rows = await tx.all(_DEAD, **_filter(recipient_id, chat_id), lowest=_LOWEST, count=count)
    return [_letter(row) for row in rows]


async def find(tx: Tx, recipient_id: RecipientId, event_id: int) -> Letter | None:
    row = await tx.one(_ONE, recipient_id=recipient_id, event_id=event_id)
    return None if row is None else _letter(row)


async def count_dead(tx: Tx) -> int:
    row = await tx.one(_COUNT_DEAD, lowest=_LOWEST)
    return 0 if row is None else int(row[0])


def _filter(recipient_id: RecipientId | None, chat_id: ChatId | None) -> dict[str, int]:
    return {
        "recipient_id": _ANYBODY if recipient_id is None else recipient_id,
        "chat_id": _ANY_CHAT if chat_id is None else chat_id,
    }


def _letter(row: Row) -> Letter:
    was_tried = row[9] == row[2]
    return Letter(
        recipient_id=row[0],
        chat_id=ChatId(row[1]),
        event_id=row[2],
        created_at=Moment(row[3]),
        event=_read(row[4]),
        died_at=None if row[5] is None else Moment(row[5]),
        due_at=Moment(row[6]),
        attempts=row[7] if was_tried else 0,
        failure=row[8] if was_tried else "",
    )
