"""imbot.v2.Chat.leave"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats
from botyard.model.errors import ACCESS_DENIED, ApiError
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Done, Params, bot_method


class LeaveChatParams(Params, frozen=True):
    dialog_id: Annotated[
        str, Meta(description="`chat5`: a group.", extra={"error": ACCESS_DENIED})
    ] = ""


@bot_method("imbot.v2.Chat.leave", errors=[ACCESS_DENIED])
async def leave_chat(call: BotCall, params: LeaveChatParams) -> Done:
    """Take the bot out of a group chat."""
    dialog = await call.dialog(params.dialog_id)
    if not await chats.leave(call.tx, dialog, await call.bot_user(), call.now):
        raise ApiError(ACCESS_DENIED)
    return Done()
