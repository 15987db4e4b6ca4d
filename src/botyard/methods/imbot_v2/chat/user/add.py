"""imbot.v2.Chat.User.add"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats
from botyard.model.errors import ACCESS_DENIED, ApiError
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Done, Params, bot_method


class AddUsersParams(Params, frozen=True):
    dialog_id: Annotated[
        str, Meta(description="`chat5`: a group.", extra={"error": ACCESS_DENIED})
    ] = ""
    user_ids: Annotated[list[int], Meta(description="Unknown people are skipped.")] = []


@bot_method("imbot.v2.Chat.User.add", errors=[ACCESS_DENIED])
async def add_users(call: BotCall, params: AddUsersParams) -> Done:
    """Add people and bots to a group chat that the bot administrates."""
    dialog = await call.dialog(params.dialog_id)
    if dialog.chat.is_private or not dialog.member.is_administrator:
        raise ApiError(ACCESS_DENIED)
    await chats.add_users(
        call.tx, dialog, await call.bot_user(), params.user_ids, call.now, history=True
    )
    return Done()
