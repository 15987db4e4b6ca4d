"""im.dialog.get"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import dialogs
from botyard.model.errors import DIALOG_ACCESS_ERROR, DIALOG_ID_EMPTY, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.chat_views_v1 import view_dialog
from botyard.rpc.method import UpperParams, user_method
from botyard.wire.views_v1 import DialogView


class GetDialogParams(UpperParams, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(
            description="A user id, `chat5` for a group, `sg5` for a workgroup's.",
            extra={"error": DIALOG_ID_EMPTY},
        ),
    ] = ""


@user_method("im.dialog.get", scopes=("im",), errors=[DIALOG_ID_EMPTY, DIALOG_ACCESS_ERROR])
async def get_dialog(call: Call, params: GetDialogParams) -> DialogView:
    """Show a dialog of the person; a private one is opened by being asked for."""
    if not dialogs.is_dialog_id(params.dialog_id):
        raise ApiError(DIALOG_ID_EMPTY)
    dialog = await call.find_dialog(params.dialog_id)
    if dialog is None:
        raise ApiError(DIALOG_ACCESS_ERROR)
    return await view_dialog(call, dialog)
