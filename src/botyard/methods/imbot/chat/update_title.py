"""imbot.chat.updateTitle"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import ACCESS_ERROR, BOT_CHAT_NOT_RENAMED, CHAT_ID_EMPTY, TITLE_EMPTY
from botyard.rpc import groups_v1
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.groups_v1 import Closed
from botyard.rpc.method_v1 import BotParams, older_bot_method
from botyard.rpc.named_chats import numbered_chat

CLOSED = Closed(ACCESS_ERROR, BOT_CHAT_NOT_RENAMED)


class UpdateBotGroupTitleParams(BotParams, frozen=True):
    chat_id: Annotated[
        int | None, Meta(description="The number of `chat5`.", extra={"error": CHAT_ID_EMPTY})
    ] = None
    title: Annotated[
        str,
        Meta(
            description="White space around it is cut off.",
            max_length=255,
            extra={"error": TITLE_EMPTY},
        ),
    ] = ""


@older_bot_method("imbot.chat.updateTitle", errors=[CHAT_ID_EMPTY, TITLE_EMPTY, CLOSED.to_actor])
async def update_bot_group_title(call: OlderBotCall, params: UpdateBotGroupTitleParams) -> bool:
    """Rename a group of the bot's, unless it belongs to something outside."""
    await groups_v1.rename(call, numbered_chat(params.chat_id), params.title, CLOSED)
    return True
