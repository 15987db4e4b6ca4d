"""The whole door of a portal without sockets, as a program or a browser asks it."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

import msgspec

from botyard.http.door import Door
from botyard.http.message import Request
from botyard.http.metrics import Metrics
from botyard.http.rest import RestDoor
from botyard.rpc.downloads import Downloads
from tests.applications import oauth_door_of
from tests.portals import PortalUnderTest

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
            oauth_door_of(portal, metrics),
            Downloads(portal.store, portal.blobs, portal.clock, lambda: portal.portal),
            portal.blobs,
            metrics,
            self._ready,
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
