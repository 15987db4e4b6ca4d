"""imbot.chat.setOwner"""

from typing import Annotated

from msgspec import Meta

from botyard.model.entities import UserId
from botyard.model.errors import (
    CHAT_ACCESS_ERROR,
    CHAT_ID_EMPTY,
    OWNER_NOT_CHANGED,
    USER_ID_EMPTY,
    ApiError,
)
from botyard.rpc import groups_v1
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.method_v1 import BotParams, older_bot_method
from botyard.rpc.named_chats import numbered_chat


class SetBotGroupOwnerParams(BotParams, frozen=True):
    chat_id: Annotated[
        int | None, Meta(description="The number of `chat5`.", extra={"error": CHAT_ID_EMPTY})
    ] = None
    user_id: Annotated[
        int | None,
        Meta(description="The new owner, a member.", extra={"error": USER_ID_EMPTY}),
    ] = None


@older_bot_method(
    "imbot.chat.setOwner",
    errors=[CHAT_ID_EMPTY, USER_ID_EMPTY, CHAT_ACCESS_ERROR, OWNER_NOT_CHANGED],
)
async def set_bot_group_owner(call: OlderBotCall, params: SetBotGroupOwnerParams) -> bool:
    """Hand a group that the bot owns to another member; the bot stays as a plain member."""
    chat_id = numbered_chat(params.chat_id)
    if not params.user_id:
        raise ApiError(USER_ID_EMPTY)
    await groups_v1.hand_over(call, chat_id, UserId(params.user_id))
    return True
