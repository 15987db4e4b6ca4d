"""im.chat.updateColor"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats, dialogs
from botyard.chat.chats import ChatChange
from botyard.model.colours import colour_of
from botyard.model.errors import (
    CHAT_ACCESS_ERROR,
    CHAT_ID_EMPTY,
    COLOR_NOT_CHANGED,
    DIALOG_ID_EMPTY,
    WRONG_COLOR,
    ApiError,
)
from botyard.rpc.admit import Call
from botyard.rpc.method import user_method
from botyard.rpc.named_chats import NamedGroupParams, named_group, own_group


class UpdateColorParams(NamedGroupParams, frozen=True):
    color: Annotated[
        str, Meta(description="A name: `LIGHT_BLUE`.", extra={"error": WRONG_COLOR})
    ] = ""


@user_method(
    "im.chat.updateColor",
    scopes=("im",),
    errors=[CHAT_ID_EMPTY, DIALOG_ID_EMPTY, CHAT_ACCESS_ERROR, WRONG_COLOR, COLOR_NOT_CHANGED],
)
async def update_color(call: Call, params: UpdateColorParams) -> bool:
    """Give a group another colour than it has; every member may."""
    chat_id = named_group(params)
    if not await dialogs.exists(call.tx, chat_id):
        raise ApiError(COLOR_NOT_CHANGED)
    dialog = await own_group(call, chat_id)
    if dialog is None:
        raise ApiError(CHAT_ACCESS_ERROR)
    color = colour_of(params.color)
    if color is None:
        raise ApiError(WRONG_COLOR)
    if color == dialog.chat.color:
        raise ApiError(COLOR_NOT_CHANGED)
    wanted = ChatChange(color=params.color)
    await chats.change(call.tx, dialog, await call.user(), wanted, call.now)
    return True
