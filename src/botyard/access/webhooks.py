"""Incoming webhooks: who may call as whom. Only hashes of their codes are kept."""

import hmac

from botyard.access.hashing import hashed
from botyard.access.portal_files import DoesNotFit
from botyard.model.entities import Moment, UserId, WebhookKey
from botyard.store import confirmations, users, webhook_keys
from botyard.store.tx import Tx

_KEY_LENGTH = 16


def key_of(webhook: WebhookKey) -> str:
    """What tells a webhook from others, and opens nothing."""
    return webhook.code_hash[:_KEY_LENGTH]


async def add(
    tx: Tx, user_id: UserId, code: str, scopes: tuple[str, ...], now: Moment
) -> WebhookKey:
    """Refuses a person who does not exist, a bot, and a code that is taken."""
    user = await users.get(tx, user_id)
    if user is None:
        raise DoesNotFit(f"user {user_id} does not exist")
    if user.is_bot:
        raise DoesNotFit(f"user {user_id} is a bot, and a bot has no webhook")
    if await webhook_keys.find(tx, hashed(code)) is not None:
        raise DoesNotFit("a webhook with this code exists")
    webhook = WebhookKey(code_hash=hashed(code), user_id=user_id, scopes=scopes, created_at=now)
    await webhook_keys.save(tx, webhook)
    return webhook


async def list_all(tx: Tx) -> list[WebhookKey]:
    return await webhook_keys.list_all(tx)


async def revoke(tx: Tx, code_or_key: str) -> WebhookKey:
    """By its code, or by the key that a list shows. Refuses one that does not exist."""
    webhook = await get(tx, code_or_key)
    await webhook_keys.remove(tx, webhook.code_hash)
    await confirmations.remove_all(tx, webhook.credential)
    return webhook


async def get(tx: Tx, code_or_key: str) -> WebhookKey:
    """By its code, or by the key that a list shows. Refuses one that does not exist."""
    for webhook in await webhook_keys.list_all(tx):
        is_its_code = hmac.compare_digest(webhook.code_hash, hashed(code_or_key))
        if is_its_code or key_of(webhook) == code_or_key:
            return webhook
    raise DoesNotFit("there is no such webhook")
