"""im.chat.leave"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats, dialogs
from botyard.model.errors import (
    CHAT_CLOSED_TO_LEAVING,
    CHAT_ID_EMPTY,
    LEAVING_DENIED,
    ApiError,
)
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method
from botyard.rpc.named_chats import numbered_chat


class LeaveGroupParams(UpperParams, frozen=True):
    chat_id: Annotated[
        int | None, Meta(description="The number of `chat5`.", extra={"error": CHAT_ID_EMPTY})
    ] = None


@user_method(
    "im.chat.leave",
    scopes=("im",),
    errors=[CHAT_ID_EMPTY, CHAT_CLOSED_TO_LEAVING, LEAVING_DENIED],
)
async def leave_group(call: Call, params: LeaveGroupParams) -> bool:
    """Go out of a group; an owner hands it to a manager, else to whoever joined first."""
    chat_id = numbered_chat(params.chat_id)
    dialog = await dialogs.of_chat(call.tx, call.caller.user_id, chat_id)
    if dialog is None:
        raise ApiError(LEAVING_DENIED)
    if not chats.may_leave(dialog):
        raise ApiError(CHAT_CLOSED_TO_LEAVING)
    if not await chats.leave(call.tx, dialog, await call.user(), call.now):
        raise ApiError(LEAVING_DENIED)
    return True
