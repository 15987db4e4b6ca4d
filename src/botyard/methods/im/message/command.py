"""im.message.command"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import bots, command_calls, commands, dialogs, history
from botyard.chat.command_calls import Press
from botyard.chat.dialogs import Dialog
from botyard.model.entities import MessageId, UserId
from botyard.model.errors import (
    BOT_ID_ERROR,
    COMMAND_ERROR,
    MESSAGE_ID_ERROR,
    PARAMS_ERROR,
    ApiError,
)
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class CallCommandParams(UpperParams, frozen=True):
    message_id: Annotated[
        int,
        Meta(
            description="The message with the button or the menu.",
            extra={"error": MESSAGE_ID_ERROR},
        ),
    ]
    bot_id: Annotated[
        int, Meta(description="The bot of the button.", extra={"error": BOT_ID_ERROR})
    ]
    command: Annotated[
        str,
        Meta(
            description="Name of the command, without the slash.", extra={"error": COMMAND_ERROR}
        ),
    ]
    command_params: Annotated[
        str | None,
        Meta(description="What follows the command.", extra={"error": PARAMS_ERROR}),
    ] = None


@user_method(
    "im.message.command",
    scopes=("im",),
    errors=[MESSAGE_ID_ERROR, BOT_ID_ERROR, COMMAND_ERROR, PARAMS_ERROR],
)
async def call_command(call: Call, params: CallCommandParams) -> bool:
    """Press a button of a message, or an item of its menu, that carries a bot's command.

    The bot hears of it as ONIMBOTV2COMMANDADD with the context `keyboard`, or `menu` where only
    the menu has the command. A button with `BLOCK` is disabled from then on, until the bot changes
    the keyboard.
    """
    message_id = MessageId(params.message_id)
    dialog = await _dialog_of(call, message_id)
    bot = await bots.find(call.tx, UserId(params.bot_id), "")
    if bot is None:
        raise ApiError(BOT_ID_ERROR)
    if not commands.bare(params.command):
        raise ApiError(COMMAND_ERROR)
    wanted = Press(bot, params.command, params.command_params)
    await command_calls.press(call.tx, dialog, message_id, wanted, call.now)
    return True


async def _dialog_of(call: Call, message_id: MessageId) -> Dialog:
    message = await history.find_message(call.tx, message_id)
    user_id = call.caller.user_id
    dialog = message and await dialogs.of_chat(call.tx, user_id, message.chat_id)
    if not dialog or message_id <= dialog.member.history_hidden_to:
        raise ApiError(MESSAGE_ID_ERROR)
    return dialog
