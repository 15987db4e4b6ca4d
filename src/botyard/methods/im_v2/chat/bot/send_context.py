"""im.v2.Chat.Bot.sendContext"""

from typing import Annotated

import msgspec
from msgspec import Meta

from botyard.chat import bot_contexts
from botyard.model.errors import ACCESS_DENIED, INVALID_ARGUMENT, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import Params, user_method

MAX_BYTES = 65_536


class SendContextParams(Params, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(
            description="Id of a bot; `chat5` for all bots of a group.",
            extra={"error": ACCESS_DENIED},
        ),
    ] = ""
    context: Annotated[
        object, Meta(description="Any JSON object of at most 65,536 bytes; the bot gets it as is.")
    ] = None


@user_method("im.v2.Chat.Bot.sendContext", scopes=("im",), errors=[ACCESS_DENIED])
async def send_context(call: Call, params: SendContextParams) -> bool:
    """Tell a bot why its dialog was opened, as a link with `BOT_CONTEXT` does.

    The bot hears of it as ONIMBOTV2CONTEXTGET; its dialog is opened by this.
    """
    found = await bot_contexts.find(call.tx, call.caller.user_id, params.dialog_id, call.now)
    context = params.context
    if not isinstance(context, dict):
        raise ApiError(INVALID_ARGUMENT, "Parameter context must be an object")
    if len(msgspec.json.encode(context)) > MAX_BYTES:
        raise ApiError(INVALID_ARGUMENT, f"Parameter context must be at most {MAX_BYTES} bytes")
    await bot_contexts.send(call.tx, found, context, call.now)
    return True
