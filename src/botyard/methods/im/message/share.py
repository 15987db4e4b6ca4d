"""im.message.share"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import messages, sharing
from botyard.model.entities import MessageId
from botyard.model.errors import (
    DIALOG_ACCESS_ERROR,
    DIALOG_ID_EMPTY,
    MESSAGE_ID_ERROR,
    PARAMS_ERROR,
    ApiError,
)
from botyard.rpc.admit import Call
from botyard.rpc.dialogs_v1 import NamedDialogParams, opened_dialog
from botyard.rpc.method import user_method


class ShareMessageParams(NamedDialogParams, frozen=True):
    message_id: Annotated[
        int, Meta(description="A message of the dialog.", extra={"error": MESSAGE_ID_ERROR})
    ] = 0
    type: Annotated[
        str,
        Meta(
            description="`CHAT`. There are no tasks, posts and calendars: `TASK`, `POST` and "
            "`CALEND` are refused.",
            extra={"error": PARAMS_ERROR},
        ),
    ] = ""


@user_method(
    "im.message.share",
    scopes=("im",),
    errors=[MESSAGE_ID_ERROR, DIALOG_ID_EMPTY, DIALOG_ACCESS_ERROR, PARAMS_ERROR],
)
async def share_message(call: Call, params: ShareMessageParams) -> bool:
    """Start a group about a message: the members of its dialog, and the message forwarded."""
    dialog = await opened_dialog(call, params)
    if dialog is None:
        raise ApiError(DIALOG_ACCESS_ERROR)
    message = await messages.find_visible(call.tx, dialog.member, MessageId(params.message_id))
    if message is None or message.params.is_deleted:
        raise ApiError(MESSAGE_ID_ERROR)
    if params.type.upper() != "CHAT":
        raise ApiError(PARAMS_ERROR)
    await sharing.start_group(call.tx, dialog, await call.user(), message, call.now)
    return True
