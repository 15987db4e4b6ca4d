"""im.recent.unread"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import dialogs, reading, recents
from botyard.model.errors import DIALOG_ID_EMPTY, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class MarkUnreadParams(UpperParams, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(
            description="A user id, `chat5` for a group, `sg5` for a workgroup's.",
            extra={"error": DIALOG_ID_EMPTY},
        ),
    ] = ""
    action: Annotated[bool, Meta(description="N takes the mark away and reads everything.")] = True


@user_method("im.recent.unread", scopes=("im",), errors=[DIALOG_ID_EMPTY])
async def mark_unread(call: Call, params: MarkUnreadParams) -> bool:
    """Mark a dialog to look at it later, false where the person has no such dialog."""
    if not dialogs.is_dialog_id(params.dialog_id):
        raise ApiError(DIALOG_ID_EMPTY)
    dialog = await call.find_opened_dialog(params.dialog_id)
    if dialog is None:
        return False
    if params.action:
        await recents.mark_unread(call.tx, dialog, call.now)
    else:
        await reading.read(call.tx, dialog, call.now)
    return True
