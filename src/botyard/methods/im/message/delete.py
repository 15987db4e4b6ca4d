"""im.message.delete"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import message_changes
from botyard.model.errors import CANT_EDIT_MESSAGE, MESSAGE_ID_ERROR, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class RemoveMessageParams(UpperParams, frozen=True):
    message_id: Annotated[
        int,
        Meta(
            description="A message of the person, or any one in a group that they look after.",
            extra={"error": MESSAGE_ID_ERROR},
        ),
    ] = 0


@user_method("im.message.delete", scopes=("im",), errors=[MESSAGE_ID_ERROR, CANT_EDIT_MESSAGE])
async def remove_message(call: Call, params: RemoveMessageParams) -> bool:
    """Delete a message: its author may for three days, a group's managers at any time."""
    held = await call.find_held_message(params.message_id)
    if held is None:
        raise ApiError(MESSAGE_ID_ERROR)
    is_late = not held.is_administered and not held.is_recent(call.now)
    if is_late or not message_changes.may_delete(held):
        raise ApiError(CANT_EDIT_MESSAGE)
    await message_changes.delete(call.tx, held, call.now)
    return True
