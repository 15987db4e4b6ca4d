"""The REST door: one HTTP request -> one call of the pipeline -> its envelope."""

from collections.abc import Iterable, Mapping

import structlog

from botyard.http.addresses import RestAddress, rest_address
from botyard.http.message import Request, Response
from botyard.http.metrics import Metrics
from botyard.model.clock import Clock
from botyard.model.errors import INTERNAL_SERVER_ERROR, INVALID_REQUEST, ApiError
from botyard.rpc.pipeline import Pipeline
from botyard.rpc.request import LARGE_BODY_BYTES, Answer, MadeCall, RestRequest
from botyard.wire import envelope
from botyard.wire.arguments import NO_TOKENS, Arguments, read_arguments, read_tokens
from botyard.wire.large_arguments import read_large_arguments
from botyard.wire.large_body import FilePath
from botyard.wire.malformed import Malformed
from botyard.wire.observed import told

log = structlog.get_logger()

_VERBS = ("GET", "POST", "HEAD")


class RestDoor:
    def __init__(self, pipeline: Pipeline, clock: Clock, metrics: Metrics) -> None:
        self._pipeline = pipeline
        self._clock = clock
        self._metrics = metrics

    async def answer(self, request: Request, segments: tuple[str, ...]) -> Response:
        """Always in the documented envelope, whatever happens."""
        start, began = self._clock.now(), self._clock.monotonic()
        address = rest_address(segments)
        try:
            _check_verb(request)
            answer = await self._pipeline.serve(_rest_request(request, address))
            duration = self._clock.monotonic() - began
            self._note_made(answer.made, request.source)
            response = self._succeed(address, answer, start, duration)
        except ApiError as refusal:
            return self._refuse(request, address, refusal, began)
        except Exception as failure:
            log.error("call_failed", method=address.method[:100], exc_info=failure)
            return self._refuse(request, address, ApiError(INTERNAL_SERVER_ERROR), began)
        self._metrics.note_call(self._known_name(address), "ok", duration)
        return response

    def _succeed(
        self, address: RestAddress, answer: Answer, start: float, duration: float
    ) -> Response:
        zone = self._pipeline.surroundings.views.zone
        time = envelope.time_of(start, duration, answer.processing_s, zone, answer.operating)
        body = envelope.success(answer.body, time, is_page=answer.is_page, as_xml=address.as_xml)
        notices = (("Botyard-Notice", "; ".join(answer.notices)),) if answer.notices else ()
        return Response(200, body, _content_type(address), notices)

    def _note_made(self, made: Iterable[MadeCall], source: str) -> None:
        """Count the calls of a batch as if each had come alone."""
        for call in made:
            self._metrics.note_call(*call)
            if call.outcome != "ok":
                log.info("call_refused", method=call.method, error=call.outcome, source=source)

    def _refuse(
        self, request: Request, address: RestAddress, refusal: ApiError, began: float
    ) -> Response:
        refusal.arrive()
        name = self._known_name(address)
        error, description = told(refusal, self._pipeline.surroundings.portal.statuses)
        duration = self._clock.monotonic() - began
        self._metrics.note_call(name, error.code, duration)
        log.info("call_refused", method=name, error=error.code, source=request.source)
        headers: tuple[tuple[str, str], ...] = ()
        if refusal.retry_after_s is not None:
            headers = (("Retry-After", str(refusal.retry_after_s)),)
        body = envelope.failure(error.code, description, as_xml=address.as_xml)
        return Response(error.status, body, _content_type(address), headers)

    def _known_name(self, address: RestAddress) -> str:
        """Only names that exist: callers must not be able to fill the metrics or the log."""
        method = self._pipeline.methods.get(address.method.lower())
        return "unknown" if method is None else method.name


def _check_verb(request: Request) -> None:
    if request.method not in _VERBS:
        raise ApiError(INVALID_REQUEST, "Use GET or POST")


def _rest_request(request: Request, address: RestAddress) -> RestRequest:
    headers = request.headers

    spool = request.spool

    def read(files: frozenset[FilePath]) -> Arguments:
        content_type = headers.get("content-type")
        _check_coding(headers)
        if spool is None:
            return read_arguments(content_type, request.body, request.query)
        return read_large_arguments(content_type, spool, request.query, files)

    return RestRequest(
        method=address.method,
        read_arguments=read,
        credentials=address.credentials,
        source=request.source,
        secure=request.secure,
        tokens=_tokens_of(request),
        idempotency_key=headers.get("idempotency-key"),
        explain=headers.get("botyard-explain") == "1",
        is_large=spool is not None or len(request.body) > LARGE_BODY_BYTES,
    )


def _check_coding(headers: Mapping[str, str]) -> None:
    coding = headers.get("content-encoding", "").lower()
    if coding not in ("", "identity"):
        raise Malformed(f"The body must not be compressed, but its coding is {coding[:40]}")


def _tokens_of(request: Request) -> frozenset[str]:
    """Access tokens in the header and the query."""
    header = request.headers.get("authorization")
    in_header = NO_TOKENS if header is None else _token_in(header)
    return in_header | read_tokens(request.query) if request.query else in_header


def _token_in(header: str) -> frozenset[str]:
    scheme, _, token = header.partition(" ")
    return frozenset({token.strip()} if scheme.lower() == "bearer" and token.strip() else ())


def _content_type(address: RestAddress) -> str:
    return envelope.XML if address.as_xml else envelope.JSON
