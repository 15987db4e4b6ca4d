"""im.v2.Event.unsubscribe"""

from botyard.chat import subscriptions
from botyard.rpc.admit import Call
from botyard.rpc.method import Params, user_method


class UnsubscribeParams(Params, frozen=True):
    pass


@user_method("im.v2.Event.unsubscribe", scopes=("im",))
async def unsubscribe(call: Call, params: UnsubscribeParams) -> bool:  # noqa: ARG001
    """Stop recording what others do in the person's chats.

    What is recorded stays readable until it is acknowledged or a day old.
    """
    await subscriptions.unsubscribe(call.tx, call.caller.user_id)
    return True
