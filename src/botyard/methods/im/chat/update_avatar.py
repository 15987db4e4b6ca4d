"""im.chat.updateAvatar"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import (
    ACCESS_DENIED,
    ACCESS_ERROR,
    AVATAR_NO_PICTURE,
    CHAT_AVATAR_FIXED,
    CHAT_ID_EMPTY,
    CHAT_NOT_THERE,
    DIALOG_ID_EMPTY,
    ApiError,
)
from botyard.rpc import groups_v1
from botyard.rpc.admit import Call
from botyard.rpc.groups_v1 import Closed
from botyard.rpc.method import Preparation, prepared_by, user_method
from botyard.rpc.named_chats import NamedGroupParams, named_group

CLOSED = Closed(ACCESS_ERROR, CHAT_AVATAR_FIXED)


class UpdateAvatarParams(NamedGroupParams, frozen=True):
    avatar: Annotated[
        str,
        Meta(
            description="Picture as base64, at most 5000x5000 pixels.",
            extra={"error": AVATAR_NO_PICTURE},
        ),
    ] = ""


async def read_new_picture(preparation: Preparation, params: UpdateAvatarParams) -> str | ApiError:
    return await groups_v1.keep_new_avatar(preparation, params.avatar)


@user_method(
    "im.chat.updateAvatar",
    scopes=("im",),
    errors=[
        CHAT_ID_EMPTY,
        DIALOG_ID_EMPTY,
        ACCESS_DENIED,
        CLOSED.to_actor,
        AVATAR_NO_PICTURE,
        CHAT_NOT_THERE,
    ],
)
@prepared_by(read_new_picture)
async def update_avatar(call: Call, params: UpdateAvatarParams, avatar: str | ApiError) -> bool:
    """Give a group a picture, unless it belongs to something outside; every member may."""
    await groups_v1.change_avatar(call, named_group(params), avatar, CLOSED)
    return True
