"""imbot.v2.Chat.User.list"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import users
from botyard.model.errors import ACCESS_DENIED, ApiError
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Params, bot_method
from botyard.wire.views import UserView

MAX_LIMIT = 200


class ListUsersParams(Params, frozen=True):
    dialog_id: Annotated[
        str, Meta(description="`chat5`: a group.", extra={"error": ACCESS_DENIED})
    ] = ""
    order: Annotated[
        dict[str, str],
        Meta(description="`id`, `userId` or `lastSendMessageId`: `ASC` or `DESC`."),
    ] = {}
    limit: Annotated[int, Meta(description="Members to answer, 1 to 200.")] = 50


@bot_method("imbot.v2.Chat.User.list", errors=[ACCESS_DENIED])
async def list_users(call: BotCall, params: ListUsersParams) -> list[UserView]:
    """List the members of a chat that the bot is in."""
    dialog = await call.dialog(params.dialog_id)
    if dialog.chat.is_private:
        raise ApiError(ACCESS_DENIED)
    field, way = next(iter(params.order.items()), ("id", "ASC"))
    found = await users.of_chat(
        call.tx,
        dialog.chat.id,
        users.order_by(field, way),
        min(max(params.limit, 1), MAX_LIMIT),
    )
    return [call.views.user(user) for user in found]
