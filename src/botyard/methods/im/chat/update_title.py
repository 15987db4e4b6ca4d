"""im.chat.updateTitle"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import (
    CHAT_ACCESS_ERROR,
    CHAT_ID_EMPTY,
    CHAT_NOT_RENAMED,
    DIALOG_ID_EMPTY,
    TITLE_EMPTY,
)
from botyard.rpc import groups_v1
from botyard.rpc.admit import Call
from botyard.rpc.groups_v1 import Closed
from botyard.rpc.method import user_method
from botyard.rpc.named_chats import NamedGroupParams, named_group

CLOSED = Closed(CHAT_ACCESS_ERROR, CHAT_NOT_RENAMED)


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
    errors=[CHAT_ID_EMPTY, DIALOG_ID_EMPTY, TITLE_EMPTY, CLOSED.to_actor],
)
async def update_title(call: Call, params: UpdateTitleParams) -> bool:
    """Rename a group, unless it belongs to something outside; every member may."""
    await groups_v1.rename(call, named_group(params), params.title, CLOSED)
    return True
