"""What people and bots do with groups through the older API, with its refusals."""

from typing import Annotated, NamedTuple

from msgspec import Meta

from botyard.chat import chats, dialogs, roles, users
from botyard.chat.chats import ChatChange, ChatDraft
from botyard.chat.dialogs import Dialog
from botyard.model.colours import colour_of
from botyard.model.entities import ChatId, UserId
from botyard.model.errors import (
    ACCESS_DENIED,
    AVATAR_NO_PICTURE,
    AVATAR_TOO_LARGE,
    BOT_AVATAR_INCORRECT_SIZE,
    CHAT_ACCESS_ERROR,
    CHAT_NOT_THERE,
    COLOR_NOT_CHANGED,
    OWNER_NOT_CHANGED,
    TITLE_EMPTY,
    WRONG_COLOR,
    ApiError,
    ErrorCode,
)
from botyard.rpc.admit import Call
from botyard.rpc.method import Preparation, UpperParams
from botyard.rpc.named_chats import own_group
from botyard.rpc.pictures import keep_avatar


class GroupFields(UpperParams, frozen=True):
    type: Annotated[str, Meta(description="`OPEN`, or `CHAT` for a closed one.")] = "CHAT"
    title: Annotated[
        str, Meta(description="Made of the members' names when absent.", max_length=255)
    ] = ""
    description: Annotated[str, Meta(description="What the chat is for.", max_length=20_000)] = ""
    color: Annotated[str, Meta(description="`LIGHT_BLUE`; unknown ones are assigned.")] = ""
    message: Annotated[str, Meta(description="First message.")] = ""
    avatar: Annotated[str, Meta(description="Picture as base64; no picture is no error.")] = ""
    entity_type: Annotated[
        str, Meta(description="What the chat belongs to: `CRM`.", max_length=255)
    ] = ""
    entity_id: Annotated[str, Meta(description="Which one: `DEAL|13`.", max_length=255)] = ""


class Closed(NamedTuple):
    """How a method refuses a group that the actor cannot change, and one that has it fixed."""

    to_actor: ErrorCode
    to_all: ErrorCode


async def keep_picture(preparation: Preparation, fields: GroupFields) -> str:
    key = await keep_avatar(preparation, fields.avatar)
    return "" if isinstance(key, ApiError) else key


async def create(call: Call, fields: GroupFields, user_ids: list[int], avatar: str) -> ChatId:
    """A new group of the actor's; `avatar` is the key of its picture."""
    draft = ChatDraft(
        title=fields.title,
        description=fields.description,
        color=fields.color,
        avatar=avatar,
        type="open" if fields.type.upper() == "OPEN" else "chat",
        user_ids=user_ids,
        message=fields.message,
        entity_type=fields.entity_type,
        entity_id=fields.entity_id,
    )
    dialog = await chats.create(call.tx, await call.actor(), draft, call.now)
    return dialog.chat.id


async def list_members(call: Call, chat_id: ChatId) -> list[int]:
    """None of an open chat that the actor is not in."""
    if await dialogs.of_chat(call.tx, call.actor_id, chat_id) is None:
        if await dialogs.is_open(call.tx, call.actor_id, chat_id):
            return []
        raise ApiError(CHAT_ACCESS_ERROR)
    return [*await users.ids_of_chat(call.tx, chat_id)]


async def hand_over(call: Call, chat_id: ChatId, heir_id: UserId) -> None:
    dialog = await own_group(call, chat_id)
    if dialog is None or dialog.chat.is_bound:
        raise ApiError(CHAT_ACCESS_ERROR)
    if not await roles.hand_over(call.tx, dialog, await call.actor(), heir_id, call.now):
        raise ApiError(OWNER_NOT_CHANGED)


async def rename(call: Call, chat_id: ChatId, title: str, closed: Closed) -> None:
    if not title.strip():
        raise ApiError(TITLE_EMPTY)
    dialog = await own_group(call, chat_id)
    if dialog is None:
        raise ApiError(closed.to_actor)
    if dialog.chat.is_bound:
        raise ApiError(closed.to_all)
    await chats.change(call.tx, dialog, await call.actor(), ChatChange(title=title), call.now)


async def recolor(call: Call, chat_id: ChatId, name: str) -> None:
    if not await dialogs.exists(call.tx, chat_id):
        raise ApiError(COLOR_NOT_CHANGED)
    dialog = await own_group(call, chat_id)
    if dialog is None:
        raise ApiError(CHAT_ACCESS_ERROR)
    color = colour_of(name)
    if color is None:
        raise ApiError(WRONG_COLOR)
    if color == dialog.chat.color:
        raise ApiError(COLOR_NOT_CHANGED)
    await chats.change(call.tx, dialog, await call.actor(), ChatChange(color=name), call.now)


async def keep_new_avatar(preparation: Preparation, encoded: str) -> str | ApiError:
    """The key of the picture, or the refusal; an empty one is no picture."""
    key = await keep_avatar(preparation, encoded)
    if isinstance(key, ApiError):
        is_large = key.error == BOT_AVATAR_INCORRECT_SIZE
        return ApiError(AVATAR_TOO_LARGE if is_large else AVATAR_NO_PICTURE)
    return key or ApiError(AVATAR_NO_PICTURE)


async def change_avatar(
    call: Call, chat_id: ChatId, avatar: str | ApiError, closed: Closed
) -> None:
    dialog = await _with_own_picture(call, chat_id, closed)
    if isinstance(avatar, ApiError):
        raise avatar
    await chats.change(call.tx, dialog, await call.actor(), ChatChange(avatar=avatar), call.now)


async def _with_own_picture(call: Call, chat_id: ChatId, closed: Closed) -> Dialog:
    if not await dialogs.exists(call.tx, chat_id):
        raise ApiError(CHAT_NOT_THERE)
    dialog = await dialogs.of_chat(call.tx, call.actor_id, chat_id)
    if dialog is None:
        raise ApiError(ACCESS_DENIED)
    if dialog.chat.is_private:
        raise ApiError(closed.to_actor)
    if dialog.chat.is_bound:
        raise ApiError(closed.to_all)
    return dialog
