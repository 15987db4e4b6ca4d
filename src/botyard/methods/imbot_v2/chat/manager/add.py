"""imbot.v2.Chat.Manager.add"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import roles
from botyard.model.errors import ACCESS_DENIED, EMPTY_USER_IDS, ApiError
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Done, Params, bot_method


class AddManagersParams(Params, frozen=True):
    dialog_id: Annotated[
        str, Meta(description="`chat5`: a group.", extra={"error": ACCESS_DENIED})
    ] = ""
    user_ids: Annotated[
        list[int],
        Meta(
            description="Who becomes a manager; who is no member is skipped.",
            extra={"error": EMPTY_USER_IDS},
        ),
    ] = []


@bot_method("imbot.v2.Chat.Manager.add", errors=[ACCESS_DENIED, EMPTY_USER_IDS])
async def add_managers(call: BotCall, params: AddManagersParams) -> Done:
    """Make members of a group that the bot owns its managers."""
    dialog = await call.dialog(params.dialog_id)
    roles.check_owner(dialog)
    if not params.user_ids:
        raise ApiError(EMPTY_USER_IDS)
    await roles.appoint(call.tx, dialog, params.user_ids)
    return Done()
