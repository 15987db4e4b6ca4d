"""Who may say where an application shows itself."""

from botyard.access.callers import check_scope
from botyard.model.errors import PLACEMENT_ACCESS_DENIED, ApiError
from botyard.model.scopes import PLACEMENT
from botyard.rpc.admit import AppCall


def check_may_look(call: AppCall) -> None:
    """The scope is judged here, after a webhook was told that it is no application."""
    check_scope(call.caller, (PLACEMENT,))


def check_may_place(call: AppCall) -> None:
    """Only administrators decide what everybody sees."""
    check_may_look(call)
    if not call.caller.is_admin:
        raise ApiError(PLACEMENT_ACCESS_DENIED)
