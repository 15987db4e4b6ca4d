"""imbot.chat.updateColor"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import (
    CHAT_ACCESS_ERROR,
    CHAT_ID_EMPTY,
    COLOR_NOT_CHANGED,
    WRONG_COLOR,
)
from botyard.rpc import groups_v1
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.method_v1 import BotParams, older_bot_method
from botyard.rpc.named_chats import numbered_chat


class UpdateBotGroupColorParams(BotParams, frozen=True):
    chat_id: Annotated[
        int | None, Meta(description="The number of `chat5`.", extra={"error": CHAT_ID_EMPTY})
    ] = None
    color: Annotated[
        str, Meta(description="A name: `LIGHT_BLUE`.", extra={"error": WRONG_COLOR})
    ] = ""


@older_bot_method(
    "imbot.chat.updateColor",
    errors=[CHAT_ID_EMPTY, CHAT_ACCESS_ERROR, WRONG_COLOR, COLOR_NOT_CHANGED],
)
async def update_bot_group_color(call: OlderBotCall, params: UpdateBotGroupColorParams) -> bool:
    """Give a group of the bot's another colour than it has."""
    await groups_v1.recolor(call, numbered_chat(params.chat_id), params.color)
    return True
