"""im.dialog.read"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import reading
from botyard.model.errors import DIALOG_ID_EMPTY
from botyard.rpc.admit import Call
from botyard.rpc.dialogs_v1 import NamedDialogParams, opened_dialog
from botyard.rpc.method import Result, user_method


class ReadParams(NamedDialogParams, frozen=True):
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
    dialog = await opened_dialog(call, params)
    if dialog is None:
        return False
    told = await reading.read(call.tx, dialog, call.now, params.message_id or None)
    return ReadDialog(params.dialog_id, dialog.chat.id, told.last_id, told.unread)
