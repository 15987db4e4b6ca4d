"""What a bot or a person may change about a chat, as version 2 spells it."""

from typing import Annotated

from msgspec import Meta

from botyard.chat.chats import ChatChange
from botyard.model.errors import ApiError
from botyard.rpc.method import Params, Preparation
from botyard.rpc.pictures import keep_avatar


class ChatChangeFields(Params, frozen=True):
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

    def change(self, avatar: str | None) -> ChatChange:
        """`avatar` is the key of the picture."""
        return ChatChange(self.title, self.description, self.color, avatar)


async def keep_changed_avatar(preparation: Preparation, fields: ChatChangeFields) -> str | None:
    """The key of the new picture, or None where it stays."""
    if fields.avatar is None:
        return None
    key = await keep_avatar(preparation, fields.avatar)
    return None if isinstance(key, ApiError) else key
