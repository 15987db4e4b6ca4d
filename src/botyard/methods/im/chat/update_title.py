"""im.chat.updateTitle"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats
from botyard.chat.chats import ChatChange
from botyard.model.errors import (
    CHAT_ACCESS_ERROR,
    CHAT_ID_EMPTY,
    CHAT_NOT_RENAMED,
    DIALOG_ID_EMPTY,
    TITLE_EMPTY,
    ApiError,
)
from botyard.rpc.admit import Call
from botyard.rpc.method import user_method
from botyard.rpc.named_chats import NamedGroupParams, named_group, own_group


class UpdateTitleParams(NamedGroupParams, frozen=True):
    title: Annotated[
        str,
        Meta(
            description="White space around it is cut off.",
            max_length=255,
            extra={"error": TITLE_EMPTY},
        ),
    ] = ""


@user_method(
    "im.chat.updateTitle",
    scopes=("im",),
    errors=[CHAT_ID_EMPTY, DIALOG_ID_EMPTY, TITLE_EMPTY, CHAT_ACCESS_ERROR],
)
async def update_title(call: Call, params: UpdateTitleParams) -> bool:
    """Rename a group, unless it belongs to something outside; every member may."""
    chat_id = named_group(params)
    if not params.title.strip():
        raise ApiError(TITLE_EMPTY)
    dialog = await own_group(call, chat_id)
    if dialog is None:
        raise ApiError(CHAT_ACCESS_ERROR)
    if dialog.chat.is_bound:
        raise ApiError(CHAT_NOT_RENAMED)
    wanted = ChatChange(title=params.title)
    await chats.change(call.tx, dialog, await call.user(), wanted, call.now)
    return True
