"""`/marketplace/`: a person's applications, and each of them in a frame."""

import msgspec
import structlog

from botyard.access.tokens import ACCESS_MS
from botyard.http import pages
from botyard.http.message import Request, Response
from botyard.http.pages import Launch
from botyard.http.visits import (
    Headers,
    Visit,
    check_form,
    new_secret,
    page,
    redirect,
    refused,
    retry_after,
    set_cookie,
    try_to_log_in,
    visit_of,
)
from botyard.model.entities import Portal
from botyard.model.errors import FORM_EXPIRED, INVALID_OAUTH_REQUEST, NOTHING_HERE, ApiError
from botyard.model.secrets import Secrets
from botyard.rpc.authorization import Authorization
from botyard.rpc.marketplace import Marketplace, Opening, Place, Shelf
from botyard.wire import frame_fields
from botyard.wire.frame_fields import CONTEXT, DEFAULT, Shown
from botyard.wire.query import with_query

log = structlog.get_logger()

_SHELF = "/marketplace/"
_SID_LENGTH = 32
_MAX_DIGITS = 18
_LONGEST_CONTEXT = 50
_ASKED = ("PLACEMENT", "HANDLER", *CONTEXT)
_UNSHARED = (("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"))


class MarketplaceDoor:
    def __init__(
        self, marketplace: Marketplace, authorization: Authorization, secrets: Secrets
    ) -> None:
        self._marketplace = marketplace
        self._authorization = authorization
        self._secrets = secrets

    @property
    def _portal(self) -> Portal:
        return self._authorization.portal

    async def answer(self, request: Request, segments: tuple[str, ...]) -> Response:
        """`segments` follow `/marketplace/`. Always a page or a redirect, whatever happens."""
        try:
            number = _number_of(segments)
            visit = visit_of(request, self._portal, self._secrets)
            if request.method in ("GET", "HEAD"):
                return await self._shown(visit, number)
            check_form(visit, self._portal)
            return await self._taken(visit, number)
        except ApiError as refusal:
            log.info("marketplace_refused", error=refusal.error.code, source=request.source)
            return refused(refusal, back=_SHELF)

    async def _shown(self, visit: Visit, number: int | None) -> Response:
        if number is None:
            shelf = await self._marketplace.look(visit.cookie, secure=visit.request.secure)
            return self._login_first(visit, None) if shelf is None else self._listed(visit, shelf)
        if visit.request.method == "HEAD":
            return _page(200, b"")  # who only looks gets no tokens
        opening = await self._open(visit, number)
        return (
            self._login_first(visit, number) if opening is None else self._framed(visit, opening)
        )

    async def _taken(self, visit: Visit, number: int | None) -> Response:
        match visit.text("step"), number:
            case "login", _:
                return await self._log_in(visit, number)
            case "logout", _:
                await self._authorization.log_out(visit.cookie)
                return _to(_SHELF, visit, new_secret(self._secrets))
            case "refresh", int():
                return await self._refreshed(visit, number)
            case _:
                raise ApiError(INVALID_OAUTH_REQUEST)

    async def _log_in(self, visit: Visit, number: int | None) -> Response:
        tried = await try_to_log_in(self._authorization, visit)
        address = _address(visit, number)
        if tried.refusal is None:
            return _to(address, visit, tried.login)
        content = pages.own_login_page(
            self._portal, address, visit.form_token, visit.text("email"), tried.problem
        )
        return _page(tried.refusal.error.status, content, retry_after(tried.refusal))

    async def _open(self, visit: Visit, number: int) -> Opening | None:
        code = visit.text("PLACEMENT")
        place = Place(code, visit.text("HANDLER")) if code not in ("", DEFAULT) else None
        return await self._marketplace.open(
            number, visit.cookie, place, secure=visit.request.secure
        )

    async def _refreshed(self, visit: Visit, number: int) -> Response:
        """New tokens for a frame whose hour is over."""
        opening = await self._open(visit, number)
        if opening is None:
            raise ApiError(FORM_EXPIRED)
        return Response(200, msgspec.json.encode(_tokens_of(opening)), headers=_UNSHARED)

    def _login_first(self, visit: Visit, number: int | None) -> Response:
        content = pages.own_login_page(self._portal, _address(visit, number), visit.form_token)
        return _page(200, content, visit.new_cookie)

    def _listed(self, visit: Visit, shelf: Shelf) -> Response:
        content = pages.marketplace_page(self._portal, shelf.user, shelf.apps, visit.form_token)
        return _page(200, content)

    def _framed(self, visit: Visit, opening: Opening) -> Response:
        app, portal, sid = opening.app, self._portal, self._secrets.token(_SID_LENGTH)
        shown = _shown_of(visit)
        tokens = _tokens_of(opening)
        log.info("application_opened", client_id=app.client_id)
        launch = Launch(
            title=pages.title_of(app),
            handler=frame_fields.handler_address(portal, opening.handler, sid),
            frame=frame_fields.frame_name(portal, sid),
            fields=frame_fields.form_fields(portal, app, tokens, shown),
            told=frame_fields.init_data(
                portal,
                tokens,
                shown,
                is_admin=opening.user.admin,
                options=(opening.app_options, opening.user_options),
            ),
        )
        content = pages.application_page(portal, launch, sid, visit.form_token)
        return page(200, content, pages.launch_policy(launch), referrer="no-referrer")


def _number_of(segments: tuple[str, ...]) -> int | None:
    """The number of an application; None for the list of them."""
    match segments:
        case ():
            return None
        case ("app", number) if number.isascii() and number.isdigit():
            if len(number) <= _MAX_DIGITS:
                return int(number)
    raise ApiError(NOTHING_HERE)


def _shown_of(visit: Visit) -> Shown:
    context = {name: visit.text(name)[:_LONGEST_CONTEXT] for name in CONTEXT if visit.text(name)}
    return Shown(visit.text("PLACEMENT") or DEFAULT, context)


def _address(visit: Visit, number: int | None) -> str:
    """Where the person is, with what they came for."""
    if number is None:
        return _SHELF
    asked = {name: visit.text(name) for name in _ASKED if visit.text(name)}
    return with_query(f"{_SHELF}app/{number}/", asked)


def _tokens_of(opening: Opening) -> dict[str, str]:
    pair = opening.pair
    return frame_fields.token_fields(pair.access_token, pair.refresh_token, ACCESS_MS // 1000)


def _to(address: str, visit: Visit, cookie: str) -> Response:
    return redirect(303, address, (set_cookie(visit, cookie),))


def _page(status: int, content: bytes, headers: Headers = ()) -> Response:
    return page(status, content, pages.content_policy(None), headers)
