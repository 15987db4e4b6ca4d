"""im.message.add"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import dialogs, messages, replies
from botyard.chat.dialogs import Dialog
from botyard.chat.messages import Draft
from botyard.chat.texts import is_blank
from botyard.model.entities import MessageId, MessageParams
from botyard.model.errors import (
    ACCESS_ERROR,
    ATTACH_ERROR,
    ATTACH_OVERSIZE,
    CHAT_ID,
    KEYBOARD_ERROR,
    MENU_ERROR,
    MESSAGE_EMPTY,
    PARAMS_ERROR,
    REPLY_ACCESS_ERROR,
    REPLY_FROM_OTHER_CHAT_ERROR,
    USER_ID_EMPTY,
    USER_NOT_FOUND,
    ApiError,
)
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method
from botyard.rpc.rich_content import PEOPLE_ERRORS, attach_of, keyboard_of, menu_of

_REFUSALS = {
    "unreadable": USER_ID_EMPTY,
    "no_user": USER_NOT_FOUND,
    "no_chat": CHAT_ID,
    "no_member": ACCESS_ERROR,
}


class AddMessageParams(UpperParams, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(
            description="A user id, `chat5` for a group, `sg5` for a workgroup's.",
            extra={"error": USER_ID_EMPTY},
        ),
    ] = ""
    message: Annotated[
        str,
        Meta(description="Text; past 20,000 characters it is cut.", extra={"error": PARAMS_ERROR}),
    ] = ""
    attach: Annotated[object, Meta(description="Blocks, or an object with `BLOCKS`.")] = None
    keyboard: Annotated[object, Meta(description="Buttons, or an object with `BUTTONS`.")] = None
    menu: Annotated[object, Meta(description="Items, or an object with `ITEMS`.")] = None
    system: Annotated[
        bool,
        Meta(
            description="A message of the chat itself; only its owner and managers can.",
            extra={"error": PARAMS_ERROR},
        ),
    ] = False
    url_preview: Annotated[
        bool, Meta(description="Show what links lead to.", extra={"error": PARAMS_ERROR})
    ] = True
    reply_id: Annotated[
        int,
        Meta(description="Message of this chat that is answered.", extra={"error": PARAMS_ERROR}),
    ] = 0


@user_method(
    "im.message.add",
    scopes=("im",),
    errors=[
        MESSAGE_EMPTY,
        USER_ID_EMPTY,
        USER_NOT_FOUND,
        CHAT_ID,
        ACCESS_ERROR,
        PARAMS_ERROR,
        ATTACH_ERROR,
        ATTACH_OVERSIZE,
        KEYBOARD_ERROR,
        MENU_ERROR,
        REPLY_ACCESS_ERROR,
        REPLY_FROM_OTHER_CHAT_ERROR,
    ],
)
async def add_message(call: Call, params: AddMessageParams) -> int:
    """Post a message as the person; the first one to somebody opens the dialog."""
    dialog = await call.find_dialog(params.dialog_id)
    if dialog is None:
        absence = await dialogs.why_absent(call.tx, call.caller.user_id, params.dialog_id)
        raise ApiError(_REFUSALS[absence])
    draft = await read_draft(call, dialog, params)
    if is_blank(draft.text) and draft.params.attach is None:
        raise ApiError(MESSAGE_EMPTY)
    sent = await messages.send(call.tx, dialog, draft, call.now)
    return sent.id


async def read_draft(call: Call, dialog: Dialog, params: AddMessageParams) -> Draft:
    if params.reply_id:
        await replies.check_reply(call.tx, dialog, MessageId(params.reply_id))
    content = MessageParams(
        keyboard=keyboard_of(params.keyboard, None, PEOPLE_ERRORS),
        attach=attach_of(params.attach, PEOPLE_ERRORS),
        menu=menu_of(params.menu, None, PEOPLE_ERRORS),
        reply_id=MessageId(params.reply_id) if params.reply_id else None,
        url_preview=params.url_preview,
    )
    is_system = params.system and dialog.member.is_administrator
    return Draft(text=params.message, params=content, is_system=is_system)
