"""im.dialog.unread"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import dialogs, reading
from botyard.model.errors import DIALOG_ID_EMPTY, MESSAGE_ID_ERROR, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class UnreadParams(UpperParams, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(
            description="A user id, `chat5` for a group, `sg5` for a workgroup's.",
            extra={"error": DIALOG_ID_EMPTY},
        ),
    ] = ""
    message_id: Annotated[
        int, Meta(description="The first unread message.", extra={"error": MESSAGE_ID_ERROR})
    ] = 0


@user_method("im.dialog.unread", scopes=("im",), errors=[MESSAGE_ID_ERROR, DIALOG_ID_EMPTY])
async def unread_messages(call: Call, params: UnreadParams) -> bool:
    """Make messages unread again from one on, false where the person has no such dialog."""
    if params.message_id <= 0:
        raise ApiError(MESSAGE_ID_ERROR)
    if not dialogs.is_dialog_id(params.dialog_id):
        raise ApiError(DIALOG_ID_EMPTY)
    dialog = await call.find_opened_dialog(params.dialog_id)
    if dialog is None:
        return False
    await reading.unread(call.tx, dialog, params.message_id, call.now)
    return True
