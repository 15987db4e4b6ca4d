"""Chats of a person's call, named by CHAT_ID, DIALOG_ID or dialogId."""

from typing import Annotated

from msgspec import Meta

from botyard.chat import dialogs
from botyard.chat.dialogs import Dialog
from botyard.model.entities import ChatId
from botyard.model.errors import ACCESS_DENIED, CHAT_ID_EMPTY, DIALOG_ID_EMPTY, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams


class NamedGroupParams(UpperParams, frozen=True):
    """A group by its number or by its dialog."""

    chat_id: Annotated[
        int | None, Meta(description="The number of `chat5`.", extra={"error": CHAT_ID_EMPTY})
    ] = None
    dialog_id: Annotated[
        str | None,
        Meta(description="`chat5`, in the place of `CHAT_ID`.", extra={"error": DIALOG_ID_EMPTY}),
    ] = None


def named_group(params: NamedGroupParams) -> ChatId:
    """Refuses with CHAT_ID_EMPTY, or with DIALOG_ID_EMPTY for an id that is no group's."""
    if params.dialog_id is None:
        return numbered_chat(params.chat_id)
    chat_id = dialogs.group_of(params.dialog_id)
    if chat_id is None:
        raise ApiError(DIALOG_ID_EMPTY)
    return chat_id


def numbered_chat(chat_id: int | None) -> ChatId:
    """Refuses with CHAT_ID_EMPTY what no chat can have for a number."""
    if chat_id is None or chat_id <= 0:
        raise ApiError(CHAT_ID_EMPTY)
    return ChatId(chat_id)


async def own_group(call: Call, chat_id: ChatId) -> Dialog | None:
    """The group, when the actor is in it."""
    dialog = await dialogs.of_chat(call.tx, call.actor_id, chat_id)
    return None if dialog is None or dialog.chat.is_private else dialog


async def own_dialog(call: Call, dialog_id: str) -> Dialog:
    """The dialog as the person addresses it; ACCESS_DENIED where there is none for them."""
    dialog = await call.find_dialog(dialog_id)
    if dialog is None:
        raise ApiError(ACCESS_DENIED)
    return dialog
