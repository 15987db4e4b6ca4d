"""Refusals as seen on real portals, where they differ from the documented table."""

from botyard.model.entities import Statuses
from botyard.model.errors import (
    APPLICATION_CONTEXT_REQUIRED,
    APPLICATION_REQUIRED,
    EXPIRED_TOKEN,
    INSUFFICIENT_SCOPE,
    INVALID_CREDENTIALS,
    OPERATION_TIME_LIMIT,
    PLACEMENT_AUTH_TYPE,
    TOKEN_SCOPE_MISSING,
    UNKNOWN_CLIENT,
    UNKNOWN_TOKEN,
    UNKNOWN_WEBHOOK,
    WRONG_AUTH_TYPE,
    ApiError,
    ErrorCode,
)

_WITHOUT_APPLICATION = APPLICATION_REQUIRED._replace(status=403)
_OTHER_AUTH_TYPE = ErrorCode(
    "WRONG_AUTH_TYPE", "Current authorization type is denied for this method", 403
)

# Seen by tests of official SDKs that run against real portals.
_OBSERVED = {
    UNKNOWN_WEBHOOK: ErrorCode("INVALID_CREDENTIALS", "Invalid request credentials", 401),
    UNKNOWN_TOKEN: ErrorCode("invalid_token", "Unable to get application by token", 401),
    INVALID_CREDENTIALS: ErrorCode("authorization_error", "Unable to authorize user", 401),
    INSUFFICIENT_SCOPE: INSUFFICIENT_SCOPE._replace(status=401),
    TOKEN_SCOPE_MISSING: ErrorCode(
        "insufficient_scope",
        "The request requires higher privileges than provided by the access token",
        401,
    ),
    EXPIRED_TOKEN: ErrorCode("expired_token", "The access token provided has expired.", 401),
    APPLICATION_REQUIRED: _WITHOUT_APPLICATION,
    APPLICATION_CONTEXT_REQUIRED: _WITHOUT_APPLICATION,
    WRONG_AUTH_TYPE: _OTHER_AUTH_TYPE,
    PLACEMENT_AUTH_TYPE: _OTHER_AUTH_TYPE,
    OPERATION_TIME_LIMIT: ErrorCode(
        "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.", 429
    ),
    # The authorization server.
    UNKNOWN_CLIENT: ErrorCode("wrong_client", "Wrong client", 200),
}


def told(refusal: ApiError, statuses: Statuses) -> tuple[ErrorCode, str]:
    """The error and the text that a caller of a portal with these `statuses` is answered."""
    seen = _OBSERVED.get(refusal.error) if statuses == "observed" else None
    return (refusal.error, refusal.description) if seen is None else (seen, seen.description)
