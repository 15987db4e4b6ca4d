"""A told event -> the bytes that are posted, and the headers that prove where they are from.

Source: docs page "events" of imbot.v2, and the specification of Standard Webhooks 1.0.
"""

import base64
import hashlib
import hmac
from typing import NamedTuple

import msgspec

from botyard.delivery.telling import BOT_EVENTS, Told
from botyard.delivery.telling_v1 import OLDER_EVENTS, OlderTold
from botyard.model.entities import Bot, Moment, Portal, UserId
from botyard.store.receivers import Receiver
from botyard.wire.php_form import build

# One number for each event that a bot may be told of, and room for more.
_HANDLERS_PER_BOT = 32
_HANDLERS = {
    name: number for number, name in enumerate((*BOT_EVENTS.values(), *OLDER_EVENTS.values()), 1)
}
# What a bot was installed as: on the portal itself.
_LOCAL = "L"
_SECRET_PREFIX = "whsec_"  # noqa: S105 - what every such secret begins with


class Posting(NamedTuple):
    url: str
    body: bytes
    headers: dict[str, str]


def posting(
    portal: Portal, bot: Bot, receiver: Receiver, told: Told, event_id: int, now: Moment
) -> Posting:
    """All that one attempt sends; nothing of it is kept."""
    body = form(portal, bot, receiver, told, now).encode()
    return Posting(bot.webhook_url, body, headers(portal, receiver, event_id, body, now))


def older_posting(
    portal: Portal, bot: Bot, receiver: Receiver, told: OlderTold, event_id: int, now: Moment
) -> Posting:
    """As `posting`, for a bot of the older API."""
    body = older_form(portal, bot, receiver, told, now).encode()
    return Posting(told.url, body, headers(portal, receiver, event_id, body, now))


def form(portal: Portal, bot: Bot, receiver: Receiver, told: Told, now: Moment) -> str:
    """As http_build_query writes it, but with nulls as empty values; what is empty is left out.

    A bot that was registered over a webhook belongs to no application, so there is no access token
    in its auth.
    """
    auth = _auth(portal, receiver)
    data: dict[str, object] = msgspec.to_builtins(told.data)
    return build(
        {
            "event": told.name,
            "event_handler_id": handler_id(bot, told.name),
            "data": {"bot": {"id": bot.id, "code": bot.code, "auth": auth}, **data},
            "ts": now // 1000,
            "auth": auth,
        }
    )


def older_form(portal: Portal, bot: Bot, receiver: Receiver, told: OlderTold, now: Moment) -> str:
    """As `form`, in capitals; the auth of the bot stands twice, as it always did."""
    own = _older_auth(portal, receiver, bot.id)
    callee = {**own, "AUTH": own, **told.callee} if told.group else told.callee
    called = {told.group: {str(told.callee_id): callee}} if told.group else callee
    return build(
        {
            "event": told.name,
            "event_handler_id": handler_id(bot, told.name),
            "data": {**called, **told.data},
            "ts": now // 1000,
            "auth": _older_auth(portal, receiver, told.actor_id),
        }
    )


def handler_id(bot: Bot, event_name: str) -> int:
    """The same for a bot and a kind of event, always."""
    return bot.id * _HANDLERS_PER_BOT + _HANDLERS[event_name]


def headers(
    portal: Portal, receiver: Receiver, event_id: int, body: bytes, now: Moment
) -> dict[str, str]:
    """Those of Standard Webhooks. `webhook-id` is the same over all attempts of a delivery."""
    identifier = f"{portal.member_id}-{receiver.bot_id}-{event_id}"
    timestamp = str(now // 1000)
    signed = b".".join((identifier.encode(), timestamp.encode(), body))
    key = bytes.fromhex(receiver.signing_key)
    signature = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return {
        "webhook-id": identifier,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    }


def secret_of(receiver: Receiver) -> str:
    """The signing key, as libraries for Standard Webhooks take it."""
    return _SECRET_PREFIX + base64.b64encode(bytes.fromhex(receiver.signing_key)).decode()


def _older_auth(portal: Portal, receiver: Receiver, user_id: UserId) -> dict[str, object]:
    whose = {"scope": "imbot", "status": _LOCAL, "user_id": user_id}
    return {**_auth(portal, receiver), **whose}


def _auth(portal: Portal, receiver: Receiver) -> dict[str, object]:
    endpoint = f"{portal.scheme}://{portal.domain}/rest/"
    return {
        "domain": portal.domain,
        "server_endpoint": endpoint,
        "client_endpoint": endpoint,
        "member_id": portal.member_id,
        "application_token": receiver.application_token,
    }
