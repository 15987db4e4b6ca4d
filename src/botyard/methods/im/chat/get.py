"""im.chat.get"""

from botyard.rpc.admit import Call
from botyard.rpc.bound_chats import BoundChatParams, FoundChatId, find_bound_chat
from botyard.rpc.method import user_method


@user_method("im.chat.get", scopes=("im",), reads=True)
async def find_chat(call: Call, params: BoundChatParams) -> FoundChatId | None:
    """Find the chat of something outside the messenger; null where there is none."""
    return await find_bound_chat(call, params)
