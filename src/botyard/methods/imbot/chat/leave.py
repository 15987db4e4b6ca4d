"""imbot.chat.leave"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats, dialogs
from botyard.model.errors import (
    CHAT_CLOSED_TO_LEAVING,
    CHAT_ID_EMPTY,
    OWNER_CANNOT_LEAVE,
    USER_NOT_REMOVED,
    ApiError,
)
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.method_v1 import BotParams, older_bot_method
from botyard.rpc.named_chats import numbered_chat


class LeaveBotGroupParams(BotParams, frozen=True):
    chat_id: Annotated[
        int | None, Meta(description="The number of `chat5`.", extra={"error": CHAT_ID_EMPTY})
    ] = None


@older_bot_method(
    "imbot.chat.leave", errors=[CHAT_ID_EMPTY, CHAT_CLOSED_TO_LEAVING, USER_NOT_REMOVED]
)
async def leave_bot_group(call: OlderBotCall, params: LeaveBotGroupParams) -> bool:
    """Take the bot out of a group that it does not own."""
    chat_id = numbered_chat(params.chat_id)
    dialog = await dialogs.of_chat(call.tx, call.bot.id, chat_id)
    if dialog is None:
        raise ApiError(USER_NOT_REMOVED)
    if dialog.chat.is_private:
        raise ApiError(CHAT_CLOSED_TO_LEAVING)
    if dialog.member.role == "owner":
        raise ApiError(OWNER_CANNOT_LEAVE)
    if not await chats.leave(call.tx, dialog, await call.actor(), call.now):
        raise ApiError(USER_NOT_REMOVED)
    return True
