"""Who may say where an application shows itself."""

from botyard.model.errors import PLACEMENT_ACCESS_DENIED, ApiError
from botyard.rpc.admit import AppCall


def check_may_place(call: AppCall) -> None:
    """Only administrators decide what everybody sees."""
    if not call.caller.is_admin:
        raise ApiError(PLACEMENT_ACCESS_DENIED)
