"""im.user.status.idle.start"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import presence
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class StartIdlingParams(UpperParams, frozen=True):
    ago: Annotated[int, Meta(description="Minutes since it began, at least one.")] = 10


@user_method("im.user.status.idle.start", scopes=("im",))
async def start_idling(call: Call, params: StartIdlingParams) -> bool:
    """Say that the person has been away from their device for some minutes."""
    await presence.start_idling(call.tx, call.caller.user_id, params.ago, call.now)
    return True
