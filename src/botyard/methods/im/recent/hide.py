"""im.recent.hide"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import dialogs, recents
from botyard.model.errors import DIALOG_ID_EMPTY, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class HideParams(UpperParams, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(
            description="A user id, `chat5` for a group, `sg5` for a workgroup's.",
            extra={"error": DIALOG_ID_EMPTY},
        ),
    ] = ""


@user_method("im.recent.hide", scopes=("im",), errors=[DIALOG_ID_EMPTY])
async def hide_dialog(call: Call, params: HideParams) -> bool:
    """Take a dialog out of the list until its next message, false where the person has none."""
    if not dialogs.is_dialog_id(params.dialog_id):
        raise ApiError(DIALOG_ID_EMPTY)
    dialog = await call.find_opened_dialog(params.dialog_id)
    if dialog is None:
        return False
    await recents.hide(call.tx, dialog, call.now)
    return True
