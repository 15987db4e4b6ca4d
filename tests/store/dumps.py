"""Everything that a database holds, to be compared or searched."""

from typing import Any

from botyard.store.sql import Sql
from botyard.store.tx import Row, Store, Tx

_TABLES = Sql(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1",
    """
    SELECT table_name FROM information_schema.tables
    WHERE table_schema = current_schema() ORDER BY 1
    """,
    (),
)

Dump = dict[str, list[Row]]


async def dump(store: Store) -> Dump:
    """Every row of every table, in an order that is the same each time."""

    async def read(tx: Tx) -> Dump:
        names: list[Any] = [row[0] for row in await tx.all(_TABLES)]
        return {name: await _rows(tx, name) for name in names}

    return await store.read(read)


async def _rows(tx: Tx, name: str) -> list[Row]:
    rows = await tx.all(Sql(f"SELECT * FROM {name}", None, ()))
    return sorted((tuple(row) for row in rows), key=repr)
