"""im.recent.hide"""

from botyard.chat import recents
from botyard.model.errors import DIALOG_ID_EMPTY
from botyard.rpc.admit import Call
from botyard.rpc.dialogs_v1 import NamedDialogParams, opened_dialog
from botyard.rpc.method import user_method


@user_method("im.recent.hide", scopes=("im",), errors=[DIALOG_ID_EMPTY])
async def hide_dialog(call: Call, params: NamedDialogParams) -> bool:
    """Take a dialog out of the list until its next message, false where the person has none."""
    dialog = await opened_dialog(call, params)
    if dialog is None:
        return False
    await recents.hide(call.tx, dialog, call.now)
    return True
