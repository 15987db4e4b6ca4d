"""The REST door without sockets: bytes of a request in, bytes of an answer out."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from botyard.http.addresses import segments_of
from botyard.http.message import Request
from botyard.http.metrics import Metrics
from botyard.http.rest import RestDoor
from tests.portals import PortalUnderTest, code_of

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class Reply(NamedTuple):
    status: int
    raw: bytes
    headers: dict[str, str]
    content_type: str

    @property
    def body(self) -> Any:
        return msgspec.json.decode(self.raw)

    @property
    def refusal(self) -> tuple[int, str, str]:
        """Status, code and text of a refusal that holds nothing else."""
        body = self.body
        assert set(body) == {"error", "error_description"}
        return self.status, body["error"], body["error_description"]


class DoorUnderTest:
    """What clients of one portal send, byte by byte, through webhooks of its people."""

    def __init__(self, portal: PortalUnderTest) -> None:
        self.metrics = Metrics(lambda: 0)
        self._rest = RestDoor(portal.pipeline, portal.clock, self.metrics)

    async def send(
        self,
        path: str,
        body: bytes = b"",
        *,
        query: bytes = b"",
        headers: Mapping[str, str] | None = None,
        source: str = "192.0.2.1",
        secure: bool = False,
        verb: str = "POST",
    ) -> Reply:
        """Ask for `path` below `/rest/`."""
        request = Request(
            method=verb,
            target_path=f"/rest/{path}",
            query=query,
            headers={"content-type": JSON, **(headers or {})},
            body=body,
            source=source,
            secure=secure,
        )
        answer = await self._rest.answer(request, segments_of(path))
        return Reply(answer.status, answer.body, dict(answer.headers), answer.content_type)

    async def call(
        self, user_id: int, method: str, arguments: object = None, **options: Any
    ) -> Reply:
        """Call `method` as a person, with JSON."""
        body = b"" if arguments is None else msgspec.json.encode(arguments)
        return await self.send(path_of(user_id, method), body, **options)


def path_of(user_id: int, method: str) -> str:
    return f"{user_id}/{code_of(user_id)}/{method}"
