"""im.v2.Chat.Manager.delete"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import roles
from botyard.model.errors import ACCESS_DENIED, EMPTY_USER_IDS, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import Done, Params, user_method
from botyard.rpc.named_chats import own_dialog


class DeleteOwnManagersParams(Params, frozen=True):
    dialog_id: Annotated[
        str, Meta(description="`chat5`: a group.", extra={"error": ACCESS_DENIED})
    ] = ""
    user_ids: Annotated[
        list[int],
        Meta(
            description="Who is no longer a manager; others are skipped.",
            extra={"error": EMPTY_USER_IDS},
        ),
    ] = []


@user_method("im.v2.Chat.Manager.delete", scopes=("im",), errors=[ACCESS_DENIED, EMPTY_USER_IDS])
async def delete_own_managers(call: Call, params: DeleteOwnManagersParams) -> Done:
    """Make managers of a group that the person owns plain members."""
    dialog = await own_dialog(call, params.dialog_id)
    roles.check_owner(dialog)
    if not params.user_ids:
        raise ApiError(EMPTY_USER_IDS)
    await roles.dismiss(call.tx, dialog, params.user_ids)
    return Done()
