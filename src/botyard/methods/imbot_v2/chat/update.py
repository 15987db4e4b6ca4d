"""imbot.v2.Chat.update"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats
from botyard.model.errors import ACCESS_DENIED
from botyard.rpc.admit import BotCall
from botyard.rpc.chat_changes import ChatChangeFields, keep_changed_avatar
from botyard.rpc.method import Done, Params, Preparation, bot_method, prepared_by


class UpdateChatParams(Params, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="`chat5` for a group, or a user id.", extra={"error": ACCESS_DENIED}),
    ] = ""
    fields: Annotated[ChatChangeFields, Meta(description="What changes.")] = ChatChangeFields()


async def read_changed_picture(preparation: Preparation, params: UpdateChatParams) -> str | None:
    return await keep_changed_avatar(preparation, params.fields)


@bot_method("imbot.v2.Chat.update", errors=[ACCESS_DENIED])
@prepared_by(read_changed_picture)
async def update_chat(call: BotCall, params: UpdateChatParams, avatar: str | None) -> Done:
    """Change the title, description, colour or picture of a chat that the bot is in."""
    dialog = await call.dialog(params.dialog_id)
    wanted = params.fields.change(avatar)
    await chats.change(call.tx, dialog, await call.bot_user(), wanted, call.now)
    return Done()
