"""`/oauth/authorize/` as a browser walks it: forms, and the way back to the application."""

import structlog

from botyard.http import pages
from botyard.http.message import Request, Response
from botyard.http.pages import Wanted
from botyard.http.visits import (
    Headers,
    LoginTry,
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
from botyard.model.applications import App
from botyard.model.errors import INVALID_OAUTH_REQUEST, ApiError
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
from botyard.wire.query import with_query

log = structlog.get_logger()

_PATH = "/oauth/authorize/"


class AuthorizeDoor:
    def __init__(self, authorization: Authorization, secrets: Secrets) -> None:
        self._authorization = authorization
        self._secrets = secrets

    async def answer(self, request: Request) -> Response:
        """Always a page or a redirect, whatever happens."""
        try:
            visit = visit_of(request, self._authorization.portal, self._secrets)
            if request.method in ("GET", "HEAD"):
                return await self._shown(visit)
            check_form(visit, self._authorization.portal)
            return await self._taken(visit)
        except ApiError as refusal:
            log.info("authorization_refused", error=refusal.error.code, source=request.source)
            return refused(refusal)

    async def _shown(self, visit: Visit) -> Response:
        step = await self._authorization.begin(_wish(visit), secure=visit.request.secure)
        return self._at(step, visit)

    async def _taken(self, visit: Visit) -> Response:
        match visit.text("step"):
            case "login":
                tried = await try_to_log_in(self._authorization, visit)
                if tried.refusal is not None:
                    return await self._login_again(visit, tried)
                return _back_to_start(visit, tried.login)
            case "agree":
                scopes = tuple(one for one in visit.text("scope").split(",") if one)
                step = await self._authorization.agree(
                    _wish(visit), scopes, secure=visit.request.secure
                )
                return self._at(step, visit)
            case "refuse":
                return _page(200, pages.refusal_page("Access refused", "Nothing was given."))
            case "logout":
                await self._authorization.log_out(visit.cookie)
                return _back_to_start(visit, new_secret(self._secrets))
            case _:
                raise ApiError(INVALID_OAUTH_REQUEST)

    async def _login_again(self, visit: Visit, tried: LoginTry) -> Response:
        step = await self._authorization.begin(_wish(visit), secure=visit.request.secure)
        content = pages.login_page(
            self._authorization.portal,
            step.app,
            _wanted(visit),
            visit.form_token,
            visit.text("email"),
            tried.problem,
        )
        status = 403 if tried.refusal is None else tried.refusal.error.status
        return _page(status, content, step.app, retry_after(tried.refusal))

    def _at(self, step: Step, visit: Visit) -> Response:
        portal, app, wanted = self._authorization.portal, step.app, _wanted(visit)
        match step:
            case LoginNeeded():
                content = pages.login_page(portal, app, wanted, visit.form_token)
                return _page(200, content, app, visit.new_cookie)
            case ConsentNeeded(_, user, agreed):
                content = pages.consent_page(portal, app, user, agreed, wanted, visit.form_token)
                return _page(200, content, app)
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
        return redirect(302, with_query(app.redirect_uri, told))


def _wanted(visit: Visit) -> Wanted:
    state = visit.arguments.get("state")
    return Wanted(
        visit.text("client_id"),
        state if isinstance(state, str) else None,
        visit.text("redirect_uri"),
    )


def _wish(visit: Visit) -> Wish:
    return Wish(visit.text("client_id"), visit.text("redirect_uri"), visit.cookie)


def _back_to_start(visit: Visit, cookie: str) -> Response:
    """The same question anew, by a GET that can be reloaded."""
    wanted = _wanted(visit)
    asked = {
        "client_id": wanted.client_id,
        **({} if wanted.state is None else {"state": wanted.state}),
        **({"redirect_uri": wanted.redirect_uri} if wanted.redirect_uri else {}),
    }
    return redirect(303, with_query(_PATH, asked), (set_cookie(visit, cookie),))


def _page(status: int, content: bytes, app: App | None = None, headers: Headers = ()) -> Response:
    return page(status, content, pages.content_policy(app), headers)
