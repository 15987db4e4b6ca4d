"""imbot.message.update"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import (
    ATTACH_ERROR,
    ATTACH_OVERSIZE,
    CANT_EDIT_MESSAGE,
    KEYBOARD_ERROR,
    KEYBOARD_OVERSIZE,
    MENU_CHANGE_ERROR,
    MENU_OVERSIZE,
    MESSAGE_ID_ERROR,
)
from botyard.rpc import changing_v1
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.changing_v1 import ChangedMessageFields
from botyard.rpc.method_v1 import BotId, ClientId, older_bot_method


class UpdateBotMessageParams(ChangedMessageFields, frozen=True):
    skip_connector: Annotated[bool, Meta(description="Accepted, without effect.")] = False
    bot_id: BotId = None
    client_id: ClientId = None


@older_bot_method(
    "imbot.message.update",
    errors=[
        MESSAGE_ID_ERROR,
        CANT_EDIT_MESSAGE,
        ATTACH_ERROR,
        ATTACH_OVERSIZE,
        KEYBOARD_ERROR,
        KEYBOARD_OVERSIZE,
        MENU_CHANGE_ERROR,
        MENU_OVERSIZE,
    ],
)
async def update_bot_message(call: OlderBotCall, params: UpdateBotMessageParams) -> bool:
    """Change a message of the bot, for three days after it was sent."""
    await changing_v1.change_message(call, params, call.bot.id)
    return True
