"""What event.bind and event.unbind take alike."""

from botyard.model.entities import UserId
from botyard.model.errors import EVENT_NOT_FOUND, INVALID_ARGUMENT, ApiError, ErrorCode
from botyard.model.event_names import scope_of
from botyard.rpc.admit import AppCall
from botyard.wire.coerce import BadValue, read_integer

_TYPES = {"online": False, "offline": True}


def read_event(call: AppCall, text: str) -> str:
    """In capitals; one that the application's scopes do not open does not exist for it."""
    event = text.strip().upper()
    scope = scope_of(event)
    if scope is None or not call.caller.allows((scope,)):
        raise ApiError(EVENT_NOT_FOUND)
    return event


def read_is_offline(call: AppCall, text: str, denied: ErrorCode) -> bool:
    """Queues are an administrator's business."""
    is_offline = _TYPES.get(text.lower())
    if is_offline is None:
        raise ApiError(INVALID_ARGUMENT, "Parameter event_type must be online or offline")
    if is_offline and not call.caller.is_admin:
        raise ApiError(denied)
    return is_offline


def read_auth_type(call: AppCall, given: object, denied: ErrorCode) -> UserId | None:
    """Whose authorization is meant; 0, or an empty text, is who causes an event.

    None where nothing was given. Only an administrator may name another person.
    """
    if given is None:
        return None
    try:
        user_id = UserId(0 if given == "" else read_integer(given))
    except BadValue as bad:
        raise ApiError(INVALID_ARGUMENT, "Parameter auth_type must be an integer") from bad
    if user_id not in (0, call.caller.user_id) and not call.caller.is_admin:
        raise ApiError(denied)
    return user_id
