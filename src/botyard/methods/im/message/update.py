"""im.message.update"""

from typing import Annotated

from msgspec import UNSET, Meta

from botyard.chat import message_changes
from botyard.chat.message_changes import MessageChange
from botyard.chat.texts import is_blank
from botyard.model.errors import (
    ATTACH_ERROR,
    ATTACH_OVERSIZE,
    CANT_EDIT_MESSAGE,
    KEYBOARD_ERROR,
    KEYBOARD_OVERSIZE,
    MENU_CHANGE_ERROR,
    MENU_OVERSIZE,
    MESSAGE_ID_ERROR,
    ApiError,
)
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method
from botyard.rpc.rich_content import (
    CHANGE_ERRORS,
    changed_attach,
    changed_keyboard,
    changed_menu,
)


class ChangeMessageParams(UpperParams, frozen=True):
    message_id: Annotated[
        int, Meta(description="A message of the person.", extra={"error": MESSAGE_ID_ERROR})
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
    is_edited: Annotated[
        bool, Meta(description="Mark a change of `ATTACH` as one; a change of the text always is.")
    ] = True


@user_method(
    "im.message.update",
    scopes=("im",),
    errors=[
        MESSAGE_ID_ERROR,
        CANT_EDIT_MESSAGE,
        ATTACH_ERROR,
        ATTACH_OVERSIZE,
        KEYBOARD_ERROR,
        KEYBOARD_OVERSIZE,
        MENU_CHANGE_ERROR,
        MENU_OVERSIZE,
    ],
)
async def change_message(call: Call, params: ChangeMessageParams) -> bool:
    """Change a message of the person, for three days after it was sent."""
    held = await call.find_held_message(params.message_id)
    if held is None:
        raise ApiError(MESSAGE_ID_ERROR)
    if not message_changes.may_edit(held) or not held.is_recent(call.now):
        raise ApiError(CANT_EDIT_MESSAGE)
    change = read_change(params)
    if params.message is not None and is_blank(params.message):
        await message_changes.delete(call.tx, held, call.now)
    else:
        await message_changes.edit(call.tx, held, change, call.now)
    return True


def read_change(params: ChangeMessageParams) -> MessageChange:
    return MessageChange(
        text=UNSET if params.message is None else params.message,
        attach=changed_attach(params.attach, CHANGE_ERRORS),
        keyboard=changed_keyboard(params.keyboard, None, CHANGE_ERRORS),
        menu=changed_menu(params.menu, None, CHANGE_ERRORS),
        url_preview=UNSET if params.url_preview is None else params.url_preview,
        marks_edited=params.is_edited,
    )
