"""imbot.v2.Chat.User.delete"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats
from botyard.model.entities import UserId
from botyard.model.errors import ACCESS_DENIED, ApiError
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Done, Params, bot_method


class DeleteUserParams(Params, frozen=True, kw_only=True):
    dialog_id: Annotated[
        str, Meta(description="`chat5`: a group.", extra={"error": ACCESS_DENIED})
    ] = ""
    user_id: Annotated[int, Meta(description="Who is taken out.")]


@bot_method("imbot.v2.Chat.User.delete", errors=[ACCESS_DENIED])
async def delete_user(call: BotCall, params: DeleteUserParams) -> Done:
    """Take one member out of a group chat that the bot administrates."""
    dialog = await call.dialog(params.dialog_id)
    if dialog.chat.is_private or not dialog.member.is_administrator:
        raise ApiError(ACCESS_DENIED)
    actor = await call.bot_user()
    user_id = UserId(params.user_id)
    if user_id == call.bot.id:
        done = await chats.leave(call.tx, dialog, actor, call.now)
    else:
        done = await chats.remove_user(call.tx, dialog, actor, user_id, call.now) != "owner"
    if not done:
        raise ApiError(ACCESS_DENIED)
    return Done()
