"""im.message.share"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import dialogs, messages, sharing
from botyard.model.entities import MessageId
from botyard.model.errors import (
    DIALOG_ACCESS_ERROR,
    DIALOG_ID_EMPTY,
    MESSAGE_ID_ERROR,
    PARAMS_ERROR,
    ApiError,
)
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class ShareMessageParams(UpperParams, frozen=True):
    message_id: Annotated[
        int, Meta(description="A message of the dialog.", extra={"error": MESSAGE_ID_ERROR})
    ] = 0
    dialog_id: Annotated[
        str,
        Meta(
            description="A user id, `chat5` for a group, `sg5` for a workgroup's.",
            extra={"error": DIALOG_ID_EMPTY},
        ),
    ] = ""
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
    if not dialogs.is_dialog_id(params.dialog_id):
        raise ApiError(DIALOG_ID_EMPTY)
    dialog = await call.find_opened_dialog(params.dialog_id)
    if dialog is None:
        raise ApiError(DIALOG_ACCESS_ERROR)
    message = await messages.find_visible(call.tx, dialog.member, MessageId(params.message_id))
    if message is None or message.params.is_deleted:
        raise ApiError(MESSAGE_ID_ERROR)
    if params.type.upper() != "CHAT":
        raise ApiError(PARAMS_ERROR)
    await sharing.start_group(call.tx, dialog, await call.user(), message, call.now)
    return True
