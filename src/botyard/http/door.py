"""All paths of the server, and who answers each."""

from collections.abc import Awaitable, Callable

import msgspec

from botyard.blobs.port import Blobs
from botyard.http.addresses import segments_of
from botyard.http.message import Request, Response
from botyard.http.metrics import CONTENT_TYPE, Metrics
from botyard.http.rest import RestDoor
from botyard.store.tx import StoreUnavailable
from botyard.wire import envelope

_PICTURE_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ("Cache-Control", "public, max-age=31536000, immutable"),
)
# Docs page "rest-v3": the answer of the other API, which Botyard does not speak.
_NO_V3 = msgspec.json.encode(
    {
        "error": {
            "code": "BITRIX_REST_V3_EXCEPTION_METHODNOTFOUNDEXCEPTION",
            "message": "Method not found",
        }
    }
)


class Door:
    """`ready` tells whether storage answers; it raises StoreUnavailable where it does not."""

    def __init__(
        self,
        rest: RestDoor,
        blobs: Blobs,
        metrics: Metrics,
        ready: Callable[[], Awaitable[None]],
    ) -> None:
        self._rest = rest
        self._blobs = blobs
        self._metrics = metrics
        self._ready = ready

    async def answer(self, request: Request) -> Response:
        segments = segments_of(request.target_path)
        if not segments:
            return _not_found()
        match segments[0]:
            case "rest" if len(segments) > 1 and segments[1] == "api":
                return Response(404, _NO_V3)
            case "rest":
                return await self._rest.answer(request, segments[1:])
            case "healthz":
                return Response(200, b'{"status":"ok"}')
            case "readyz":
                return await self._readiness()
            case "metrics":
                return Response(200, self._metrics.render(), CONTENT_TYPE)
            case "avatar":
                return await self._picture(segments[1:])
            case _:
                return _not_found()

    async def _readiness(self) -> Response:
        try:
            await self._ready()
        except StoreUnavailable:
            return Response(
                503, b'{"status":"storage unavailable"}', headers=(("Retry-After", "1"),)
            )
        return Response(200, b'{"status":"ready"}')

    async def _picture(self, segments: tuple[str, ...]) -> Response:
        content = await self._blobs.get(segments[0]) if len(segments) == 1 else None
        if content is None:
            return _not_found()
        return Response(200, content, "image/png", _PICTURE_HEADERS)


def _not_found() -> Response:
    body = envelope.failure("NOT_FOUND", "There is nothing at this address", as_xml=False)
    return Response(404, body)
