"""Avatars of a call: read and kept before its transaction."""

from botyard.chat.pictures import NoPicture, PictureTooLarge, read_avatar
from botyard.model.errors import (
    BOT_AVATAR_INCORRECT_SIZE,
    BOT_AVATAR_INCORRECT_TYPE,
    ApiError,
)
from botyard.rpc.method import Preparation
from botyard.store.tx import StoreUnavailable


async def keep_avatar(preparation: Preparation, encoded: str) -> str | ApiError:
    """The key of the picture, or the refusal for a method that has one. "" stays ""."""
    if not encoded:
        return ""
    try:
        picture = await preparation.work_out(read_avatar, encoded)
    except NoPicture:
        return ApiError(BOT_AVATAR_INCORRECT_TYPE)
    except PictureTooLarge:
        return ApiError(BOT_AVATAR_INCORRECT_SIZE)
    try:
        return await preparation.keep([picture])
    except OSError as failure:
        raise StoreUnavailable(str(failure)) from failure
