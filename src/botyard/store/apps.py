"""Table `app`: OAuth clients."""

import msgspec

from botyard.model.applications import App
from botyard.store.sql import sql
from botyard.store.topics import ACCESS_TOKEN
from botyard.store.tx import Row, Tx

_SAVE_APP = sql(
    """
    INSERT INTO app (client_id, secret_hash, body, id)
    VALUES (:client_id, :secret_hash, :body, (SELECT coalesce(max(id), 0) + 1 FROM app))
    ON CONFLICT (client_id) DO UPDATE SET
        secret_hash = excluded.secret_hash, body = excluded.body
    """,
    forgets=(ACCESS_TOKEN,),
)

_LIST_APPS = sql("SELECT body, id FROM app ORDER BY client_id")

_FIND_APP = sql("SELECT body, id FROM app WHERE client_id = :client_id")

_FIND_NUMBERED = sql("SELECT body, id FROM app WHERE id = :number")

_HOLD_APP = sql(
    "SELECT body, id FROM app WHERE client_id = :client_id",
    postgres="SELECT body, id FROM app WHERE client_id = :client_id FOR UPDATE",
)

_REMOVE_APP = sql("DELETE FROM app WHERE client_id = :client_id", forgets=(ACCESS_TOKEN,))


async def save(tx: Tx, app: App) -> None:
    """A new application gets the next number."""
    body = msgspec.structs.replace(app, id=0)  # it stands in a column of its own
    await tx.run(
        _SAVE_APP,
        client_id=app.client_id,
        secret_hash=app.secret_hash,
        body=msgspec.json.encode(body).decode(),
    )


async def list_all(tx: Tx) -> list[App]:
    return [_app_of(row) for row in await tx.all(_LIST_APPS)]


async def find(tx: Tx, client_id: str) -> App | None:
    row = await tx.one(_FIND_APP, client_id=client_id)
    return None if row is None else _app_of(row)


async def find_numbered(tx: Tx, number: int) -> App | None:
    row = await tx.one(_FIND_NUMBERED, number=number)
    return None if row is None else _app_of(row)


async def hold(tx: Tx, client_id: str) -> App | None:
    """The application as it is now; nobody else changes it before this unit ends."""
    row = await tx.one(_HOLD_APP, client_id=client_id)
    return None if row is None else _app_of(row)


async def remove(tx: Tx, client_id: str) -> None:
    await tx.run(_REMOVE_APP, client_id=client_id)


def _app_of(row: Row) -> App:
    return msgspec.structs.replace(msgspec.json.decode(row[0], type=App), id=row[1])
