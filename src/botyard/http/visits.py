"""A browser that a person sits at: its cookie, its forms, and the pages that it is shown.

A form is taken only from a page of this server (header Origin), opened in the same browser (a
token that is made of its cookie).
"""

import hmac
from collections.abc import Mapping
from typing import NamedTuple

from botyard.access.hashing import hashed
from botyard.access.logins import LOGIN_MS
from botyard.http import pages
from botyard.http.message import Request, Response
from botyard.model.entities import Portal
from botyard.model.errors import (
    FORM_EXPIRED,
    INVALID_OAUTH_REQUEST,
    LOGIN_FAILED,
    QUERY_LIMIT_EXCEEDED,
    REQUEST_TOO_LARGE,
    ApiError,
)
from botyard.model.secrets import Secrets
from botyard.rpc.authorization import Authorization
from botyard.wire.arguments import read_arguments
from botyard.wire.malformed import Malformed

HTML = "text/html; charset=utf-8"
_TOKEN_LENGTH = 64
_HEADERS = (
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "SAMEORIGIN"),
)
# With no referrer at all, browsers would hide the origin of a form too.
_WITH_ORIGIN = "same-origin"

Headers = tuple[tuple[str, str], ...]


class Visit(NamedTuple):
    """One request of a browser. `cookie` is a secret of that browser, logged in or not."""

    request: Request
    arguments: Mapping[str, object]
    cookie: str
    is_new: bool
    is_secure: bool

    @property
    def form_token(self) -> str:
        return hashed(f"form:{self.cookie}")

    @property
    def new_cookie(self) -> Headers:
        """What a browser without a cookie is given along with its first page."""
        return (set_cookie(self, self.cookie),) if self.is_new else ()

    def text(self, name: str) -> str:
        value = self.arguments.get(name)
        return value if isinstance(value, str) else ""


class LoginTry(NamedTuple):
    """The secret of the new login, or why there is none."""

    login: str = ""
    refusal: ApiError | None = None

    @property
    def problem(self) -> str:
        """The refusal, for the person."""
        refusal = self.refusal
        if refusal is None:
            return ""
        if refusal.retry_after_s is not None:
            return f"There were too many tries. Wait {refusal.retry_after_s} seconds."
        return f"{refusal.description}."


def visit_of(request: Request, portal: Portal, secrets: Secrets) -> Visit:
    if request.method not in ("GET", "HEAD", "POST"):
        raise ApiError(INVALID_OAUTH_REQUEST, "Use GET or POST")
    if request.spool is not None:
        raise ApiError(REQUEST_TOO_LARGE)
    try:
        content_type = request.headers.get("content-type")
        arguments = read_arguments(content_type, request.body, request.query).values
    except Malformed as failure:
        raise ApiError(INVALID_OAUTH_REQUEST, failure.reason) from failure
    is_secure = request.secure or portal.scheme == "https"
    cookie = _cookie(request, is_secure=is_secure)
    is_new = not cookie
    return Visit(request, arguments, cookie or new_secret(secrets), is_new, is_secure)


def check_form(visit: Visit, portal: Portal) -> None:
    """Refuse what was not sent from a page of ours that this browser was shown."""
    request = visit.request
    scheme = "https" if request.secure else "http"
    own = {
        f"{scheme}://{request.headers.get('host', '')}",
        f"{portal.scheme}://{portal.domain}",
    }
    shown = visit.text("form_token").encode()
    if (
        visit.is_new
        or request.headers.get("origin") not in own
        or not hmac.compare_digest(shown, visit.form_token.encode())
    ):
        raise ApiError(FORM_EXPIRED)


async def try_to_log_in(authorization: Authorization, visit: Visit) -> LoginTry:
    """With what the person typed. Other refusals than of that are raised."""
    request = visit.request
    try:
        login = await authorization.log_in(
            visit.text("email"),
            visit.text("password"),
            source=request.source,
            secure=request.secure,
        )
    except ApiError as refusal:
        if refusal.error not in (LOGIN_FAILED, QUERY_LIMIT_EXCEEDED):
            raise
        return LoginTry(refusal=refusal)
    return LoginTry(login)


def new_secret(secrets: Secrets) -> str:
    """For a browser that is nobody's yet."""
    return secrets.token(_TOKEN_LENGTH)


def set_cookie(visit: Visit, value: str) -> tuple[str, str]:
    name = _cookie_name(is_secure=visit.is_secure)
    secure = "; Secure" if visit.is_secure else ""
    return (
        "Set-Cookie",
        f"{name}={value}; Path=/; Max-Age={LOGIN_MS // 1000}; HttpOnly; SameSite=Lax{secure}",
    )


def page(
    status: int,
    content: bytes,
    policy: str,
    headers: Headers = (),
    referrer: str = _WITH_ORIGIN,
) -> Response:
    """A page under the policy of what it may load and where its forms lead."""
    own = (("Content-Security-Policy", policy), ("Referrer-Policy", referrer))
    return Response(status, content, HTML, (*own, *_HEADERS, *headers))


def redirect(status: int, address: str, headers: Headers = ()) -> Response:
    # A code may stand in the address of the next page, which must not hand it on.
    kept = (("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"))
    return Response(status, b"", HTML, (("Location", address), *kept, *headers))


def refused(refusal: ApiError, back: str = "") -> Response:
    refusal.arrive()
    content = pages.refusal_page("This does not work", f"{refusal.description}.", back)
    policy = pages.content_policy(None)
    return page(refusal.error.status, content, policy, retry_after(refusal))


def retry_after(refusal: ApiError | None) -> Headers:
    wait_s = None if refusal is None else refusal.retry_after_s
    return () if wait_s is None else (("Retry-After", str(wait_s)),)


def _cookie_name(*, is_secure: bool) -> str:
    return "__Host-botyard" if is_secure else "botyard"


def _cookie(request: Request, *, is_secure: bool) -> str:
    name = _cookie_name(is_secure=is_secure)
    for pair in request.headers.get("cookie", "").split(";"):
        key, _, value = pair.strip().partition("=")
        if key == name:
            return value
    return ""
