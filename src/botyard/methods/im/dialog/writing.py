"""im.dialog.writing"""

from botyard.chat import dialogs
from botyard.model.errors import CHAT_ACCESS_ERROR, DIALOG_ID_EMPTY, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.dialogs_v1 import NamedDialogParams, opened_dialog
from botyard.rpc.method import user_method


@user_method(
    "im.dialog.writing", scopes=("im",), errors=[DIALOG_ID_EMPTY, CHAT_ACCESS_ERROR], reads=True
)
async def notify_writing(call: Call, params: NamedDialogParams) -> bool:
    """Say that the person is writing, of which no bot and no event hears."""
    if await opened_dialog(call, params) is not None:
        return True
    if await dialogs.may_open(call.tx, call.caller.user_id, params.dialog_id):
        return True
    raise ApiError(CHAT_ACCESS_ERROR)
