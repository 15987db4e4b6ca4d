"""What the connection itself answers, before or instead of a handler."""

from collections.abc import Mapping

import msgspec

from botyard.http import cross_origin
from botyard.http.addresses import place_of, rest_address
from botyard.http.message import Response
from botyard.model.errors import (
    INTERNAL_SERVER_ERROR,
    INVALID_REQUEST,
    OVERLOAD_LIMIT,
    REQUEST_TOO_LARGE,
    STORAGE_UNAVAILABLE,
    ErrorCode,
)
from botyard.wire import envelope


class Refusal(msgspec.Struct, frozen=True):
    status: int
    code: str
    description: str
    headers: tuple[tuple[str, str], ...] = ()

    def answer(self, target_path: str, headers: Mapping[str, str]) -> Response:
        """As a handler would answer this request, as far as it is known: `.xml` in XML, and
        for pages of other origins to read.
        """
        answerer, segments = place_of(target_path)
        as_xml = answerer == "rest" and rest_address(segments).as_xml
        body = envelope.failure(self.code, self.description, as_xml=as_xml)
        content_type = envelope.XML if as_xml else envelope.JSON
        response = Response(self.status, body, content_type, self.headers)
        if answerer in cross_origin.OPEN:
            return cross_origin.readable(headers, response)
        return response


def refusal(
    error: ErrorCode,
    description: str | None = None,
    status: int | None = None,
    headers: tuple[tuple[str, str], ...] = (),
) -> Refusal:
    return Refusal(status or error.status, error.code, description or error.description, headers)


def malformed(reason: str) -> Refusal:
    return refusal(INVALID_REQUEST, f"Malformed request: {reason}")


def unreadable(objection: str) -> Refusal:
    """What the parser objects to. Whoever types an address by hand is told what to do."""
    is_in_url = "Invalid char in url" in objection
    return malformed(f"{objection}, percent-encode it" if is_in_url else objection)


FAILED = refusal(INTERNAL_SERVER_ERROR)
BODY_TOO_LARGE = refusal(REQUEST_TOO_LARGE)
HEAD_TOO_LARGE = refusal(INVALID_REQUEST, "Request head is too large", 431)
HEAD_TOO_SLOW = refusal(INVALID_REQUEST, "Request head took too long to arrive", 408)
BODY_TOO_SLOW = refusal(INVALID_REQUEST, "Request body arrives too slowly", 408)
TOO_MANY_CONNECTIONS = refusal(
    OVERLOAD_LIMIT, "Too many connections", 503, (("Retry-After", "1"),)
)
TOO_MANY_LARGE_BODIES = refusal(
    OVERLOAD_LIMIT, "Too many large requests", 503, (("Retry-After", "5"),)
)
NO_ROOM = refusal(STORAGE_UNAVAILABLE, headers=(("Retry-After", "1"),))
