"""imbot.v2.Chat.setOwner"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import roles
from botyard.model.entities import UserId
from botyard.model.errors import ACCESS_DENIED, ApiError
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Done, Params, bot_method


class SetOwnerParams(Params, frozen=True, kw_only=True):
    dialog_id: Annotated[
        str, Meta(description="`chat5`: a group.", extra={"error": ACCESS_DENIED})
    ] = ""
    user_id: Annotated[int, Meta(description="The new owner, a member of the group.")]


@bot_method("imbot.v2.Chat.setOwner", errors=[ACCESS_DENIED])
async def set_owner(call: BotCall, params: SetOwnerParams) -> Done:
    """Hand a group that the bot owns to another member; the bot stays as a plain member."""
    dialog = await call.dialog(params.dialog_id)
    heir_id = UserId(params.user_id)
    if not await roles.hand_over(call.tx, dialog, await call.bot_user(), heir_id, call.now):
        raise ApiError(ACCESS_DENIED)
    return Done()
