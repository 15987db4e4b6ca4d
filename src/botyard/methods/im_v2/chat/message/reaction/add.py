"""im.v2.Chat.Message.Reaction.add"""

from botyard.model.errors import ACCESS_DENIED, REACTION_ALREADY_SET, REACTION_NOT_FOUND
from botyard.rpc.admit import Call
from botyard.rpc.method import Done, user_method
from botyard.rpc.reacting import ReactionParams, react


@user_method(
    "im.v2.Chat.Message.Reaction.add",
    scopes=("im",),
    errors=[ACCESS_DENIED, REACTION_NOT_FOUND, REACTION_ALREADY_SET],
)
async def add_own_reaction(call: Call, params: ReactionParams) -> Done:
    """React to a message as the person, in the place of the reaction that was set before."""
    await react(call, await call.find_held_message(params.message_id), params.reaction)
    return Done()
