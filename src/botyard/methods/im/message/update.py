"""im.message.update"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import (
    ATTACH_ERROR,
    ATTACH_OVERSIZE,
    CANT_EDIT_MESSAGE,
    KEYBOARD_ERROR,
    KEYBOARD_OVERSIZE,
    MENU_CHANGE_ERROR,
    MENU_OVERSIZE,
    MESSAGE_ID_ERROR,
)
from botyard.rpc import changing_v1
from botyard.rpc.admit import Call
from botyard.rpc.changing_v1 import ChangedMessageFields
from botyard.rpc.method import user_method


class ChangeMessageParams(ChangedMessageFields, frozen=True):
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
    await changing_v1.change_message(call, params, None, marks_edited=params.is_edited)
    return True
