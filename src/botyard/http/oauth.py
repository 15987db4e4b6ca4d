"""What is below `/oauth/`: the token endpoint for programs, and the pages for people."""

from collections.abc import Mapping

import msgspec
import structlog

from botyard.http.authorize import AuthorizeDoor
from botyard.http.message import Request, Response
from botyard.http.metrics import Metrics
from botyard.model.clock import Clock
from botyard.model.errors import (
    INVALID_OAUTH_REQUEST,
    NOTHING_HERE,
    REQUEST_TOO_LARGE,
    ApiError,
)
from botyard.rpc.token_exchange import TokenExchange
from botyard.wire import envelope
from botyard.wire.arguments import read_arguments
from botyard.wire.malformed import Malformed
from botyard.wire.observed import told

log = structlog.get_logger()

_UNCACHED = (("Cache-Control", "no-store"), ("Pragma", "no-cache"))


class OauthDoor:
    def __init__(
        self, exchange: TokenExchange, authorize: AuthorizeDoor, clock: Clock, metrics: Metrics
    ) -> None:
        self._exchange = exchange
        self._authorize = authorize
        self._clock = clock
        self._metrics = metrics

    async def answer(self, request: Request, segments: tuple[str, ...]) -> Response:
        """`segments` follow `/oauth/`."""
        match segments:
            case ("token",):
                return await self._token(request)
            case ("authorize",):
                return await self._authorize.answer(request)
            case _:
                return self._refusal(ApiError(NOTHING_HERE))

    async def _token(self, request: Request) -> Response:
        """`/oauth/token/`, and the ways in which clients misspell it."""
        began = self._clock.monotonic()
        try:
            tokens = await self._exchange.exchange(
                _arguments(request), source=request.source, secure=request.secure
            )
            response = Response(200, msgspec.json.encode(tokens), headers=_UNCACHED)
            outcome = "ok"
        except ApiError as refusal:
            response = self._refusal(refusal)
            outcome = refusal.error.code
            log.info("token_refused", error=outcome, source=request.source)
        self._metrics.note_call("oauth.token", outcome, self._clock.monotonic() - began)
        return response

    def _refusal(self, refusal: ApiError) -> Response:
        refusal.arrive()
        headers: tuple[tuple[str, str], ...] = _UNCACHED
        if refusal.retry_after_s is not None:
            headers += (("Retry-After", str(refusal.retry_after_s)),)
        error, description = told(refusal, self._exchange.portal.statuses)
        body = envelope.failure(error.code, description, as_xml=False)
        return Response(error.status, body, headers=headers)


def _arguments(request: Request) -> Mapping[str, object]:
    if request.method not in ("GET", "POST"):
        raise ApiError(INVALID_OAUTH_REQUEST, "Use GET or POST")
    if request.spool is not None:
        raise ApiError(REQUEST_TOO_LARGE)
    try:
        content_type = request.headers.get("content-type")
        return read_arguments(content_type, request.body, request.query).values
    except Malformed as failure:
        raise ApiError(INVALID_OAUTH_REQUEST, failure.reason) from failure
