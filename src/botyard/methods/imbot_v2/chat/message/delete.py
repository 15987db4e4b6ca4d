"""imbot.v2.Chat.Message.delete"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import message_changes
from botyard.model.errors import ACCESS_DENIED, ApiError
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Done, Params, bot_method


class DeleteMessageParams(Params, frozen=True):
    message_id: Annotated[
        int,
        Meta(
            description="A message of the bot, or any one in a group that it administrates.",
            extra={"error": ACCESS_DENIED},
        ),
    ] = 0
    complete: Annotated[bool, Meta(description="Leave no sentence in its place.")] = False


@bot_method("imbot.v2.Chat.Message.delete", errors=[ACCESS_DENIED])
async def delete_message(call: BotCall, params: DeleteMessageParams) -> Done:
    """Delete a message, with its reactions and files."""
    held = await call.held_message(params.message_id)
    if not message_changes.may_delete(held):
        raise ApiError(ACCESS_DENIED)
    await message_changes.delete(call.tx, held, call.now, completely=params.complete)
    return Done()
