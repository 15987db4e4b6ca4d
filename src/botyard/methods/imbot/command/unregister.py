"""imbot.command.unregister"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import commands
from botyard.model.errors import COMMAND_ID_ERROR, COMMAND_OF_ANOTHER
from botyard.rpc.admit import OwnerCall
from botyard.rpc.method_v1 import ClientParams, older_owner_method
from botyard.rpc.older_commands import owned_command


class UnregisterOlderCommandParams(ClientParams, frozen=True):
    command_id: Annotated[
        int, Meta(description="Id of the command.", extra={"error": COMMAND_ID_ERROR})
    ] = 0


@older_owner_method("imbot.command.unregister", errors=[COMMAND_ID_ERROR, COMMAND_OF_ANOTHER])
async def unregister_older_command(call: OwnerCall, params: UnregisterOlderCommandParams) -> bool:
    """Delete a slash command; earlier calls of it can no longer be answered."""
    command, bot = await owned_command(call, params.command_id)
    await commands.unregister(call.tx, bot, command.id)
    return True
