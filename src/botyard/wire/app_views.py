"""Applications and their tokens as `app.info` and the authorization server answer them.

Source: docs pages "app.info" and "oauth". This server is the portal and its authorization server,
so both answer the same address.
"""

from collections.abc import Iterable
from datetime import tzinfo
from urllib.parse import urlsplit

from msgspec import Struct, field

from botyard.model.applications import App, Grant
from botyard.model.entities import Moment, Portal
from botyard.wire.dates import iso

_LICENCE = "selfhosted"


class TokenView(Struct, frozen=True, kw_only=True):
    """`expires` is in seconds since 1970, `expires_in` in seconds. Scopes are comma separated."""

    access_token: str
    expires: int
    expires_in: int
    scope: str
    domain: str
    server_endpoint: str
    status: str
    client_endpoint: str
    member_id: str
    user_id: int
    refresh_token: str


class InstallView(Struct, frozen=True, kw_only=True):
    """`domain` is the host alone, without a port."""

    installed: bool = True
    version: int
    status: str
    scope: str
    domain: str
    uri: str
    client_endpoint: str
    member_id: str
    member_type: str = "cluster"


class AppInfoView(Struct, frozen=True, kw_only=True):
    """What the portal tells, in capitals, beside what the authorization server tells."""

    id: int = field(name="ID")
    code: str = field(name="CODE")
    version: int = field(name="VERSION")
    status: str = field(name="STATUS")
    installed: bool = field(name="INSTALLED", default=True)
    payment_expired: str = field(name="PAYMENT_EXPIRED", default="N")
    days: int | None = field(name="DAYS", default=None)
    language_id: str = field(name="LANGUAGE_ID")
    license: str = field(name="LICENSE")
    license_previous: str = field(name="LICENSE_PREVIOUS", default="")
    license_type: str = field(name="LICENSE_TYPE", default=_LICENCE)
    license_family: str = field(name="LICENSE_FAMILY", default=_LICENCE)
    client_id: str
    scope: str
    expires: str
    install: InstallView
    user_id: int


def endpoint_of(portal: Portal) -> str:
    """The base of all calls, with a slash at its end."""
    return f"{portal.scheme}://{portal.domain}/rest/"


def scope_list(scopes: Iterable[str]) -> str:
    return ",".join(scopes)


def token_view(
    portal: Portal,
    app: App,
    grant: Grant,
    *,
    access_token: str,
    refresh_token: str,
    expires_at: Moment,
    now: Moment,
) -> TokenView:
    return TokenView(
        access_token=access_token,
        expires=expires_at // 1000,
        expires_in=(expires_at - now) // 1000,
        scope=scope_list(grant.scopes),
        domain=portal.domain,
        server_endpoint=endpoint_of(portal),
        status=app.status,
        client_endpoint=endpoint_of(portal),
        member_id=portal.member_id,
        user_id=grant.user_id,
        refresh_token=refresh_token,
    )


def app_info_view(
    portal: Portal,
    app: App,
    *,
    user_id: int,
    scopes: Iterable[str],
    expires_at: Moment,
    zone: tzinfo,
) -> AppInfoView:
    uri = f"{portal.scheme}://{portal.domain}"
    granted = frozenset(scopes)
    scope = scope_list(one for one in app.scopes if one in granted)
    return AppInfoView(
        id=app.id,
        code=app.client_id,
        version=app.version,
        status=app.status,
        language_id=portal.language,
        license=f"{portal.language}_{_LICENCE}",
        client_id=app.client_id,
        scope=scope,
        expires=iso(expires_at, zone),
        install=InstallView(
            version=app.version,
            status=app.status,
            scope=scope_list(app.scopes),
            domain=urlsplit(uri).hostname or "",
            uri=uri,
            client_endpoint=endpoint_of(portal),
            member_id=portal.member_id,
        ),
        user_id=user_id,
    )
