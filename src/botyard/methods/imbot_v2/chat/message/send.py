"""imbot.v2.Chat.Message.send"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import messages
from botyard.model.errors import (
    ACCESS_DENIED,
    EMPTY_MESSAGE,
    PARAM_ATTACH_ERROR,
    PARAM_KEYBOARD_ERROR,
    SENDING_FAILED,
)
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Params, bot_method
from botyard.rpc.sending import SendFields, SentMessage, send_draft


class SendParams(Params, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="`chat5` for a group, or a user id.", extra={"error": ACCESS_DENIED}),
    ] = ""
    fields: Annotated[SendFields, Meta(description="The message.")] = SendFields()


@bot_method(
    "imbot.v2.Chat.Message.send",
    errors=[
        ACCESS_DENIED,
        EMPTY_MESSAGE,
        PARAM_ATTACH_ERROR,
        PARAM_KEYBOARD_ERROR,
        SENDING_FAILED,
    ],
)
async def send_message(call: BotCall, params: SendParams) -> SentMessage:
    """Post a message to a dialog as the bot; a person's first one opens the dialog."""
    fields = params.fields
    # Before the dialog is looked for: a repeat opens none.
    sent = await messages.find_sent(
        call.tx, call.bot.id, fields.template_id, is_system=fields.system
    )
    if sent is None:
        dialog = await call.standing(params.dialog_id)
        sent = await send_draft(call, dialog, fields, call.bot.id)
    return SentMessage(sent.id, dict(sent.uuid_map))
