"""What the connection itself answers, before or instead of a handler."""

import msgspec

from botyard.http.message import Response
from botyard.model.errors import (
    INTERNAL_SERVER_ERROR,
    INVALID_REQUEST,
    OVERLOAD_LIMIT,
    REQUEST_TOO_LARGE,
    STORAGE_UNAVAILABLE,
    ErrorCode,
)


def refusal(
    error: ErrorCode,
    description: str | None = None,
    status: int | None = None,
    headers: tuple[tuple[str, str], ...] = (),
) -> Response:
    body = {"error": error.code, "error_description": description or error.description}
    return Response(status or error.status, msgspec.json.encode(body), headers=headers)


def malformed(reason: str) -> Response:
    return refusal(INVALID_REQUEST, f"Malformed request: {reason}")


def unreadable(objection: str) -> Response:
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
