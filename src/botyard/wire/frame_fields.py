"""What an application is told when it is opened in a frame.

Source: docs page "simple way" of OAuth, and the protocol between BX24.js and the page around it.
"""

import json
from collections.abc import Mapping

from msgspec import Struct

from botyard.model.applications import App
from botyard.model.entities import Portal
from botyard.wire.app_views import endpoint_of, scope_list
from botyard.wire.query import with_query

# The page of the application itself, not a place in the messenger.
DEFAULT = "DEFAULT"
# What a place of the messenger may be opened for, as the page around it names it.
CONTEXT = ("dialogId", "messageId")
_MESSENGER = "/online/"
_PLAIN_PORTS = (":80", ":443")


class Shown(Struct, frozen=True):
    """Where the frame is: the code of the place, and what it is opened for."""

    placement: str = DEFAULT
    context: dict[str, str] = {}

    @property
    def options(self) -> dict[str, str]:
        if self.placement == DEFAULT:
            return {}
        return {**self.context, "URI": _MESSENGER}


def handler_address(portal: Portal, handler: str, sid: str) -> str:
    """The handler, with the query that tells it where it is shown. `sid` is of one opening."""
    told = {
        "DOMAIN": portal.domain,
        "PROTOCOL": _protocol(portal),
        "LANG": portal.language,
        "APP_SID": sid,
    }
    return with_query(handler, told)


def frame_name(portal: Portal, sid: str) -> str:
    """By its window's name the application finds the page around it."""
    domain = portal.domain
    for port in _PLAIN_PORTS:
        domain = domain.removesuffix(port)
    return f"{domain}|{_protocol(portal)}|{sid}"


def token_fields(access_token: str, refresh_token: str, expires_in: int) -> dict[str, str]:
    return {
        "AUTH_ID": access_token,
        "AUTH_EXPIRES": str(expires_in),
        "REFRESH_ID": refresh_token,
    }


def form_fields(
    portal: Portal, app: App, token: Mapping[str, str], shown: Shown
) -> dict[str, str]:
    """What is posted to the handler."""
    return {
        **token,
        "SERVER_ENDPOINT": endpoint_of(portal),
        "APPLICATION_TOKEN": app.application_token,
        "APPLICATION_SCOPE": scope_list(app.scopes),
        "member_id": portal.member_id,
        "status": app.status,
        "PLACEMENT": shown.placement,
        "PLACEMENT_OPTIONS": json.dumps(shown.options),
    }


def init_data(
    portal: Portal,
    token: Mapping[str, str],
    shown: Shown,
    *,
    is_admin: bool,
    options: tuple[object, object],
) -> dict[str, object]:
    """What the frame is answered to getInitData. `options` are the application's, the person's."""
    return {
        **token,
        "DOMAIN": portal.domain,
        "PROTOCOL": _protocol(portal),
        "PATH": "/rest",
        "LANG": portal.language,
        "MEMBER_ID": portal.member_id,
        "IS_ADMIN": is_admin,
        "APP_OPTIONS": options[0],
        "USER_OPTIONS": options[1],
        "PLACEMENT": shown.placement,
        "PLACEMENT_OPTIONS": shown.options,
        "INSTALL": False,
        "FIRST_RUN": False,
    }


def _protocol(portal: Portal) -> str:
    return "1" if portal.scheme == "https" else "0"
