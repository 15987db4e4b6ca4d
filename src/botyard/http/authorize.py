"""`/oauth/authorize/` as a browser walks it: cookies, forms, and the way back to the application.

A form is taken only from a page of this server (header Origin), opened in the same browser (a
token that is made of its cookie).
"""

import hmac
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

import structlog

from botyard.access.hashing import hashed
from botyard.access.logins import LOGIN_MS
from botyard.http import pages
from botyard.http.message import Request, Response
from botyard.http.pages import Wanted
from botyard.model.entities import App
from botyard.model.errors import (
    FORM_EXPIRED,
    INVALID_OAUTH_REQUEST,
    LOGIN_FAILED,
    QUERY_LIMIT_EXCEEDED,
    REQUEST_TOO_LARGE,
    ApiError,
)
from botyard.model.secrets import Secrets
from botyard.rpc.authorization import (
    Authorization,
    ConsentNeeded,
    Granted,
    LoginNeeded,
    Step,
    Wish,
)
from botyard.wire.app_views import scope_list
from botyard.wire.arguments import read_arguments
from botyard.wire.malformed import Malformed

log = structlog.get_logger()

HTML = "text/html; charset=utf-8"
_PATH = "/oauth/authorize/"
_TOKEN_LENGTH = 64
_HEADERS = (
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "SAMEORIGIN"),
    # With no referrer at all, browsers would hide the origin of a form too.
    ("Referrer-Policy", "same-origin"),
)


class _Visit(NamedTuple):
    """One request of a browser. `cookie` is a secret of that browser, logged in or not."""

    request: Request
    arguments: Mapping[str, object]
    cookie: str
    is_new: bool
    is_secure: bool

    @property
    def wanted(self) -> Wanted:
        state = self.arguments.get("state")
        return Wanted(
            self.text("client_id"),
            state if isinstance(state, str) else None,
            self.text("redirect_uri"),
        )

    @property
    def wish(self) -> Wish:
        return Wish(self.text("client_id"), self.text("redirect_uri"), self.cookie)

    @property
    def form_token(self) -> str:
        return hashed(f"form:{self.cookie}")

    def text(self, name: str) -> str:
        value = self.arguments.get(name)
        return value if isinstance(value, str) else ""


class AuthorizeDoor:
    def __init__(self, authorization: Authorization, secrets: Secrets) -> None:
        self._authorization = authorization
        self._secrets = secrets

    async def answer(self, request: Request) -> Response:
        """Always a page or a redirect, whatever happens."""
        try:
            visit = self._visit(request)
            if request.method in ("GET", "HEAD"):
                return await self._shown(visit)
            self._check_form(visit)
            return await self._taken(visit)
        except ApiError as refusal:
            log.info("authorization_refused", error=refusal.error.code, source=request.source)
            return _refused(refusal)

    def _visit(self, request: Request) -> _Visit:
        if request.method not in ("GET", "HEAD", "POST"):
            raise ApiError(INVALID_OAUTH_REQUEST, "Use GET or POST")
        if request.spool is not None:
            raise ApiError(REQUEST_TOO_LARGE)
        try:
            content_type = request.headers.get("content-type")
            arguments = read_arguments(content_type, request.body, request.query).values
        except Malformed as failure:
            raise ApiError(INVALID_OAUTH_REQUEST, failure.reason) from failure
        is_secure = request.secure or self._authorization.portal.scheme == "https"
        cookie = _cookie(request, is_secure=is_secure)
        is_new = not cookie
        return _Visit(
            request, arguments, cookie or self._secrets.token(_TOKEN_LENGTH), is_new, is_secure
        )

    def _check_form(self, visit: _Visit) -> None:
        request, portal = visit.request, self._authorization.portal
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

    async def _shown(self, visit: _Visit) -> Response:
        step = await self._authorization.begin(visit.wish, secure=visit.request.secure)
        return self._at(step, visit)

    async def _taken(self, visit: _Visit) -> Response:
        match visit.text("step"):
            case "login":
                return await self._log_in(visit)
            case "agree":
                scopes = tuple(one for one in visit.text("scope").split(",") if one)
                step = await self._authorization.agree(
                    visit.wish, scopes, secure=visit.request.secure
                )
                return self._at(step, visit)
            case "refuse":
                return _page(200, pages.refusal_page("Access refused", "Nothing was given."))
            case "logout":
                await self._authorization.log_out(visit.cookie)
                return _back_to_start(visit, self._secrets.token(_TOKEN_LENGTH))
            case _:
                raise ApiError(INVALID_OAUTH_REQUEST)

    async def _log_in(self, visit: _Visit) -> Response:
        request, email = visit.request, visit.text("email")
        try:
            login = await self._authorization.log_in(
                email, visit.text("password"), source=request.source, secure=request.secure
            )
        except ApiError as refusal:
            if refusal.error not in (LOGIN_FAILED, QUERY_LIMIT_EXCEEDED):
                raise
            return await self._login_again(visit, email, refusal)
        return _back_to_start(visit, login)

    async def _login_again(self, visit: _Visit, email: str, refusal: ApiError) -> Response:
        step = await self._authorization.begin(visit.wish, secure=visit.request.secure)
        problem = f"{refusal.description}."
        if refusal.retry_after_s is not None:
            problem = f"There were too many tries. Wait {refusal.retry_after_s} seconds."
        page = pages.login_page(
            self._authorization.portal, step.app, visit.wanted, visit.form_token, email, problem
        )
        return _page(refusal.error.status, page, step.app, _retry_after(refusal))

    def _at(self, step: Step, visit: _Visit) -> Response:
        portal, app, wanted = self._authorization.portal, step.app, visit.wanted
        new = (_set_cookie(visit, visit.cookie),) if visit.is_new else ()
        match step:
            case LoginNeeded():
                page = pages.login_page(portal, app, wanted, visit.form_token)
                return _page(200, page, app, new)
            case ConsentNeeded(_, user, agreed):
                page = pages.consent_page(portal, app, user, agreed, wanted, visit.form_token)
                return _page(200, page, app)
            case Granted(_, code):
                return self._returning(app, code, wanted.state)

    def _returning(self, app: App, code: str, state: str | None) -> Response:
        """Back to the application, or a page with the code for one that has no address."""
        portal = self._authorization.portal
        log.info("application_allowed", client_id=app.client_id)
        if not app.redirect_uri:
            return _page(200, pages.code_page(portal, app, code))
        told = {
            "code": code,
            **({} if state is None else {"state": state}),
            "domain": portal.domain,
            "member_id": portal.member_id,
            "scope": scope_list(app.scopes),
            "server_domain": portal.domain,
        }
        return _redirect(302, with_query(app.redirect_uri, told))


def with_query(address: str, told: Mapping[str, str]) -> str:
    """`told` after whatever the address asks already."""
    parts = urlsplit(address)
    query = "&".join(filter(None, (parts.query, urlencode(told, quote_via=quote, safe=""))))
    return urlunsplit(parts._replace(query=query))


def _cookie_name(*, is_secure: bool) -> str:
    return "__Host-botyard" if is_secure else "botyard"


def _cookie(request: Request, *, is_secure: bool) -> str:
    name = _cookie_name(is_secure=is_secure)
    for pair in request.headers.get("cookie", "").split(";"):
        key, _, value = pair.strip().partition("=")
        if key == name:
            return value
    return ""


def _set_cookie(visit: _Visit, value: str) -> tuple[str, str]:
    name = _cookie_name(is_secure=visit.is_secure)
    secure = "; Secure" if visit.is_secure else ""
    return (
        "Set-Cookie",
        f"{name}={value}; Path=/; Max-Age={LOGIN_MS // 1000}; HttpOnly; SameSite=Lax{secure}",
    )


def _back_to_start(visit: _Visit, cookie: str) -> Response:
    """The same question anew, by a GET that can be reloaded."""
    wanted = visit.wanted
    asked = {
        "client_id": wanted.client_id,
        **({} if wanted.state is None else {"state": wanted.state}),
        **({"redirect_uri": wanted.redirect_uri} if wanted.redirect_uri else {}),
    }
    return _redirect(303, with_query(_PATH, asked), (_set_cookie(visit, cookie),))


def _redirect(status: int, address: str, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    # The code stands in the address of the next page, which must not hand it on.
    kept = (("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"))
    return Response(status, b"", HTML, (("Location", address), *kept, *headers))


def _page(
    status: int,
    content: bytes,
    app: App | None = None,
    headers: tuple[tuple[str, str], ...] = (),
) -> Response:
    policy = ("Content-Security-Policy", pages.content_policy(app))
    return Response(status, content, HTML, (policy, *_HEADERS, *headers))


def _refused(refusal: ApiError) -> Response:
    page = pages.refusal_page("This does not work", f"{refusal.description}.")
    return _page(refusal.error.status, page, headers=_retry_after(refusal))


def _retry_after(refusal: ApiError) -> tuple[tuple[str, str], ...]:
    wait_s = refusal.retry_after_s
    return () if wait_s is None else (("Retry-After", str(wait_s)),)
