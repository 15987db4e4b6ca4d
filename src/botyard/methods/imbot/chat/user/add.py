"""imbot.chat.user.add"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats, dialogs, users
from botyard.model.errors import (
    CHAT_CLOSED_TO_USERS,
    CHAT_ID_EMPTY,
    USERS_NOT_ADDED,
    USERS_NOT_IN_LIST,
    ApiError,
)
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.method_v1 import BotParams, older_bot_method
from botyard.rpc.named_chats import numbered_chat


class AddBotGroupUsersParams(BotParams, frozen=True):
    chat_id: Annotated[
        int | None, Meta(description="The number of `chat5`.", extra={"error": CHAT_ID_EMPTY})
    ] = None
    users: Annotated[
        list[int] | None,
        Meta(
            description="People and bots; unknown ones are skipped.",
            extra={"error": USERS_NOT_IN_LIST},
        ),
    ] = None
    hide_history: Annotated[bool, Meta(description="Hide what was said so far.")] = True


@older_bot_method(
    "imbot.chat.user.add", errors=[CHAT_ID_EMPTY, CHAT_CLOSED_TO_USERS, USERS_NOT_IN_LIST]
)
async def add_bot_group_users(call: OlderBotCall, params: AddBotGroupUsersParams) -> bool:
    """Invite people and bots to a group of the bot's; refused when it brings nobody new."""
    chat_id = numbered_chat(params.chat_id)
    if params.users is None:
        raise ApiError(USERS_NOT_IN_LIST)
    dialog = await dialogs.of_chat(call.tx, call.bot.id, chat_id)
    if dialog is None:
        raise ApiError(USERS_NOT_ADDED)
    if dialog.chat.is_private:
        raise ApiError(CHAT_CLOSED_TO_USERS)
    actor, history = await call.actor(), not params.hide_history
    before = await users.ids_of_chat(call.tx, chat_id)
    await chats.add_users(call.tx, dialog, actor, params.users, call.now, history=history)
    if len(await users.ids_of_chat(call.tx, chat_id)) == len(before):
        raise ApiError(USERS_NOT_ADDED)
    return True
