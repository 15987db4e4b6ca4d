"""imbot.v2.Chat.add"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats, users
from botyard.chat.chats import ChatDraft
from botyard.model.errors import ApiError
from botyard.rpc.admit import BotCall
from botyard.rpc.chat_views import view_chat
from botyard.rpc.method import Params, Preparation, Result, bot_method, prepared_by
from botyard.rpc.pictures import keep_avatar
from botyard.wire.views import ChatView, UserView


class AddChatFields(Params, frozen=True):
    title: Annotated[
        str, Meta(description="Made of the members' names when absent.", max_length=255)
    ] = ""
    description: Annotated[str, Meta(description="What the chat is for.", max_length=20_000)] = ""
    color: Annotated[str, Meta(description="Named colour; unknown ones are assigned.")] = ""
    avatar: Annotated[str, Meta(description="Picture as base64; no picture is no error.")] = ""
    user_ids: Annotated[list[int], Meta(description="Members; unknown ones are skipped.")] = []
    owner_id: Annotated[int | None, Meta(description="Owner, when it is not the bot.")] = None
    message: Annotated[str, Meta(description="First message.")] = ""


class AddChatParams(Params, frozen=True):
    fields: Annotated[AddChatFields, Meta(description="The chat.")] = AddChatFields()


class AddedChat(Result, frozen=True):
    chat: Annotated[ChatView, Meta(description="The new chat.")]
    users: Annotated[list[UserView], Meta(description="Its members beside the bot.")]


async def read_chat_picture(preparation: Preparation, params: AddChatParams) -> str:
    key = await keep_avatar(preparation, params.fields.avatar)
    return "" if isinstance(key, ApiError) else key


@bot_method("imbot.v2.Chat.add")
@prepared_by(read_chat_picture)
async def add_chat(call: BotCall, params: AddChatParams, avatar: str) -> AddedChat:
    """Create a group chat with the bot in it."""
    fields = params.fields
    draft = ChatDraft(
        title=fields.title,
        description=fields.description,
        color=fields.color,
        avatar=avatar,
        user_ids=fields.user_ids,
        owner_id=fields.owner_id,
        message=fields.message,
    )
    dialog = await chats.create(call.tx, await call.bot_user(), draft, call.now)
    members = await users.of_chat(call.tx, dialog.chat.id)
    return AddedChat(
        await view_chat(call, dialog, is_new=True),
        [call.views.user(user) for user in members if user.id != call.bot.id],
    )
