"""Table `offline_event`: what applications take when they like."""

import json
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from botyard.model.entities import Moment
from botyard.model.events import AppEvent
from botyard.store.sql import sql
from botyard.store.tx import Row, Tx

_COLUMNS = "id, event, message_id, happened_at, process_id, is_failed"

_ADD = sql(
    """
    INSERT INTO offline_event (
        client_id, connector, event, message_id, happened_at, body, touched_at
    ) VALUES (:client_id, :connector, :event, :message_id, :now, :body, :now)
    ON CONFLICT (client_id, connector, message_id) WHERE process_id = '' DO UPDATE SET
        happened_at = excluded.happened_at, body = excluded.body,
        touched_at = excluded.touched_at
    """
)

_QUEUE = sql(
    f"""
    SELECT {_COLUMNS} FROM offline_event
    WHERE client_id = :client_id AND connector = :connector
    ORDER BY happened_at, id LIMIT :count
    """  # noqa: S608
)

_AVAILABLE = sql(
    f"""
    SELECT {_COLUMNS} FROM offline_event
    WHERE client_id = :client_id AND connector = :connector
        AND (process_id = '' OR is_failed) AND (NOT is_failed OR CAST(:with_failed AS BOOLEAN))
    ORDER BY happened_at, id LIMIT :count
    """  # noqa: S608
)

_BODIES = sql(
    "SELECT id, body FROM offline_event WHERE id IN (SELECT value FROM json_each(:ids))",
    postgres="""
    SELECT id, body FROM offline_event
    WHERE id IN (SELECT value::bigint FROM json_array_elements_text(:ids::json))
    """,
)

_SIZES = sql(
    """
    SELECT id, length(CAST(body AS BLOB)) FROM offline_event
    WHERE id IN (SELECT value FROM json_each(:ids))
    """,
    postgres="""
    SELECT id, octet_length(body) FROM offline_event
    WHERE id IN (SELECT value::bigint FROM json_array_elements_text(:ids::json))
    """,
)

_OF_PROCESS = sql(
    f"""
    SELECT {_COLUMNS} FROM offline_event
    WHERE client_id = :client_id AND process_id = :process_id AND process_id <> ''
    ORDER BY happened_at, id
    """  # noqa: S608
)

_COUNT = sql(
    "SELECT count(*) FROM offline_event WHERE client_id = :client_id AND connector = :connector"
)

_REMOVE_OLDEST = sql(
    """
    DELETE FROM offline_event WHERE id IN (
        SELECT id FROM offline_event WHERE client_id = :client_id AND connector = :connector
        ORDER BY happened_at, id LIMIT :count
    )
    """
)

_RESERVE = sql(
    """
    UPDATE offline_event SET process_id = :process_id, is_failed = FALSE, touched_at = :now
    WHERE id IN (SELECT value FROM json_each(:ids))
    """,
    postgres="""
    UPDATE offline_event SET process_id = :process_id, is_failed = FALSE, touched_at = :now
    WHERE id IN (SELECT value::bigint FROM json_array_elements_text(:ids::json))
    """,
)

_FAIL = sql(
    """
    UPDATE offline_event SET is_failed = TRUE
    WHERE id IN (SELECT value FROM json_each(:ids))
    """,
    postgres="""
    UPDATE offline_event SET is_failed = TRUE
    WHERE id IN (SELECT value::bigint FROM json_array_elements_text(:ids::json))
    """,
)

_REMOVE = sql(
    "DELETE FROM offline_event WHERE id IN (SELECT value FROM json_each(:ids))",
    postgres="""
    DELETE FROM offline_event
    WHERE id IN (SELECT value::bigint FROM json_array_elements_text(:ids::json))
    """,
)

_REMOVE_ALL = sql("DELETE FROM offline_event WHERE client_id = :client_id")

_FORGET = sql("DELETE FROM offline_event WHERE touched_at <= :moment")

_write = msgspec.json.Encoder().encode
_read = msgspec.json.Decoder(AppEvent).decode


class OfflineEvent(NamedTuple):
    """`message_id` names the object; `process_id` is empty while nobody has reserved it.

    What it says is read by `bodies`: a queue may be long, and is looked through without it.
    """

    id: int
    event: str
    message_id: str
    happened_at: Moment
    process_id: str
    is_failed: bool


async def add(
    tx: Tx,
    client_id: str,
    connector: str,
    event: str,
    message_id: str,
    body: AppEvent,
    now: Moment,
) -> None:
    """What waits for the same object is replaced."""
    await tx.run(
        _ADD,
        client_id=client_id,
        connector=connector,
        event=event,
        message_id=message_id,
        body=_write(body).decode(),
        now=now,
    )


async def queue(tx: Tx, client_id: str, connector: str, count: int) -> list[OfflineEvent]:
    """The oldest, reserved ones among them."""
    rows = await tx.all(_QUEUE, client_id=client_id, connector=connector, count=count)
    return [_event(row) for row in rows]


async def available(
    tx: Tx, client_id: str, connector: str, *, with_failed: bool, count: int
) -> list[OfflineEvent]:
    """The oldest that nobody has reserved, or whose process has failed."""
    rows = await tx.all(
        _AVAILABLE,
        client_id=client_id,
        connector=connector,
        with_failed=with_failed,
        count=count,
    )
    return [_event(row) for row in rows]


async def of_process(tx: Tx, client_id: str, process_id: str) -> list[OfflineEvent]:
    rows = await tx.all(_OF_PROCESS, client_id=client_id, process_id=process_id)
    return [_event(row) for row in rows]


async def bodies(tx: Tx, events: Sequence[OfflineEvent]) -> dict[int, AppEvent]:
    """What each of the events says, by its id."""
    rows = await tx.all(_BODIES, ids=json.dumps([one.id for one in events]))
    return {row[0]: _read(row[1]) for row in rows}


async def sizes(tx: Tx, events: Sequence[OfflineEvent]) -> dict[int, int]:
    """How many bytes each of the events says, by its id."""
    rows = await tx.all(_SIZES, ids=json.dumps([one.id for one in events]))
    return {row[0]: int(row[1]) for row in rows}


async def keep_newest(tx: Tx, client_id: str, connector: str, most: int) -> int:
    """Answer how many were too many, and are gone."""
    row = await tx.one(_COUNT, client_id=client_id, connector=connector)
    excess = (0 if row is None else int(row[0])) - most
    if excess <= 0:
        return 0
    return await tx.run(_REMOVE_OLDEST, client_id=client_id, connector=connector, count=excess)


async def reserve(tx: Tx, ids: Sequence[int], process_id: str, now: Moment) -> None:
    await tx.run(_RESERVE, ids=json.dumps(ids), process_id=process_id, now=now)


async def fail(tx: Tx, ids: Sequence[int]) -> None:
    await tx.run(_FAIL, ids=json.dumps(ids))


async def remove(tx: Tx, ids: Sequence[int]) -> None:
    await tx.run(_REMOVE, ids=json.dumps(ids))


async def remove_all(tx: Tx, client_id: str) -> None:
    await tx.run(_REMOVE_ALL, client_id=client_id)


async def forget(tx: Tx, moment: Moment) -> int:
    """What nobody has queued again or reserved since; answer how many."""
    return await tx.run(_FORGET, moment=moment)


def _event(row: Row) -> OfflineEvent:
    return OfflineEvent(
        id=row[0],
        event=row[1],
        message_id=row[2],
        happened_at=Moment(row[3]),
        process_id=row[4],
        is_failed=bool(row[5]),
    )
