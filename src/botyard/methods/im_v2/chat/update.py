"""im.v2.Chat.update"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats
from botyard.model.errors import ACCESS_DENIED
from botyard.rpc.admit import Call
from botyard.rpc.chat_changes import ChatChangeFields, keep_changed_avatar
from botyard.rpc.method import Done, Params, Preparation, prepared_by, user_method
from botyard.rpc.named_chats import own_dialog


class UpdateOwnChatParams(Params, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="`chat5` for a group, or a user id.", extra={"error": ACCESS_DENIED}),
    ] = ""
    fields: Annotated[ChatChangeFields, Meta(description="What changes.")] = ChatChangeFields()


async def read_own_picture(preparation: Preparation, params: UpdateOwnChatParams) -> str | None:
    return await keep_changed_avatar(preparation, params.fields)


@user_method("im.v2.Chat.update", scopes=("im",), errors=[ACCESS_DENIED])
@prepared_by(read_own_picture)
async def update_own_chat(call: Call, params: UpdateOwnChatParams, avatar: str | None) -> Done:
    """Change the title, description, colour or picture of a chat that the person is in."""
    dialog = await own_dialog(call, params.dialog_id)
    wanted = params.fields.change(avatar)
    await chats.change(call.tx, dialog, await call.user(), wanted, call.now)
    return Done()
