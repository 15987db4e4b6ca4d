"""What a bot or a person sends, as version 2 spells it."""

from typing import Annotated

from msgspec import Meta

from botyard.chat import messages
from botyard.chat.dialogs import Standing
from botyard.chat.messages import Draft, Sent
from botyard.model.entities import MessageId, MessageParams, UserId
from botyard.model.errors import SENDING_FAILED
from botyard.rpc.admit import Call
from botyard.rpc.method import Params, Result
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


class SentMessage(Result, frozen=True):
    id: Annotated[int, Meta(description="Id of the new message.")]
    uuid_map: Annotated[dict[str, int], Meta(description="Ids of forwarded copies by UUID.")]


async def send_draft(
    call: Call, dialog: Standing, fields: SendFields, bot_id: UserId | None
) -> Sent:
    """Buttons that name no bot belong to `bot_id`."""
    params = MessageParams(
        keyboard=keyboard_of(fields.keyboard, bot_id, BOT_ERRORS),
        attach=attach_of(fields.attach, BOT_ERRORS),
        reply_id=await known_reply(call, dialog, fields.reply_id),
        url_preview=fields.url_preview,
    )
    draft = Draft(
        text=fields.message,
        params=params,
        is_system=fields.system,
        template_id=fields.template_id,
        forwards={uuid: MessageId(one) for uuid, one in fields.forward_ids.items()},
    )
    return await messages.send(call.tx, dialog, draft, call.now)


async def known_reply(call: Call, dialog: Standing, reply_id: int) -> MessageId | None:
    """A reply to what the sender cannot see, or to what was deleted, is a plain message."""
    if not reply_id:
        return None
    found = await messages.find_visible(call.tx, dialog.member, MessageId(reply_id))
    return None if found is None or found.params.is_deleted else found.id
