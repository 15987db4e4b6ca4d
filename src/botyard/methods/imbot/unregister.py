"""imbot.unregister"""

from botyard.chat import bots
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.method_v1 import NamedBotParams, older_bot_method


class UnregisterOlderParams(NamedBotParams, frozen=True):
    pass


@older_bot_method("imbot.unregister", known=True)
async def unregister_older_bot(
    call: OlderBotCall,
    params: UnregisterOlderParams,  # noqa: ARG001
) -> bool:
    """Delete a bot with its private dialogs; it leaves its groups, where what it wrote stays."""
    await bots.unregister(call.tx, call.bot, call.now, call.caller.user_id)
    return True
