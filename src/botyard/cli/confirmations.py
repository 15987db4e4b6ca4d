"""botyard portal confirmations, confirm, deny and unconfirm"""

from datetime import UTC, datetime
from typing import Any

import click

from botyard.access import apps, confirmations, webhooks
from botyard.cli.desk import Desk, answer, checked, on_portal, table
from botyard.cli.options import as_json, option, settings_options
from botyard.model.entities import Confirmation, ConfirmationState
from botyard.portal_file.values import method as read_method


@click.command("confirmations")
@as_json
@settings_options("data", "database")
def list_confirmations(*, as_json: bool, **settings: object) -> None:
    """List who has asked to call methods that need a word, and what was decided."""

    async def work(desk: Desk) -> list[dict[str, Any]]:
        return await _all_shown(desk, await confirmations.list_all(desk.tx))

    _answer(on_portal(settings, work), as_json=as_json)


def deciding(name: str, state: ConfirmationState | None, sentence: str) -> click.Command:
    """A command that says one word to who asks for a method."""

    @click.command(name, help=sentence)
    @click.argument("method")
    @option("--webhook", default=None, help="Only this webhook: its code, or its key in the list.")
    @option("--app", default=None, help="Only this application, by its client id.")
    @as_json
    @settings_options("data", "database")
    def command(
        method: str, webhook: str | None, app: str | None, *, as_json: bool, **settings: object
    ) -> None:
        checked("METHOD", read_method, method)
        if webhook is not None and app is not None:
            raise click.UsageError("--webhook and --app: name one of them")

        async def work(desk: Desk) -> list[dict[str, Any]]:
            credential = await _credential(desk, webhook, app)
            decided = await confirmations.decide(desk.tx, method, credential, state, desk.now)
            return await _all_shown(desk, decided)

        _answer(on_portal(settings, work), as_json=as_json)

    return command


async def _credential(desk: Desk, webhook: str | None, app: str | None) -> str | None:
    if webhook is not None:
        return (await webhooks.get(desk.tx, webhook)).credential
    return None if app is None else (await apps.get(desk.tx, app)).owner


async def _all_shown(desk: Desk, found: list[Confirmation]) -> list[dict[str, Any]]:
    """Credentials by the names that lists of them show."""
    names: dict[str, dict[str, Any]] = {
        one.credential: {"webhook": webhooks.key_of(one), "user": one.user_id, "app": None}
        for one in await webhooks.list_all(desk.tx)
    }
    for app in await apps.list_all(desk.tx):
        names[app.owner] = {"webhook": None, "user": None, "app": app.client_id}
    nobody = {"webhook": None, "user": None, "app": None}
    return [_shown(one, names.get(one.credential, nobody)) for one in found]


def _shown(one: Confirmation, named: dict[str, Any]) -> dict[str, Any]:
    asked = datetime.fromtimestamp(one.asked_at / 1000, UTC)
    return {
        "method": one.method,
        **named,
        "state": one.state,
        "asked_at": asked.isoformat(timespec="seconds"),
    }


def _answer(shown: list[dict[str, Any]], *, as_json: bool) -> None:
    rows = [
        (one["method"], one["app"] or one["webhook"] or "-", one["state"], one["asked_at"])
        for one in shown
    ]
    answer(shown, table([("METHOD", "CREDENTIAL", "STATE", "ASKED"), *rows]), as_json=as_json)
