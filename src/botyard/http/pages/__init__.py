"""The pages that people see when an application asks for access, as HTML."""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from botyard.model.entities import App, Portal, User

_FOLDER = Path(__file__).parent
_STYLE = (_FOLDER / "page.css").read_text("utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_templates = Environment(
    loader=FileSystemLoader(_FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# Written here, so that its hash is the one in the policy.
_templates.globals["style"] = Markup(_STYLE)  # noqa: S704

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
        address = urlsplit(app.redirect_uri)
        targets.append(f"{address.scheme}://{address.netloc}")
    return (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action {' '.join(targets)}; "
        "frame-ancestors 'self'; base-uri 'none'"
    )


def login_page(
    portal: Portal, app: App, wish: Wanted, form_token: str, email: str = "", problem: str = ""
) -> bytes:
    return _drawn(
        "login.html",
        portal=portal.domain,
        title=_title(app),
        wish=wish,
        form_token=form_token,
        email=email,
        problem=problem,
    )


def consent_page(
    portal: Portal, app: App, user: User, agreed: frozenset[str], wish: Wanted, form_token: str
) -> bytes:
    return _drawn(
        "consent.html",
        portal=portal.domain,
        title=_title(app),
        scopes=_lines(app.scopes, agreed),
        scope_list=",".join(app.scopes),
        returns_to=urlsplit(app.redirect_uri).netloc,
        name=user.name or user.email,
        wish=wish,
        form_token=form_token,
    )


def code_page(portal: Portal, app: App, code: str) -> bytes:
    return _drawn("code.html", portal=portal.domain, title=_title(app), code=code)


def refusal_page(heading: str, text: str) -> bytes:
    return _drawn("refusal.html", heading=heading, text=text)


def _drawn(template: str, **values: object) -> bytes:
    return _templates.get_template(template).render(values).encode()


def _title(app: App) -> str:
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
