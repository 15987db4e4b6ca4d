"""imbot.message.delete"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import message_changes
from botyard.model.errors import CANT_EDIT_MESSAGE, MESSAGE_ID_ERROR, ApiError
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.method_v1 import BotParams, older_bot_method


class DeleteBotMessageParams(BotParams, frozen=True):
    message_id: Annotated[
        int,
        Meta(
            description="A message of the bot, or any one in a group that it looks after.",
            extra={"error": MESSAGE_ID_ERROR},
        ),
    ] = 0
    complete: Annotated[
        bool, Meta(description="Leave nothing, instead of a sentence in its place.")
    ] = False


@older_bot_method("imbot.message.delete", errors=[MESSAGE_ID_ERROR, CANT_EDIT_MESSAGE])
async def delete_bot_message(call: OlderBotCall, params: DeleteBotMessageParams) -> bool:
    """Delete a message: the bot may its own for three days, a group's managers at any time."""
    held = await call.find_held_message(params.message_id)
    if held is None:
        raise ApiError(MESSAGE_ID_ERROR)
    is_late = not held.is_administered and not held.is_recent(call.now)
    if is_late or not message_changes.may_delete(held):
        raise ApiError(CANT_EDIT_MESSAGE)
    await message_changes.delete(call.tx, held, call.now, completely=params.complete)
    return True
