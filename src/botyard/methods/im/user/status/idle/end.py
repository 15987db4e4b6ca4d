"""im.user.status.idle.end"""

from botyard.chat import presence
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class EndIdlingParams(UpperParams, frozen=True):
    pass


@user_method("im.user.status.idle.end", scopes=("im",))
async def end_idling(call: Call, params: EndIdlingParams) -> bool:  # noqa: ARG001
    """Say that the person is back at their device."""
    await presence.stop_idling(call.tx, call.caller.user_id)
    return True
