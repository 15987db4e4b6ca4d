"""Dates among the parameters of a call."""

from botyard.model.entities import Moment
from botyard.model.errors import INVALID_ARGUMENT, ApiError
from botyard.rpc.admit import Call
from botyard.wire.dates import read_moment


def date_of(call: Call, name: str, text: str, default: Moment) -> Moment:
    """The moment that a parameter names, in the portal's time zone where it names none."""
    if not text:
        return default
    moment = read_moment(text, call.views.zone)
    if moment is None:
        raise ApiError(INVALID_ARGUMENT, f"Parameter {name} must be a date")
    return moment
