"""Table `portal`: the one portal of this database."""

import msgspec

from botyard.model.entities import Portal
from botyard.store.sql import sql
from botyard.store.tx import Tx

_GET = sql("SELECT body FROM portal")

_SET = sql(
    """
    INSERT INTO portal (id, body) VALUES (1, :body)
    ON CONFLICT (id) DO UPDATE SET body = excluded.body
    """
)


async def get(tx: Tx) -> Portal | None:
    row = await tx.one(_GET)
    return None if row is None else msgspec.json.decode(row[0], type=Portal)


async def save(tx: Tx, portal: Portal) -> None:
    await tx.run(_SET, body=msgspec.json.encode(portal).decode())
