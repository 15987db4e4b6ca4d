"""im.chat.user.add"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats, dialogs
from botyard.model.entities import ChatId
from botyard.model.errors import (
    ACCESS_DENIED_EXTEND,
    CHAT_ACCESS_ERROR,
    CHAT_CLOSED_TO_USERS,
    CHAT_ID_EMPTY,
    ApiError,
)
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class AddChatUsersParams(UpperParams, frozen=True, kw_only=True):
    chat_id: Annotated[
        int, Meta(description="The number of `chat5`.", extra={"error": CHAT_ID_EMPTY})
    ]
    users: Annotated[list[int], Meta(description="People and bots; unknown ones are skipped.")]
    hide_history: Annotated[bool, Meta(description="Hide what was said so far.")] = True


@user_method(
    "im.chat.user.add",
    scopes=("im",),
    errors=[CHAT_ID_EMPTY, CHAT_ACCESS_ERROR, ACCESS_DENIED_EXTEND],
)
async def add_chat_users(call: Call, params: AddChatUsersParams) -> bool:
    """Invite people and bots to a group; every member may."""
    if params.chat_id <= 0:
        raise ApiError(CHAT_ID_EMPTY)
    chat_id = ChatId(params.chat_id)
    dialog = await dialogs.of_chat(call.tx, call.caller.user_id, chat_id)
    if dialog is None:
        is_open = await dialogs.is_open(call.tx, call.caller.user_id, chat_id)
        raise ApiError(ACCESS_DENIED_EXTEND if is_open else CHAT_ACCESS_ERROR)
    if dialog.chat.is_private:
        raise ApiError(CHAT_CLOSED_TO_USERS)
    await chats.add_users(
        call.tx,
        dialog,
        await call.user(),
        params.users,
        call.now,
        history=not params.hide_history,
    )
    return True
