"""im.dialog.users.list"""

from typing import Annotated

from msgspec import UNSET, Meta

from botyard.chat import dialogs, users
from botyard.model.errors import DIALOG_ACCESS_ERROR, DIALOG_ID_EMPTY, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.chat_views_v1 import view_people
from botyard.rpc.dialogs_v1 import NamedDialogParams, check_dialog_id
from botyard.rpc.method import Page, user_method
from botyard.wire.views_v1 import PersonView

MAX_LIMIT = 200
# Kinds of users that come from elsewhere: `external_auth_id` names them.
EXTERNAL = ("bot", "email")


class ListDialogUsersParams(NamedDialogParams, frozen=True):
    skip_external: Annotated[bool, Meta(description="No bots and no e-mail users.")] = False
    skip_external_except_types: Annotated[
        str, Meta(description="Those that are not skipped, such as `bot,email`.")
    ] = ""
    limit: Annotated[int, Meta(description="Members to answer, 1 to 200.")] = 50
    last_id: Annotated[int, Meta(description="Only members with a larger id.")] = 0
    offset: Annotated[int, Meta(description="Members to pass over.")] = 0


@user_method(
    "im.dialog.users.list",
    scopes=("im",),
    errors=[DIALOG_ID_EMPTY, DIALOG_ACCESS_ERROR],
    reads=True,
)
async def list_dialog_users(call: Call, params: ListDialogUsersParams) -> Page[list[PersonView]]:
    """List the members of a dialog by ascending id; a dialog not opened yet has none.

    Colleagues see those of an open chat that they are not in.
    """
    check_dialog_id(params)
    chat_id = await dialogs.find_visible_chat(call.tx, call.caller.user_id, params.dialog_id)
    if chat_id is None:
        if await dialogs.may_open(call.tx, call.caller.user_id, params.dialog_id):
            return Page([], total=0)
        raise ApiError(DIALOG_ACCESS_ERROR)
    skipped, limit = max(params.offset, 0), min(max(params.limit, 1), MAX_LIMIT)
    found, total = await users.page_of_chat(
        call.tx,
        chat_id,
        left_out(params),
        above=params.last_id,
        skipped=skipped,
        count=limit,
    )
    follows = skipped + len(found) < total and bool(found)
    return Page(
        await view_people(call, found), total=total, next=skipped + limit if follows else UNSET
    )


def left_out(params: ListDialogUsersParams) -> list[str]:
    kept = {one.strip().lower() for one in params.skip_external_except_types.split(",")}
    return [one for one in EXTERNAL if params.skip_external and one not in kept]
