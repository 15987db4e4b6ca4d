"""imbot.v2.Chat.get"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import ACCESS_DENIED
from botyard.rpc.admit import BotCall
from botyard.rpc.chat_views import view_chat
from botyard.rpc.method import Params, Result, bot_method
from botyard.wire.views import ChatView


class GetChatParams(Params, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="`chat5` for a group, or a user id.", extra={"error": ACCESS_DENIED}),
    ] = ""


class FoundChat(Result, frozen=True):
    chat: Annotated[ChatView, Meta(description="The chat, as the bot sees it.")]


@bot_method("imbot.v2.Chat.get", errors=[ACCESS_DENIED])
async def get_chat(call: BotCall, params: GetChatParams) -> FoundChat:
    """Read a chat that the bot is in; a private dialog is opened by being asked for."""
    return FoundChat(await view_chat(call, await call.dialog(params.dialog_id)))
