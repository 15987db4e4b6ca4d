"""imbot.v2.Chat.Message.getContext"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import history
from botyard.model.errors import MESSAGE_ACCESS_DENIED, MESSAGE_NOT_FOUND
from botyard.rpc.admit import BotCall
from botyard.rpc.chat_views import view_messages
from botyard.rpc.method import Params, Result, bot_method
from botyard.wire.views import MessageView, UserView

MAX_RANGE = 50


class GetContextParams(Params, frozen=True):
    message_id: Annotated[
        int, Meta(description="The message in the middle.", extra={"error": MESSAGE_NOT_FOUND})
    ] = 0
    range: Annotated[int, Meta(description="Messages on each side, 1 to 50.")] = MAX_RANGE


class MessageContext(Result, frozen=True):
    messages: Annotated[list[MessageView], Meta(description="From the oldest to the newest.")]
    users: Annotated[list[UserView], Meta(description="Their authors, each once.")]
    has_prev_page: Annotated[bool, Meta(description="Older ones exist.")]
    has_next_page: Annotated[bool, Meta(description="Newer ones exist.")]


@bot_method(
    "imbot.v2.Chat.Message.getContext",
    errors=[MESSAGE_NOT_FOUND, MESSAGE_ACCESS_DENIED],
    bot_types=("supervisor", "personal"),
    reads=True,
)
async def get_context(call: BotCall, params: GetContextParams) -> MessageContext:
    """Read what was said before and after a message."""
    message, member = await call.message(params.message_id)
    each_side = min(max(params.range, 1), MAX_RANGE)
    found = await history.around(call.tx, member, message, each_side)
    authors = await history.authors(call.tx, found.messages)
    return MessageContext(
        await view_messages(call, member, found.messages),
        [call.views.user(user) for user in authors],
        found.has_older,
        found.has_newer,
    )
