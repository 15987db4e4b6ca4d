"""botyard token, and how tokens are shown"""

from typing import Any

import click
import msgspec

from botyard.access import apps
from botyard.access.tokens import TokenPair
from botyard.cli.desk import Desk, answer, checked, on_portal
from botyard.cli.options import as_json, option, settings_options
from botyard.model.applications import App
from botyard.portal_file.values import client_id, number, user_id
from botyard.rpc.token_exchange import view_of

_LONGEST_S = 24 * 3600


@click.group("token")
def token_group() -> None:
    """Access tokens of applications."""


@token_group.command("issue")
@option("--app", required=True, help="Client id of an installed application.")
@option("--user", type=int, required=True, help="Id of the person it is to act for.")
@option("--expires-in", type=int, default=3600, help="Seconds that the access token lives.")
@as_json
@settings_options("data", "database")
def issue_token(
    app: str, user: int, expires_in: int, *, as_json: bool, **settings: object
) -> None:
    """Give an application tokens, as if the person had agreed in a browser."""
    name = checked("--app", client_id, app)
    person = checked("--user", user_id, user)
    lifetime_ms = checked("--expires-in", number(1, _LONGEST_S), expires_in) * 1000

    async def work(desk: Desk) -> dict[str, Any]:
        issued = await apps.issue_token(
            desk.tx, name, person, desk.world.secrets, desk.now, lifetime_ms
        )
        return shown_tokens(desk, *issued)

    shown = on_portal(settings, work)
    answer(shown, token_lines(shown), as_json=as_json)


def shown_tokens(desk: Desk, app: App, pair: TokenPair) -> dict[str, Any]:
    """As the token endpoint answers them."""
    shown: dict[str, Any] = msgspec.to_builtins(view_of(desk.portal, app, pair, desk.now))
    return shown


def token_lines(shown: dict[str, Any]) -> list[str]:
    return [
        f"Access token:   {shown['access_token']} (for {shown['expires_in']} seconds)",
        f"Refresh token:  {shown['refresh_token']}",
        f"Calls go to:    {shown['client_endpoint']}",
        "The tokens are kept as hashes, so they are shown only this once.",
    ]
