"""imbot.chat.user.list"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import CHAT_ACCESS_ERROR, CHAT_ID_EMPTY
from botyard.rpc import groups_v1
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.method_v1 import BotParams, older_bot_method
from botyard.rpc.named_chats import numbered_chat


class ListBotGroupUsersParams(BotParams, frozen=True):
    chat_id: Annotated[
        int | None, Meta(description="The number of `chat5`.", extra={"error": CHAT_ID_EMPTY})
    ] = None


@older_bot_method("imbot.chat.user.list", errors=[CHAT_ID_EMPTY, CHAT_ACCESS_ERROR], reads=True)
async def list_bot_group_users(call: OlderBotCall, params: ListBotGroupUsersParams) -> list[int]:
    """List the ids of a chat's members; none of an open chat that the bot is not in."""
    return await groups_v1.list_members(call, numbered_chat(params.chat_id))
