"""imbot.v2.Chat.Message.read"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import messages, reading
from botyard.chat.dialogs import Dialog
from botyard.model.entities import MessageId
from botyard.model.errors import ACCESS_DENIED, MESSAGE_NOT_FOUND, ApiError
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Params, Result, bot_method


class ReadMessagesParams(Params, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="`chat5` for a group, or a user id.", extra={"error": ACCESS_DENIED}),
    ] = ""
    message_id: Annotated[
        int | None,
        Meta(
            description="The last message that is read; all where it is absent.",
            extra={"error": MESSAGE_NOT_FOUND},
        ),
    ] = None


class ReadMessages(Result, frozen=True):
    chat_id: Annotated[int, Meta(description="The chat.")]
    last_id: Annotated[int, Meta(description="How far the bot has read it.")]
    counter: Annotated[int, Meta(description="Unread messages left.")]
    viewed_messages: Annotated[
        list[int], Meta(description="What others wrote and is viewed now; the newest 1,000.")
    ]


@bot_method("imbot.v2.Chat.Message.read", errors=[ACCESS_DENIED, MESSAGE_NOT_FOUND])
async def read_messages(call: BotCall, params: ReadMessagesParams) -> ReadMessages:
    """Read a dialog as the bot, up to a message and with it."""
    dialog = await call.dialog(params.dialog_id)
    up_to = params.message_id
    if up_to is not None and not await is_visible(call, dialog, up_to):
        raise ApiError(MESSAGE_NOT_FOUND)
    viewed = await reading.unviewed(call.tx, dialog, up_to)
    told = await reading.read(call.tx, dialog, call.now, up_to)
    return ReadMessages(dialog.chat.id, told.last_id, told.unread, [*viewed])


async def is_visible(call: BotCall, dialog: Dialog, message_id: int) -> bool:
    found = await messages.find_visible(call.tx, dialog.member, MessageId(message_id))
    return found is not None
