"""im.v2.Chat.Message.send"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import messages
from botyard.model.errors import (
    ACCESS_DENIED,
    EMPTY_MESSAGE,
    PARAM_ATTACH_ERROR,
    PARAM_KEYBOARD_ERROR,
    SENDING_FAILED,
    ApiError,
)
from botyard.rpc.admit import Call
from botyard.rpc.method import Params, user_method
from botyard.rpc.named_chats import own_dialog
from botyard.rpc.sending import SendFields, SentMessage, send_draft


class SendOwnParams(Params, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="`chat5` for a group, or a user id.", extra={"error": ACCESS_DENIED}),
    ] = ""
    fields: Annotated[
        SendFields,
        Meta(description="The message; only a group's owner and managers send a `system` one."),
    ] = SendFields()


@user_method(
    "im.v2.Chat.Message.send",
    scopes=("im",),
    errors=[
        ACCESS_DENIED,
        EMPTY_MESSAGE,
        PARAM_ATTACH_ERROR,
        PARAM_KEYBOARD_ERROR,
        SENDING_FAILED,
    ],
)
async def send_own_message(call: Call, params: SendOwnParams) -> SentMessage:
    """Post or forward messages as the person; the first one to somebody opens the dialog."""
    fields = params.fields
    sent = await messages.find_sent(
        call.tx, call.caller.user_id, fields.template_id, is_system=fields.system
    )
    if sent is None:
        dialog = await own_dialog(call, params.dialog_id)
        if fields.system and not dialog.member.is_administrator:
            raise ApiError(ACCESS_DENIED)
        sent = await send_draft(call, dialog, fields, None)
    return SentMessage(sent.id, dict(sent.uuid_map))
