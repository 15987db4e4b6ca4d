"""Statuses and codes as seen on real portals, where they differ from the documented table."""

from botyard.model.errors import INSUFFICIENT_SCOPE, NO_AUTH_FOUND, ErrorCode

# Seen by tests of official SDKs that run against real portals.
_OBSERVED = {
    NO_AUTH_FOUND: ErrorCode("INVALID_CREDENTIALS", "Invalid request credentials", 401),
    INSUFFICIENT_SCOPE: INSUFFICIENT_SCOPE._replace(status=401),
}


def observed_error(error: ErrorCode, description: str) -> tuple[ErrorCode, str]:
    seen = _OBSERVED.get(error)
    return (error, description) if seen is None else (seen, seen.description)
