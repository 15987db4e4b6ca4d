"""im.disk.folder.get"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import (
    CHAT_ID_EMPTY,
    DIALOG_ACCESS_ERROR,
    DIALOG_ID_EMPTY,
    ApiError,
)
from botyard.rpc.admit import Call
from botyard.rpc.method import Result, user_method
from botyard.rpc.named_chats import NamedGroupParams, named_group, own_group


class FoundFolder(Result, frozen=True, rename="upper"):
    id: Annotated[int, Meta(description="The number of the chat.")]


@user_method(
    "im.disk.folder.get",
    scopes=("im",),
    reads=True,
    errors=[CHAT_ID_EMPTY, DIALOG_ID_EMPTY, DIALOG_ACCESS_ERROR],
)
async def find_folder(call: Call, params: NamedGroupParams) -> FoundFolder:
    """Name the folder of a group's files: there is no Drive, so it has the group's own number.

    Files are sent by `im.v2.File.upload`, which needs no folder.
    """
    chat_id = named_group(params)
    if await own_group(call, chat_id) is None:
        raise ApiError(DIALOG_ACCESS_ERROR)
    return FoundFolder(chat_id)
