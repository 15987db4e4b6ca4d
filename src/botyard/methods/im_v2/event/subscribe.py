"""im.v2.Event.subscribe"""

from botyard.chat import subscriptions
from botyard.rpc.admit import Call
from botyard.rpc.method import Params, user_method


class SubscribeParams(Params, frozen=True):
    pass


@user_method("im.v2.Event.subscribe", scopes=("im",))
async def subscribe(call: Call, params: SubscribeParams) -> bool:  # noqa: ARG001
    """Start recording what others do in the person's chats.

    im.v2.Event.get reads it. A second time changes nothing.
    """
    await subscriptions.subscribe(call.tx, call.caller.user_id, call.now)
    return True
