"""imbot.chat.updateAvatar"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import (
    AVATAR_NO_PICTURE,
    BOT_CHAT_AVATAR_FIXED,
    CHAT_ACCESS_ERROR,
    CHAT_ID_EMPTY,
    CHAT_NOT_THERE,
    ApiError,
)
from botyard.rpc import groups_v1
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.groups_v1 import Closed
from botyard.rpc.method import Preparation, prepared_by
from botyard.rpc.method_v1 import BotParams, older_bot_method
from botyard.rpc.named_chats import numbered_chat

CLOSED = Closed(CHAT_ACCESS_ERROR, BOT_CHAT_AVATAR_FIXED)


class UpdateBotGroupAvatarParams(BotParams, frozen=True):
    chat_id: Annotated[
        int | None, Meta(description="The number of `chat5`.", extra={"error": CHAT_ID_EMPTY})
    ] = None
    avatar: Annotated[
        str,
        Meta(
            description="Picture as base64, at most 5000x5000 pixels.",
            extra={"error": AVATAR_NO_PICTURE},
        ),
    ] = ""


async def read_group_avatar(
    preparation: Preparation, params: UpdateBotGroupAvatarParams
) -> str | ApiError:
    return await groups_v1.keep_new_avatar(preparation, params.avatar)


@older_bot_method(
    "imbot.chat.updateAvatar",
    errors=[CHAT_ID_EMPTY, CLOSED.to_actor, AVATAR_NO_PICTURE, CHAT_NOT_THERE],
)
@prepared_by(read_group_avatar)
async def update_bot_group_avatar(
    call: OlderBotCall, params: UpdateBotGroupAvatarParams, avatar: str | ApiError
) -> bool:
    """Give a group of the bot's a picture, unless it belongs to something outside."""
    await groups_v1.change_avatar(call, numbered_chat(params.chat_id), avatar, CLOSED)
    return True
