"""im.chat.user.list"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import dialogs, users
from botyard.model.entities import ChatId
from botyard.model.errors import CHAT_ACCESS_ERROR, CHAT_ID_EMPTY, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class ListChatUsersParams(UpperParams, frozen=True, kw_only=True):
    chat_id: Annotated[
        int, Meta(description="The number of `chat5`.", extra={"error": CHAT_ID_EMPTY})
    ]


@user_method(
    "im.chat.user.list", scopes=("im",), errors=[CHAT_ID_EMPTY, CHAT_ACCESS_ERROR], reads=True
)
async def list_chat_users(call: Call, params: ListChatUsersParams) -> list[int]:
    """List the ids of a chat's members; none of an open chat that the person is not in."""
    if params.chat_id <= 0:
        raise ApiError(CHAT_ID_EMPTY)
    chat_id = ChatId(params.chat_id)
    if await dialogs.of_chat(call.tx, call.caller.user_id, chat_id) is None:
        if await dialogs.is_open(call.tx, chat_id):
            return []
        raise ApiError(CHAT_ACCESS_ERROR)
    return [*await users.ids_of_chat(call.tx, chat_id)]
