"""Changing a message through the older API, as a person or as a bot."""

from typing import Annotated

from msgspec import UNSET, Meta

from botyard.chat import message_changes
from botyard.chat.message_changes import MessageChange
from botyard.chat.texts import is_blank
from botyard.model.entities import UserId
from botyard.model.errors import CANT_EDIT_MESSAGE, MESSAGE_ID_ERROR, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams
from botyard.rpc.rich_content import (
    CHANGE_ERRORS,
    OLDER_BOT_CHANGE_ERRORS,
    changed_attach,
    changed_keyboard,
    changed_menu,
)


class ChangedMessageFields(UpperParams, frozen=True):
    message_id: Annotated[
        int, Meta(description="A message of one's own.", extra={"error": MESSAGE_ID_ERROR})
    ] = 0
    message: Annotated[
        str | None,
        Meta(description="Text; an empty one deletes the message, absent the old one stays."),
    ] = None
    attach: Annotated[
        object,
        Meta(description="Blocks, or an object with `BLOCKS`. `N` or empty takes it away."),
    ] = None
    keyboard: Annotated[
        object,
        Meta(description="Buttons, or an object with `BUTTONS`. `N` or empty takes it away."),
    ] = None
    menu: Annotated[
        object, Meta(description="Items, or an object with `ITEMS`. `N` or empty takes it away.")
    ] = None
    url_preview: Annotated[bool | None, Meta(description="Show what links lead to.")] = None


async def change_message(
    call: Call, fields: ChangedMessageFields, bot_id: UserId | None, *, marks_edited: bool = True
) -> None:
    """Buttons that name no bot belong to `bot_id`.

    Refuses with MESSAGE_ID_ERROR, CANT_EDIT_MESSAGE, or what is wrong with the content.
    """
    held = await call.find_held_message(fields.message_id)
    if held is None:
        raise ApiError(MESSAGE_ID_ERROR)
    if not message_changes.may_edit(held) or not held.is_recent(call.now):
        raise ApiError(CANT_EDIT_MESSAGE)
    errors = CHANGE_ERRORS if bot_id is None else OLDER_BOT_CHANGE_ERRORS
    change = MessageChange(
        text=UNSET if fields.message is None else fields.message,
        attach=changed_attach(fields.attach, errors),
        keyboard=changed_keyboard(fields.keyboard, bot_id, errors),
        menu=changed_menu(fields.menu, bot_id, errors),
        url_preview=UNSET if fields.url_preview is None else fields.url_preview,
        marks_edited=marks_edited,
    )
    if fields.message is not None and is_blank(fields.message):
        await message_changes.delete(call.tx, held, call.now)
    else:
        await message_changes.edit(call.tx, held, change, call.now)
