"""im.dialog.writing"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import dialogs
from botyard.model.errors import CHAT_ACCESS_ERROR, DIALOG_ID_EMPTY, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class WritingParams(UpperParams, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(
            description="A user id, `chat5` for a group, `sg5` for a workgroup's.",
            extra={"error": DIALOG_ID_EMPTY},
        ),
    ] = ""


@user_method(
    "im.dialog.writing", scopes=("im",), errors=[DIALOG_ID_EMPTY, CHAT_ACCESS_ERROR], reads=True
)
async def notify_writing(call: Call, params: WritingParams) -> bool:
    """Say that the person is writing, of which no bot and no event hears."""
    if not dialogs.is_dialog_id(params.dialog_id):
        raise ApiError(DIALOG_ID_EMPTY)
    if await call.find_opened_dialog(params.dialog_id) is not None:
        return True
    if await dialogs.may_open(call.tx, call.caller.user_id, params.dialog_id):
        return True
    raise ApiError(CHAT_ACCESS_ERROR)
