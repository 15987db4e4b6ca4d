"""im.v2.Chat.load"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import ACCESS_DENIED
from botyard.rpc.admit import Call
from botyard.rpc.chat_views import view_chat
from botyard.rpc.method import Params, Result, user_method
from botyard.rpc.named_chats import own_dialog
from botyard.wire.views import ChatView


class LoadChatParams(Params, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="`chat5` for a group, or a user id.", extra={"error": ACCESS_DENIED}),
    ] = ""


class LoadedChat(Result, frozen=True):
    chat: Annotated[ChatView, Meta(description="The chat, as the person sees it.")]


@user_method("im.v2.Chat.load", scopes=("im",), errors=[ACCESS_DENIED])
async def load_chat(call: Call, params: LoadChatParams) -> LoadedChat:
    """Read a chat that the person is in; a private dialog is opened by being asked for."""
    return LoadedChat(await view_chat(call, await own_dialog(call, params.dialog_id)))
