"""imbot.v2.Chat.update"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats
from botyard.chat.chats import ChatChange
from botyard.model.errors import ACCESS_DENIED, ApiError
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Done, Params, Preparation, bot_method, prepared_by
from botyard.rpc.pictures import keep_avatar


class UpdateChatFields(Params, frozen=True):
    title: Annotated[str | None, Meta(description="Blank ones are ignored.", max_length=255)] = (
        None
    )
    description: Annotated[
        str | None, Meta(description="What the chat is for.", max_length=20_000)
    ] = None
    color: Annotated[str | None, Meta(description="Unknown names are ignored.")] = None
    avatar: Annotated[
        str | None, Meta(description="Picture as base64; what is no picture is ignored.")
    ] = None


class UpdateChatParams(Params, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="`chat5` for a group, or a user id.", extra={"error": ACCESS_DENIED}),
    ] = ""
    fields: Annotated[UpdateChatFields, Meta(description="What changes.")] = UpdateChatFields()


async def read_changed_picture(preparation: Preparation, params: UpdateChatParams) -> str | None:
    encoded = params.fields.avatar
    if encoded is None:
        return None
    key = await keep_avatar(preparation.blobs, encoded)
    return None if isinstance(key, ApiError) else key


@bot_method("imbot.v2.Chat.update", errors=[ACCESS_DENIED])
@prepared_by(read_changed_picture)
async def update_chat(call: BotCall, params: UpdateChatParams, avatar: str | None) -> Done:
    """Change the title, description, colour or picture of a chat that the bot is in."""
    dialog = await call.dialog(params.dialog_id)
    fields = params.fields
    change = ChatChange(fields.title, fields.description, fields.color, avatar)
    await chats.change(call.tx, dialog.chat, change)
    return Done()
