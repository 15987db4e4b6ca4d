"""Table `outgoing_webhook`: addresses that hear of events without an application."""

import json

from botyard.model.applications import Handler, OutgoingWebhook
from botyard.model.entities import HandlerId
from botyard.store.sql import sql
from botyard.store.tx import Row, Tx

_ADD = sql(
    """
    INSERT INTO outgoing_webhook (url, events, application_token, id, signing_key)
    VALUES (:url, :events, :application_token, :id, :signing_key)
    ON CONFLICT (url) DO UPDATE SET
        events = excluded.events, application_token = excluded.application_token
    """
)

_CHANGE = sql(
    """
    UPDATE outgoing_webhook SET events = :events, application_token = :application_token
    WHERE url = :url
    """
)

_LIST = sql("SELECT id, url, application_token, signing_key, events FROM outgoing_webhook")

_FIND = sql(
    "SELECT id, url, application_token, signing_key FROM outgoing_webhook WHERE id = :number"
)

_SIGN = sql("UPDATE outgoing_webhook SET signing_key = :signing_key WHERE id = :number")


async def change(tx: Tx, webhook: OutgoingWebhook) -> bool:
    """False where there is none at this address."""
    return bool(await tx.run(_CHANGE, **_values(webhook)))


async def add(tx: Tx, webhook: OutgoingWebhook, handler_id: HandlerId, signing_key: str) -> None:
    await tx.run(_ADD, **_values(webhook), id=-handler_id, signing_key=signing_key)


async def of_event(tx: Tx, event: str) -> list[Handler]:
    return [_handler(row) for row in await tx.all(_LIST) if event in json.loads(row[4])]


async def find(tx: Tx, handler_id: HandlerId) -> Handler | None:
    row = await tx.one(_FIND, number=-handler_id)
    return None if row is None else _handler(row)


async def sign(tx: Tx, handler_id: HandlerId, signing_key: str) -> None:
    """Give a key to one that was kept before events were signed."""
    await tx.run(_SIGN, number=-handler_id, signing_key=signing_key)


def _values(webhook: OutgoingWebhook) -> dict[str, object]:
    return {
        "url": webhook.url,
        "events": json.dumps(webhook.events),
        "application_token": webhook.application_token,
    }


def _handler(row: Row) -> Handler:
    return Handler(id=HandlerId(-row[0]), url=row[1], application_token=row[2], signing_key=row[3])
