"""im.chat.user.delete"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats, dialogs
from botyard.chat.chats import Removal
from botyard.chat.dialogs import Dialog
from botyard.model.entities import ChatId, UserId
from botyard.model.errors import (
    ACCESS_DENIED_KICK,
    CHAT_ACCESS_ERROR,
    CHAT_CLOSED_TO_LEAVING,
    CHAT_ID_EMPTY,
    MEMBER_NOT_FOUND,
    USER_ID_EMPTY,
    ApiError,
)
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method
from botyard.rpc.named_chats import numbered_chat


class DeleteChatUserParams(UpperParams, frozen=True):
    chat_id: Annotated[
        int | None, Meta(description="The number of `chat5`.", extra={"error": CHAT_ID_EMPTY})
    ] = None
    user_id: Annotated[
        int | None, Meta(description="Who is taken out.", extra={"error": USER_ID_EMPTY})
    ] = None


@user_method(
    "im.chat.user.delete",
    scopes=("im",),
    errors=[
        CHAT_ID_EMPTY,
        USER_ID_EMPTY,
        CHAT_ACCESS_ERROR,
        ACCESS_DENIED_KICK,
        MEMBER_NOT_FOUND,
    ],
)
async def delete_chat_user(call: Call, params: DeleteChatUserParams) -> bool:
    """Take one member, but not the owner, out of a group; its owner and managers may."""
    chat_id = numbered_chat(params.chat_id)
    if not params.user_id:
        raise ApiError(USER_ID_EMPTY)
    dialog = await group_of_person(call, chat_id)
    removal = await take_out(call, dialog, UserId(params.user_id))
    if removal == "no_member":
        raise ApiError(MEMBER_NOT_FOUND)
    if removal == "owner":
        raise ApiError(ACCESS_DENIED_KICK)
    return True


async def group_of_person(call: Call, chat_id: ChatId) -> Dialog:
    dialog = await dialogs.of_chat(call.tx, call.caller.user_id, chat_id)
    if dialog is None:
        is_open = await dialogs.is_open(call.tx, call.caller.user_id, chat_id)
        raise ApiError(ACCESS_DENIED_KICK if is_open else CHAT_ACCESS_ERROR)
    if dialog.chat.is_private:
        raise ApiError(CHAT_CLOSED_TO_LEAVING)
    return dialog


async def take_out(call: Call, dialog: Dialog, user_id: UserId) -> Removal:
    """Who removes themselves leaves."""
    actor = await call.user()
    if user_id == actor.id:
        if not chats.may_leave(dialog):
            raise ApiError(CHAT_CLOSED_TO_LEAVING)
        left = await chats.leave(call.tx, dialog, actor, call.now)
        return "removed" if left else "no_member"
    if not dialog.member.is_administrator:
        raise ApiError(ACCESS_DENIED_KICK)
    return await chats.remove_user(call.tx, dialog, actor, user_id, call.now)
