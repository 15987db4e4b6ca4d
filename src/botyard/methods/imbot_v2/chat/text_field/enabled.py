"""imbot.v2.Chat.TextField.enabled"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats
from botyard.model.errors import ACCESS_DENIED
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Done, Params, bot_method


class EnableTextFieldParams(Params, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="`chat5` for a group, or a user id.", extra={"error": ACCESS_DENIED}),
    ] = ""
    enabled: Annotated[bool, Meta(description="False has clients hide the field.")] = True


@bot_method("imbot.v2.Chat.TextField.enabled", errors=[ACCESS_DENIED])
async def enable_text_field(call: BotCall, params: EnableTextFieldParams) -> Done:
    """Show or hide the text field of a chat; messages are taken either way."""
    dialog = await call.dialog(params.dialog_id)
    await chats.enable_text_field(call.tx, dialog.chat, enabled=params.enabled)
    return Done()
