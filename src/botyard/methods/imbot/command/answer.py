"""imbot.command.answer"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import command_calls
from botyard.chat.command_calls import CallPlace
from botyard.model.entities import MessageId
from botyard.model.errors import (
    ATTACH_ERROR,
    ATTACH_OVERSIZE,
    COMMAND_ANSWER_FAILED,
    COMMAND_ID_ERROR,
    COMMAND_OF_ANOTHER,
    KEYBOARD_ERROR,
    KEYBOARD_OVERSIZE,
    MENU_ERROR,
    MENU_OVERSIZE,
    MESSAGE_EMPTY,
    MESSAGE_ID_EMPTY,
    MESSAGE_NOT_ADDED,
    ApiError,
)
from botyard.rpc.admit import OwnerCall
from botyard.rpc.method_v1 import ClientId, older_owner_method
from botyard.rpc.older_commands import named_command, owned_command
from botyard.rpc.older_messages import OlderMessageFields, draft_of


class AnswerOlderCommandParams(OlderMessageFields, frozen=True):
    command_id: Annotated[
        int | None,
        Meta(description="The command, as the event names it.", extra={"error": COMMAND_ID_ERROR}),
    ] = None
    command: Annotated[
        str,
        Meta(
            description="Its name, in the place of `COMMAND_ID`.",
            extra={"error": COMMAND_ID_ERROR},
        ),
    ] = ""
    message_id: Annotated[
        int,
        Meta(description="The message that called it.", extra={"error": MESSAGE_ID_EMPTY}),
    ] = 0
    client_id: ClientId = None


@older_owner_method(
    "imbot.command.answer",
    errors=[
        COMMAND_ID_ERROR,
        COMMAND_OF_ANOTHER,
        MESSAGE_ID_EMPTY,
        MESSAGE_EMPTY,
        ATTACH_OVERSIZE,
        ATTACH_ERROR,
        KEYBOARD_ERROR,
        KEYBOARD_OVERSIZE,
        MENU_ERROR,
        MENU_OVERSIZE,
        MESSAGE_NOT_ADDED,
    ],
)
async def answer_older_command(call: OwnerCall, params: AnswerOlderCommandParams) -> int:
    """Answer whoever called a slash command, within 24 hours; the result is the message's id.

    Where the bot is not in the chat, the answer is a system message that names the bot.
    """
    if params.command_id is None:
        command, bot = await named_command(call, params.command)
    else:
        command, bot = await owned_command(call, params.command_id)
    if params.message_id <= 0:
        raise ApiError(MESSAGE_ID_EMPTY)
    draft = draft_of(params, bot.id, is_system=params.system)
    place = CallPlace(command.id, MessageId(params.message_id))
    try:
        return await command_calls.answer(call.tx, bot, place, draft, call.now)
    except ApiError as refusal:
        if refusal.error != COMMAND_ANSWER_FAILED:
            raise
        raise ApiError(MESSAGE_NOT_ADDED) from refusal
