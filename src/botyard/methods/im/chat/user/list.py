"""im.chat.user.list"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import CHAT_ACCESS_ERROR, CHAT_ID_EMPTY
from botyard.rpc import groups_v1
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method
from botyard.rpc.named_chats import numbered_chat


class ListChatUsersParams(UpperParams, frozen=True, kw_only=True):
    chat_id: Annotated[
        int, Meta(description="The number of `chat5`.", extra={"error": CHAT_ID_EMPTY})
    ]


@user_method(
    "im.chat.user.list", scopes=("im",), errors=[CHAT_ID_EMPTY, CHAT_ACCESS_ERROR], reads=True
)
async def list_chat_users(call: Call, params: ListChatUsersParams) -> list[int]:
    """List the ids of a chat's members; none of an open chat that the person is not in."""
    return await groups_v1.list_members(call, numbered_chat(params.chat_id))
