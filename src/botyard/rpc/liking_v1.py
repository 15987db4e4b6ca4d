"""Likes through the older API, of a person or of a bot."""

from botyard.chat import reactions
from botyard.chat.held_messages import HeldMessage
from botyard.model.errors import INVALID_ARGUMENT, MESSAGE_ID_ERROR, WITHOUT_CHANGES, ApiError
from botyard.model.reactions import LIKE
from botyard.rpc.admit import Call

_ACTIONS = ("auto", "plus", "minus")


async def change_like(call: Call, message_id: int, wanted: str) -> None:
    """`wanted` is plus, minus, or auto for the other one of what is.

    Refuses with INVALID_ARGUMENT, MESSAGE_ID_ERROR or WITHOUT_CHANGES.
    """
    action = wanted.lower()
    if action not in _ACTIONS:
        raise ApiError(INVALID_ARGUMENT, f"ACTION must be one of {', '.join(_ACTIONS)}")
    held = await call.find_held_message(message_id)
    if held is None or not reactions.may_take_back(held):
        raise ApiError(MESSAGE_ID_ERROR)
    if action == "auto":
        action = "minus" if await reactions.own(call.tx, held) == LIKE else "plus"
    if not await (_like(call, held) if action == "plus" else _unlike(call, held)):
        raise ApiError(WITHOUT_CHANGES)


async def _like(call: Call, held: HeldMessage) -> bool:
    if not await reactions.may_react(call.tx, held):
        return False
    return await reactions.add(call.tx, held, LIKE, call.now)


async def _unlike(call: Call, held: HeldMessage) -> bool:
    return await reactions.take_back(call.tx, held, LIKE, call.now)
