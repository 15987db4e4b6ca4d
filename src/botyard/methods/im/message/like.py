"""im.message.like"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import reactions
from botyard.chat.held_messages import HeldMessage
from botyard.model.errors import INVALID_ARGUMENT, MESSAGE_ID_ERROR, WITHOUT_CHANGES, ApiError
from botyard.model.reactions import LIKE
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method

_ACTIONS = ("auto", "plus", "minus")


class LikeMessageParams(UpperParams, frozen=True):
    message_id: Annotated[
        int,
        Meta(
            description="A message of a chat that the person is in.",
            extra={"error": MESSAGE_ID_ERROR},
        ),
    ] = 0
    action: Annotated[
        str, Meta(description="`plus` likes, `minus` takes it back, `auto` does the other one.")
    ] = "auto"


@user_method("im.message.like", scopes=("im",), errors=[MESSAGE_ID_ERROR, WITHOUT_CHANGES])
async def like_message(call: Call, params: LikeMessageParams) -> bool:
    """Like a message as the person, in the place of another reaction, or take the like back."""
    action = params.action.lower()
    if action not in _ACTIONS:
        raise ApiError(INVALID_ARGUMENT, f"ACTION must be one of {', '.join(_ACTIONS)}")
    held = await call.find_held_message(params.message_id)
    if held is None or not reactions.may_take_back(held):
        raise ApiError(MESSAGE_ID_ERROR)
    if action == "auto":
        action = "minus" if await reactions.own(call.tx, held) == LIKE else "plus"
    if not await (like(call, held) if action == "plus" else unlike(call, held)):
        raise ApiError(WITHOUT_CHANGES)
    return True


async def like(call: Call, held: HeldMessage) -> bool:
    if not await reactions.may_react(call.tx, held):
        return False
    return await reactions.add(call.tx, held, LIKE, call.now)


async def unlike(call: Call, held: HeldMessage) -> bool:
    return await reactions.take_back(call.tx, held, LIKE, call.now)
