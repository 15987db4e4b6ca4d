"""im.chat.updateAvatar"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats, dialogs
from botyard.chat.chats import ChatChange
from botyard.chat.dialogs import Dialog
from botyard.model.entities import ChatId
from botyard.model.errors import (
    ACCESS_DENIED,
    ACCESS_ERROR,
    AVATAR_NO_PICTURE,
    AVATAR_TOO_LARGE,
    BOT_AVATAR_INCORRECT_SIZE,
    CHAT_AVATAR_FIXED,
    CHAT_ID_EMPTY,
    CHAT_NOT_THERE,
    DIALOG_ID_EMPTY,
    ApiError,
)
from botyard.rpc.admit import Call
from botyard.rpc.method import Preparation, prepared_by, user_method
from botyard.rpc.named_chats import NamedGroupParams, named_group
from botyard.rpc.pictures import keep_avatar


class UpdateAvatarParams(NamedGroupParams, frozen=True):
    avatar: Annotated[
        str,
        Meta(
            description="Picture as base64, at most 5000x5000 pixels.",
            extra={"error": AVATAR_NO_PICTURE},
        ),
    ] = ""


async def read_new_picture(preparation: Preparation, params: UpdateAvatarParams) -> str | ApiError:
    key = await keep_avatar(preparation, params.avatar)
    if isinstance(key, ApiError):
        is_large = key.error == BOT_AVATAR_INCORRECT_SIZE
        return ApiError(AVATAR_TOO_LARGE if is_large else AVATAR_NO_PICTURE)
    return key or ApiError(AVATAR_NO_PICTURE)


@user_method(
    "im.chat.updateAvatar",
    scopes=("im",),
    errors=[
        CHAT_ID_EMPTY,
        DIALOG_ID_EMPTY,
        ACCESS_DENIED,
        ACCESS_ERROR,
        AVATAR_NO_PICTURE,
        CHAT_NOT_THERE,
    ],
)
@prepared_by(read_new_picture)
async def update_avatar(call: Call, params: UpdateAvatarParams, avatar: str | ApiError) -> bool:
    """Give a group a picture, unless it belongs to something outside; every member may."""
    dialog = await changeable_chat(call, named_group(params))
    if isinstance(avatar, ApiError):
        raise avatar
    wanted = ChatChange(avatar=avatar)
    await chats.change(call.tx, dialog, await call.user(), wanted, call.now)
    return True


async def changeable_chat(call: Call, chat_id: ChatId) -> Dialog:
    if not await dialogs.exists(call.tx, chat_id):
        raise ApiError(CHAT_NOT_THERE)
    dialog = await dialogs.of_chat(call.tx, call.caller.user_id, chat_id)
    if dialog is None:
        raise ApiError(ACCESS_DENIED)
    if dialog.chat.is_private:
        raise ApiError(ACCESS_ERROR)
    if dialog.chat.is_bound:
        raise ApiError(CHAT_AVATAR_FIXED)
    return dialog
