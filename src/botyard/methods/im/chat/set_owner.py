"""im.chat.setOwner"""

from typing import Annotated

from msgspec import Meta

from botyard.model.entities import UserId
from botyard.model.errors import (
    CHAT_ACCESS_ERROR,
    CHAT_ID_EMPTY,
    DIALOG_ID_EMPTY,
    OWNER_NOT_CHANGED,
    USER_ID_EMPTY,
    ApiError,
)
from botyard.rpc import groups_v1
from botyard.rpc.admit import Call
from botyard.rpc.method import user_method
from botyard.rpc.named_chats import NamedGroupParams, named_group


class SetGroupOwnerParams(NamedGroupParams, frozen=True):
    user_id: Annotated[
        int | None,
        Meta(description="The new owner, a member.", extra={"error": USER_ID_EMPTY}),
    ] = None


@user_method(
    "im.chat.setOwner",
    scopes=("im",),
    errors=[CHAT_ID_EMPTY, DIALOG_ID_EMPTY, USER_ID_EMPTY, CHAT_ACCESS_ERROR, OWNER_NOT_CHANGED],
)
async def set_group_owner(call: Call, params: SetGroupOwnerParams) -> bool:
    """Hand a group that the person owns to another member and stay as a plain member."""
    chat_id = named_group(params)
    if not params.user_id:
        raise ApiError(USER_ID_EMPTY)
    await groups_v1.hand_over(call, chat_id, UserId(params.user_id))
    return True
