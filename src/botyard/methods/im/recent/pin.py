"""im.recent.pin"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import recents
from botyard.model.errors import DIALOG_ID_EMPTY, PIN_ACCESS_ERROR, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.dialogs_v1 import NamedDialogParams, opened_dialog
from botyard.rpc.method import user_method


class PinParams(NamedDialogParams, frozen=True):
    pin: Annotated[bool, Meta(description="N takes the pin away.")] = True


@user_method("im.recent.pin", scopes=("im",), errors=[DIALOG_ID_EMPTY, PIN_ACCESS_ERROR])
async def pin_dialog(call: Call, params: PinParams) -> bool:
    """Keep a dialog on top of the person's list, above those pinned before, or let it go."""
    dialog = await opened_dialog(call, params)
    if dialog is None:
        raise ApiError(PIN_ACCESS_ERROR)
    await recents.pin(call.tx, dialog, call.now, pinned=params.pin)
    return True
