"""A told event -> the bytes that are posted, and the headers that prove where they are from.

Source: docs page "events" of imbot.v2, and the specification of Standard Webhooks 1.0.
"""

import base64
import hashlib
import hmac
from typing import NamedTuple

import msgspec

from botyard.delivery.auth import Block, BotAuth, plain
from botyard.delivery.telling import Told
from botyard.delivery.telling_apps import AppTold
from botyard.delivery.telling_v1 import OLDER_EVENTS, OlderTold
from botyard.model.applications import Handler
from botyard.model.entities import Bot, Moment, Portal, RecipientId, UserId, recipient_name
from botyard.model.event_names import BOT_EVENTS
from botyard.store.counters import HANDLER_STEP
from botyard.store.receivers import Receiver
from botyard.wire.php_form import build

# One number for each event that a bot may be told of; 0 is that of no bot, but of a handler.
_HANDLERS_PER_BOT = HANDLER_STEP
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
    portal: Portal,
    bot: Bot,
    receiver: Receiver,
    told: Told,
    event_id: int,
    now: Moment,
    auth: BotAuth | None = None,
) -> Posting:
    """All that one attempt sends; nothing of it is kept."""
    body = form(portal, bot, receiver, told, now, auth).encode()
    signed = headers(portal, receiver.bot_id, receiver.signing_key, event_id, body, now)
    return Posting(bot.webhook_url, body, signed)


def older_posting(
    portal: Portal,
    bot: Bot,
    receiver: Receiver,
    told: OlderTold,
    event_id: int,
    now: Moment,
    auth: BotAuth | None = None,
) -> Posting:
    """As `posting`, for a bot of the older API."""
    body = older_form(portal, bot, receiver, told, now, auth).encode()
    signed = headers(portal, receiver.bot_id, receiver.signing_key, event_id, body, now)
    return Posting(told.url, body, signed)


def handler_posting(
    portal: Portal, handler: Handler, told: AppTold, event_id: int, now: Moment, auth: Block
) -> Posting:
    """As `posting`, for a handler of an application or an outgoing webhook."""
    body = build(_envelope(told.name, handler.number, told.data, now, auth)).encode()
    signed = headers(portal, handler.id, handler.signing_key, event_id, body, now)
    return Posting(handler.url, body, signed)


def form(
    portal: Portal,
    bot: Bot,
    receiver: Receiver,
    told: Told,
    now: Moment,
    auth: BotAuth | None = None,
) -> str:
    """As http_build_query writes it, but with nulls as empty values; what is empty is left out.

    A bot that was registered over a webhook belongs to no application, so it has no `auth` of its
    own, and there is no access token.
    """
    own, envelope = auth or BotAuth(*[plain(portal, receiver.application_token)] * 2)
    data: dict[str, object] = msgspec.to_builtins(told.data)
    told_of = {"bot": {"id": bot.id, "code": bot.code, "auth": own}, **data}
    return build(_envelope(told.name, handler_id(bot, told.name), told_of, now, envelope))


def older_form(
    portal: Portal,
    bot: Bot,
    receiver: Receiver,
    told: OlderTold,
    now: Moment,
    auth: BotAuth | None = None,
) -> str:
    """As `form`, in capitals; the auth of the bot stands twice, as it always did."""
    own, envelope = auth or BotAuth(
        _older_auth(portal, receiver, bot.id), _older_auth(portal, receiver, told.actor_id)
    )
    callee = {**own, "AUTH": own, **told.callee} if told.group else told.callee
    called = {told.group: {str(told.callee_id): callee}} if told.group else callee
    data = {**called, **told.data}
    return build(_envelope(told.name, handler_id(bot, told.name), data, now, envelope))


def _envelope(name: str, number: int, data: Block, now: Moment, auth: Block) -> Block:
    return {
        "event": name,
        "event_handler_id": number,
        "data": data,
        "ts": now // 1000,
        "auth": auth,
    }


def handler_id(bot: Bot, event_name: str) -> int:
    """The same for a bot and a kind of event, always."""
    return bot.id * _HANDLERS_PER_BOT + _HANDLERS[event_name]


def headers(
    portal: Portal,
    recipient_id: RecipientId,
    signing_key: str,
    event_id: int,
    body: bytes,
    now: Moment,
) -> dict[str, str]:
    """Those of Standard Webhooks. `webhook-id` is the same over all attempts of a delivery."""
    identifier = f"{portal.member_id}-{recipient_name(recipient_id)}-{event_id}"
    timestamp = str(now // 1000)
    signed = b".".join((identifier.encode(), timestamp.encode(), body))
    key = bytes.fromhex(signing_key)
    signature = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return {
        "webhook-id": identifier,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    }


def secret_of(signing_key: str) -> str:
    """The signing key, as libraries for Standard Webhooks take it."""
    return _SECRET_PREFIX + base64.b64encode(bytes.fromhex(signing_key)).decode()


def _older_auth(portal: Portal, receiver: Receiver, user_id: UserId) -> Block:
    whose = {"scope": "imbot", "status": _LOCAL, "user_id": user_id}
    return {**plain(portal, receiver.application_token), **whose}
