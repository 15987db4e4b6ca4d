"""imbot.chat.user.delete"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats
from botyard.model.entities import UserId
from botyard.model.errors import (
    CHAT_ACCESS_ERROR,
    CHAT_ID_EMPTY,
    OWNER_CANNOT_LEAVE,
    USER_ID_EMPTY,
    USER_NOT_REMOVED,
    ApiError,
)
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.method_v1 import BotParams, older_bot_method
from botyard.rpc.named_chats import numbered_chat, own_group


class DeleteBotGroupUserParams(BotParams, frozen=True):
    chat_id: Annotated[
        int | None, Meta(description="The number of `chat5`.", extra={"error": CHAT_ID_EMPTY})
    ] = None
    user_id: Annotated[
        int | None, Meta(description="Who is taken out.", extra={"error": USER_ID_EMPTY})
    ] = None


@older_bot_method(
    "imbot.chat.user.delete",
    errors=[CHAT_ID_EMPTY, USER_ID_EMPTY, CHAT_ACCESS_ERROR, USER_NOT_REMOVED],
)
async def delete_bot_group_user(call: OlderBotCall, params: DeleteBotGroupUserParams) -> bool:
    """Take a member, but not the owner, out of a group that the bot looks after."""
    chat_id = numbered_chat(params.chat_id)
    if not params.user_id:
        raise ApiError(USER_ID_EMPTY)
    dialog = await own_group(call, chat_id)
    if dialog is None:
        raise ApiError(CHAT_ACCESS_ERROR)
    user_id = UserId(params.user_id)
    if not dialog.member.is_administrator and user_id != call.bot.id:
        raise ApiError(USER_NOT_REMOVED)
    removal = await chats.remove_user(call.tx, dialog, await call.actor(), user_id, call.now)
    if removal == "owner":
        raise ApiError(OWNER_CANNOT_LEAVE)
    if removal == "no_member":
        raise ApiError(USER_NOT_REMOVED)
    return True
