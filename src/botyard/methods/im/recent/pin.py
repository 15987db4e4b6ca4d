"""im.recent.pin"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import dialogs, recents
from botyard.model.errors import DIALOG_ID_EMPTY, PIN_ACCESS_ERROR, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class PinParams(UpperParams, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(
            description="A user id, `chat5` for a group, `sg5` for a workgroup's.",
            extra={"error": DIALOG_ID_EMPTY},
        ),
    ] = ""
    pin: Annotated[bool, Meta(description="N takes the pin away.")] = True


@user_method("im.recent.pin", scopes=("im",), errors=[DIALOG_ID_EMPTY, PIN_ACCESS_ERROR])
async def pin_dialog(call: Call, params: PinParams) -> bool:
    """Keep a dialog on top of the person's list, above those pinned before, or let it go."""
    if not dialogs.is_dialog_id(params.dialog_id):
        raise ApiError(DIALOG_ID_EMPTY)
    dialog = await call.find_opened_dialog(params.dialog_id)
    if dialog is None:
        raise ApiError(PIN_ACCESS_ERROR)
    await recents.pin(call.tx, dialog, call.now, pinned=params.pin)
    return True
