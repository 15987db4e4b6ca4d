"""imbot.message.like"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import MESSAGE_ID_ERROR, WITHOUT_CHANGES
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.liking_v1 import change_like
from botyard.rpc.method_v1 import BotParams, older_bot_method


class LikeAsBotParams(BotParams, frozen=True):
    message_id: Annotated[
        int,
        Meta(
            description="A message of a chat that the bot is in.",
            extra={"error": MESSAGE_ID_ERROR},
        ),
    ] = 0
    action: Annotated[
        str, Meta(description="`plus` likes, `minus` takes it back, `auto` does the other one.")
    ] = "auto"


@older_bot_method("imbot.message.like", errors=[MESSAGE_ID_ERROR, WITHOUT_CHANGES])
async def like_as_bot(call: OlderBotCall, params: LikeAsBotParams) -> bool:
    """Like a message as the bot, in the place of another reaction, or take the like back."""
    await change_like(call, params.message_id, params.action)
    return True
