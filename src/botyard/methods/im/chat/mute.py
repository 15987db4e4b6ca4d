"""im.chat.mute"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import dialogs, roles
from botyard.chat.dialogs import Dialog
from botyard.model.errors import CHAT_ID_EMPTY, CHAT_NOT_MUTED, DIALOG_ID_EMPTY, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method
from botyard.rpc.named_chats import numbered_chat


class MuteChatParams(UpperParams, frozen=True):
    chat_id: Annotated[
        int | None, Meta(description="The number of a chat.", extra={"error": CHAT_ID_EMPTY})
    ] = None
    dialog_id: Annotated[
        str | None,
        Meta(
            description="`5`, `chat5` or `sg5`, in the place of `CHAT_ID`.",
            extra={"error": DIALOG_ID_EMPTY},
        ),
    ] = None
    mute: Annotated[bool, Meta(description="False takes it back.")] = True


@user_method(
    "im.chat.mute", scopes=("im",), errors=[CHAT_ID_EMPTY, DIALOG_ID_EMPTY, CHAT_NOT_MUTED]
)
async def mute_chat(call: Call, params: MuteChatParams) -> bool:
    """Mute a chat for the person or take that back; it is a mark that opens no dialog."""
    dialog = await find_chat(call, params)
    if dialog is None:
        raise ApiError(CHAT_NOT_MUTED)
    await roles.mute(call.tx, dialog, muted=params.mute)
    return True


async def find_chat(call: Call, params: MuteChatParams) -> Dialog | None:
    if params.dialog_id is None:
        chat_id = numbered_chat(params.chat_id)
        return await dialogs.of_chat(call.tx, call.caller.user_id, chat_id)
    if not dialogs.is_dialog_id(params.dialog_id):
        raise ApiError(DIALOG_ID_EMPTY)
    return await call.find_opened_dialog(params.dialog_id)
