"""imbot.chat.get"""

from botyard.chat import dialogs
from botyard.model.entities import ChatId
from botyard.model.errors import FOUND_CHAT_ACCESS_ERROR, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.bound_chats import BoundChatParams, FoundChatId, find_bound_chat
from botyard.rpc.method import user_method


@user_method("imbot.chat.get", scopes=("imbot",), reads=True, errors=[FOUND_CHAT_ACCESS_ERROR])
async def find_bot_chat(call: Call, params: BoundChatParams) -> FoundChatId | None:
    """Find the chat of something outside the messenger; null where there is none.

    A chat that the person is not in is for administrators of the portal alone, unless it is open.
    """
    found = await find_bound_chat(call, params)
    if found is not None and not await _may_know(call, ChatId(found.id)):
        raise ApiError(FOUND_CHAT_ACCESS_ERROR)
    return found


async def _may_know(call: Call, chat_id: ChatId) -> bool:
    if await dialogs.of_chat(call.tx, call.caller.user_id, chat_id) is not None:
        return True
    if await dialogs.is_open(call.tx, call.caller.user_id, chat_id):
        return True
    return (await call.user()).admin
