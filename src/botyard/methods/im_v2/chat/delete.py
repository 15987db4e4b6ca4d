"""im.v2.Chat.delete"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats, dialogs
from botyard.model.errors import ACCESS_DENIED, CHAT_NOT_FOUND, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import Done, Params, user_method


class DeleteChatParams(Params, frozen=True):
    dialog_id: Annotated[
        str, Meta(description="`chat5`: a group.", extra={"error": ACCESS_DENIED})
    ] = ""


@user_method("im.v2.Chat.delete", scopes=("im",), errors=[ACCESS_DENIED, CHAT_NOT_FOUND])
async def delete_chat(call: Call, params: DeleteChatParams) -> Done:
    """Take a group that the person owns away from all its members, for good."""
    dialog = await call.find_opened_dialog(params.dialog_id)
    if dialog is None:
        absence = await dialogs.why_absent(call.tx, call.caller.user_id, params.dialog_id)
        raise ApiError(CHAT_NOT_FOUND if absence == "no_chat" else ACCESS_DENIED)
    if not await chats.delete(call.tx, dialog, call.now):
        raise ApiError(ACCESS_DENIED)
    return Done()
