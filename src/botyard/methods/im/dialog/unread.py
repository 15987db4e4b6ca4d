"""im.dialog.unread"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import reading
from botyard.model.errors import DIALOG_ID_EMPTY, MESSAGE_ID_ERROR, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.dialogs_v1 import NamedDialogParams, opened_dialog
from botyard.rpc.method import user_method


class UnreadParams(NamedDialogParams, frozen=True):
    message_id: Annotated[
        int, Meta(description="The first unread message.", extra={"error": MESSAGE_ID_ERROR})
    ] = 0


@user_method("im.dialog.unread", scopes=("im",), errors=[MESSAGE_ID_ERROR, DIALOG_ID_EMPTY])
async def unread_messages(call: Call, params: UnreadParams) -> bool:
    """Make messages unread again from one on, false where the person has no such dialog."""
    if params.message_id <= 0:
        raise ApiError(MESSAGE_ID_ERROR)
    dialog = await opened_dialog(call, params)
    if dialog is None:
        return False
    await reading.unread(call.tx, dialog, params.message_id, call.now)
    return True
