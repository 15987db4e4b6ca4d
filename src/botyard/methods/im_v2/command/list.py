"""im.v2.Command.list"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import commands
from botyard.model.errors import ACCESS_DENIED, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import Params, Result, user_method
from botyard.wire.command_views import ListedCommandView, listed_command


class ListOpenCommandsParams(Params, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(
            description="Only what works in this dialog: `chat5` for a group, or a user id.",
            extra={"error": ACCESS_DENIED},
        ),
    ] = ""


class OpenCommandList(Result, frozen=True):
    commands: Annotated[list[ListedCommandView], Meta(description="By ascending id.")]


@user_method("im.v2.Command.list", scopes=("im",), errors=[ACCESS_DENIED], reads=True)
async def list_open_commands(call: Call, params: ListOpenCommandsParams) -> OpenCommandList:
    """List the slash commands that the person may use, without the hidden ones.

    Bitrix24 documents no such method: this is imbot.v2.Command.list for people, with `dialogId`
    as an addition.
    """
    dialog = None
    if params.dialog_id:
        dialog = await call.find_opened_dialog(params.dialog_id)
        if dialog is None:
            raise ApiError(ACCESS_DENIED)
    found = await commands.list_for(call.tx, await call.user(), dialog)
    return OpenCommandList(
        [listed_command(one.command, one.bot.name, call.portal.language) for one in found]
    )
