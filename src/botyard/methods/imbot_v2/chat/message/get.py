"""imbot.v2.Chat.Message.get"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import history
from botyard.model.errors import MESSAGE_ACCESS_DENIED, MESSAGE_NOT_FOUND
from botyard.rpc.admit import BotCall
from botyard.rpc.chat_views import view_messages
from botyard.rpc.method import Params, Result, bot_method
from botyard.wire.views import MessageView, UserView


class GetMessageParams(Params, frozen=True):
    message_id: Annotated[
        int, Meta(description="Id of the message.", extra={"error": MESSAGE_NOT_FOUND})
    ] = 0


class FoundMessage(Result, frozen=True):
    message: Annotated[MessageView, Meta(description="The message.")]
    user: Annotated[UserView | None, Meta(description="Its author; none for system messages.")]


@bot_method(
    "imbot.v2.Chat.Message.get",
    errors=[MESSAGE_NOT_FOUND, MESSAGE_ACCESS_DENIED],
    bot_types=("supervisor", "personal"),
    reads=True,
)
async def get_message(call: BotCall, params: GetMessageParams) -> FoundMessage:
    """Read one message of a chat that the bot is in."""
    message, member = await call.message(params.message_id)
    [view] = await view_messages(call, member, [message])
    users = await history.authors(call.tx, [message])
    return FoundMessage(view, call.views.user(users[0]) if users else None)
