"""Table `placement`: where applications show themselves."""

import msgspec

from botyard.model.applications import Placement
from botyard.model.entities import Moment
from botyard.store.sql import sql
from botyard.store.tx import Row, Tx

_ADD = sql(
    """
    INSERT INTO placement (client_id, code, handler, bound_at, body)
    VALUES (:client_id, :code, :handler, :now, :body)
    ON CONFLICT (client_id, code, handler) DO NOTHING
    """
)

_LIST = sql(
    """
    SELECT body FROM placement WHERE client_id = :client_id ORDER BY bound_at, code, handler
    """
)

_REMOVE = sql(
    """
    DELETE FROM placement
    WHERE client_id = :client_id AND code = :code AND (handler = :handler OR :handler = '')
    """
)

_REMOVE_ALL = sql("DELETE FROM placement WHERE client_id = :client_id")


async def add(tx: Tx, client_id: str, placement: Placement, now: Moment) -> bool:
    """Answer whether it was not there before."""
    added = await tx.run(
        _ADD,
        client_id=client_id,
        code=placement.code,
        handler=placement.handler,
        now=now,
        body=msgspec.json.encode(placement).decode(),
    )
    return added > 0


async def list_all(tx: Tx, client_id: str) -> list[Placement]:
    """The oldest first."""
    return [_placement_of(row) for row in await tx.all(_LIST, client_id=client_id)]


async def remove(tx: Tx, client_id: str, code: str, handler: str) -> int:
    """Those of one handler, or of any where it is empty; answer how many there were."""
    return await tx.run(_REMOVE, client_id=client_id, code=code, handler=handler)


async def remove_all(tx: Tx, client_id: str) -> None:
    await tx.run(_REMOVE_ALL, client_id=client_id)


def _placement_of(row: Row) -> Placement:
    return msgspec.json.decode(row[0], type=Placement)
