"""imbot.v2.Chat.Message.Reaction.delete"""

from botyard.model.errors import ACCESS_DENIED, REACTION_NOT_FOUND
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Done, bot_method
from botyard.rpc.reacting import ReactionParams, take_back


@bot_method(
    "imbot.v2.Chat.Message.Reaction.delete",
    errors=[ACCESS_DENIED, REACTION_NOT_FOUND],
)
async def delete_reaction(call: BotCall, params: ReactionParams) -> Done:
    """Take a reaction of the bot back."""
    await take_back(call, await call.held_message(params.message_id), params.reaction)
    return Done()
