"""Table `lane`: the dialogs of who hears by webhook, while they are owed something there.

Within a lane events go out one after the other; lanes know nothing of each other. Who sends and
who has delivered meet at the lane's row: whichever comes second sees what the first has left.
"""

from collections.abc import Iterable

from msgspec import Struct

from botyard.model.entities import ChatId, Moment, RecipientId, UserId
from botyard.store.sql import sql
from botyard.store.tx import Row, Tx

# Woken with each lane that has something to do; no user has this id.
RELAY = UserId(0)
# Beyond every id: woken with what is added to it, when a recipient hears elsewhere from now on.
_MOVED = 1 << 62

_COLUMNS = """
    recipient_id, chat_id, due_at, planned_at, hastened, event_id, attempts, failure, tried_at
"""

# The update changes nothing: it makes PostgreSQL wait for somebody who is about to delete the row.
_OPEN = sql(
    """
    INSERT INTO lane (recipient_id, chat_id, due_at, planned_at)
    VALUES (:recipient_id, :chat_id, :now, :now)
    ON CONFLICT (recipient_id, chat_id) DO UPDATE SET due_at = lane.due_at
    """
)

# From one dialog to the next, however many events wait in each of them.
_OWED = """
    WITH RECURSIVE dialog (id) AS (
        SELECT min(chat_id) FROM delivery WHERE recipient_id = :recipient_id
        UNION ALL
        SELECT (
            SELECT min(chat_id) FROM delivery
            WHERE recipient_id = :recipient_id AND chat_id > dialog.id
        ) FROM dialog WHERE dialog.id IS NOT NULL
    )
"""
_IS_OWED = """
    id IS NOT NULL AND EXISTS (
        SELECT 1 FROM delivery
        WHERE recipient_id = :recipient_id AND chat_id = id AND died_at IS NULL
    )
"""

_OPEN_OWED = sql(
    f"""
    {_OWED}
    INSERT INTO lane (recipient_id, chat_id, due_at, planned_at)
    SELECT CAST(:recipient_id AS BIGINT), id, 0, 0 FROM dialog WHERE {_IS_OWED}
    ON CONFLICT (recipient_id, chat_id) DO NOTHING
    """  # noqa: S608
)

_IS_ANY_MISSING = sql(
    f"""
    {_OWED}
    SELECT 1 FROM dialog WHERE {_IS_OWED} AND NOT EXISTS (
        SELECT 1 FROM lane WHERE recipient_id = :recipient_id AND chat_id = id
    ) LIMIT 1
    """  # noqa: S608
)

_LISTENING = sql("SELECT user_id FROM bot WHERE event_mode = 'webhook' AND user_id > 0")

# From one recipient to the next, however many lanes each of them has.
_RECIPIENTS_DUE = sql(
    """
    WITH RECURSIVE recipient (id) AS (
        SELECT min(recipient_id) FROM lane
        UNION ALL
        SELECT (SELECT min(recipient_id) FROM lane WHERE recipient_id > recipient.id)
        FROM recipient WHERE recipient.id IS NOT NULL
    )
    SELECT id FROM recipient
    WHERE id IS NOT NULL AND (SELECT min(due_at) FROM lane WHERE recipient_id = id) <= :now
    """
)

_DUE = sql(
    """
    SELECT chat_id FROM lane WHERE recipient_id = :recipient_id AND due_at <= :now
    ORDER BY due_at, chat_id LIMIT :count
    """
)

_GET = sql(
    f"SELECT {_COLUMNS} FROM lane WHERE recipient_id = :recipient_id AND chat_id = :chat_id"  # noqa: S608
)

_HOLD = sql(
    f"SELECT {_COLUMNS} FROM lane WHERE recipient_id = :recipient_id AND chat_id = :chat_id",  # noqa: S608
    postgres=f"""
    SELECT {_COLUMNS} FROM lane
    WHERE recipient_id = :recipient_id AND chat_id = :chat_id FOR UPDATE
    """,  # noqa: S608
)

_SAVE = sql(
    """
    UPDATE lane SET
        due_at = :due_at, planned_at = :planned_at, hastened = :hastened, event_id = :event_id,
        attempts = :attempts, failure = :failure, tried_at = :tried_at
    WHERE recipient_id = :recipient_id AND chat_id = :chat_id
    """
)

_REMOVE = sql("DELETE FROM lane WHERE recipient_id = :recipient_id AND chat_id = :chat_id")

_REMOVE_ALL = sql("DELETE FROM lane WHERE recipient_id = :recipient_id")

_HASTEN = sql(
    """
    UPDATE lane SET due_at = :now, hastened = TRUE
    WHERE recipient_id = :recipient_id AND chat_id IN (
        SELECT chat_id FROM lane
        WHERE recipient_id = :recipient_id AND due_at > :now AND NOT hastened
        ORDER BY due_at LIMIT :count
    )
    """
)

_ANY_WAITING = sql(
    """
    SELECT 1 FROM lane WHERE recipient_id = :recipient_id AND due_at > :now AND NOT hastened
    LIMIT 1
    """
)

# Each time to another moment before all others: who is under way sees that this came in between.
_TRY_ALL = sql(
    """
    UPDATE lane SET due_at = CASE WHEN due_at < 0 THEN due_at - 1 ELSE -1 END
    WHERE recipient_id = :recipient_id
    """
)

_RECONSIDER = sql(
    """
    UPDATE lane SET due_at = 0, planned_at = 0
    WHERE recipient_id = :recipient_id AND due_at > 0 AND NOT EXISTS (
        SELECT 1 FROM delivery d
        WHERE d.recipient_id = lane.recipient_id AND d.chat_id = lane.chat_id
            AND d.event_id = lane.event_id AND d.died_at IS NULL
    )
    """
)

_COUNT = sql("SELECT count(*) FROM lane")


class Lane(Struct, frozen=True, kw_only=True):
    """`attempts` were made with `event_id`, the last one at `tried_at`.

    `due_at` is before `planned_at` while it has an attempt out of turn.
    """

    recipient_id: RecipientId
    chat_id: ChatId
    due_at: Moment
    planned_at: Moment
    hastened: bool = False
    event_id: int = 0
    attempts: int = 0
    failure: str = ""
    tried_at: Moment = Moment(0)


async def open_lane(tx: Tx, recipient_id: RecipientId, chat_id: ChatId, now: Moment) -> None:
    """To be called with each new delivery; a lane that is there keeps its turn."""
    await tx.run(_OPEN, recipient_id=recipient_id, chat_id=chat_id, now=now)
    tx.wake(RELAY)


async def open_owed(tx: Tx, recipient_id: RecipientId) -> None:
    """A lane for each dialog in which the bot is owed something."""
    await tx.run(_OPEN_OWED, recipient_id=recipient_id)
    tx.wake(RELAY)


async def is_any_missing(tx: Tx, recipient_id: RecipientId) -> bool:
    """Whether `open_owed` would open a lane."""
    return await tx.one(_IS_ANY_MISSING, recipient_id=recipient_id) is not None


async def listening_bots(tx: Tx) -> list[UserId]:
    """Those that hear by webhook."""
    return [UserId(row[0]) for row in await tx.all(_LISTENING)]


async def recipients_due(tx: Tx, now: Moment) -> list[RecipientId]:
    return [row[0] for row in await tx.all(_RECIPIENTS_DUE, now=now)]


async def due(tx: Tx, recipient_id: RecipientId, now: Moment, count: int) -> list[ChatId]:
    """The dialogs whose turn it is, who waits longest first."""
    rows = await tx.all(_DUE, recipient_id=recipient_id, now=now, count=count)
    return [ChatId(row[0]) for row in rows]


async def get(tx: Tx, recipient_id: RecipientId, chat_id: ChatId) -> Lane | None:
    return _first(await tx.all(_GET, recipient_id=recipient_id, chat_id=chat_id))


async def hold(tx: Tx, recipient_id: RecipientId, chat_id: ChatId) -> Lane | None:
    """The lane as it is now; nobody adds to it or ends it before this unit does."""
    return _first(await tx.all(_HOLD, recipient_id=recipient_id, chat_id=chat_id))


async def save(tx: Tx, lane: Lane) -> None:
    await tx.run(
        _SAVE,
        recipient_id=lane.recipient_id,
        chat_id=lane.chat_id,
        due_at=lane.due_at,
        planned_at=lane.planned_at,
        hastened=lane.hastened,
        event_id=lane.event_id,
        attempts=lane.attempts,
        failure=lane.failure,
        tried_at=lane.tried_at,
    )


async def remove(tx: Tx, recipient_id: RecipientId, chat_id: ChatId) -> None:
    await tx.run(_REMOVE, recipient_id=recipient_id, chat_id=chat_id)


async def remove_all(tx: Tx, recipient_id: RecipientId) -> None:
    """What the bot is owed stays, for it to read."""
    await tx.run(_REMOVE_ALL, recipient_id=recipient_id)


async def is_any_waiting(tx: Tx, recipient_id: RecipientId, now: Moment) -> bool:
    """Whether there is a lane to hasten."""
    return await tx.one(_ANY_WAITING, recipient_id=recipient_id, now=now) is not None


async def hasten(tx: Tx, recipient_id: RecipientId, now: Moment, count: int) -> int:
    """Give up to `count` waiting lanes one attempt out of turn; answer how many there were."""
    return await tx.run(_HASTEN, recipient_id=recipient_id, now=now, count=count)


async def try_all(tx: Tx, recipient_id: RecipientId) -> None:
    """Give every lane an attempt now, in place of the one that is under way, should it fail."""
    if await tx.run(_TRY_ALL, recipient_id=recipient_id):
        tx.wake(RELAY)


def move(tx: Tx, recipient_id: RecipientId) -> None:
    """To be called when an address holds no more: nothing is sent there after this unit."""
    tx.wake(_MOVED + recipient_id)


def moved(woken: Iterable[int]) -> list[RecipientId]:
    """Who hears elsewhere after a commit that woke these."""
    return [UserId(one - _MOVED) for one in woken if one > _MOVED // 2]


async def reconsider(tx: Tx, recipient_id: RecipientId) -> None:
    """To be called when deliveries went some other way: nobody waits because of what is gone."""
    if await tx.run(_RECONSIDER, recipient_id=recipient_id):
        tx.wake(RELAY)


async def count(tx: Tx) -> int:
    row = await tx.one(_COUNT)
    return 0 if row is None else int(row[0])


def _first(rows: list[Row]) -> Lane | None:
    if not rows:
        return None
    row = rows[0]
    return Lane(
        recipient_id=row[0],
        chat_id=ChatId(row[1]),
        due_at=Moment(row[2]),
        planned_at=Moment(row[3]),
        hastened=bool(row[4]),
        event_id=row[5],
        attempts=row[6],
        failure=row[7],
        tried_at=Moment(row[8]),
    )
