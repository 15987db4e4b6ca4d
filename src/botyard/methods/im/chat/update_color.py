"""im.chat.updateColor"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import (
    CHAT_ACCESS_ERROR,
    CHAT_ID_EMPTY,
    COLOR_NOT_CHANGED,
    DIALOG_ID_EMPTY,
    WRONG_COLOR,
)
from botyard.rpc import groups_v1
from botyard.rpc.admit import Call
from botyard.rpc.method import user_method
from botyard.rpc.named_chats import NamedGroupParams, named_group


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
    await groups_v1.recolor(call, named_group(params), params.color)
    return True
