"""The dialog that a call of the older API names by DIALOG_ID."""

from typing import Annotated

from msgspec import Meta

from botyard.chat import dialogs
from botyard.chat.dialogs import Dialog
from botyard.model.errors import DIALOG_ACCESS_ERROR, DIALOG_ID_EMPTY, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams


class NamedDialogParams(UpperParams, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(
            description="A user id, `chat5` for a group, `sg5` for a workgroup's.",
            extra={"error": DIALOG_ID_EMPTY},
        ),
    ] = ""


async def named_dialog(call: Call, params: NamedDialogParams) -> Dialog:
    """Refuses with DIALOG_ID_EMPTY or DIALOG_ACCESS_ERROR."""
    check_dialog_id(params)
    dialog = await call.find_dialog(params.dialog_id)
    if dialog is None:
        raise ApiError(DIALOG_ACCESS_ERROR)
    return dialog


async def opened_dialog(call: Call, params: NamedDialogParams) -> Dialog | None:
    """None where the actor has no such dialog yet. Refuses with DIALOG_ID_EMPTY."""
    check_dialog_id(params)
    return await call.find_opened_dialog(params.dialog_id)


def check_dialog_id(params: NamedDialogParams) -> None:
    """Refuses with DIALOG_ID_EMPTY what names no dialog."""
    if not dialogs.is_dialog_id(params.dialog_id):
        raise ApiError(DIALOG_ID_EMPTY)
