"""imbot.v2.Command.unregister"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import commands
from botyard.model.commands import CommandId
from botyard.model.errors import COMMAND_NOT_FOUND
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Done, Params, bot_method


class UnregisterCommandParams(Params, frozen=True):
    command_id: Annotated[
        int, Meta(description="Id of the command.", extra={"error": COMMAND_NOT_FOUND})
    ]


@bot_method("imbot.v2.Command.unregister", errors=[COMMAND_NOT_FOUND])
async def unregister_command(call: BotCall, params: UnregisterCommandParams) -> Done:
    """Delete a slash command; earlier calls of it can no longer be answered."""
    await commands.unregister(call.tx, call.bot, CommandId(params.command_id))
    return Done()
