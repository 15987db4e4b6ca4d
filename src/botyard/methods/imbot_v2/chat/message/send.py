"""imbot.v2.Chat.Message.send"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import messages
from botyard.chat.dialogs import Standing
from botyard.chat.messages import Draft
from botyard.model.entities import MessageId, MessageParams
from botyard.model.errors import (
    ACCESS_DENIED,
    EMPTY_MESSAGE,
    PARAM_ATTACH_ERROR,
    PARAM_KEYBOARD_ERROR,
    SENDING_FAILED,
)
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Params, Result, bot_method
from botyard.rpc.rich_content import BOT_ERRORS, attach_of, keyboard_of


class SendFields(Params, frozen=True):
    message: Annotated[str, Meta(description="Text; past 20,000 characters it is cut.")] = ""
    attach: Annotated[object, Meta(description="Blocks, or an object with `BLOCKS`.")] = None
    keyboard: Annotated[object, Meta(description="Buttons, or an object with `BUTTONS`.")] = None
    system: Annotated[bool, Meta(description="A message of the chat itself.")] = False
    url_preview: Annotated[bool, Meta(description="Show what links lead to.")] = True
    reply_id: Annotated[int, Meta(description="Message of this chat that is answered.")] = 0
    template_id: Annotated[
        str,
        Meta(description="A UUID; the same one never sends a second message.", max_length=255),
    ] = ""
    forward_ids: Annotated[
        dict[str, int],
        Meta(
            description="Messages to forward, by UUIDs of the caller's; at most 100.",
            extra={"error": SENDING_FAILED},
        ),
    ] = {}
    skip_connector: Annotated[bool, Meta(description="Accepted, without effect.")] = False
    silent_connector: Annotated[bool, Meta(description="Accepted, without effect.")] = False


class SendParams(Params, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="`chat5` for a group, or a user id.", extra={"error": ACCESS_DENIED}),
    ] = ""
    fields: Annotated[SendFields, Meta(description="The message.")] = SendFields()


class SentMessage(Result, frozen=True):
    id: Annotated[int, Meta(description="Id of the new message.")]
    uuid_map: Annotated[dict[str, int], Meta(description="Ids of forwarded copies by UUID.")]


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
        draft = await read_draft(call, dialog, fields)
        sent = await messages.send(call.tx, dialog, draft, call.now)
    return SentMessage(sent.id, dict(sent.uuid_map))


async def read_draft(call: BotCall, dialog: Standing, fields: SendFields) -> Draft:
    params = MessageParams(
        keyboard=keyboard_of(fields.keyboard, call.bot.id, BOT_ERRORS),
        attach=attach_of(fields.attach, BOT_ERRORS),
        reply_id=await known_reply(call, dialog, fields.reply_id),
        url_preview=fields.url_preview,
    )
    return Draft(
        text=fields.message,
        params=params,
        is_system=fields.system,
        template_id=fields.template_id,
        forwards={uuid: MessageId(one) for uuid, one in fields.forward_ids.items()},
    )


async def known_reply(call: BotCall, dialog: Standing, reply_id: int) -> MessageId | None:
    """A reply to what the bot cannot see is a message like any other."""
    if not reply_id:
        return None
    found = await messages.find_visible(call.tx, dialog.member, MessageId(reply_id))
    return None if found is None else found.id
