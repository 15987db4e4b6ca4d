"""imbot.chat.setManager"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import roles, users
from botyard.model.errors import (
    CHAT_ID_EMPTY,
    MANAGER_NOT_CHANGED,
    USER_ID_EMPTY,
    ApiError,
)
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.method_v1 import BotParams, older_bot_method
from botyard.rpc.named_chats import numbered_chat, own_group


class SetManagerParams(BotParams, frozen=True):
    chat_id: Annotated[
        int | None, Meta(description="The number of `chat5`.", extra={"error": CHAT_ID_EMPTY})
    ] = None
    user_id: Annotated[
        int | None, Meta(description="A member.", extra={"error": USER_ID_EMPTY})
    ] = None
    is_manager: Annotated[bool, Meta(description="False takes it back.")] = True


@older_bot_method(
    "imbot.chat.setManager", errors=[CHAT_ID_EMPTY, USER_ID_EMPTY, MANAGER_NOT_CHANGED]
)
async def set_manager(call: OlderBotCall, params: SetManagerParams) -> bool:
    """Make a member of a group that the bot owns a manager, or a plain member again."""
    chat_id = numbered_chat(params.chat_id)
    if not params.user_id:
        raise ApiError(USER_ID_EMPTY)
    dialog = await own_group(call, chat_id)
    if dialog is None or dialog.member.role != "owner":
        raise ApiError(MANAGER_NOT_CHANGED)
    if params.user_id not in await users.ids_of_chat(call.tx, chat_id):
        raise ApiError(MANAGER_NOT_CHANGED)
    change = roles.appoint if params.is_manager else roles.dismiss
    await change(call.tx, dialog, [params.user_id])
    return True
