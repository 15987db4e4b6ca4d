"""The whole door of a portal without sockets, as a program or a browser asks it."""

import html
import re
from typing import Any, NamedTuple
from urllib.parse import urlencode

import msgspec

from botyard.http.door import Door
from botyard.http.message import Request
from botyard.http.metrics import Metrics
from botyard.http.rest import RestDoor
from botyard.http.state import StateDoor
from botyard.rpc.downloads import Downloads
from tests.applications import application_doors_of
from tests.portals import PortalUnderTest

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
FORM = "application/x-www-form-urlencoded"


class Page(NamedTuple):
    status: int
    content: bytes
    headers: dict[str, str]
    content_type: str

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.content)

    @property
    def error(self) -> tuple[int, str]:
        body = self.json
        assert set(body) == {"error", "error_description"}
        return self.status, body["error"]


class Visitor:
    """Asks the server from one address."""

    def __init__(self, portal: PortalUnderTest, source: str = "192.0.2.1") -> None:
        self.portal = portal
        self.source = source
        metrics = Metrics(lambda: 0)
        self._door = Door(
            RestDoor(portal.pipeline, portal.clock, metrics),
            application_doors_of(portal, metrics),
            Downloads(
                portal.store,
                portal.blobs,
                portal.clock,
                lambda: portal.portal,
                portal.pipeline.links,
            ),
            portal.blobs,
            StateDoor(metrics, self._ready, dict),
        )

    async def get(self, path: str, /, **query: str) -> Page:
        return await self.ask("GET", path, query=urlencode(query).encode())

    async def post(self, path: str, /, **form: str) -> Page:
        return await self.ask(
            "POST", path, body=urlencode(form).encode(), headers={"content-type": FORM}
        )

    async def ask(
        self,
        verb: str,
        path: str,
        *,
        query: bytes = b"",
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        secure: bool = False,
    ) -> Page:
        request = Request(verb, path, query, headers or {}, body, self.source, secure=secure)
        answer = await self._door.answer(request)
        return Page(answer.status, answer.body, dict(answer.headers), answer.content_type)

    async def _ready(self) -> None:
        """Nobody asks."""


class Browser(Visitor):
    """A person's browser: it keeps cookies, sends the origin of its forms, and fills them in."""

    origin = "http://127.0.0.1:8080"

    def __init__(self, portal: PortalUnderTest, source: str = "192.0.2.1") -> None:
        super().__init__(portal, source)
        self.cookies: dict[str, str] = {}
        self.secure = False

    async def open(self, path: str, /, **query: str) -> Page:
        return self._keep(
            await self.ask(
                "GET",
                path,
                query=urlencode(query).encode(),
                headers=self._headers(),
                secure=self.secure,
            )
        )

    async def follow(self, page: Page) -> Page:
        """Go where a redirect leads on this server."""
        path, _, query = page.headers["Location"].partition("?")
        return self._keep(
            await self.ask(
                "GET", path, query=query.encode(), headers=self._headers(), secure=self.secure
            )
        )

    async def submit(self, page: Page, step: str, /, **typed: str) -> Page:
        """Press the button `step` of the page's form. Where `typed` names a field, it wins."""
        form = {**hidden_fields(page), "step": step, **typed}
        path, _, query = action_of(page).partition("?")
        return await self.send_form(form, path, query)

    async def send_form(
        self,
        form: dict[str, str],
        path: str = "/oauth/authorize/",
        query: str = "",
        **headers: str,
    ) -> Page:
        told = {"content-type": FORM, "origin": self.origin, **self._headers(), **headers}
        return self._keep(
            await self.ask(
                "POST",
                path,
                query=query.encode(),
                body=urlencode(form).encode(),
                headers={name: value for name, value in told.items() if value},
                secure=self.secure,
            )
        )

    def _headers(self) -> dict[str, str]:
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        host = self.origin.partition("://")[2]
        return {"host": host, **({"cookie": jar} if jar else {})}

    def _keep(self, page: Page) -> Page:
        if "Set-Cookie" in page.headers:
            name, _, value = page.headers["Set-Cookie"].partition(";")[0].partition("=")
            self.cookies[name] = value
        return page


def action_of(page: Page) -> str:
    """Where the page's form leads."""
    return html.unescape(page.content.decode().split('action="')[1].partition('"')[0])


def hidden_fields(page: Page) -> dict[str, str]:
    return hidden_fields_of(page.content.decode())


def hidden_fields_of(text: str) -> dict[str, str]:
    found = _HIDDEN.findall(text)
    return {name: html.unescape(value) for name, value in found}
