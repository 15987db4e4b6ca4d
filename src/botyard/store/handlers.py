"""Table `handler`: addresses, and queues, that applications bound to events."""

import msgspec

from botyard.model.applications import Handler
from botyard.model.entities import HandlerId, Moment, UserId
from botyard.store.sql import sql
from botyard.store.tx import Row, Tx

_COLUMNS = """
    id, client_id, event, url, auth_user_id, bound_by, is_offline, connector, min_timeout_s,
    told_at, application_token, signing_key, is_ended
"""

_FIND = sql(f"SELECT {_COLUMNS} FROM handler WHERE id = :number")  # noqa: S608

_OF_EVENT = sql(
    f"""
    SELECT {_COLUMNS} FROM handler
    WHERE event = :event AND NOT is_ended
        AND (CAST(:client_id AS TEXT) = '' OR client_id = :client_id)
    ORDER BY id
    """  # noqa: S608
)

_OF_APP = sql(
    f"""
    SELECT {_COLUMNS} FROM handler WHERE client_id = :client_id AND NOT is_ended ORDER BY id
    """  # noqa: S608
)

_ENDED_OF_APP = sql(
    f"SELECT {_COLUMNS} FROM handler WHERE is_ended AND client_id = :client_id ORDER BY id"  # noqa: S608
)

_COUNT_QUEUES = sql(
    """
    SELECT count(DISTINCT connector) FROM handler
    WHERE client_id = :client_id AND NOT is_ended AND is_offline AND connector <> :connector
    """
)

_COUNT = sql("SELECT count(*) FROM handler WHERE client_id = :client_id AND NOT is_ended")

_ADD = sql(
    f"""
    INSERT INTO handler ({_COLUMNS}) VALUES (
        :number, :client_id, :event, :url, :auth_user_id, :bound_by, :is_offline, :connector,
        :min_timeout_s, :told_at, :application_token, :signing_key, :is_ended
    )
    ON CONFLICT DO NOTHING
    """  # noqa: S608
)

_MOVE = sql("UPDATE handler SET url = :url WHERE id = :number")

_END = sql("UPDATE handler SET is_ended = TRUE WHERE id = :number")

_NOTE_TOLD = sql("UPDATE handler SET told_at = :told_at WHERE id = :number")

_REMOVE = sql("DELETE FROM handler WHERE id = :number")

_FORGET_ENDED = sql(
    """
    DELETE FROM handler WHERE is_ended AND NOT EXISTS (
        SELECT 1 FROM delivery WHERE delivery.recipient_id = -handler.id
    )
    """
)


async def find(tx: Tx, handler_id: HandlerId) -> Handler | None:
    row = await tx.one(_FIND, number=-handler_id)
    return None if row is None else _handler(row)


async def of_event(tx: Tx, event: str, client_id: str = "") -> list[Handler]:
    """Of one application, or of all."""
    return [_handler(row) for row in await tx.all(_OF_EVENT, event=event, client_id=client_id)]


async def of_app(tx: Tx, client_id: str) -> list[Handler]:
    return [_handler(row) for row in await tx.all(_OF_APP, client_id=client_id)]


async def ended_of_app(tx: Tx, client_id: str) -> list[Handler]:
    """Those that may have something yet to hear."""
    return [_handler(row) for row in await tx.all(_ENDED_OF_APP, client_id=client_id)]


async def count_other_queues(tx: Tx, client_id: str, connector: str) -> int:
    row = await tx.one(_COUNT_QUEUES, client_id=client_id, connector=connector)
    return 0 if row is None else int(row[0])


async def count(tx: Tx, client_id: str) -> int:
    row = await tx.one(_COUNT, client_id=client_id)
    return 0 if row is None else int(row[0])


async def add(tx: Tx, handler: Handler) -> bool:
    """False where the same one is bound already."""
    values = msgspec.structs.asdict(handler)
    values["number"] = -values.pop("id")
    return bool(await tx.run(_ADD, **values))


async def move(tx: Tx, handler: Handler, url: str) -> None:
    await tx.run(_MOVE, number=handler.number, url=url)


async def end(tx: Tx, handler: Handler) -> None:
    await tx.run(_END, number=handler.number)


async def note_told(tx: Tx, handler: Handler, told_at: Moment) -> None:
    await tx.run(_NOTE_TOLD, number=handler.number, told_at=told_at)


async def remove(tx: Tx, handler: Handler) -> None:
    await tx.run(_REMOVE, number=handler.number)


async def forget_ended(tx: Tx) -> None:
    """Those that have heard the last thing that concerned them."""
    await tx.run(_FORGET_ENDED)


def _handler(row: Row) -> Handler:
    return Handler(
        id=HandlerId(-row[0]),
        client_id=row[1],
        event=row[2],
        url=row[3],
        auth_user_id=UserId(row[4]),
        bound_by=UserId(row[5]),
        is_offline=bool(row[6]),
        connector=row[7],
        min_timeout_s=row[8],
        told_at=Moment(row[9]),
        application_token=row[10],
        signing_key=row[11],
        is_ended=bool(row[12]),
    )
