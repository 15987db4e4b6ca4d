"""imbot.v2.Chat.InputAction.notify"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import ACCESS_DENIED
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Done, Params, bot_method


class NotifyActionParams(Params, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="`chat5` for a group, or a user id.", extra={"error": ACCESS_DENIED}),
    ] = ""
    status_message_code: Annotated[
        str, Meta(description="What the bot does; an unknown code means that it types.")
    ] = ""
    duration: Annotated[int, Meta(description="Seconds to show it, 1 to 600.")] = 0


@bot_method("imbot.v2.Chat.InputAction.notify", errors=[ACCESS_DENIED], repeatable=True)
async def notify_action(call: BotCall, params: NotifyActionParams) -> Done:
    """Show in a dialog that the bot types or is busy; nothing of it is kept."""
    await call.dialog(params.dialog_id)
    return Done()
