"""imbot.v2.Chat.Message.Reaction.add"""

from botyard.model.errors import ACCESS_DENIED, REACTION_ALREADY_SET, REACTION_NOT_FOUND
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Done, bot_method
from botyard.rpc.reacting import ReactionParams, react


@bot_method(
    "imbot.v2.Chat.Message.Reaction.add",
    errors=[ACCESS_DENIED, REACTION_NOT_FOUND, REACTION_ALREADY_SET],
)
async def add_reaction(call: BotCall, params: ReactionParams) -> Done:
    """React to a message as the bot, in the place of the reaction that was set before."""
    await react(call, await call.held_message(params.message_id), params.reaction)
    return Done()
