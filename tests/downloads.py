"""The links that serve one download, followed without sockets."""

from typing import Any, NamedTuple

import msgspec

from botyard.http.door import Door
from botyard.http.message import Request
from botyard.http.metrics import Metrics
from botyard.http.rest import RestDoor
from botyard.http.state import StateDoor
from botyard.rpc.downloads import Downloads
from botyard.store.sql import Sql
from botyard.store.tx import Tx
from tests.applications import application_doors_of
from tests.portals import PortalUnderTest


class Fetched(NamedTuple):
    status: int
    headers: dict[str, str]
    content_type: str
    content: bytes

    @property
    def error(self) -> str:
        body: dict[str, str] = msgspec.json.decode(self.content)
        return body["error"]


class DownloadsUnderTest:
    def __init__(self, portal: PortalUnderTest) -> None:
        self._portal = portal
        metrics = Metrics(lambda: 0)
        downloads = Downloads(
            portal.store,
            portal.blobs,
            portal.clock,
            lambda: portal.portal,
            portal.pipeline.links,
        )
        rest = RestDoor(portal.pipeline, portal.clock, metrics)
        self._door = Door(
            rest,
            application_doors_of(portal, metrics),
            downloads,
            portal.blobs,
            StateDoor(metrics, self._ready, dict),
        )

    async def get(self, link: str, verb: str = "GET") -> Fetched:
        """Ask for a link, or for a path and its query."""
        path, _, query = ("/rest/" + link.partition("/rest/")[2]).partition("?")
        request = Request(verb, path, query.encode(), {}, b"", "192.0.2.1", secure=False)
        answer = await self._door.answer(request)
        content = answer.body
        if answer.stream is not None:
            content = await answer.stream.read()
            answer.stream.close()
            assert answer.stream.size == len(content)
        return Fetched(answer.status, dict(answer.headers), answer.content_type, content)

    def change(self, **traits: Any) -> None:
        self._portal.portal = msgspec.structs.replace(self._portal.portal, **traits)

    async def kept_tokens(self) -> list[str]:
        async def read(tx: Tx) -> list[str]:
            rows = await tx.all(Sql("SELECT token_hash FROM download", None, ()))
            return [row[0] for row in rows]

        return await self._portal.store.read(read)

    async def lose_messages(self) -> None:
        async def work(tx: Tx) -> None:
            await tx.run(Sql("DELETE FROM message", None, ()))

        await self._portal.store.write(work)

    async def _ready(self) -> None:
        """Nobody asks."""
