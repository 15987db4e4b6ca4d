"""imbot.chat.sendTyping"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import dialogs
from botyard.model.errors import DIALOG_ID_EMPTY, ApiError
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.method_v1 import BotParams, older_bot_method


class SendTypingParams(BotParams, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="A user id, or `chat5` for a group.", extra={"error": DIALOG_ID_EMPTY}),
    ] = ""


@older_bot_method("imbot.chat.sendTyping", errors=[DIALOG_ID_EMPTY], reads=True)
async def send_typing(call: OlderBotCall, params: SendTypingParams) -> bool:
    """Show in a dialog that the bot types; nothing of it is kept."""
    is_there = await call.find_opened_dialog(params.dialog_id) is not None
    if is_there or await dialogs.may_open(call.tx, call.bot.id, params.dialog_id):
        return True
    raise ApiError(DIALOG_ID_EMPTY)
