"""im.dialog.read"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import dialogs, reading
from botyard.model.errors import DIALOG_ID_EMPTY, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import Result, UpperParams, user_method


class ReadParams(UpperParams, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(
            description="A user id, `chat5` for a group, `sg5` for a workgroup's.",
            extra={"error": DIALOG_ID_EMPTY},
        ),
    ] = ""
    message_id: Annotated[
        int, Meta(description="The last message that was read; all where it is absent.")
    ] = 0


class ReadDialog(Result, frozen=True):
    dialog_id: Annotated[str, Meta(description="As it was given.")]
    chat_id: Annotated[int, Meta(description="The chat.")]
    last_id: Annotated[int, Meta(description="How far the person has read it.")]
    counter: Annotated[int, Meta(description="Unread messages left.")]


@user_method("im.dialog.read", scopes=("im",), errors=[DIALOG_ID_EMPTY])
async def read_messages(call: Call, params: ReadParams) -> ReadDialog | bool:
    """Read a dialog up to a message, false where the person has no such dialog."""
    if not dialogs.is_dialog_id(params.dialog_id):
        raise ApiError(DIALOG_ID_EMPTY)
    dialog = await call.find_opened_dialog(params.dialog_id)
    if dialog is None:
        return False
    told = await reading.read(call.tx, dialog, call.now, params.message_id or None)
    return ReadDialog(params.dialog_id, dialog.chat.id, told.last_id, told.unread)
