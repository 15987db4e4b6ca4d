"""The `auth` of an event: who calls, and by which token the receiver may answer with calls.

Source: docs page "auth parameters in events". A token is made for an attempt: see `passes`.
"""

from typing import NamedTuple

from botyard.access.tokens import TokenPair
from botyard.model.applications import App
from botyard.model.entities import Moment, Portal
from botyard.wire.app_views import endpoint_of, scope_list

Block = dict[str, object]


class BotAuth(NamedTuple):
    """What stands with the bot, and what stands beside `data`."""

    own: Block
    envelope: Block


def plain(portal: Portal, application_token: str) -> Block:
    """Of who has no application, or no longer."""
    return {
        "domain": portal.domain,
        "server_endpoint": endpoint_of(portal),
        "client_endpoint": endpoint_of(portal),
        "member_id": portal.member_id,
        "application_token": application_token,
    }


def of_app(portal: Portal, app: App, pair: TokenPair | None, now: Moment) -> Block:
    """`pair` is None where nobody is known in whose name a token could be."""
    block: Block = {}
    if pair is not None:
        block["access_token"] = pair.access_token
        block["expires"] = pair.expires_at // 1000
        block["expires_in"] = (pair.expires_at - now) // 1000
    block |= {
        "scope": scope_list(app.scopes),
        "domain": portal.domain,
        "server_endpoint": endpoint_of(portal),
        "status": app.status,
        "client_endpoint": endpoint_of(portal),
        "member_id": portal.member_id,
    }
    if pair is not None:
        block["user_id"] = pair.grant.user_id
        if pair.refresh_token:
            block["refresh_token"] = pair.refresh_token
    return {**block, "application_token": app.application_token}
