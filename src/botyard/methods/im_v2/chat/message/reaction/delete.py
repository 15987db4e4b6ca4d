"""im.v2.Chat.Message.Reaction.delete"""

from botyard.model.errors import ACCESS_DENIED, REACTION_NOT_FOUND
from botyard.rpc.admit import Call
from botyard.rpc.method import Done, user_method
from botyard.rpc.reacting import ReactionParams, take_back


@user_method(
    "im.v2.Chat.Message.Reaction.delete",
    scopes=("im",),
    errors=[ACCESS_DENIED, REACTION_NOT_FOUND],
)
async def delete_own_reaction(call: Call, params: ReactionParams) -> Done:
    """Take a reaction of the person back."""
    await take_back(call, await call.find_held_message(params.message_id), params.reaction)
    return Done()
