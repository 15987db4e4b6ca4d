"""imbot.v2.Bot.unregister"""

from botyard.chat import bots
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Done, Params, bot_method


class UnregisterParams(Params, frozen=True):
    pass


@bot_method("imbot.v2.Bot.unregister")
async def unregister_bot(call: BotCall, params: UnregisterParams) -> Done:  # noqa: ARG001
    """Delete a bot; it leaves its chats, and what it wrote stays."""
    await bots.unregister(call.tx, call.bot, call.now, call.caller.user_id)
    return Done()
