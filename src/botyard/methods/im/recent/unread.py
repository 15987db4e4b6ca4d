"""im.recent.unread"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import reading, recents
from botyard.model.errors import DIALOG_ID_EMPTY
from botyard.rpc.admit import Call
from botyard.rpc.dialogs_v1 import NamedDialogParams, opened_dialog
from botyard.rpc.method import user_method


class MarkUnreadParams(NamedDialogParams, frozen=True):
    action: Annotated[bool, Meta(description="N takes the mark away and reads everything.")] = True


@user_method("im.recent.unread", scopes=("im",), errors=[DIALOG_ID_EMPTY])
async def mark_unread(call: Call, params: MarkUnreadParams) -> bool:
    """Mark a dialog to look at it later, false where the person has no such dialog."""
    dialog = await opened_dialog(call, params)
    if dialog is None:
        return False
    if params.action:
        await recents.mark_unread(call.tx, dialog, call.now)
    else:
        await reading.read(call.tx, dialog, call.now)
    return True
