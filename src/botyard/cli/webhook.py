"""botyard webhook"""

from datetime import UTC, datetime
from typing import Any, NamedTuple

import click

from botyard.access import webhooks
from botyard.cli.desk import Desk, answer, checked, on_portal, table
from botyard.cli.greeting import webhook_url
from botyard.cli.options import as_json, option, settings_options
from botyard.model.entities import WebhookKey
from botyard.portal_file.values import each, scope, user_id, webhook_code

_CODE_LENGTH = 32


class _Added(NamedTuple):
    webhook: WebhookKey
    code: str
    url: str


@click.group("webhook")
def webhook_group() -> None:
    """Incoming webhooks: addresses that act for a person."""


@webhook_group.command("add")
@option("--user", type=int, required=True, help="Id of the person it acts for.")
@option("--scopes", required=True, help="What it may do, such as imbot,im.")
@option("--code", default=None, help="Its secret; without it a new one is made.")
@as_json
@settings_options("data", "database")
def add_webhook(
    user: int, scopes: str, code: str | None, *, as_json: bool, **settings: object
) -> None:
    """Add a webhook and show its address, which is the only time."""
    person = checked("--user", user_id, user)
    names = [name.strip() for name in scopes.split(",") if name.strip()]
    allowed = checked("--scopes", each(scope, least=1), names)
    chosen = None if code is None else checked("--code", webhook_code, code)

    async def work(desk: Desk) -> _Added:
        secret = chosen or desk.world.secrets.token(_CODE_LENGTH)
        webhook = await webhooks.add(desk.tx, person, secret, allowed, desk.now)
        return _Added(webhook, secret, webhook_url(desk.portal, person, secret))

    added = on_portal(settings, work)
    shown = {"user": person, "code": added.code, "scopes": allowed, "url": added.url}
    lines = [added.url, "The code in it is kept as a hash, so it is shown only this once."]
    answer(shown, lines, as_json=as_json)


@webhook_group.command("list")
@as_json
@settings_options("data", "database")
def list_webhooks(*, as_json: bool, **settings: object) -> None:
    """List the webhooks, each by a key that `revoke` takes too."""

    async def work(desk: Desk) -> list[WebhookKey]:
        return await webhooks.list_all(desk.tx)

    shown = [_shown(webhook) for webhook in on_portal(settings, work)]
    rows = [(row["key"], row["user"], row["created_at"], ",".join(row["scopes"])) for row in shown]
    names = ("KEY", "USER", "CREATED", "SCOPES")
    answer(shown, table([names, *rows]), as_json=as_json)


@webhook_group.command("revoke")
@click.argument("code")
@as_json
@settings_options("data", "database")
def revoke_webhook(code: str, *, as_json: bool, **settings: object) -> None:
    """End a webhook at once, by its CODE or its key in the list."""

    async def work(desk: Desk) -> WebhookKey:
        return await webhooks.revoke(desk.tx, code)

    webhook = on_portal(settings, work)
    answer(
        {"revoked": _shown(webhook)},
        [f"Revoked a webhook of user {webhook.user_id}."],
        as_json=as_json,
    )


def _shown(webhook: WebhookKey) -> dict[str, Any]:
    created = datetime.fromtimestamp(webhook.created_at / 1000, UTC)
    return {
        "key": webhooks.key_of(webhook),
        "user": webhook.user_id,
        "scopes": list(webhook.scopes),
        "created_at": created.isoformat(timespec="seconds"),
    }
