"""Tables `app` and `outgoing_webhook`: who else takes part in the portal."""

import json

import msgspec

from botyard.model.entities import App, OutgoingWebhook
from botyard.store.sql import sql
from botyard.store.tx import Tx

_SAVE_APP = sql(
    """
    INSERT INTO app (client_id, secret_hash, body) VALUES (:client_id, :secret_hash, :body)
    ON CONFLICT (client_id) DO UPDATE SET
        secret_hash = excluded.secret_hash, body = excluded.body
    """
)

_LIST_APPS = sql("SELECT body FROM app ORDER BY client_id")

_SAVE_OUTGOING = sql(
    """
    INSERT INTO outgoing_webhook (url, events, application_token)
    VALUES (:url, :events, :application_token)
    ON CONFLICT (url) DO UPDATE SET
        events = excluded.events, application_token = excluded.application_token
    """
)


async def save(tx: Tx, app: App) -> None:
    await tx.run(
        _SAVE_APP,
        client_id=app.client_id,
        secret_hash=app.secret_hash,
        body=msgspec.json.encode(app).decode(),
    )


async def list_all(tx: Tx) -> list[App]:
    return [msgspec.json.decode(row[0], type=App) for row in await tx.all(_LIST_APPS)]


async def save_outgoing(tx: Tx, webhook: OutgoingWebhook) -> None:
    await tx.run(
        _SAVE_OUTGOING,
        url=webhook.url,
        events=json.dumps(webhook.events),
        application_token=webhook.application_token,
    )
