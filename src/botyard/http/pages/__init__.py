"""The pages that people see around applications, as HTML."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from botyard.model.applications import App
from botyard.model.entities import Portal, User

_FOLDER = Path(__file__).parent
_STYLE = (_FOLDER / "page.css").read_text("utf-8")
_SCRIPT = (_FOLDER / "application.js").read_text("utf-8")
_templates = Environment(
    loader=FileSystemLoader(_FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# Written here, so that its hash is the one in the policy.
_templates.globals["style"] = Markup(_STYLE)  # noqa: S704
_templates.globals["script"] = Markup(_SCRIPT)  # noqa: S704

_MEANINGS = {
    "im": "Read and write your chats and messages",
    "imbot": "Register chat bots and run them",
    "user": "See the profiles of your colleagues",
    "user_basic": "See the names and contacts of your colleagues",
    "user_brief": "See the names of your colleagues",
    "disk": "Read and write files",
    "department": "See the departments of the company",
    "task": "Work with tasks",
    "crm": "Work with customers and deals",
}


# What an application may do in its frame. It stays there: it cannot lead the whole page away.
_SANDBOX = (
    "allow-downloads allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox "
    "allow-scripts"
)


class Launch(NamedTuple):
    """How an application is opened: by a form with `fields`, sent to `handler` into `frame`.

    `told` is what its frame is answered.
    """

    title: str
    handler: str
    frame: str
    fields: Mapping[str, str]
    told: Mapping[str, object]

    @property
    def origin(self) -> str:
        return _origin_of(self.handler)


class Wanted(NamedTuple):
    """What the application came with, to be kept from page to page. `state` may be absent."""

    client_id: str
    state: str | None
    redirect_uri: str


class ScopeLine(NamedTuple):
    name: str
    meaning: str
    is_new: bool


def content_policy(app: App | None) -> str:
    """Nothing is loaded; a form goes to this server, which may answer with a way back to `app`."""
    targets = ["'self'"]
    if app is not None and app.redirect_uri:
        targets.append(_origin_of(app.redirect_uri))
    return _policy(f"form-action {' '.join(targets)}")


def launch_policy(launch: Launch) -> str:
    """The form with the tokens goes to the application alone; the frame may go on from there."""
    return _policy(
        f"form-action {launch.origin}",
        "frame-src http: https:",
        "connect-src 'self'",
        f"script-src 'sha256-{_hash(_SCRIPT)}'",
    )


def login_page(
    portal: Portal, app: App, wish: Wanted, form_token: str, email: str = "", problem: str = ""
) -> bytes:
    """For a person whom an application asks."""
    return _drawn(
        "login.html",
        portal=portal.domain,
        action="/oauth/authorize/",
        title=title_of(app),
        wish=wish,
        form_token=form_token,
        email=email,
        problem=problem,
    )


def own_login_page(
    portal: Portal, action: str, form_token: str, email: str = "", problem: str = ""
) -> bytes:
    """For a person who came to the portal itself; `action` is where they wanted to go."""
    return _drawn(
        "login.html",
        portal=portal.domain,
        action=action,
        title="",
        wish=None,
        form_token=form_token,
        email=email,
        problem=problem,
    )


def marketplace_page(portal: Portal, user: User, apps: Sequence[App], form_token: str) -> bytes:
    return _drawn(
        "marketplace.html",
        portal=portal.domain,
        apps=apps,
        name=user.name or user.email,
        wish=None,
        form_token=form_token,
    )


def application_page(portal: Portal, launch: Launch, sid: str, form_token: str) -> bytes:
    """The application in a frame of its own origin, or of none where that would be ours."""
    is_ours = launch.origin == f"{portal.scheme}://{portal.domain}"
    told = {"sid": sid, "form_token": form_token, "init": launch.told}
    return _drawn(
        "application.html",
        title=launch.title,
        handler=launch.handler,
        frame=launch.frame,
        fields=launch.fields,
        sandbox=_SANDBOX if is_ours else f"{_SANDBOX} allow-same-origin",
        launch=json.dumps(told),
    )


def consent_page(
    portal: Portal, app: App, user: User, agreed: frozenset[str], wish: Wanted, form_token: str
) -> bytes:
    return _drawn(
        "consent.html",
        portal=portal.domain,
        title=title_of(app),
        scopes=_lines(app.scopes, agreed),
        scope_list=",".join(app.scopes),
        returns_to=urlsplit(app.redirect_uri).netloc,
        name=user.name or user.email,
        wish=wish,
        form_token=form_token,
    )


def code_page(portal: Portal, app: App, code: str) -> bytes:
    return _drawn("code.html", portal=portal.domain, title=title_of(app), code=code)


def refusal_page(heading: str, text: str, back: str = "") -> bytes:
    """With a way to where the person may go on, if there is one."""
    return _drawn("refusal.html", heading=heading, text=text, back=back)


def _policy(*allowed: str) -> str:
    first = f"default-src 'none'; style-src 'sha256-{_hash(_STYLE)}'"
    return "; ".join((first, *allowed, "frame-ancestors 'self'", "base-uri 'none'"))


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _origin_of(address: str) -> str:
    """As a policy spells it: of a host, only what cannot say anything else there."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    named = f"[{quote(host, safe=':')}]" if ":" in host else quote(_in_ascii(host), safe="")
    port = "" if parts.port is None else f":{parts.port}"
    return f"{parts.scheme}://{named}{port}"


def _in_ascii(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def _drawn(template: str, **values: object) -> bytes:
    return _templates.get_template(template).render(values).encode()


def title_of(app: App) -> str:
    return app.title or app.client_id


def _lines(scopes: Sequence[str], agreed: frozenset[str]) -> list[ScopeLine]:
    """What was not agreed to before is marked, where something was."""
    return [
        ScopeLine(
            name,
            _MEANINGS.get(name, "Use this part of the portal"),
            is_new=bool(agreed) and name not in agreed,
        )
        for name in scopes
    ]
