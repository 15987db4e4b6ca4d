"""im.search.last.add"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import searches
from botyard.model.errors import DIALOG_ID_EMPTY, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method


class RememberParams(UpperParams, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="A user id, or `chat5` for a group.", extra={"error": DIALOG_ID_EMPTY}),
    ] = ""


@user_method("im.search.last.add", scopes=("im",), errors=[DIALOG_ID_EMPTY])
async def remember_choice(call: Call, params: RememberParams) -> bool:
    """Remember a dialog that the person chose from a search; the last fifty are kept."""
    if not await searches.may_choose(call.tx, await call.user(), params.dialog_id):
        raise ApiError(DIALOG_ID_EMPTY)
    await searches.remember(call.tx, call.caller.user_id, params.dialog_id, call.now)
    return True
