"""Errors that an operator has answered on purpose, so that clients meet what production brings."""

from collections.abc import Mapping

from botyard.model.entities import Portal
from botyard.model.errors import SYSTEM_ERRORS, ApiError, ErrorCode

_BY_CODE = {error.code: error for error in SYSTEM_ERRORS}
_EVERY_METHOD = ""
# Statuses that say "later".
_PASSING = (429, 503)
_RETRY_AFTER_S = 1


def faults_of(portal: Portal) -> Mapping[str, ErrorCode]:
    """By methods in lower case; a fault without a method is one of the whole request."""
    found = {}
    for fault in portal.fault:
        method, _, code = fault.rpartition(":")
        found[method.lower()] = _BY_CODE[code]
    return found


def strike_request(faults: Mapping[str, ErrorCode], method: str) -> None:
    """Refuse the request, or its method."""
    error = faults.get(_EVERY_METHOD)
    if error is not None:
        raise _refusal(error)
    strike(faults, method)


def strike(faults: Mapping[str, ErrorCode], method: str) -> None:
    """Refuse a call of the method."""
    error = faults.get(method.lower())
    if error is not None:
        raise _refusal(error)


def _refusal(error: ErrorCode) -> ApiError:
    passes = error.status in _PASSING
    return ApiError(error, retry_after_s=_RETRY_AFTER_S if passes else None)
