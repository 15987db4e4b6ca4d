"""What operators and tools ask of a server: is it alive, ready, busy, and what does it offer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from botyard.http.message import Response
from botyard.http.metrics import CONTENT_TYPE, Metrics
from botyard.store.tx import StoreUnavailable

# A page of another origin may show it: nothing in it is secret.
_FOR_ALL = (("Access-Control-Allow-Origin", "*"),)


class StateDoor:
    """`ready` tells whether storage answers; it raises StoreUnavailable where it does not."""

    def __init__(
        self,
        metrics: Metrics,
        ready: Callable[[], Awaitable[None]],
        describe: Callable[[], dict[str, Any]],
    ) -> None:
        self._metrics = metrics
        self._ready = ready
        self._describe = describe
        self._description: bytes | None = None

    async def answer(self, page: str) -> Response:
        match page:
            case "healthz":
                return Response(200, b'{"status":"ok"}')
            case "metrics":
                return Response(200, self._metrics.render(), CONTENT_TYPE)
            case "openapi.json":
                return Response(200, await self._described(), headers=_FOR_ALL)
            case _:
                return await self._readiness()

    async def _readiness(self) -> Response:
        try:
            await self._ready()
        except StoreUnavailable:
            return Response(
                503, b'{"status":"storage unavailable"}', headers=(("Retry-After", "1"),)
            )
        return Response(200, b'{"status":"ready"}')

    async def _described(self) -> bytes:
        """Made when it is first asked for: few servers are."""
        if self._description is None:
            document = await asyncio.to_thread(self._describe)
            self._description = msgspec.json.encode(document)
        return self._description
