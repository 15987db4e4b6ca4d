"""im.search.last.delete"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import dialogs, searches
from botyard.model.errors import DIALOG_ID_EMPTY, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class ForgetParams(UpperParams, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="A user id, or `chat5` for a group.", extra={"error": DIALOG_ID_EMPTY}),
    ] = ""


@user_method("im.search.last.delete", scopes=("im",), errors=[DIALOG_ID_EMPTY])
async def forget_choice(call: Call, params: ForgetParams) -> bool:
    """Forget a dialog that was chosen from a search, false where it was not remembered."""
    if not dialogs.is_dialog_id(params.dialog_id):
        raise ApiError(DIALOG_ID_EMPTY)
    return await searches.forget(call.tx, call.caller.user_id, params.dialog_id)
